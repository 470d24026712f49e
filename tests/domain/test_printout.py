"""Receipts and slips as lines of text."""

import unicodedata
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk.domain.catalogue import Payee
from clerk.domain.plate_order import PlateKind, PlateOrder, PlateSize
from clerk.domain.printout import plate_slip_text, receipt_text, slip_text
from clerk.domain.receipt import PaymentNote, PlateSlip, Receipt, ReceiptEntry, ReceiptLine, Slip
from clerk.locale import use_language

CHANGE_OF_HOLDER = ReceiptEntry(
    "Umschreibung im Landkreis mit Halterwechsel",
    (
        ReceiptLine("Gebühr Umschreibung", "GebOSt 221.8", 2420, Payee.AUTHORITY),
        ReceiptLine("Anteil Kraftfahrt-Bundesamt", "GebOSt 124", 320, Payee.FEDERAL),
    ),
)
RECEIPT = Receipt(
    office="Landratsamt Musterkreis",
    site="Bürgerbüro Kreishaus I",
    address_lines=("Musterstraße 1", "88212 Musterstadt"),
    number="2026-000042",
    issued_at=datetime(2026, 11, 23, 10, 52),  # noqa: DTZ001 - a clock on the wall of the office
    ticket="K042",
    entries=(CHANGE_OF_HOLDER,),
    total_cents=2740,
    bund_share_cents=320,
    payment=PaymentNote(
        "Kartenzahlung", terminal_id="52500041", terminal_receipt="0042", card_name="girocard"
    ),
    payer="Frau Beispiel",
)
SLIP = Slip(
    office="Landratsamt Musterkreis",
    site="Bürgerbüro Kreishaus I",
    ticket="K042",
    service_names=("Umschreibung",),
    to_bring=("Zulassungsbescheinigung Teil II (früher: Fahrzeugbrief)", "eVB-Nummer"),
    notes=("Mit diesem Blatt müssen Sie nicht neu anstehen, wenn Sie heute bis 12 Uhr wiederkommen.",),
    printed_at=datetime(2026, 11, 23, 10, 26),  # noqa: DTZ001
)
HOSTILE = (
    "Meier [/x] [@click=app.quit]x[/] [TODO]\x1b[31m\x1b]52;c;aGFsbG8=\x07\x9b2J\u202eGmbH\u200b\r\n\tAG"
)


def columns(line: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in line
    )


def test_a_receipt_says_who_what_how_much_and_how_it_was_paid() -> None:
    assert receipt_text(RECEIPT) == (
        "Landratsamt Musterkreis\n"
        "Bürgerbüro Kreishaus I\n"
        "Musterstraße 1\n"
        "88212 Musterstadt\n"
        "\n"
        "Beleg 2026-000042\n"
        "23.11.2026, 10:52 Uhr          Aufrufnummer K042\n"
        "------------------------------------------------\n"
        "Umschreibung im Landkreis mit Halterwechsel\n"
        "  Gebühr Umschreibung                    24,20 €\n"
        "    GebOSt 221.8\n"
        "  Anteil Kraftfahrt-Bundesamt             3,20 €\n"
        "    GebOSt 124\n"
        "------------------------------------------------\n"
        "Summe                                    27,40 €\n"
        "davon für den Bund                        3,20 €\n"
        "\n"
        "Zahlungsart     Kartenzahlung\n"
        "Karte           girocard\n"
        "Terminal        52500041\n"
        "Terminalbeleg   0042\n"
        "Zahlende Person Frau Beispiel\n"
    )


def test_receipts_and_plate_slips_are_german_whatever_the_clerk_reads() -> None:
    order = PlateOrder(1, "RV-AB 123", PlateKind.SEASON, "04-10", "", PlateSize.TWO_LINES, 2)
    slip = PlateSlip(SLIP.office, SLIP.site, "K042", (order,), SLIP.printed_at)
    before = receipt_text(RECEIPT), plate_slip_text(slip)
    use_language("en")
    assert (receipt_text(RECEIPT), plate_slip_text(slip)) == before


def test_a_second_print_is_marked_as_a_copy() -> None:
    assert "KOPIE" not in receipt_text(RECEIPT)
    assert "Beleg 2026-000042                          KOPIE\n" in receipt_text(replace(RECEIPT, copy=True))


