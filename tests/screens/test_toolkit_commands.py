"""The registry of commands and the user's own keymap."""

from collections import Counter

import pytest
from textual.pilot import Pilot

from clerk.locale import _
from screens.commands import COMMANDS, bindings_for, usable_commands
from screens.keymap import check_keymap, key_label
from screens.widgets.hint_bar import Hint, HintBar, fitting
from tests.e2e.terminal import KEYS
from tests.screens.driving import in_gallery, seen, text_of, until, until_seen
from tests.screens.gallery import GalleryScreen

PRODUCT_KEYS = {
    "f1": "help",
    "f2": "call",
    "f3": "arrival",
    "f4": "find",
    "f5": "documents",
    "f6": "application",
    "f7": "payment",
    "f8": "closing",
    "f9": "park",
    "f12": "forward",
    "delete": "no_show",
    "ctrl+k": "answers",
    "ctrl+p": "palette",
    "ctrl+l": "lock",
    "ctrl+q": "quit",
    "ctrl+r": "reprint",
    "escape": "back",
    "space": "presented",
    "minus": "missing",
    "enter": "next",
}


def test_every_key_of_the_product_has_its_command() -> None:
    found = {key: command.id for command in COMMANDS.values() for key in command.keys}
    assert PRODUCT_KEYS.items() <= found.items()


def test_one_key_has_one_meaning() -> None:
    owners = Counter(key for command in COMMANDS.values() for key in command.keys)
    assert [key for key, count in owners.items() if count > 1] == []


def test_every_key_can_be_told_apart_by_an_old_terminal() -> None:
    bytes_sent = [KEYS.get(key, key) for command in COMMANDS.values() for key in command.keys]
    assert len(set(bytes_sent)) == len(bytes_sent)


def test_every_command_says_in_a_sentence_what_it_does() -> None:
    assert [c.id for c in COMMANDS.values() if not c.help.endswith(".") or "!" in c.help or not c.label] == []


def test_a_binding_carries_words_action_and_id_from_the_one_definition() -> None:
    (binding,) = bindings_for("park")
    assert (binding.key, binding.action, binding.id, binding.description) == ("f9", "park", "park", "Parken")


def test_a_letter_is_the_same_key_as_a_capital() -> None:
    assert [binding.key for binding in bindings_for("storno")] == ["z,Z"]
    assert [binding.key for binding in bindings_for("why")] == ["w,W,ctrl+g"]
    assert check_keymap({"more": "Q"}) == []
    (sentence,) = check_keymap({"more": "W"})
    assert sentence == "Die Taste W hätte zwei Bedeutungen: more, why."


@in_gallery()
async def test_with_caps_lock_letters_work_and_are_shown_once(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    (slip,) = (one for one in usable_commands(gallery.active_bindings.values()) if one.command.id == "slip")
    assert slip.keys == ("d",)
    await pilot.press("D")
    await until(pilot, lambda: gallery.heard == ["slip"])
    await pilot.press("f6", "D")
    await until(pilot, lambda: ("changed", "plate", "D") in gallery.heard)
    assert gallery.heard.count("slip") == 1


def test_an_unknown_command_cannot_be_bound() -> None:
    with pytest.raises(KeyError):
        bindings_for("parken")


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("f2", "F2"),
        ("ctrl+k", "^K"),
        ("delete", "Entf"),
        ("escape", "Esc"),
        ("space", "Leertaste"),
        ("enter", "Enter"),
        ("minus", "-"),
        ("shift+f2", "Umschalt+F2"),
        ("w", "W"),
    ],
)
def test_keys_are_called_as_on_a_german_keyboard(key: str, label: str) -> None:
    assert key_label(key) == label


def test_a_good_keymap_has_no_problems() -> None:
    assert check_keymap({}) == []
    assert check_keymap({"forward": "ctrl+x", "call": "f2,ctrl+s"}) == []
    assert check_keymap({"call": "f3", "arrival": "f2"}) == []


def test_an_unknown_command_is_refused_with_the_nearest_known_one() -> None:
    (sentence,) = check_keymap({"prak": "ctrl+n"})
    assert sentence == "Den Befehl „prak“ gibt es nicht. Gemeint ist vielleicht „park“."


