"""Documents of the folder printer: PDF and text files."""

import logging
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from clerk.domain.plate_order import PlateKind, PlateOrder, PlateSize
from clerk.domain.printout import plate_slip_text
from clerk.domain.receipt import PlateSlip, TerminalSheet
from clerk.domain.terminal_receipt import TerminalLine
from clerk.ports import PrinterFault
from integrations.printing.folder_printer import FolderPrinter
from integrations.printing.pdf import receipt_pdf, slip_pdf
from tests.domain.test_printout import HOSTILE, RECEIPT, SLIP
from tests.domain.test_terminal_receipt import CUSTOMER, TO_SIGN

PLATES = PlateSlip(
    office="Landratsamt Musterkreis",
    site="Bürgerbüro Kreishaus I",
    ticket="K042",
    orders=(
        PlateOrder(1, "RV-AB 123H", PlateKind.HISTORIC, "", "", PlateSize.MOTORCYCLE, 1),
        PlateOrder(2, "RV-123 A", PlateKind.EXPORT, "", "31.03.2027", PlateSize.ONE_LINE, 2),
    ),
    printed_at=SLIP.printed_at,
)
FONTS = files("integrations.printing") / "fonts"

# DIN 91379: single letters (with the Vietnamese ones), marks of its combined letters, signs of names
_LETTERS = (
    [
        chr(code)
        for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1CD, 0x1DD), *range(0x1E6, 0x1F0))
    ]
    + [chr(code) for code in (*range(0x1F8, 0x220), *range(0x22A, 0x234), *range(0x1E02, 0x1E9A))]
    + [
        chr(code)
        for code in (*range(0x1EA0, 0x1EFA), 0x1E9E, 0x18F, 0x259, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x1B7, 0x292)
    ]
    + list("ƇƈƗɨƶƵǞǟǢǣǤǥǴǵʹʺʾʿˈˌ’‡€")
)
_MARKS = [
    chr(code) for code in (*range(0x300, 0x305), *range(0x306, 0x309), *range(0x30A, 0x30D), 0x310, 0x315)
] + [
    chr(code)
    for code in (0x31B, *range(0x323, 0x329), 0x32D, 0x32E, 0x331, 0x332, 0x338, 0x35E, 0x35F, 0x360, 0x361)
]
_GREEK_AND_CYRILLIC = "ΑΒΓΔΩαβγδωάέήίόύώϊϋΐΰАБВГДЖЩЪЬЮЯабвгджщъьюя"


