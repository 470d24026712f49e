"""The receipt printer: what its line carries, read by a printer that listens on a real port."""

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from clerk.domain.paper import PaperLine
from clerk.domain.printer_device import FileDevice, NetworkDevice, UsbDevice, parse_device
from clerk.domain.receipt import Receipt
from clerk.ports import PrinterFault
from integrations.printing import escpos_line
from integrations.printing.escpos_printer import EscposPrinter, document_bytes
from integrations.printing.printable import printable
from tests.domain.test_printout import HOSTILE, RECEIPT
from tests.domain.test_terminal_receipt import CUSTOMER, TO_SIGN
from tests.integrations.test_printing import PLATES

CUT = b"\x1dV\x01"
_COMMANDS = re.compile(rb"\x1b@|\x1b[!ad].|\x1bt(?P<page>.)|\x1dV\x01", re.DOTALL)
_PAGES = {16: "cp1252", 18: "cp852"}


def read_paper(content: bytes) -> str:
    """Return the letters on the paper, a form feed where it is cut; fails on any command not known to be ours."""
    shown, page, at = "", "cp437", 0
    while at < len(content):
        command = _COMMANDS.match(content, at)
        if command:
            page = _PAGES[command["page"][0]] if command["page"] else page
            shown += "\f" if command[0] == CUT else ""
            at = command.end()
            continue
        assert content[at] >= 0x20 or content[at] == 0x0A, content[at - 10 : at + 10]
        shown += content[at : at + 1].decode(page)
        at += 1
    return shown


@dataclass
class PaperRoll:
    """A network printer: answers status questions if it can, and keeps what it is to print."""

    paper: int | None = 0x12
    cause: int = 0x12
    printed: bytes = b""
    done: threading.Event = field(default_factory=threading.Event)

    def serve(self, listening: socket.socket) -> None:
        """Take one document."""
        line, _peer = listening.accept()
        with line:
            received = b""
            while part := line.recv(4096):
                received += part
                for question, answer in ((b"\x10\x04\x04", self.paper), (b"\x10\x04\x02", self.cause)):
                    if question in received:
                        received = received.replace(question, b"")
                        line.sendall(bytes((answer,)) if answer is not None else b"")
            self.printed = received
        self.done.set()


@contextmanager
def plugged_in(roll: PaperRoll) -> Iterator[EscposPrinter]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=roll.serve, args=(listening,))
        thread.start()
        yield EscposPrinter(NetworkDevice("127.0.0.1", listening.getsockname()[1]), 42)
        thread.join(10)
        assert not thread.is_alive()


def on_paper(receipt: Receipt) -> bytes:
    roll = PaperRoll()
    with plugged_in(roll) as printer:
        assert printer.print_receipt(receipt) is None
    return roll.printed


def test_a_receipt_comes_out_legible_large_where_it_counts_and_cut_off() -> None:
    content = on_paper(RECEIPT)
    text = read_paper(content)
    for part in ("Gebühr Umschreibung              24,20 €", "Bürgerbüro", "Musterstraße 1", "Frau Beispiel"):
        assert part in text
    assert all(len(line) <= 42 for line in text.split("\n"))
    assert content.endswith(CUT)
    assert content.count(CUT) == 1
    assert re.search(rb"\x1b!\x10(?:\x1b..)*Summe", content)


def test_the_customers_receipt_of_the_terminal_is_on_the_same_paper_and_the_one_to_sign_is_cut_off() -> None:
    content = on_paper(replace(RECEIPT, terminal_receipts=(TO_SIGN, CUSTOMER)))
    ours, kept, _rest = read_paper(content).split("\f")
    assert "K U N D E N B E L E G" in ours
    assert "HÄNDLERBELEG" in kept
    assert b"\x1ba\x01H\xc4NDLERBELEG" in content
    assert b"\x1b!\x20\x1ba\x01Vielen Dank" in content


