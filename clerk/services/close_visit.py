"""Outcomes, receipt and the end of a visit."""

from dataclasses import replace
from datetime import date

from clerk.domain.after_use import without_codes
from clerk.domain.catalogue import Catalogue
from clerk.domain.closing import Hindrance, hindrances, with_outcomes
from clerk.domain.people import Seat
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Outcome
from clerk.ports import PaymentJournal, QueueSystem, UnitOfWork
from clerk.services.held import Held
from clerk.services.procedure import Procedure


class NotClosable(Exception):  # noqa: N818
    """The visit cannot be closed yet; ``hindrances`` say why."""

    def __init__(self, found: tuple[Hindrance, ...]) -> None:
        super().__init__(" ".join(hindrance.sentence for hindrance in found))
        self.hindrances = found


class CloseVisit:
    """Ends a visit when nothing is open."""

    def __init__(
        self,
        queue: QueueSystem,
        store: UnitOfWork,
        procedure: Procedure,
        journal: PaymentJournal,
        catalogue: Catalogue,
        seat: Seat,
    ) -> None:
        self._queue = queue
        self._store = store
        self._procedure = procedure
        self._journal = journal
        self._catalogue = catalogue
        self._seat = seat

    def set_outcome(self, held: Held, case: int, outcome: Outcome | None, *, note: str = "") -> Held:
        """Give one case its outcome, or take it back with ``None``.

        A case that is not done owes nothing yet: its fee lines that are not settled go, and then its application
        has to be confirmed anew if it goes on after all. Raises ``LineLocked`` while a payment holds one.
        """
        changed = replace(held.visit.case(case), outcome=outcome, note=note)
        with self._store.write() as work:
            if outcome not in (None, Outcome.DONE) and open_cents(changed.lines):
                work.visits.charge(held.claim, case, ())
                changed = replace(changed, confirmed_at=None)
            work.visits.save_case(held.claim, changed)
            return held.seeing(work.visits.get(held.claim.visit))

    def close(self, held: Held, *, on: date) -> None:
        """Close the visit; cases without an outcome that are confirmed, or have nothing to confirm, are done.

        Raises ``NotClosable`` while something is open; *on* is the day at the office.
        """
        held = self._procedure.confirm_what_is_free(held, on=on)
        finished = with_outcomes(held.visit)
        unclear = any(payment.is_open for payment in self._journal.of_visit(held.claim.visit))
        found = hindrances(finished, payment_unclear=unclear)
        if found:
            raise NotClosable(found)
        with self._store.write() as work:
            for case in finished.cases:
                work.visits.save_case(held.claim, case)
                if case.outcome is Outcome.DONE:
                    service = self._catalogue.at(case.as_of).service(case.service)
                    work.visits.save_draft(held.claim, case.id, without_codes(service, case.form))
                    work.outbox.add_handover(held.claim, case.id)
            work.audit.record(self._seat.identity.account, "visit_closed", held.claim.visit)
        self._queue.finish(held.claim)
