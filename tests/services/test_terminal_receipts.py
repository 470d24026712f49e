"""Receipts of the card terminal at the counter: printed with ours, once, and what is left over is caught up."""

from dataclasses import replace

import pytest

from clerk.domain.payment import Movement, Original, Payment
from clerk.domain.printout import receipt_text
from clerk.domain.terminal_receipt import ReceiptKind, TerminalReceipt
from clerk.ports import PrinterFault
from clerk.services.held import Held
from tests.domain.test_terminal_receipt import CUSTOMER, TO_SIGN
from tests.services.card import decline_card, pay_by_card
from tests.services.front_office import FrontOffice

MERCHANT = replace(TO_SIGN, signature=False)


def paid(office: FrontOffice, *receipts: TerminalReceipt) -> tuple[Held, Payment]:
    """Pay by card while the terminal tells *receipts*."""
    confirmed = office.confirmed()
    payment = pay_by_card(office, confirmed)
    for receipt in receipts:
        office.journal.keep_receipt(payment, receipt)
    return office.counter.call_next.reload(confirmed), payment


def printed_kinds(office: FrontOffice) -> list[list[ReceiptKind]]:
    return [[paper.kind for paper in receipt.terminal_receipts] for receipt in office.printer.receipts]


def test_the_customers_receipt_comes_with_ours_and_is_not_kept(office: FrontOffice) -> None:
    at, payment = paid(office, MERCHANT, CUSTOMER)
    done = office.counter.print_out.receipt(at)
    assert printed_kinds(office) == [[ReceiptKind.CUSTOMER]]
    assert not done.to_be_signed
    merchant, customer = office.journal.receipts(payment.id)
    assert merchant == MERCHANT
    assert customer.lines == ()


def test_a_receipt_to_sign_is_printed_too_and_the_clerk_is_told(office: FrontOffice) -> None:
    at, payment = paid(office, TO_SIGN, CUSTOMER)
    done = office.counter.print_out.receipt(at)
    assert printed_kinds(office) == [[ReceiptKind.MERCHANT, ReceiptKind.CUSTOMER]]
    assert done.to_be_signed
    assert office.journal.receipts(payment.id)[0].lines == TO_SIGN.lines


def test_a_merchants_receipt_that_the_terminal_wants_on_paper_comes_without_a_signature(
    office: FrontOffice,
) -> None:
    at, _payment = paid(office, replace(MERCHANT, mandatory=True))
    assert not office.counter.print_out.receipt(at).to_be_signed
    assert printed_kinds(office) == [[ReceiptKind.MERCHANT]]


def test_a_copy_is_ours_alone_and_marked(office: FrontOffice) -> None:
    at, _payment = paid(office, TO_SIGN, CUSTOMER)
    office.counter.print_out.receipt(at)
    assert not office.counter.print_out.receipt(at).to_be_signed
    copy = office.printer.receipts[-1]
    assert copy.copy
    assert copy.terminal_receipts == ()


def test_after_a_fault_of_the_printer_everything_is_caught_up_once(office: FrontOffice) -> None:
    at, payment = paid(office, TO_SIGN, CUSTOMER)
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.receipt(at)
    assert office.journal.receipts(payment.id) == (TO_SIGN, CUSTOMER)
    office.printer.broken = False
    assert [done.to_be_signed for done in office.counter.print_out.catch_up()] == [True]
    assert printed_kinds(office) == [[ReceiptKind.MERCHANT, ReceiptKind.CUSTOMER]]
    assert office.counter.print_out.catch_up() == []
    assert office.printer.terminal_sheets == []


def test_a_crash_between_paid_and_print_leaves_a_receipt_that_is_owed(office: FrontOffice) -> None:
    at, _payment = paid(office, MERCHANT, CUSTOMER)
    office.journal.close()
    restarted = FrontOffice.reopen(office.store.address)
    print_out = restarted.counter.print_out
    assert print_out.owes_receipt(at.claim.visit)
    print_out.receipt(at)
    assert not print_out.owes_receipt(at.claim.visit)
    assert printed_kinds(restarted) == [[ReceiptKind.CUSTOMER]]
    restarted.store.close()


