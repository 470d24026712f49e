"""Pasted text never acts as keys, however it comes in."""

import pytest
from textual import events

from screens.paste import PasteCleaner, PasteParser

BEGIN, END = "\x1b[200~", "\x1b[201~"


def pasted(*pieces: str) -> list[object]:
    """Return what Textual makes of the pieces: keys by name, pasted text in brackets."""
    parser = PasteParser()
    found: list[object] = []
    for piece in pieces:
        for event in parser.feed(piece):
            match event:
                case events.Paste():
                    found.append([event.text])
                case events.Key():
                    found.append(event.key)
    return found


def test_a_function_key_inside_pasted_text_is_not_pressed() -> None:
    assert pasted(f"a{BEGIN}Bei\x1b[21~spiel{END}b") == ["a", ["Beispiel"], "b"]


def test_a_clipboard_write_inside_pasted_text_leaves_nothing_behind() -> None:
    assert pasted(f"{BEGIN}Muster\x1b]52;c;Ym9lc2U=\x07mann{END}") == [["Mustermann"]]


@pytest.mark.parametrize("cut", range(1, 30))
def test_it_does_not_matter_where_the_input_is_cut(cut: int) -> None:
    whole = f"{BEGIN}Bei\x1b[31mspiel{END}xyz"
    cleaner = PasteCleaner()
    assert cleaner.clean(whole[:cut]) + cleaner.clean(whole[cut:]) == f"{BEGIN}Beispiel{END}xyz"


def test_keys_outside_a_paste_are_left_as_they_are() -> None:
    assert pasted("a", "\x1b[21~", "b") == ["a", "f10", "b"]


def test_the_end_of_a_line_is_still_one() -> None:
    assert pasted(f"{BEGIN}eins\rzwei\r{END}") == [["eins\rzwei\r"]]
