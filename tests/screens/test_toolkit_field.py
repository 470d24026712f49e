"""Fields of a form: nothing typed is lost, and a refusal says how to go on."""

from textual import events
from textual.pilot import Pilot

from screens.widgets.choice_line import ChoiceLine
from screens.widgets.field import LONGEST_INPUT, FieldForm, FormFieldWidget
from screens.widgets.line_input import LineInput
from tests.screens.driving import in_gallery, seen, until, until_seen
from tests.screens.gallery import GalleryScreen
from tests.screens.hostile import HOSTILE


def field(gallery: GalleryScreen, field_id: str) -> FormFieldWidget:
    """Return one field of the form."""
    return next(one for one in gallery.query(FormFieldWidget) if one.field_id == field_id)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste as a terminal does."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def focused_field(gallery: GalleryScreen) -> str:
    """Return the id of the field with the cursor."""
    assert gallery.focused is not None
    parent = gallery.focused.parent
    assert isinstance(parent, FormFieldWidget)
    return parent.field_id


@in_gallery()
async def test_enter_and_tab_go_to_the_next_field_and_the_last_enter_finishes(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    visited = [focused_field(gallery)]
    for key in ("enter", "tab", "enter", "down", "enter"):
        await pilot.press(key)
        await pilot.pause()
        visited.append(focused_field(gallery))
    assert visited == ["plate", "name", "fin", "keep", "fuel", "price"]
    await pilot.press("enter")
    await until(pilot, lambda: "finished" in gallery.heard)


@in_gallery()
async def test_editing_and_leaving_are_told_with_the_value_of_that_moment(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "D", "N", "tab", "X", "tab")
    await until(pilot, lambda: ("left", "name", "Beispiel, ErikaX") in gallery.heard)
    assert gallery.heard == [
        ("changed", "plate", "D"),
        ("changed", "plate", "DN"),
        ("left", "plate", "DN"),
        ("changed", "name", "Beispiel, ErikaX"),
        ("left", "name", "Beispiel, ErikaX"),
    ]


@in_gallery()
async def test_the_help_stands_below_the_field_one_is_in_and_nowhere_else(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    await until_seen(pilot, "Wie auf dem Schild")
    await pilot.press("tab", "tab")
    await until_seen(pilot, "17 Stellen")
    assert "Wie auf dem Schild" not in seen(pilot.app)


@in_gallery()
async def test_an_error_stays_below_its_field_until_the_field_is_edited(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "tab", "tab", *"WDB12O", "tab")
    await until_seen(pilot, "! FIN: An Stelle 17 steht der Buchstabe O.")
    assert field(gallery, "fin").value == "WDB12O"
    await pilot.press("shift+tab", "backspace")
    await until(pilot, lambda: "An Stelle 17" not in seen(pilot.app))


@in_gallery()
async def test_a_warning_has_a_sign_and_no_verdict_takes_it_away(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    plate = field(gallery, "plate")
    plate.show_verdict("soft", "Das Kennzeichen ist [selten].")
    await until_seen(pilot, "! Das Kennzeichen ist [selten].")
    plate.show_verdict(None, None)
    await until_seen(pilot, "Wie auf dem Schild")


@in_gallery()
async def test_a_known_value_says_where_it_comes_from_until_it_is_edited(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "tab")
    await until_seen(pilot, "aus Termin")
    await pilot.press("x")
    await until(pilot, lambda: "aus Termin" not in seen(pilot.app))
    gallery.heard.clear()
    field(gallery, "plate").set_value("DN-AB 1", "aus Vorprüfung")
    await until_seen(pilot, "DN-AB 1")
    assert seen(pilot.app).count("aus Vorprüfung") == 2
    assert gallery.heard == []


@in_gallery()
async def test_more_than_200_characters_are_refused_in_words_and_kept(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "tab")
    name = field(gallery, "name")
    name.set_value("")
    await paste(pilot, "Ä" * (LONGEST_INPUT + 14))
    await until_seen(pilot, "! Höchstens 200 Zeichen; hier stehen 214. Bitte kürzen.")
    assert name.value == "Ä" * (LONGEST_INPUT + 14)
    assert name.too_long
    for _ in range(14):
        await pilot.press("backspace")
    await until(pilot, lambda: "Höchstens" not in seen(pilot.app))
    assert not name.too_long


@in_gallery()
async def test_pasted_lines_are_all_taken_and_cleaned(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f6", "tab")
    name = field(gallery, "name")
    for hostile, legible in HOSTILE:
        name.set_value("")
        await paste(pilot, hostile + "\r\n")
        await until(pilot, lambda: name.value == legible)  # noqa: B023 - awaited within the turn


@in_gallery()
async def test_pasting_what_does_not_belong_loses_nothing(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    price = field(gallery, "price")
    await pilot.press("f6")
    price.focus_entry()
    await pilot.pause()
    await paste(pilot, "EUR 27,40")
    assert price.value == "EUR 27,40"


@in_gallery()
async def test_a_typed_character_that_does_not_belong_is_refused_in_words(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    price = field(gallery, "price")
    await pilot.press("f6")
    price.focus_entry()
    await pilot.pause()
    await pilot.press("2", "x", "7", "comma", "4")
    assert price.value == "27,4"
    price.focus_entry()
    await pilot.press("[")
    await until_seen(pilot, "! „[“ gehört nicht in dieses Feld.")


@in_gallery()
async def test_umlauts_and_brackets_are_typed_like_any_letter(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "tab")
    field(gallery, "name").set_value("")
    await pilot.press("Ä", "ß", "ł", "[", "/", "x", "]")
    assert field(gallery, "name").value == "Äßł[/x]"


@in_gallery()
async def test_entering_a_field_never_puts_its_text_at_the_mercy_of_the_next_key(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6", "tab", "tab", "shift+tab", "s")
    assert field(gallery, "name").value == "Beispiel, Erikas"


@in_gallery()
async def test_a_choice_is_made_with_arrow_keys_blank_and_first_letter(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    fuel = field(gallery, "fuel")
    await pilot.press("f6")
    fuel.focus_entry()
    await pilot.pause()
    seen_values = []
    for key in ("right", "space", "left", "left", "e", "e", "d", "backspace"):
        await pilot.press(key)
        seen_values.append(fuel.value)
    assert seen_values == ["benzin", "diesel", "benzin", "erdgas", "elektro", "erdgas", "diesel", ""]
    assert "slip" not in gallery.heard
    await pilot.press("q")
    assert fuel.value == ""


@in_gallery(size=(120, 40))
async def test_a_choice_shows_all_its_values_where_there_is_room(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    field(gallery, "fuel").set_value("diesel")
    await until_seen(pilot, "( ) Benzin   (•) Diesel   ( ) Elektro")


@in_gallery()
async def test_a_choice_shows_the_chosen_value_where_there_is_none(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    await until_seen(pilot, "‹ bitte wählen ›  5 zur Wahl")
    field(gallery, "fuel").set_value("diesel")
    await until_seen(pilot, "‹ Diesel ›  2 von 5")


@in_gallery()
async def test_the_form_opens_at_the_first_required_field_that_is_empty(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f6")
    form = gallery.query_one(FieldForm)
    field(gallery, "plate").set_value("DN-AB 1")
    form.focus_first_open()
    assert focused_field(gallery) == "fin"


@in_gallery()
async def test_twenty_fields_cost_two_widgets_each(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    assert (
        len(gallery.query(LineInput)) + len(gallery.query(ChoiceLine))
        == len(gallery.query(FormFieldWidget)) + 1
    )