def test_names_of_all_europe_stay_legible() -> None:
    text = read_paper(on_paper(replace(RECEIPT, payer="Łukasz Müßiggänger Ćirić Nguyễn Ștefan Øvergård")))
    name = " ".join(text[text.index("Zahlende Person ") + 16 :].split())
    assert name == "Łukasz Müßiggänger Ćirić Nguyên Stefan Øvergård"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小", "????"),
        ("M\u0302", "M"),
        ("„Ja“ – 3 × 5 €…", "„Ja“ – 3 × 5 €…"),
        ("Ħal ŧo", "Hal to"),
        ("STRAẞE ﬁ ①", "STRAßE f 1"),
    ],
)
def test_what_no_page_has_becomes_something_as_wide(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_hostile_text_is_only_ever_letters_to_the_printer() -> None:
    hostile = f"{HOSTILE}\x1b@\x1dV\x00\x10\x14\x01\x1bp\x00\x19\xfa\x9b2J\x1c.\x00"
    terminal = replace(CUSTOMER, lines=tuple(replace(line, text=hostile) for line in CUSTOMER.lines))
    receipt = replace(RECEIPT, payer=hostile, number=hostile, terminal_receipts=(terminal,))
    content = on_paper(receipt)
    assert "Meier [/x] [@click=app.quit]x[/] [TODO]" in " ".join(read_paper(content).split())
    assert content.count(CUT) == 1
    assert content.count(b"\x1b@") == 1
    assert read_paper(document_bytes([(PaperLine("\x1bp\x00\x19\xfa"),)])) == "ú\n\f"


def test_the_slip_for_the_plate_maker_has_the_plates_in_large_letters() -> None:
    roll = PaperRoll()
    with plugged_in(roll) as printer:
        printer.print_plate_slip(PLATES)
    assert re.search(rb"\x1b!\x10(?:\x1b..)*RV-AB 123H", roll.printed)
    assert re.search(rb"\x1b!\x10(?:\x1b..)*Aufrufnummer K042", roll.printed)


def test_a_printer_that_tells_nothing_of_itself_is_believed() -> None:
    roll = PaperRoll(paper=None)
    with plugged_in(roll) as printer:
        printer.print_receipt(RECEIPT)
    assert "27,40" in read_paper(roll.printed)


@pytest.mark.parametrize(
    ("roll", "sentence"),
    [
        (PaperRoll(paper=0x72), "kein Papier"),
        (PaperRoll(cause=0x16), "Deckel"),
        (PaperRoll(cause=0x52), "meldet einen Fehler"),
    ],
)
def test_what_keeps_it_from_printing_is_said_and_nothing_is_sent(roll: PaperRoll, sentence: str) -> None:
    with plugged_in(roll) as printer, pytest.raises(PrinterFault, match=sentence):
        printer.print_receipt(RECEIPT)
    assert roll.printed == b""


def test_a_printer_that_is_off_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(PrinterFault, match="Bondrucker antwortet nicht"):
        EscposPrinter(NetworkDevice("127.0.0.1", port), 42).print_receipt(RECEIPT)


def test_a_printer_that_takes_nothing_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos_line, "_SEND_SECONDS", 0.1)
    monkeypatch.setattr(escpos_line, "_STATUS_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(PrinterFault, match="antwortet"):
        escpos_line.send(NetworkDevice("127.0.0.1", listening.getsockname()[1]), bytes(64_000_000))


def test_a_device_file_gets_the_same_bytes_and_none_is_made_where_the_printer_is_unplugged(
    tmp_path: Path,
) -> None:
    device = tmp_path / "lp0"
    device.touch()
    EscposPrinter(FileDevice(device), 42).print_receipt(RECEIPT)
    assert device.read_bytes() == on_paper(RECEIPT)
    device.unlink()
    with pytest.raises(PrinterFault, match="antwortet nicht"):
        EscposPrinter(FileDevice(device), 42).print_receipt(RECEIPT)
    assert not device.exists()


def test_a_usb_printer_that_is_not_plugged_in_is_said_in_a_sentence() -> None:
    with pytest.raises(PrinterFault, match="Bondrucker"):
        EscposPrinter(UsbDevice(0x04B8, 0x0E15), 48).print_receipt(RECEIPT)


@pytest.mark.parametrize(
    ("text", "device"),
    [
        ("usb:04b8:0e15", UsbDevice(0x04B8, 0x0E15)),
        ("network:192.0.2.7:9100", NetworkDevice("192.0.2.7", 9100)),
        ("network:bondrucker-7:9100", NetworkDevice("bondrucker-7", 9100)),
        ("network:[2001:db8::7]:9100", NetworkDevice("2001:db8::7", 9100)),
        ("file:/dev/usb/lp0", FileDevice(Path("/dev/usb/lp0"))),
    ],
)
def test_a_device_is_named_by_one_word(text: str, device: object) -> None:
    assert parse_device(text) == device


@pytest.mark.parametrize(
    "text", ["", "usb:4b8:e15", "network:192.0.2.7", "network:x:0", "network:x:70000", "file:lp0"]
)
def test_a_device_that_makes_no_sense_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="Möglich: usb:04b8:0e15"):
        parse_device(text)


def test_without_the_library_the_clerk_reads_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("escpos", "escpos.printer", "escpos.capabilities", "escpos.magicencode"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PrinterFault, match="fehlt das Paket python-escpos"):
        document_bytes(())


def test_the_library_is_loaded_late_and_leaves_neither_a_log_nor_a_folder_behind(tmp_path: Path) -> None:
    program = (
        "import logging, sys; from integrations.printing.escpos_printer import document_bytes\n"
        "assert 'escpos' not in sys.modules\n"
        "document_bytes(())\n"
        "assert 'escpos' in sys.modules and not logging.root.handlers"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
