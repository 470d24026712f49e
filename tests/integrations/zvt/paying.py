"""A till whose terminal is reached at some port, with times short enough for tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from clerk.domain.payment import Payment, Reason
from clerk.domain.payment_events import Lost, PaymentEvent
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import Claim, PaymentJournal
from integrations.zvt.terminal import ZvtTerminal
from tests.services.till import TID, Till, Watcher

QUICK = TerminalProfile(
    tid=TID,
    host="127.0.0.1",
    connect_seconds=1.0,
    t3_seconds=4.0,
    t4_seconds=5.0,
    settle_seconds=0.02,
)
PASSWORD = "000000"


@contextmanager
def terminal_at(port: int, **profile: object) -> Iterator[ZvtTerminal]:
    """Open the adapter for the terminal at *port*."""
    terminal = ZvtTerminal(replace(QUICK, port=port, **profile), PASSWORD)  # type: ignore[arg-type]
    try:
        yield terminal
    finally:
        terminal.close()


@contextmanager
def journal_of(till: Till) -> Iterator[StoredPaymentJournal]:
    """Open a journal that holds the till's terminal."""
    journal = till.journal()
    journal.hold(till.terminal)
    try:
        yield journal
    finally:
        journal.close()


def pay_once(till: Till, port: int, *, claim: Claim | None = None, **profile: object) -> Payment:
    """Charge a visit at the terminal at *port* as a process of its own would; return the payment."""
    with journal_of(till) as journal, terminal_at(port, **profile) as terminal:
        intent = journal.open(till.order(claim or till.charged_visit()))
        return terminal.carry_out(intent, journal, Watcher())


def recover_once(till: Till, port: int, payment: Payment, **profile: object) -> Payment:
    """Ask about a payment as a process started afterwards would; return it."""
    with journal_of(till) as journal, terminal_at(port, **profile) as terminal:
        return terminal.recover(journal.get(payment.id), journal, Watcher())


class DisturbedJournal:
    """A journal in front of the real one: *disturb* runs before each event is recorded, and may raise."""

    def __init__(self, journal: PaymentJournal, disturb: Callable[[PaymentEvent], None]) -> None:
        self._journal = journal
        self._disturb = disturb
        self.set_aside = journal.set_aside
        self.last_known = journal.last_known
        self.hold, self.open, self.replay = journal.hold, journal.open, journal.replay
        self.get, self.open_at, self.of_visit = journal.get, journal.open_at, journal.of_visit
        self.acknowledge = journal.acknowledge
        self.given_back, self.new_period = journal.given_back, journal.new_period
        self.receipts, self.receipt_printed = journal.receipts, journal.receipt_printed
        self.with_due_receipts = journal.with_due_receipts
        self.forget_customer_receipts = journal.forget_customer_receipts
        self.has_receipt = journal.has_receipt

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Disturb, then record."""
        self._disturb(event)
        return self._journal.record(payment, event, message)

    def keep_receipt(self, payment: Payment, receipt: TerminalReceipt, message: str = "") -> None:
        """Disturb as if the receipt were lost, then keep it."""
        self._disturb(Lost(Reason.NOT_STORED))
        self._journal.keep_receipt(payment, receipt, message)
