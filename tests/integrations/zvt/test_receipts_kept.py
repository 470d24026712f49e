"""What a terminal prints during a payment is kept before it is answered, the customer's only to be printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState
from clerk.domain.payment_events import PaymentEvent
from clerk.domain.terminal_receipt import ReceiptKind
from clerk.ports import StoreUnavailable
from integrations.zvt.sim_settings import LostAck
from tests.integrations.zvt.paying import DisturbedJournal, journal_of, pay_once, terminal_at
from tests.integrations.zvt.simulator_process import simulated_terminal
from tests.services.till import Till, Watcher

CUSTOMERS = "K U N D E N B E L E G"


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def test_both_receipts_of_a_payment_are_kept_and_the_journal_holds_none_of_their_text(till: Till) -> None:
    with simulated_terminal(till.folder.parent / "terminal.jsonl") as terminal:
        payment = pay_once(till, terminal.port)
    assert payment.state is PaymentState.PAID
    with journal_of(till) as journal:
        merchant, customer = journal.receipts(payment.id)
        assert (merchant.kind, customer.kind) == (ReceiptKind.MERCHANT, ReceiptKind.CUSTOMER)
        assert CUSTOMERS in [line.text for line in customer.lines]
        for receipt in (merchant, customer):
            journal.receipt_printed(payment.id, receipt)
    with till.office.store.read_connection() as connection:
        told = " ".join(connection.exec_driver_sql("SELECT message FROM payment_event").scalars())
        kept = " ".join(
            connection.exec_driver_sql("SELECT lines FROM terminal_receipt WHERE lines > ''").scalars()
        )
    assert "06d3+" in told
    assert CUSTOMERS.encode().hex() not in told
    assert CUSTOMERS not in kept


def test_a_receipt_that_cannot_be_kept_is_not_answered_and_the_payment_is_unclear(till: Till) -> None:
    def store_fails_at_receipts(event: PaymentEvent) -> None:
        if event.word == "lost":
            raise StoreUnavailable("Der Datenspeicher antwortet nicht.")

    ledger = till.folder.parent / "terminal.jsonl"
    with (
        simulated_terminal(ledger, lost_ack=LostAck.KEEP) as terminal,
        journal_of(till) as journal,
        terminal_at(terminal.port) as card,
    ):
        journal.hold(till.terminal)
        intent = journal.open(till.order(till.charged_visit()))
        ended = card.carry_out(intent, DisturbedJournal(journal, store_fails_at_receipts), Watcher())
        assert ended.state is PaymentState.UNKNOWN
        assert journal.receipts(intent.id) == ()
