"""Other ways of paying than the card; each needs a stated reason (rule of the counter 7)."""

from collections.abc import Sequence

from clerk.domain.people import Seat
from clerk.domain.plain_text import clean
from clerk.domain.settlement import Way
from clerk.locale import _
from clerk.ports import UnitOfWork
from clerk.services.held import Held


class ReasonMissing(ValueError):  # noqa: N818
    """A way of paying other than the card was chosen without what it needs; ``str()`` is a sentence."""


class Settle:
    """Settles fee lines without the terminal."""

    def __init__(self, store: UnitOfWork, seat: Seat) -> None:
        self._store = store
        self._seat = seat

    def otherwise(
        self, held: Held, lines: Sequence[int], way: Way, *, reason: str, reference: str | None = None
    ) -> Held:
        """Settle *lines* by notice, at the cash office or as exempt by law.

        Raises ``ReasonMissing`` without a reason (or, for the cash office, without its receipt number) and
        ``LineLocked`` while a card payment holds one of the lines.
        """
        if way is Way.CARD:
            raise ValueError("only the payment journal books a card payment")
        reason, reference = clean(reason).strip(), clean(reference or "").strip() or None
        if not reason:
            raise ReasonMissing(_("Bitte einen Grund angeben, er steht später im Vorgang."))
        if way is Way.CASH_OFFICE and reference is None:
            raise ReasonMissing(_("Bitte die Belegnummer der Kasse eingeben, sie steht auf deren Quittung."))
        with self._store.write() as work:
            work.visits.settle(held.claim, lines, way, reference, reason)
            work.audit.record(self._seat.identity.account, "settled_otherwise", held.claim.visit, way)
            return held.seeing(work.visits.get(held.claim.visit))
