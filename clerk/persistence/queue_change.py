"""Moves of a visit from state to state, each inside one write transaction and in the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from clerk.domain.people import Identity, Workplace
from clerk.domain.visit import VisitState, require_legal
from clerk.persistence import audit_trail
from clerk.persistence.claims import held_at, require_claim
from clerk.persistence.driver import DriverConnection, driver_of
from clerk.persistence.tables_people import CounterRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import AlreadyServing, CallAnswer, Called, Claim

ONE_CALL_AT_A_TIME = {"key_share": True}
"""Locks the counter's row as the server's *call next* does; the embedded store has one writer anyway."""


@dataclass(frozen=True, slots=True)
class QueueChange:
    """One write transaction of the queue at one moment (UTC)."""

    session: Session
    at: datetime

    @property
    def driver(self) -> DriverConnection:
        """The driver's connection of the same transaction."""
        return driver_of(self.session.connection())

    def claimed(self, claim: Claim) -> VisitRow:
        """Return the row of a visit that is held by *claim*; raises ``ClaimLost``."""
        require_claim(self.driver, claim)
        return self.session.get_one(VisitRow, claim.visit)

    def of_site(self, workplace: Workplace, visit: int) -> VisitRow:
        """Return the row of a visit of the workplace's site, which nobody calls meanwhile; raises ``KeyError``."""
        row = self.session.get(VisitRow, visit, with_for_update=True)
        if row is None or row.site != workplace.site:
            raise KeyError(visit)
        return row

    def claim(
        self,
        workplace: Workplace,
        identity: Identity,
        visit: int,
        *,
        after: VisitState,
        action: str,
        detail: str = "",
    ) -> CallAnswer:
        """Give a waiting or parked visit to the counter, unless it holds one already.

        Raises ``KeyError`` or ``IllegalTransition``.
        """
        self.session.get(CounterRow, workplace.counter, with_for_update=ONE_CALL_AT_A_TIME)
        held = held_at(self.driver, workplace.counter, identity.account)
        if held is not None:
            return AlreadyServing(held.claim, held.ticket)
        row = self.of_site(workplace, visit)
        move(row, after)
        row.counter = workplace.counter
        row.epoch += 1
        if after is VisitState.CALLED:
            row.calls += 1
            row.called_at = self.at
        else:
            row.serving_since = self.at
            row.first_served_at = row.first_served_at or self.at
        claim = Claim(visit, workplace.counter, row.epoch, identity.account)
        self.note(claim, action, detail)
        return Called(claim, row.ticket)

    def note(self, claim: Claim, action: str, detail: str = "") -> None:
        """Append to the audit trail who did *action* to the visit."""
        audit_trail.append(
            self.driver,
            at=self.at,
            account=claim.account,
            counter=claim.counter,
            action=action,
            visit=claim.visit,
            detail=detail,
        )


def move(row: VisitRow, after: VisitState) -> None:
    """Move a visit to another state; raises ``IllegalTransition``. A park reason ends with the parking."""
    require_legal(row.state, after)
    row.state = after
    row.park_reason = None
    row.parked_at = None


def give_up(row: VisitRow, after: VisitState) -> None:
    """Move a visit that a counter holds to a state in which nobody holds it; raises ``IllegalTransition``."""
    move(row, after)
    row.counter = None
    row.epoch += 1
