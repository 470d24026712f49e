"""The archive of the terminal's receipts: the merchant's for good, the customer's until it is printed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, Reason
from clerk.domain.payment_events import Completed, NothingWritten, Sending
from clerk.domain.terminal_receipt import TerminalLine, TerminalReceipt
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.terminal_receipts import payments_numbered
from clerk.ports import LeaseLost
from tests.domain.test_terminal_receipt import CUSTOMER, TO_SIGN
from tests.persistence.test_payment_journal import TO_RESULT
from tests.services.till import Till, through

SECRET = "Vielen Dank"


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.fixture(name="journal")
def _journal(till: Till) -> Iterator[StoredPaymentJournal]:
    journal = till.journal()
    journal.hold(till.terminal)
    yield journal
    journal.close()


def with_receipts(till: Till, journal: StoredPaymentJournal, *, paid: bool = True) -> Payment:
    """Pay, or send nothing, while the terminal tells both receipts."""
    payment = journal.open(till.order(till.charged_visit()))
    for receipt in (TO_SIGN, CUSTOMER):
        journal.keep_receipt(payment, receipt, "06d3+11:0123456789abcdef")
    if not paid:
        return journal.record(payment, NothingWritten(Reason.STOPPED))
    return through(journal, payment, *TO_RESULT, Completed())


def stored(till: Till) -> bytes:
    """Return everything the store holds, as it lies on the disk."""
    return b"".join(file.read_bytes() for file in Path(till.office.store.address).parent.glob("store.db*"))


def test_receipts_come_back_in_their_order_as_they_were_kept(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = with_receipts(till, journal)
    assert journal.receipts(payment.id) == (TO_SIGN, CUSTOMER)


def test_a_receipt_that_grows_replaces_itself(till: Till, journal: StoredPaymentJournal) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    longer = replace(TO_SIGN, lines=(*TO_SIGN.lines, TerminalLine("Ende")), mandatory=True)
    for receipt in (TO_SIGN, longer):
        journal.keep_receipt(payment, receipt)
    assert journal.receipts(payment.id) == (longer,)


def test_the_text_of_the_customers_receipt_is_gone_once_it_is_printed(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = with_receipts(till, journal)
    for receipt in journal.receipts(payment.id):
        journal.receipt_printed(payment.id, receipt)
    merchant, customer = journal.receipts(payment.id)
    assert merchant == replace(TO_SIGN, printed=True)
    assert customer == replace(CUSTOMER, lines=(), printed=True)
    with till.office.store.write_connection() as connection:
        rows = connection.exec_driver_sql("SELECT group_concat(lines), count(*) FROM terminal_receipt").one()
    assert SECRET not in rows[0]
    assert rows[1] == 2


def test_what_of_a_customer_was_not_printed_by_the_next_day_is_forgotten(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = with_receipts(till, journal)
    now = till.office.clock.now()
    journal.forget_customer_receipts(now - timedelta(hours=1))
    assert journal.receipts(payment.id) == (TO_SIGN, CUSTOMER)
    journal.forget_customer_receipts(now + timedelta(hours=1))
    assert journal.receipts(payment.id) == (TO_SIGN, replace(CUSTOMER, lines=()))


def test_only_ended_payments_of_the_counter_with_something_to_print_are_found(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = with_receipts(till, journal)
    counter, since = till.workplace.counter, till.office.clock.now() - timedelta(hours=1)
    assert journal.with_due_receipts(counter, since) == (payment,)
    assert journal.with_due_receipts(counter + 1, since) == ()
    assert journal.with_due_receipts(counter, since + timedelta(hours=9)) == ()
    for receipt in journal.receipts(payment.id):
        journal.receipt_printed(payment.id, receipt)
    assert journal.with_due_receipts(counter, since) == ()


def test_a_payment_under_way_is_not_printed_by_anybody_else(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    journal.keep_receipt(payment, CUSTOMER)
    journal.record(payment, Sending())
    since = till.office.clock.now() - timedelta(hours=1)
    assert journal.with_due_receipts(till.workplace.counter, since) == ()


def test_whoever_lost_the_lease_keeps_nothing(
    till: Till, journal: StoredPaymentJournal, tmp_path: Path
) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    successor = till.journal(tmp_path / "another machine")
    successor.hold(till.terminal)
    with pytest.raises(LeaseLost):
        journal.keep_receipt(payment, TO_SIGN, "06d3+1:00")
    assert successor.receipts(payment.id) == ()
    successor.close()


def test_evidence_and_receipt_are_one_transaction(till: Till, journal: StoredPaymentJournal) -> None:
    payment = with_receipts(till, journal, paid=False)
    with till.office.store.read_connection() as connection:
        messages = connection.exec_driver_sql(
            f"SELECT message FROM payment_event WHERE payment = {payment.id} AND word = 'printed'"
        ).scalars()
        assert list(messages) == ["06d3+11:0123456789abcdef"] * 2


def test_a_payment_is_found_by_the_terminals_receipt_number_and_the_day(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = with_receipts(till, journal)
    since = till.office.clock.now() - timedelta(hours=1)
    with till.office.store.read() as session:
        assert payments_numbered(session, "0042", since, since + timedelta(days=1)) == (payment.id,)
        assert payments_numbered(session, "0042", since - timedelta(days=1), since) == ()
        assert payments_numbered(session, "0043", since, since + timedelta(days=1)) == ()


def test_no_card_number_reaches_the_store(till: Till, journal: StoredPaymentJournal) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    told = TerminalReceipt(
        TO_SIGN.kind, (TerminalLine("Karte 4111111111111111"), TerminalLine("gültig bis 12/27"))
    )
    journal.keep_receipt(payment, told)
    content = stored(till)
    assert b"************1111" in content
    assert b"411111" not in content
    assert b"12/27" not in content