def test_two_meanings_of_a_key_are_refused_by_name() -> None:
    (sentence,) = check_keymap({"park": "f2"})
    assert sentence == "Die Taste F2 hätte zwei Bedeutungen: call, park."


def test_a_key_that_does_not_exist_is_refused_with_the_nearest_one() -> None:
    (sentence,) = check_keymap({"back": "esc"})
    assert "„esc“ gibt es nicht" in sentence
    assert "„escape“" in sentence


@pytest.mark.parametrize(("key", "same"), [("ctrl+i", "tab"), ("ctrl+m", "enter"), ("ctrl+h", "backspace")])
def test_a_key_that_terminals_confuse_is_refused(key: str, same: str) -> None:
    (sentence,) = check_keymap({"forward": key})
    assert same in sentence


def test_a_letter_is_refused_for_what_must_work_in_text_fields() -> None:
    (sentence,) = check_keymap({"forward": "q"})
    assert "Eingabefeld" in sentence
    assert check_keymap({"more": "q"}) == []


def test_an_empty_key_is_refused() -> None:
    (sentence,) = check_keymap({"park": " "})
    assert "keine Taste" in sentence


def test_hints_that_do_not_fit_go_whole_and_the_important_ones_stay_in_order() -> None:
    hints = [Hint("F1", "Hilfe", 2), Hint("F12", "Weiterleiten", 6), Hint("Enter", "weiter", 0)]
    assert [hint.key for hint in fitting(hints, 80)] == ["F1", "F12", "Enter"]
    assert [hint.key for hint in fitting(hints, 30)] == ["F1", "Enter"]
    assert [hint.key for hint in fitting(hints, 12)] == ["Enter"]
    assert fitting(hints, 3) == []


@in_gallery()
async def test_the_hint_line_shows_the_keys_usable_now(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await until_seen(pilot, "F2 Aufrufen")
    assert "Leertaste" not in seen(pilot.app)
    gallery.words = {"call": "noch einmal aufrufen"}
    gallery.refresh_bindings()
    await until_seen(pilot, "F2 noch einmal aufrufen")


@in_gallery()
async def test_the_hint_line_never_wraps_and_never_cuts_an_entry(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    for width in (120, 80, 60, 40, 20):
        await pilot.resize_terminal(width, 24)
        await until(pilot, lambda: gallery.size.width == width)  # noqa: B023 - awaited within the turn
        shown = text_of(gallery.query_one(HintBar))
        assert "\n" not in shown
        assert len(shown) <= width
        assert all(
            command.label in shown
            for command in COMMANDS.values()
            if f" {key_label(command.keys[0])} " in shown
        )


@in_gallery()
async def test_a_remapped_key_stands_in_the_hint_line_and_works(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    pilot.app.set_keymap({"call": "ctrl+n"})
    gallery.refresh_bindings()
    await until_seen(pilot, "^N Aufrufen")
    await pilot.press("f4")
    await pilot.press("ctrl+n")
    await until(pilot, lambda: gallery.focused is gallery.waiting)


@in_gallery()
async def test_a_notice_stands_above_the_keys_and_takes_no_room_without_one(
    pilot: Pilot[None], gallery: GalleryScreen
) -> None:
    bar = gallery.query_one(HintBar)
    assert bar.size.height == 1
    bar.notice = _("Drücken Sie F2, um [die] erste Nummer aufzurufen.")
    await until(pilot, lambda: bar.size.height == 2)
    await until_seen(pilot, "um [die] erste Nummer")
    assert "F1 Hilfe" in seen(pilot.app).splitlines()[-1]
    bar.notice = ""
    await until(pilot, lambda: bar.size.height == 1)


@in_gallery()
async def test_keys_over_text_fields_reach_the_program(pilot: Pilot[None], gallery: GalleryScreen) -> None:
    await pilot.press("f6", "a", "ctrl+k", "ctrl+l", "b")
    await until(pilot, lambda: "lock" in gallery.heard)
    assert "answers" in gallery.heard
    assert ("changed", "plate", "ab") in gallery.heard


def test_usable_commands_of_no_bindings_are_none() -> None:
    assert usable_commands([]) == []