def shown_text(pdf: bytes) -> str:
    """Read back the text a viewer would find, through the tables from glyph to letter inside the document."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    streams = [zlib.decompress(stream) if stream.startswith(b"x") else stream for stream in found]
    tables = [
        {int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}
        for stream in streams
        if b"beginbfchar" in stream
        for pairs in [re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", stream.split(b"beginbfchar", 1)[1])]
    ]
    shown: list[str] = []
    for page in (stream for stream in streams if b" Tj" in stream):
        table: dict[int, str] = {}
        for token in re.finditer(rb"/F(\d+) |\(((?:[^\\()]|\\.)*)\) Tj", page, re.DOTALL):
            if token[1]:
                table = tables[int(token[1]) - 1]
                continue
            raw = re.sub(
                rb"\\(.)", lambda m: {b"r": b"\r", b"n": b"\n"}.get(m[1], m[1]), token[2], flags=re.DOTALL
            )
            shown.append("".join(table[int.from_bytes(raw[at : at + 2])] for at in range(0, len(raw), 2)))
    return "\n".join(shown)


def test_a_receipt_shows_every_part_of_its_content() -> None:
    text = shown_text(receipt_pdf(RECEIPT))

    for part in (
        "Landratsamt Musterkreis",
        "88212 Musterstadt",
        "Beleg 2026-000042",
        "23.11.2026, 10:52 Uhr",
        "Aufrufnummer K042",
        "Umschreibung im Landkreis mit Halterwechsel",
        "GebOSt 221.8",
        "Gebühr Umschreibung\n24,20 €",
        "Summe\n27,40 €",
        "davon für den Bund\n3,20 €",
        "Terminalbeleg\n0042",
        "Frau Beispiel",
    ):
        assert part in text
    assert "KOPIE" not in text
    assert "KOPIE" in shown_text(receipt_pdf(replace(RECEIPT, copy=True)))


def test_a_name_with_letters_of_all_europe_is_legible() -> None:
    name = "Łukasz Müßiggänger-Øvergård Nguyễn Ćirić Ștefănescu M\u0302"
    assert name in shown_text(receipt_pdf(replace(RECEIPT, payer=name)))


@pytest.mark.parametrize("font", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_the_font_has_the_letters_of_din_91379(font: str) -> None:
    glyphs = TTFont(BytesIO((FONTS / font).read_bytes())).getBestCmap()

    assert [sign for sign in (*_LETTERS, *_MARKS, *_GREEK_AND_CYRILLIC) if ord(sign) not in glyphs] == []


def test_the_licence_of_the_font_is_shipped_beside_it() -> None:
    assert "Bitstream Vera Fonts Copyright" in (FONTS / "LICENSE-DejaVu.txt").read_text()


def test_a_sign_the_font_lacks_leaves_a_visible_gap_and_no_trace_in_a_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        text = shown_text(receipt_pdf(replace(RECEIPT, payer="王小明 Beispiel")))

    assert "\ufffd\ufffd\ufffd Beispiel" in text
    assert caplog.records == []


def test_hostile_text_is_harmless_and_legible() -> None:
    receipt = shown_text(receipt_pdf(replace(RECEIPT, payer=HOSTILE, site=HOSTILE, number=HOSTILE)))
    slip = shown_text(slip_pdf(replace(SLIP, to_bring=(HOSTILE,), ticket="\x1b[5mK042", notes=(HOSTILE,))))

    for text in (receipt, slip):
        assert not any(sign in text for sign in "\x1b\x07\x9b\u202e\u200b")
        assert "Meier [/x] [@click=app.quit]x[/] [TODO]" in text
        assert "aGFsbG8" not in text


def test_a_slip_lists_every_paper_even_over_several_pages() -> None:
    papers = tuple(f"Unterlage {number} mit einem langen Namen, der umbricht. " * 2 for number in range(60))
    pdf = slip_pdf(replace(SLIP, to_bring=papers))
    text = shown_text(pdf)

    assert "Bitte bringen Sie mit:" in text
    assert all(f"Unterlage {number} " in text for number in range(60))
    assert pdf.count(b"/Type /Page\n") > 1


def test_a_long_receipt_keeps_each_amount_beside_its_fee() -> None:
    fees = tuple(replace(RECEIPT.entries[0].lines[0], label=f"Gebühr {n}", cents=n) for n in range(100))
    text = shown_text(receipt_pdf(replace(RECEIPT, entries=(replace(RECEIPT.entries[0], lines=fees),))))

    assert all(f"Gebühr {n}\n0,{n:02d} €" in text for n in range(100))


def test_the_printer_makes_a_pdf_and_a_text_named_by_number_and_not_by_person(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "prints" / "today")

    receipt = printer.print_receipt(RECEIPT)
    copy = printer.print_receipt(replace(RECEIPT, copy=True))
    slip = printer.print_slip(SLIP)

    assert [path.name for path in (receipt, copy, slip)] == [
        "Beleg-2026-000042.pdf",
        "Beleg-2026-000042-Kopie.pdf",
        "Hinweisblatt-20261123-102600-000000-K042.pdf",
    ]
    assert receipt.read_bytes().startswith(b"%PDF-")
    assert "27,40 €" in receipt.with_suffix(".txt").read_text()
    assert len(list(receipt.parent.iterdir())) == 6
    assert not any("Beispiel" in path.name for path in receipt.parent.iterdir())


def test_the_slip_for_the_plate_maker_has_what_is_made_and_nobody_in_its_name(tmp_path: Path) -> None:
    path = FolderPrinter(tmp_path).print_plate_slip(PLATES)

    assert path.name == "Schilder-20261123-102600-000000-K042.pdf"
    for text in (shown_text(path.read_bytes()), path.with_suffix(".txt").read_text()):
        for part in ("RV-AB 123H", "Oldtimer (H)", "Kraftrad", "RV-123 A", "Ausfuhr", "31.03.2027", "K042"):
            assert part in text
        assert "Saison" not in text


def test_a_last_day_nobody_knows_is_a_line_to_write_on() -> None:
    unknown = replace(PLATES, orders=(replace(PLATES.orders[1], valid_to=""),))
    assert "Ablaufdatum     __.__.____" in plate_slip_text(unknown)
    assert all(len(line) <= 48 for line in plate_slip_text(PLATES).splitlines())


def test_printing_again_after_a_crash_leaves_one_receipt(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)

    assert printer.print_receipt(RECEIPT) == printer.print_receipt(RECEIPT)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf", ".txt"]


def test_a_document_is_readable_by_its_user_only(tmp_path: Path) -> None:
    path = FolderPrinter(tmp_path / "prints").print_receipt(RECEIPT)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_number_from_outside_cannot_leave_the_folder(tmp_path: Path) -> None:
    path = FolderPrinter(tmp_path).print_receipt(replace(RECEIPT, number="../../etc/passwd\x1b[2J"))
    assert path.parent == tmp_path
    assert path.name == "Beleg-_etc_passwd_2J.pdf"


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    blocked = tmp_path / "prints"
    blocked.write_text("a file where the folder should be")

    with pytest.raises(PrinterFault, match="Der Ordner für Ausdrucke lässt sich nicht beschreiben"):
        FolderPrinter(blocked).print_slip(SLIP)


def test_a_full_disk_leaves_the_earlier_document_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = FolderPrinter(tmp_path)
    before = printer.print_receipt(RECEIPT).read_bytes()

    def no_space(handle: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("clerk.durable_files.os.fsync", no_space)
    with pytest.raises(PrinterFault):
        printer.print_receipt(replace(RECEIPT, payer="Herr Muster"))

    assert (tmp_path / "Beleg-2026-000042.pdf").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_the_pdf_library_is_not_loaded_before_something_is_printed() -> None:
    program = "import sys, integrations.printing.folder_printer; sys.exit('fpdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_receipts_of_the_terminal_have_pages_of_their_own_and_keep_their_columns() -> None:
    pdf = receipt_pdf(replace(RECEIPT, terminal_receipts=(TO_SIGN, CUSTOMER)))
    text = shown_text(pdf)

    assert pdf.count(b"/Type /Page\n") == 3
    for part in (
        "Händlerbeleg des Kartenterminals",
        "Betrag                 27,40 EUR",
        "Bitte unterschreiben.",
    ):
        assert part in text
    assert text.count("Beleg 2026-000042") == 3


def test_receipts_from_the_archive_are_marked_on_every_page(tmp_path: Path) -> None:
    sheet = TerminalSheet("Amt", "Ort", "00/42", SLIP.printed_at, (TO_SIGN, TO_SIGN), copy=True)
    path = FolderPrinter(tmp_path).print_terminal_sheet(sheet)
    assert path.name == "Terminalbeleg-20261123-102600-000000-00_42.pdf"
    assert shown_text(path.read_bytes()).count("KOPIE") == 2


def test_hostile_text_of_a_terminal_is_harmless_on_its_page() -> None:
    lines = (
        TerminalLine(HOSTILE),
        TerminalLine("王 \u0378", centred=True, tall=True),
        TerminalLine("x" * 300),
    )
    text = shown_text(receipt_pdf(replace(RECEIPT, terminal_receipts=(replace(CUSTOMER, lines=lines),))))
    assert "Meier [/x]" in text
    assert "\ufffd" in text
    assert not any(sign in text for sign in "\x1b\x07\x9b\u202e\u200b")
