"""The queue of an office without a queue server: the ``QueueSystem`` on our own store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from clerk.domain.people import Identity, Workplace
from clerk.domain.queue_rule import Entry
from clerk.domain.visit import IllegalTransition, Outcome, ParkReason, VisitState, state_name
from clerk.locale import _
from clerk.persistence.arrivals import book, let_in, move_to_site, stored_id
from clerk.persistence.calling import answer
from clerk.persistence.claims import held_at
from clerk.persistence.driver import driver_of
from clerk.persistence.load_events import note_arrival, note_closing, note_no_show
from clerk.persistence.personal_text import typed_text
from clerk.persistence.queue_change import QueueChange, give_up, move
from clerk.persistence.queue_view import read_queue
from clerk.persistence.store import Store
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_queue import VisitRow
from clerk.persistence.taking_up import take_up
from clerk.ports import (
    AlreadyServing,
    Arrival,
    CallAnswer,
    Claim,
    Clock,
    QueueSnapshot,
    StoreUnavailable,
    Unreachable,
)


class BuiltInQueue:
    """Numbers, order and ownership of visits in the embedded store; times are those of the injected clock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep the queue in *store*."""
        self._store = store
        self._clock = clock

    def call_next(self, workplace: Workplace, identity: Identity, request_id: str) -> CallAnswer:
        """Call the next visit by the queue rule; the same *request_id* gives the same answer while true."""
        try:
            return answer(self._store, workplace, identity, request_id, self._clock)
        except StoreUnavailable as problem:
            return Unreachable(str(problem))

    def call(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> CallAnswer:
        """Call a chosen waiting visit; *reason* is kept in the audit trail. Raises ``IllegalTransition``."""
        with self._changing() as change:
            return change.claim(
                workplace, identity, visit, after=VisitState.CALLED, action="called_by_choice", detail=reason
            )

    def take(self, workplace: Workplace, identity: Identity, visit: int) -> CallAnswer:
        """Take a waiting or parked visit to this counter as *serving*. Raises ``IllegalTransition``."""
        with self._changing() as change:
            return change.claim(workplace, identity, visit, after=VisitState.SERVING, action="taken")

    def call_again(self, claim: Claim) -> None:
        """Show and announce a called number once more; ``IllegalTransition`` once it is being served."""
        with self._changing() as change:
            row = _in_state(change.claimed(claim), VisitState.CALLED)
            row.called_at = change.at
            change.note(claim, "called_again")

    def take_back(self, claim: Claim) -> None:
        """Undo a call: the visit waits again with its old key, and the call does not count."""
        with self._changing() as change:
            row = _in_state(change.claimed(claim), VisitState.CALLED)
            give_up(row, VisitState.WAITING)
            row.calls -= 1
            row.called_at = None
            change.note(claim, "call_taken_back")

    def begin(self, claim: Claim) -> None:
        """The called person is here: the visit is being served."""
        with self._changing() as change:
            row = change.claimed(claim)
            move(row, VisitState.SERVING)
            row.serving_since = change.at
            row.first_served_at = row.first_served_at or change.at
            change.note(claim, "begun")

    def no_show(self, claim: Claim, workplace: Workplace) -> VisitState:
        """The called person did not come: waits again after a pause, or is missed after the set calls."""
        with self._changing() as change:
            row = _in_state(change.claimed(claim), VisitState.CALLED)
            if row.calls >= workplace.calls_until_missed:
                give_up(row, VisitState.MISSED)
            else:
                give_up(row, VisitState.WAITING)
                row.blocked_until = change.at + timedelta(minutes=workplace.no_show_minutes)
                row.blocked_reason = _("nicht erschienen")
            note_no_show(change, row, claim.counter)
            change.note(claim, "no_show", row.state)
            return row.state

    def arrive(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> int:
        """Register an arrival, give it a ticket and let it wait; return the visit's id."""
        with self._changing() as change:
            claim = _let_in(change, workplace, identity, arrival)
            change.note(claim, "arrived", arrival.priority)
            return claim.visit

    def book(
        self, workplace: Workplace, identity: Identity, arrival: Arrival, appointment_at: datetime
    ) -> int:
        """Enter an appointment (UTC) at the workplace's site; return the id under which it checks in."""
        with self._changing() as change:
            visit = book(change, workplace, arrival, appointment_at)
            change.note(Claim(visit, workplace.counter, 0, identity.account), "booked")
            return visit

    def accept_directly(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> CallAnswer:
        """Open a visit at this counter without a wait; it gets a ticket and a place in the queue too."""
        with self._changing() as change:
            held = held_at(change.driver, workplace.counter, identity.account)
            if held is not None:
                return AlreadyServing(held.claim, held.ticket)
            return change.claim(
                workplace,
                identity,
                _let_in(change, workplace, identity, arrival).visit,
                after=VisitState.SERVING,
                action="accepted",
                detail=arrival.priority,
            )

    def release(self, claim: Claim) -> None:
        """Let a visit being served wait (again) with its key unchanged: after the pre-check."""
        with self._changing() as change:
            row = change.claimed(claim)
            give_up(row, VisitState.WAITING)
            row.serving_since = None
            row.first_served_at = None
            row.calls = 0
            change.note(claim, "released")

    def park(self, claim: Claim, reason: ParkReason) -> None:
        """Set a visit aside."""
        with self._changing() as change:
            row = change.claimed(claim)
            give_up(row, VisitState.PARKED)
            row.park_reason = row.awaited = reason
            row.parked_at = change.at
            change.note(claim, "parked", reason)

    def resume(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """*Wieder da*: a parked visit waits again, before walk-ins (``z`` = time of return)."""
        with self._changing() as change:
            row = _in_state(change.of_site(workplace, visit), VisitState.PARKED)
            move(row, VisitState.WAITING)
            row.z = change.at
            row.entry = Entry.RETURNED
            row.open_from = None
            row.blocked_until = None
            row.blocked_reason = None
            row.calls = 0
            change.note(Claim(visit, workplace.counter, row.epoch, identity.account), "resumed")

    def forward(self, claim: Claim, area: str, reason: str, *, site: int | None = None) -> str:
        """Send the visit to another area, or to one of another site; return the ticket it has from now on.

        The place (``z`` and the check-in sequence) stays. At another site the visit gets a ticket of that site: the
        old number may be somebody else's there.
        """
        with self._changing() as change:
            row = change.claimed(claim)
            give_up(row, VisitState.WAITING)
            row.area = area
            row.blocked_reason = typed_text(reason)
            row.serving_since = None
            row.calls = 0
            if site not in (None, row.site):
                move_to_site(change, row, site)
            change.note(claim, "forwarded", f"{area}: {reason}")
            return row.ticket

    def finish(self, claim: Claim) -> None:
        """Close the visit; the caller has checked that nothing is open."""
        with self._changing() as change:
            row = change.claimed(claim)
            give_up(row, VisitState.CLOSED)
            row.closed_at = change.at
            incomplete = select(func.count()).where(
                col(CaseRow.visit) == claim.visit, col(CaseRow.outcome) == Outcome.INCOMPLETE
            )
            row.sent_away = row.sent_away or change.session.exec(incomplete).one() > 0
            note_closing(change, row, claim.counter)
            change.note(claim, "finished")

    def leave(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """A waiting or parked person has gone."""
        self._end(workplace, identity, visit, VisitState.LEFT)

    def cancel(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> None:
        """A booked appointment or a waiting visit is cancelled; *reason* is kept in the audit trail."""
        self._end(workplace, identity, visit, VisitState.CANCELLED, reason)

    def snapshot(self, workplace: Workplace) -> QueueSnapshot:
        """Return the queue of the workplace's site now."""
        with self._store.read_connection() as connection:
            return read_queue(driver_of(connection), workplace, self._clock.now())

    def held_by(self, workplace: Workplace, identity: Identity) -> Claim | None:
        """Return the claim on the visit this counter holds, called or serving, say after a restart."""
        with self._store.read_connection() as connection:
            held = held_at(driver_of(connection), workplace.counter, identity.account)
            return None if held is None else held.claim

    def take_over(self, workplace: Workplace, identity: Identity) -> Claim | None:
        """Give the visit this counter holds to who has signed in here; from then on every older claim is dead."""
        with self._changing() as change:
            held = held_at(change.driver, workplace.counter, identity.account)
            if held is None:
                return None
            claim = replace(held.claim, epoch=held.claim.epoch + 1)
            change.session.get_one(VisitRow, claim.visit).epoch = claim.epoch
            change.note(claim, "taken_over")
            return claim

    def _end(
        self, workplace: Workplace, identity: Identity, visit: int, after: VisitState, reason: str = ""
    ) -> None:
        with self._changing() as change:
            row = change.of_site(workplace, visit)
            move(row, after)
            row.closed_at = change.at
            change.note(Claim(visit, workplace.counter, row.epoch, identity.account), after, reason)

    @contextmanager
    def _changing(self) -> Iterator[QueueChange]:
        with self._store.write() as session:
            yield QueueChange(session, self._clock.now())


def _let_in(change: QueueChange, workplace: Workplace, identity: Identity, arrival: Arrival) -> Claim:
    """Let somebody in with the cases they come for, new ones and those that go on."""
    visit = stored_id(let_in(change, workplace, arrival).id)
    claim = Claim(visit, workplace.counter, 0, identity.account)
    take_up(change, claim, arrival.continues)
    note_arrival(change, visit, workplace.counter)
    return claim


def _in_state(row: VisitRow, needed: VisitState) -> VisitRow:
    """Return *row*; raises ``IllegalTransition`` where the step belongs to another state than the visit's."""
    if row.state is not needed:
        raise IllegalTransition(
            _("Das geht nur, solange der Besuch „{needed}“ ist. Er ist „{state}“.").format(
                needed=state_name(needed), state=state_name(row.state)
            )
        )
    return row
