"""The printed report of a day: pages, file names, and nothing a printer could obey."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.day_closing import Closing, ClosingState, DaySheet
from clerk.domain.day_report import day_report
from clerk.ports import PrinterFault
from integrations.printing.day_report_pdf import day_report_pdf
from integrations.printing.folder_printer import FolderPrinter
from tests.domain.card_days import COUNTER, DAY, end_of_day, entry, facts, movement

_PAGES = re.compile(rb"/Type /Page\b")


def _sheet(entries: int = 1, *, label: str = "7", number: int | None = None) -> DaySheet:
    day = replace(
        facts([movement(1, 2740), end_of_day(9, "0001", "0001", 1, 2700)]),
        entries=tuple(
            entry(each, 2740, payment=1 if each == 1 else None, reference="Beleg \x1b]0;x\x07\u202e1")
            for each in range(1, entries + 1)
        ),
        label=label,
    )
    state = ClosingState.OPEN if number is None else ClosingState.LOCKED
    return DaySheet(day_report(day), Closing(COUNTER, DAY, state, number=number))


def test_a_short_day_fits_on_one_page_and_a_long_one_on_several() -> None:
    assert len(_PAGES.findall(day_report_pdf(_sheet(3)))) == 1
    assert len(_PAGES.findall(day_report_pdf(_sheet(120)))) > 2


def test_a_day_without_anything_can_be_printed() -> None:
    empty = day_report(replace(facts([]), terminals=()))
    assert day_report_pdf(DaySheet(empty, Closing(COUNTER, DAY))).startswith(b"%PDF")


def test_the_printer_lays_down_pdf_text_and_csv_under_one_name(tmp_path: Path) -> None:
    path = FolderPrinter(tmp_path).print_day_report(_sheet())
    assert path.name == "Tagesbericht-2026-05-11-Schalter-7-vorlaeufig.pdf"
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".csv", ".pdf", ".txt"]
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "Tagesbericht Schalter 7" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_locked_day_is_never_overwritten_by_a_preliminary_one(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)
    locked = printer.print_day_report(_sheet(number=4))
    assert locked.name == "Tagesbericht-2026-05-11-Schalter-7-Abschluss-4.pdf"
    assert printer.print_day_report(_sheet()) != locked


def test_a_counter_with_a_strange_name_makes_a_harmless_file_name(tmp_path: Path) -> None:
    path = FolderPrinter(tmp_path).print_day_report(_sheet(label="../7 ü"))
    assert path.parent == tmp_path
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", path.name)


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(PrinterFault, match="Ordner"):
        FolderPrinter(blocked).print_day_report(_sheet())
