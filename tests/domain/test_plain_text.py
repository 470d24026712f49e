"""Cleaning of outside text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.plain_text import clean


@pytest.mark.parametrize(
    ("hostile", "legible"),
    [
        ("Meier [/x] GmbH", "Meier [/x] GmbH"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("[TODO]", "[TODO]"),
        ("Mei\x1b[31mer", "Meier"),
        ("Mei\x9b31mer", "Meier"),
        ("A\x1b]52;c;aGFsbG8=\x07B", "AB"),
        ("A\x1b]52;c;aGFsbG8=\x1b\\B", "AB"),
        ("A\x9d52;c;aGFsbG8=\x9cB", "AB"),
        ("A\x1bP1$r0m\x1b\\B", "AB"),
        ("Anna\u202eannA\u2066\u200f", "AnnaannA"),
        ("Müller\u0000\u0007\u0085Łukasz", "Müller Łukasz"),
        ("eins\r\nzwei\tdrei", "eins zwei drei"),
        ("Mu\u0308ller", "Müller"),
    ],
)
def test_hostile_text_becomes_harmless_and_stays_legible(hostile: str, legible: str) -> None:
    assert clean(hostile) == legible


def test_line_breaks_stay_where_several_lines_are_wanted() -> None:
    assert clean("eins\r\nzwei\x1b[2J", multiline=True) == "eins\nzwei"


@given(st.text())
def test_cleaned_text_holds_nothing_a_terminal_obeys_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert clean(cleaned) == cleaned
