"""The door through which outside text reaches a widget."""

import pytest
from rich.cells import cell_len

from screens.text import Align, Cell, columns, ellipsis, join, pad, safe
from tests.screens.hostile import HOSTILE


@pytest.mark.parametrize(("name", "legible"), HOSTILE)
def test_hostile_text_stays_legible_and_does_nothing(name: str, legible: str) -> None:
    assert safe(name).plain == legible
    assert safe(name).spans == []


@pytest.mark.parametrize(("name", "legible"), HOSTILE)
def test_hostile_text_in_a_column_is_cleaned_too(name: str, legible: str) -> None:
    assert columns([Cell(name)], 60).plain.rstrip() == legible
    assert join([name]).plain == legible


def test_a_style_of_the_program_covers_the_whole_text() -> None:
    content = safe("Beispiel [x]", "bold")
    assert content.plain == "Beispiel [x]"
    assert [(span.start, span.end) for span in content.spans] == [(0, 12)]


def test_line_breaks_stay_only_where_they_are_wanted() -> None:
    assert safe("eins\nzwei", multiline=True).plain == "eins\nzwei"
    assert safe("eins\nzwei").plain == "eins zwei"


@pytest.mark.parametrize("width", range(12))
@pytest.mark.parametrize("text", ["Umschreibung im Bezirk", "日本語の名前です", "e\u0301a\u0308 mit Zeichen"])
def test_cut_text_is_never_wider_than_its_room(text: str, width: int) -> None:
    assert cell_len(ellipsis(text, width)) <= width


def test_cut_text_ends_with_an_ellipsis_and_whole_text_does_not() -> None:
    assert ellipsis("Umschreibung", 6) == "Umsch…"
    assert ellipsis("Umzug", 5) == "Umzug"
    assert ellipsis("im Bezirk", 4) == "im…"


def test_padding_counts_cells_and_aligns() -> None:
    assert pad("27,40 €", 10, Align.RIGHT) == "   27,40 €"
    assert pad("ja", 6, Align.CENTRE) == "  ja  "
    assert cell_len(pad("日本語", 5)) == 5


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_a_row_of_columns_is_exactly_as_wide_as_asked(width: int) -> None:
    row = columns(
        [Cell("K041", 4), Cell("Umschreibung im Landkreis"), Cell("18 Min.", 8, "", Align.RIGHT)], width
    )
    assert row.cell_length == width
    assert row.plain.startswith("K041")


def test_numbers_of_two_rows_end_in_the_same_column() -> None:
    rows = [
        columns([Cell(name), Cell(amount, 9, "", Align.RIGHT)], 40).plain
        for name, amount in (("a", "3,20 €"), ("b", "24,20 €"))
    ]
    assert rows[0].rindex("€") == rows[1].rindex("€") == 39
