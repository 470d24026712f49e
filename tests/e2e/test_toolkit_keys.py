"""The toolkit in a real terminal: keys typed ahead, hostile names on the wire, no colour, small windows."""

import re
import statistics
import time

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.terminal import Terminal
from tests.screens.hostile import HOSTILE

pytestmark = pytest.mark.e2e

GALLERY = "tests.screens.gallery"


def ready(terminal: Terminal) -> Terminal:
    """Wait for the gallery's first screen."""
    terminal.wait_for("F2 Aufrufen")
    return terminal


def test_a_scanner_filling_three_fields_in_one_burst_fills_the_right_ones(
    open_terminal: OpenTerminal,
) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press_at_once(
        "f6", *"DN-AB", "tab", *", M.", "enter", *"WDB123", "tab", "n", "tab", "d", "tab", *"27"
    )
    terminal.wait_for(r"Kaufpreis +27")
    assert re.search(r"Kennzeichen\* +DN-AB\b", terminal.screen_text())
    assert "Beispiel, Erika, M." in terminal.screen_text()
    assert re.search(r"nummer.*\* +WDB123", terminal.screen_text())
    assert "(•) nein" in terminal.screen_text()
    assert "‹ Diesel ›" in terminal.screen_text()


def test_typing_ahead_through_a_finder_and_a_question_reaches_the_form(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press_at_once("f4", *"umsch", "enter", *"DN-X", "f12", "enter", *"9", "f9", "2", *"8")
    terminal.wait_for(r"Kennzeichen\* +DN-X98")


def test_typing_ahead_into_a_palette_runs_the_command_and_goes_on_in_its_question(
    open_terminal: OpenTerminal,
) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press_at_once(
        "ctrl+p", *"antr", "enter", *"DN", "ctrl+p", *"park", "enter", "4", *"weil", "enter", *"-Z"
    )
    terminal.wait_for(r"Kennzeichen\* +DN-Z")


def test_pasted_text_between_keys_keeps_its_place(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press_at_once("f6", "a", "tab")
    terminal.paste(" & Söhne\n")
    terminal.press_at_once("tab", "b")
    terminal.wait_for("Beispiel, Erika & Söhne")
    terminal.wait_for(r"nummer.*\* +b")


def test_no_hostile_byte_of_a_name_reaches_the_terminal(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.screens.hostile_gallery", rows=40, cols=120)
    terminal.wait_for(re.escape("[TODO] Beispiel"))
    terminal.press("f4")
    terminal.wait_for("Tippen|Zeilen")
    for name, _legible in HOSTILE:
        terminal.press("f6", "tab", "ctrl+u")
        terminal.paste(name)
        terminal.settle()
    assert terminal.alive
    written = terminal.raw.decode()
    assert "\x1b]52" not in written
    assert "\x07" not in re.sub(r"\x1b\]22;[a-z]*\x07", "", written)  # Textual's own pointer shape
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", written)
    terminal.press("f2")
    for _name, legible in HOSTILE:
        terminal.wait_for(re.escape(legible))


def test_without_colour_signs_and_words_say_everything(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY, env={"NO_COLOR": "1"}))
    terminal.press("f7", "down")
    terminal.wait_for("✕ EC-Terminal")
    terminal.wait_for("▶ F017")
    terminal.wait_for("Unterlagen ●")
    terminal.press("f6", "tab", "tab", "O", "tab")
    terminal.wait_for("! FIN: An Stelle 17")
    terminal.wait_for(re.escape("(•) ja"))
    colours = {colour for row in range(24) for col in range(80) for colour in terminal.colours_at(row, col)}
    coloured = [c for c in colours if re.fullmatch("[0-9a-f]{6}", c) and len({c[0:2], c[2:4], c[4:6]}) > 1]
    assert coloured == []


@pytest.mark.parametrize(("rows", "cols"), [(24, 80), (40, 120)])
def test_no_line_is_lost_at_either_size(open_terminal: OpenTerminal, rows: int, cols: int) -> None:
    terminal = ready(open_terminal(GALLERY, rows=rows, cols=cols))
    lines = terminal.screen_text().splitlines()
    assert "Bürgerbüro" in lines[0]
    assert lines[0].endswith("10:42")
    assert "Warteschlange bereit" in lines[-2]
    assert "F1 Hilfe" in lines[-1]


def test_leaving_restores_the_terminal(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press("f9", "ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.restored


def test_a_key_held_down_is_never_left_waiting(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press("f6")
    terminal.wait_for("Wie auf dem Schild")
    start = time.monotonic()
    terminal.type("x" * 100)
    terminal.wait_for("x{30}")
    terminal.press("tab")
    terminal.wait_for(lambda text: "Wie auf dem Schild" not in text)
    assert time.monotonic() - start < 5


def test_the_echo_of_a_letter_comes_quickly(open_terminal: OpenTerminal) -> None:
    terminal = ready(open_terminal(GALLERY))
    terminal.press("f6")
    terminal.wait_for("Wie auf dem Schild")
    waits: list[float] = []
    for number, letter in enumerate("abcdefghij" * 2):
        typed = ("abcdefghij" * 2)[: number + 1]
        start = time.monotonic()
        terminal.type(letter)
        terminal.wait_for(rf"\* +{typed}\b")
        waits.append(time.monotonic() - start)
    assert statistics.median(waits) < 0.25