def test_a_receipt_without_a_federal_share_does_not_mention_the_federation() -> None:
    assert "Bund" not in receipt_text(replace(RECEIPT, bund_share_cents=0)).replace("Bundesamt", "")


def test_fees_settled_without_a_card_show_their_reason_and_no_terminal() -> None:
    note = PaymentNote("Gebührenbescheid", reason="Firma zahlt auf Rechnung")
    text = receipt_text(replace(RECEIPT, payment=note, payer=None, ticket=None))

    assert "Zahlungsart     Gebührenbescheid\nGrund           Firma zahlt auf Rechnung\n" in text
    assert not any(word in text for word in ("Terminal", "Karte", "Zahlende Person", "Aufrufnummer"))


def test_several_matters_stand_under_one_another_with_one_total() -> None:
    note = ReceiptEntry("Meldebescheinigung", (ReceiptLine("Meldebescheinigung", "", 1000, Payee.AUTHORITY),))
    text = receipt_text(replace(RECEIPT, entries=(CHANGE_OF_HOLDER, note), total_cents=3740))

    assert text.index("Halterwechsel") < text.index("Meldebescheinigung\n  Melde") < text.index("Summe")
    assert "Summe                                    37,40 €\n" in text


def test_a_slip_lists_what_to_bring_with_a_box_before_each_paper() -> None:
    assert slip_text(SLIP) == (
        "Landratsamt Musterkreis\n"
        "Bürgerbüro Kreishaus I\n"
        "\n"
        "23.11.2026, 10:26 Uhr          Aufrufnummer K042\n"
        "------------------------------------------------\n"
        "Umschreibung\n"
        "\n"
        "Bitte bringen Sie mit:\n"
        "\n"
        "[ ] Zulassungsbescheinigung Teil II (früher:\n"
        "    Fahrzeugbrief)\n"
        "[ ] eVB-Nummer\n"
        "\n"
        "Mit diesem Blatt müssen Sie nicht neu anstehen,\n"
        "wenn Sie heute bis 12 Uhr wiederkommen.\n"
    )


def test_a_slip_with_nothing_to_bring_says_so() -> None:
    assert "Sie brauchen nichts weiter mitzubringen." in slip_text(replace(SLIP, to_bring=()))


@pytest.mark.parametrize("width", [32, 40, 48])
@settings(max_examples=60, deadline=None)
@given(label=st.text(max_size=220), payer=st.text(max_size=220), cents=st.integers(0, 99_999_999))
def test_no_line_is_wider_than_the_paper_and_amounts_end_at_its_edge(
    width: int, label: str, payer: str, cents: int
) -> None:
    entry = ReceiptEntry(label, (ReceiptLine(label, label, cents, Payee.AUTHORITY),))
    receipt = replace(RECEIPT, office=label, entries=(entry,), total_cents=cents, payer=payer)
    slip = replace(SLIP, service_names=(label,), to_bring=(label, payer), notes=(payer,))

    lines = (receipt_text(receipt, width) + slip_text(slip, width)).split("\n")

    assert max(map(columns, lines)) <= width
    assert all(columns(line) == width for line in lines if line.startswith("Summe"))


def test_letters_with_combining_marks_keep_the_amounts_in_line() -> None:
    entry = ReceiptEntry("x", (ReceiptLine("M\u0302useum C\u0328\u0306", "", 100, Payee.AUTHORITY),))
    line = next(
        line for line in receipt_text(replace(RECEIPT, entries=(entry,))).split("\n") if "useum" in line
    )
    assert columns(line) == 48


def test_hostile_text_is_harmless_and_legible() -> None:
    entry = ReceiptEntry(HOSTILE, (ReceiptLine(HOSTILE, HOSTILE, 100, Payee.AUTHORITY),))
    receipt = replace(RECEIPT, entries=(entry,), payer=HOSTILE, site=HOSTILE, ticket="\x1b[5mK042")
    slip = replace(SLIP, service_names=(HOSTILE,), to_bring=(HOSTILE,), notes=(HOSTILE,))
    text = receipt_text(receipt) + slip_text(slip)

    assert all(sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"} for sign in text)
    assert text.count("[TODO]") == 8
    assert "[/x]" in text
    assert "aGFsbG8" not in text
    assert "Aufrufnummer K042" in text
