"""Receipts of the card terminal: what they never hold, and how they stand on paper."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.card_data import without_card_data
from clerk.domain.printout import receipt_sections, receipt_text
from clerk.domain.receipt import TerminalSheet
from clerk.domain.terminal_printout import terminal_sheet_text
from clerk.domain.terminal_receipt import ReceiptKind, TerminalLine, TerminalReceipt
from tests.domain.test_printout import HOSTILE, RECEIPT

CUSTOMER = TerminalReceipt(
    ReceiptKind.CUSTOMER,
    (
        TerminalLine("K U N D E N B E L E G", centred=True),
        TerminalLine("Betrag                 27,40 EUR", tall=True),
        TerminalLine("Vielen Dank", centred=True, wide=True),
    ),
    number=2,
)
TO_SIGN = TerminalReceipt(
    ReceiptKind.MERCHANT,
    (TerminalLine("HÄNDLERBELEG", centred=True), TerminalLine("Unterschrift: ...............")),
    signature=True,
)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Karte 4111111111111111", "Karte ************1111"),
        ("4111 1111 1111 1111", "**** **** **** 1111"),
        ("4111-1111-1111-1111", "****-****-****-1111"),
        ("PAN: 411111******1111", "PAN: ************1111"),
        ("Nr:  **** **** ***1 4821", "Nr:  **** **** **** 4821"),
        ("XXXXXXXXXXX54821", "XXXXXXXXXXX*4821"),
        ("6726 1234 5678 9012 345", "**** **** **** ***2 345"),
        ("gültig bis 12/27", "gültig bis **/**"),
        ("Karte gueltig bis: 12/2027", "Karte gueltig bis: **/****"),
        ("Ablaufdatum:       12/25", "Ablaufdatum:       **/**"),
        ("Verfall 1227", "Verfall ****"),
        ("EXP 12.27", "EXP **.**"),
        ("VALID THRU 12-27", "VALID THRU **-**"),
        ("****1234    12/27", "****1234    **/**"),
    ],
)
def test_of_a_card_only_the_last_four_digits_are_left(told: str, shown: str) -> None:
    assert without_card_data(told) == shown


@pytest.mark.parametrize(
    "text",
    [
        "AID: A0000000041010",
        "Datum 11.05.2026 10:52 Uhr",
        "02.11.2021     08:35:32",
        "Terminal-ID:  52500001",
        "VU-Nr.:      100461763",
        "GEN.NR.:357096",
        "Betrag EUR 1.234,56",
        "TA-Nr. 000102 Beleg-Nr. 0042",
        "Crypto: EF4FA68814DB7720",
        "********************************",
    ],
)
def test_what_is_no_card_data_stays_legible(text: str) -> None:
    assert without_card_data(text) == text


@given(st.text("0123456789", min_size=13, max_size=19), st.sampled_from(["", " ", "-", "."]))
def test_no_card_number_in_groups_survives(number: str, between: str) -> None:
    grouped = between.join(number[at : at + 4] for at in range(0, len(number), 4))
    kept = [sign for sign in without_card_data(f"Karte: {grouped} ok") if sign.isdigit()]
    assert "".join(kept) == number[-4:]


def test_a_line_is_cleaned_and_masked_however_it_is_made() -> None:
    line = replace(TerminalLine("x"), text="\x1b[2J4111 1111\u202e 1111 1111\x07")
    assert line.text == "**** **** **** 1111"


def test_the_customers_receipt_stands_below_ours_on_the_same_paper_and_the_offices_on_its_own() -> None:
    with_both = replace(RECEIPT, terminal_receipts=(TO_SIGN, CUSTOMER))
    ours, kept = receipt_sections(with_both, 42)
    texts = [line.text for line in ours]
    assert texts.index("K U N D E N B E L E G") > texts.index("Zahlende Person Frau Beispiel")
    assert "HÄNDLERBELEG" not in texts
    assert "Bitte unterschreiben. Dieses Blatt bleibt" in [line.text for line in kept]


def test_the_sums_and_what_the_terminal_says_so_are_printed_large() -> None:
    (ours,) = receipt_sections(replace(RECEIPT, terminal_receipts=(CUSTOMER,)), 42)
    tall = [line.text.split()[0] for line in ours if line.tall]
    assert tall == ["Beleg", "Summe", "Betrag"]
    assert [line.text for line in ours if line.wide] == ["Vielen Dank"]


def test_blanks_of_the_terminal_stay_because_they_make_its_columns() -> None:
    assert "Betrag                 27,40 EUR\n" in receipt_text(
        replace(RECEIPT, terminal_receipts=(CUSTOMER,))
    )


@given(st.lists(st.text(max_size=80)), st.integers(32, 60), st.booleans(), st.booleans())
def test_no_line_is_wider_than_the_paper(texts: list[str], width: int, centred: bool, wide: bool) -> None:
    lines = tuple(TerminalLine(text, centred=centred, wide=wide) for text in (*texts, HOSTILE))
    (section,) = receipt_sections(
        replace(RECEIPT, terminal_receipts=(TerminalReceipt(ReceiptKind.CUSTOMER, lines),)), width
    )
    assert all(len(line.text) * (2 if line.wide else 1) <= width for line in section)


def test_a_narrow_receipt_of_the_terminal_stands_in_the_middle_of_our_paper() -> None:
    lines = receipt_text(replace(RECEIPT, terminal_receipts=(CUSTOMER,)), 42).splitlines()
    assert "     Betrag                 27,40 EUR" in lines
    assert "          K U N D E N B E L E G" in lines


def test_what_comes_from_the_archive_is_marked_as_a_copy() -> None:
    sheet = TerminalSheet("Amt", "Ort", "17", RECEIPT.issued_at, (TO_SIGN,), copy=True)
    assert "\nKOPIE\n" in terminal_sheet_text(sheet, 48)
    assert "KOPIE" not in terminal_sheet_text(replace(sheet, copy=False), 48)


@pytest.mark.parametrize(
    ("receipt", "due"),
    [
        (CUSTOMER, True),
        (replace(CUSTOMER, lines=()), False),
        (replace(CUSTOMER, printed=True), False),
        (TO_SIGN, True),
        (replace(TO_SIGN, signature=False), False),
        (replace(TO_SIGN, signature=False, mandatory=True), True),
        (replace(TO_SIGN, printed=True), False),
    ],
)
def test_the_customers_is_always_printed_and_the_merchants_only_where_it_must(
    receipt: TerminalReceipt, due: bool
) -> None:
    assert receipt.is_due is due
