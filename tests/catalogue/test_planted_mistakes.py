"""Every mistake of a folder full of them is named at once, with file, line and a sentence that helps.

A line with a mistake ends in ``# FEHLER`` and a part of the sentence.
"""

from pathlib import Path

import pytest

from clerk.catalogue.checker import check_catalogue
from clerk.catalogue.loader import CatalogueError, load_catalogue

MISTAKES = Path(__file__).parents[1] / "data" / "catalogue_mistakes"
MARK = "# FEHLER "


def planted(folder: Path) -> dict[tuple[str, int], str]:
    """Return what is to be said, by file and line."""
    return {
        (file.relative_to(folder).as_posix(), number): line.partition(MARK)[2]
        for file in sorted(folder.rglob("*.toml"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if MARK in line
    }


def test_at_least_15_mistakes_are_planted() -> None:
    assert len(planted(MISTAKES)) >= 15


def test_every_planted_mistake_is_named_with_file_and_line_and_nothing_else() -> None:
    found = {(problem.file, problem.line): problem.message for problem in check_catalogue(MISTAKES)}
    expected = planted(MISTAKES)
    assert found.keys() == expected.keys()
    for place, part in expected.items():
        assert part in found[place], (place, found[place])


def test_a_catalogue_with_mistakes_is_not_used() -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(MISTAKES)
    assert "fees.toml, Zeile" in str(caught.value)
