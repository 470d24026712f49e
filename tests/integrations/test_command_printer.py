"""The print command of the system: a real process gets the PDF and nothing is left behind."""

import sys
from pathlib import Path

import pytest

from clerk.ports import PrinterFault
from integrations.printing.command_printer import CommandPrinter
from tests.domain.test_printout import RECEIPT, SLIP

PYTHON = sys.executable
TAKE = "import pathlib, sys; out = pathlib.Path(sys.argv[2]); out.write_bytes(pathlib.Path(sys.argv[1]).read_bytes()); "
TELL = "(out.parent / 'where').write_text(sys.argv[1])"


def test_the_command_gets_the_document_as_a_file_that_is_gone_afterwards(tmp_path: Path) -> None:
    spooled = tmp_path / "spool $(touch x) ; echo.pdf"
    printer = CommandPrinter([PYTHON, "-c", TAKE + TELL, "{file}", str(spooled)])

    assert printer.print_receipt(RECEIPT) is None

    assert spooled.read_bytes().startswith(b"%PDF-")
    where = Path((tmp_path / "where").read_text())
    assert where.name == "Beleg-2026-000042.pdf"
    assert not where.parent.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["/nirgends/lp", "{file}"], "lässt sich nicht ausführen"),
        ([PYTHON, "-c", "raise SystemExit(3)", "{file}"], r"meldet einen Fehler \(3\)"),
    ],
)
def test_a_command_that_fails_is_said_in_a_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(PrinterFault, match=sentence):
        CommandPrinter(words).print_slip(SLIP)


def test_a_command_that_does_not_end_is_ended_and_said() -> None:
    waiting = CommandPrinter([PYTHON, "-c", "import time; time.sleep(60)", "{file}"], timeout_seconds=0.3)
    with pytest.raises(PrinterFault, match="wird nicht fertig"):
        waiting.print_receipt(RECEIPT)


def test_what_the_command_writes_does_not_reach_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    CommandPrinter([PYTHON, "-c", "import os; os.write(1, b'x'); os.write(2, b'y')", "{file}"]).print_slip(
        SLIP
    )
    assert capfd.readouterr() == ("", "")
