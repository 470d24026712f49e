"""Other ways of paying than the card; each needs a stated reason (rule of the counter 7)."""

from collections.abc import Sequence

from clerk.domain.cash_receipt import receipt_number
from clerk.domain.people import Seat
from clerk.domain.plain_text import clean
from clerk.domain.settlement import Way, awaited_from_cash_office
from clerk.locale import _, german
from clerk.ports import UnitOfWork
from clerk.services.held import Held


class ReasonMissing(ValueError):  # noqa: N818
    """A way of paying other than the card was chosen without what it needs; ``str()`` is a sentence."""


class Settle:
    """Settles fee lines without the terminal."""

    def __init__(self, store: UnitOfWork, seat: Seat, *, receipt_layout: str = "") -> None:
        self._store = store
        self._seat = seat
        self._receipt_layout = receipt_layout

    def receipt_number(self, text: str) -> str:
        """Return the receipt number of the cash office as it is kept; raises ``BadReceiptNumber``."""
        return receipt_number(text, self._receipt_layout)

    def send_to_cash_office(self, held: Held, lines: Sequence[int]) -> Held:
        """Note that the customer pays *lines* at the cash office; they stay open until the receipt number is there.

        Raises ``LineLocked`` while a card payment holds one of them.
        """
        with self._store.write() as work:
            work.visits.send_to_cash_office(held.claim, lines)
            work.audit.record(self._seat.identity.account, "sent_to_cash_office", held.claim.visit)
            return held.seeing(work.visits.get(held.claim.visit))

    def back_from_cash_office(self, held: Held, number: str | None) -> Held:
        """Settle what the customer was sent to the cash office with by its receipt number, ``None``: not paid there.

        What was not paid there is open as before, for any way of paying. Raises ``BadReceiptNumber``, ``LineLocked``.
        """
        lines = [line.id for line in awaited_from_cash_office(held.visit.lines)]
        if number is not None:
            return self.otherwise(
                held, lines, Way.CASH_OFFICE, reason=german("an der Kasse bezahlt"), reference=number
            )
        with self._store.write() as work:
            work.visits.send_to_cash_office(held.claim, lines, sent=False)
            work.audit.record(self._seat.identity.account, "not_paid_at_cash_office", held.claim.visit)
            return held.seeing(work.visits.get(held.claim.visit))

    def otherwise(
        self, held: Held, lines: Sequence[int], way: Way, *, reason: str, reference: str | None = None
    ) -> Held:
        """Settle *lines* by notice, at the cash office or as exempt by law.

        Raises ``ReasonMissing`` without a reason (or, for the cash office, without its receipt number),
        ``BadReceiptNumber``, ``LineLocked`` while a card payment holds one of the lines, and ``AtCashOffice`` for
        another way while the customer pays them there.
        """
        if way is Way.CARD:
            raise ValueError("only the payment journal books a card payment")
        reason, reference = clean(reason).strip(), clean(reference or "").strip() or None
        if not reason:
            raise ReasonMissing(_("Bitte einen Grund angeben, er steht später im Vorgang."))
        if way is Way.CASH_OFFICE and reference is None:
            raise ReasonMissing(_("Bitte die Belegnummer der Kasse eingeben, sie steht auf deren Quittung."))
        if way is Way.CASH_OFFICE and reference is not None:
            reference = self.receipt_number(reference)
        with self._store.write() as work:
            work.visits.settle(held.claim, lines, way, reference, reason)
            work.audit.record(self._seat.identity.account, "settled_otherwise", held.claim.visit, way)
            return held.seeing(work.visits.get(held.claim.visit))
