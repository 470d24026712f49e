"""Receipts of the card terminal at a workplace: which are still to be printed, and that they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clerk.domain.payment import Payment
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.ports import PaymentJournal


@dataclass(frozen=True, slots=True)
class Due:
    """Receipts of payments that are to be printed, each with the id of its payment."""

    receipts: tuple[tuple[int, TerminalReceipt], ...]

    @property
    def papers(self) -> tuple[TerminalReceipt, ...]:
        """What to print, in order."""
        return tuple(receipt for _payment, receipt in self.receipts)

    @property
    def to_be_signed(self) -> bool:
        """Whether the customer has to sign one of them."""
        return any(receipt.signature for receipt in self.papers)


class TerminalReceipts:
    """The customer's receipts until they are printed, and the others that have to come on paper."""

    def __init__(self, journal: PaymentJournal, counter: int) -> None:
        self._journal = journal
        self._counter = counter

    def due(self, payments: Iterable[int]) -> Due:
        """Return what of these payments is still to be printed."""
        return Due(
            tuple(
                (payment, receipt)
                for payment in payments
                for receipt in self._journal.receipts(payment)
                if receipt.is_due
            )
        )

    def printed(self, due: Due) -> None:
        """Remember that they came out; the customers' are no longer kept."""
        for payment, receipt in due.receipts:
            self._journal.receipt_printed(payment, receipt)

    def left_over(self, midnight: datetime) -> tuple[Payment, ...]:
        """Return the ended payments of this counter with something to print from after *midnight* (UTC).

        What customers did not get before that is forgotten: nothing prints again the next day (payment rule 15).
        """
        self._journal.forget_customer_receipts(midnight)
        return self._journal.with_due_receipts(self._counter, midnight)
