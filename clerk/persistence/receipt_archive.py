"""The part of the payment journal that looks after the terminal's receipts once they are kept."""

from datetime import datetime

from clerk.domain.payment import Payment
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.persistence import terminal_receipts
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentRow
from clerk.persistence.store import Store
from clerk.ports import Clock


class ReceiptArchive:
    """Reads the receipts of *store* and remembers what was printed; no lease is needed for that."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Use the tables of *store*."""
        self._store = store
        self._clock = clock

    def receipts(self, payment: int) -> tuple[TerminalReceipt, ...]:
        """Return the terminal's receipts of a payment in the order in which they came."""
        with self._store.read() as session:
            return terminal_receipts.kept(session, payment)

    def receipt_printed(self, payment: int, receipt: TerminalReceipt) -> None:
        """Remember that a receipt was printed; the text of a customer's is deleted with that."""
        with self._store.write() as session:
            terminal_receipts.mark_printed(session, payment, receipt.number, self._clock.now())

    def with_due_receipts(self, counter: int, since: datetime) -> tuple[Payment, ...]:
        """Return the ended payments of a counter of which a receipt since then (UTC) may have to be printed."""
        with self._store.read() as session:
            found = terminal_receipts.with_due_receipts(session, counter, since)
            return tuple(read_payment(session, session.get_one(PaymentRow, payment)) for payment in found)

    def forget_customer_receipts(self, before: datetime) -> None:
        """Delete the text of customers' receipts that came before that time (UTC), printed or not."""
        with self._store.read() as session:
            if not terminal_receipts.has_customers(session, before):
                return
        with self._store.write() as session:
            terminal_receipts.forget_customers(session, before)