def test_a_visit_paid_in_another_way_owes_nothing(office: FrontOffice) -> None:
    assert not office.counter.print_out.owes_receipt(office.confirmed().claim.visit)


def test_what_came_after_ours_was_printed_is_caught_up_on_a_sheet_of_its_own(office: FrontOffice) -> None:
    at, payment = paid(office)
    office.counter.print_out.receipt(at)
    office.journal.keep_receipt(payment, replace(CUSTOMER, number=1))
    assert len(office.counter.print_out.catch_up()) == 1
    (sheet,) = office.printer.terminal_sheets
    assert [paper.kind for paper in sheet.receipts] == [ReceiptKind.CUSTOMER]
    assert office.counter.print_out.catch_up() == []


def test_a_declined_payment_prints_what_the_terminal_says_and_nothing_of_ours(office: FrontOffice) -> None:
    payment = decline_card(office, office.confirmed())
    office.journal.keep_receipt(payment, CUSTOMER)
    assert office.counter.print_out.terminal_receipts(payment) is not None
    assert office.counter.print_out.terminal_receipts(payment) is None
    assert len(office.printer.terminal_sheets) == 1
    assert office.printer.receipts == []


def test_nothing_of_a_customer_prints_the_next_day_and_its_text_is_gone(office: FrontOffice) -> None:
    at, payment = paid(office, MERCHANT, CUSTOMER)
    office.printer.broken = True
    with pytest.raises(PrinterFault):
        office.counter.print_out.receipt(at)
    office.printer.broken = False
    office.clock.advance(minutes=24 * 60)
    assert office.counter.print_out.catch_up() == []
    assert not office.printer.terminal_sheets
    assert not office.printer.receipts
    assert office.journal.receipts(payment.id)[1].lines == ()


def test_another_counter_prints_nothing_of_it(office: FrontOffice) -> None:
    paid(office, CUSTOMER)
    assert office.kfz_counter.print_out.catch_up() == []


# ---------------------------------------------------------------- money that went back


def moved_back(payment: Payment, kind: Movement) -> Payment:
    """Return the reversal or refund of a payment as the journal would have it."""
    result = payment.result
    assert result is not None
    back = replace(result, receipt="0043", trace="000103")
    return replace(
        payment, id=payment.id + 16, kind=kind, original=Original(payment.id, "0042", "000102"), result=back
    )


@pytest.mark.parametrize(
    ("kind", "title", "way"),
    [
        (Movement.REVERSAL, "Storno 2026-000001-S17", "Storno der Kartenzahlung"),
        (Movement.REFUND, "Gutschrift 2026-000001-G17", "Gutschrift auf die Karte"),
    ],
)
def test_a_storno_takes_back_every_amount_and_names_the_receipt_it_belongs_to(
    office: FrontOffice, kind: Movement, title: str, way: str
) -> None:
    at, payment = paid(office)
    office.counter.print_out.receipt(at)
    movement = moved_back(payment, kind)
    assert movement.id == 17
    office.counter.print_out.storno_receipt(movement, "Doppelt belastet")
    receipt = office.printer.receipts[-1]
    assert (receipt.total_cents, receipt.bund_share_cents) == (-2740, -320)
    text = receipt_text(receipt)
    for part in (title, way, "-24,20 €", "-27,40 €", "0043", "Doppelt belastet"):
        assert part in text
    assert "Zu Beleg        2026-000001\n" in text
    assert office.counter.print_out.copy(at.claim.visit).number == "2026-000001"


def test_a_payment_without_a_receipt_has_no_storno_receipt(office: FrontOffice) -> None:
    _at, payment = paid(office)
    with pytest.raises(LookupError):
        office.counter.print_out.storno_receipt(moved_back(payment, Movement.REVERSAL), "Irrtum")
