"""What opens over a screen: Enter takes the safe way, Esc leads back, keys typed ahead are kept."""

import pytest
from textual.pilot import Pilot

from screens.modals.reason import GivenReason
from screens.modals.second_person import Signature
from tests.screens.driving import in_gallery, seen, typed, until, until_seen
from tests.screens.gallery import GalleryScreen


@in_gallery()
async def test_enter_gives_the_safe_answer(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f12", "enter")
    await until(pilot, lambda: gallery.heard == [("answer", "stay")])
    assert pilot.app.screen is gallery


@in_gallery()
async def test_a_letter_gives_the_other_answer_and_any_other_key_none(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f12")
    await until_seen(pilot, "Ohne Zulassungsbescheinigung Teil II weiter?")
    await pilot.press("x", "f2", "space")
    assert gallery.heard == []
    await pilot.press("w")
    await until(pilot, lambda: gallery.heard == [("answer", "go")])


@in_gallery()
async def test_escape_goes_back_without_an_answer(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f12", "escape")
    await until(pilot, lambda: gallery.heard == [("answer", None)])


@in_gallery()
async def test_a_digit_gives_a_reason_at_once(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f9", "2")
    await until(pilot, lambda: gallery.heard == [("reason", GivenReason("photo", ""))])


@in_gallery()
async def test_arrow_keys_and_enter_give_a_reason(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f9", "down", "down", "enter")
    await until(pilot, lambda: gallery.heard == [("reason", GivenReason("cash_office", ""))])


@in_gallery()
async def test_words_of_ones_own_go_with_a_reason(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f9", "tab", "u", "m", "1", "2", "enter")
    await until(pilot, lambda: ("reason", GivenReason("plates", "um12")) in gallery.heard)


@in_gallery()
async def test_a_reason_that_needs_words_waits_for_them(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f9", "4")
    await until_seen(pilot, "! Bitte ein paar Worte zum Grund; Enter bestätigt.")
    await until_seen(pilot, "▶ im Textfeld")
    await pilot.press("tab")
    await until_seen(pilot, "Tab zum Textfeld")
    await pilot.press("tab")
    await pilot.press("z", "enter")
    await until(pilot, lambda: ("reason", GivenReason("other", "z")) in gallery.heard)


@in_gallery()
async def test_words_over_200_characters_are_not_taken(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await typed(pilot, "f9", "tab", *("x" * 201), "enter")
    await until_seen(pilot, "Höchstens 200 Zeichen")
    assert not any(isinstance(heard, tuple) and heard[0] == "reason" for heard in gallery.heard)


@in_gallery()
async def test_a_second_person_signs_with_name_and_password(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f8", *"berta", "enter", *"geheim")
    await until_seen(pilot, "••••••")
    assert "geheim" not in seen(pilot.app)
    await pilot.press("enter")
    await until(pilot, lambda: gallery.heard[-1:] == [("signature", Signature("berta", "geheim"))])


@in_gallery()
async def test_a_signature_without_password_is_refused_in_words(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("f8", "b", "enter", "enter")
    await until_seen(pilot, "! Bitte das Kennwort eingeben.")
    await pilot.press("g", "enter")
    await until(pilot, lambda: gallery.heard[-1:] == [("signature", Signature("b", "g"))])


def test_a_signature_never_shows_its_secret() -> None:
    assert "geheim" not in repr(Signature("berta", "geheim"))


@in_gallery()
async def test_the_palette_finds_a_command_by_its_first_letters_and_runs_it(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("ctrl+p", "w", "e", "i", "t", "enter")
    await until_seen(pilot, "Ohne Zulassungsbescheinigung Teil II weiter?")


@in_gallery()
async def test_the_palette_says_of_a_command_where_it_can_be_used(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    await pilot.press("ctrl+p", *"sto")
    await until_seen(pilot, "▶ Storno (hier nicht)")
    await until_seen(pilot, "Hier nicht. Im Schritt Zahlung, wenn etwas bezahlt ist")
    await pilot.press("enter")
    assert "Storno (hier nicht)" in seen(pilot.app)
    await pilot.press("ctrl+u", *"weit")
    await until_seen(pilot, "Enter führt aus")


@in_gallery()
async def test_the_palette_closes_without_a_command(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("ctrl+p", "escape")
    await until(pilot, lambda: pilot.app.screen is gallery)


@pytest.mark.parametrize("key", ["escape", "enter"])
def test_help_shows_the_keys_of_this_screen_first_and_closes(key: str) -> None:
    @in_gallery()
    async def scenario(pilot: Pilot[None], gallery: GalleryScreen) -> None:
        await pilot.press("f1")
        await until_seen(pilot, "Auf diesem Bildschirm")
        assert "Ruft die nächste Nummer auf" in seen(pilot.app)
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is gallery)

    scenario()


@in_gallery()
async def test_everything_that_opens_fits_80_columns_and_24_lines(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    for key in ("f12", "f9", "f8", "ctrl+p", "f1"):
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is not gallery)
        dialog = pilot.app.screen.query_one(".dialog")
        await until(pilot, lambda: dialog.size.area > 0)  # noqa: B023 - awaited within the turn
        assert pilot.app.screen.region.contains_region(dialog.region)
        assert "Esc" in seen(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is gallery)
