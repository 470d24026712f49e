"""What the team lead does with visits at other counters, and the end of the day for all who still wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from clerk.domain.people import Identity, Workplace
from clerk.domain.visit import IllegalTransition, VisitState, state_name
from clerk.locale import _
from clerk.persistence.claims import held_at
from clerk.persistence.queue_change import ONE_CALL_AT_A_TIME, QueueChange, give_up, move
from clerk.persistence.queue_view import read_queue
from clerk.persistence.store import Store
from clerk.persistence.tables_people import CounterRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import Claim, Clock, CounterTaken, DayEnd

_HELD = frozenset({VisitState.CALLED, VisitState.SERVING})


class StoredQueueLead:
    """The ``QueueLead`` of the store; times are those of the injected clock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Look after the queue of *store*."""
        self._store = store
        self._clock = clock

    def release_for(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> None:
        """Take a called or served visit of the site from its counter: it waits with its old key."""
        with self._store.write() as session:
            change = QueueChange(session, self._clock.now())
            row = change.of_site(workplace, visit)
            if row.state not in _HELD:
                raise _not_held(row)
            give_up(row, VisitState.WAITING)
            row.serving_since = None
            row.called_at = None
            row.calls = 0
            change.note(_by(workplace, identity, row), "released_for", reason)

    def reassign(
        self, workplace: Workplace, identity: Identity, visit: int, counter: int, reason: str
    ) -> None:
        """Give a waiting, called or served visit to another counter of the site.

        Who waited is called there. Raises ``CounterTaken``, ``IllegalTransition``, ``KeyError``.
        """
        with self._store.write() as session:
            change = QueueChange(session, self._clock.now())
            row = change.of_site(workplace, visit)
            there = _counter_of_site(session, counter, workplace.site)
            if held_at(change.driver, counter, identity.account) is not None:
                raise CounterTaken(
                    _("An Schalter {label} ist noch ein Besuch offen.").format(label=there.label)
                )
            if row.state not in _HELD:
                move(row, VisitState.CALLED)
                row.calls += 1
            if row.state is VisitState.CALLED:
                row.called_at = change.at
            row.counter = counter
            row.epoch += 1
            change.note(_by(workplace, identity, row), "reassigned", f"{there.label}: {reason}")

    def end_day(self, workplace: Workplace, identity: Identity) -> DayEnd:
        """End the day of the site's queue: waiting visits and missed appointments have left, parked ones stay."""
        with self._store.write() as session:
            change = QueueChange(session, self._clock.now())
            leaving = _leaving(session, workplace.site, change.at)
            # read after they are locked: the list names nobody whom a counter has called in the meantime
            queue = read_queue(change.driver, workplace, change.at)
            for row in leaving:
                move(row, VisitState.LEFT)
                row.closed_at = change.at
                change.note(_by(workplace, identity, row), "left", "day_end")
            return DayEnd(queue.waiting, queue.parked, len(leaving) - len(queue.waiting))


def _by(workplace: Workplace, identity: Identity, row: VisitRow) -> Claim:
    return Claim(row.id or 0, workplace.counter, row.epoch, identity.account)


def _leaving(session: Session, site: int, at: datetime) -> Sequence[VisitRow]:
    """Return who waits and whose appointment is over, locked so that nobody calls them."""
    waits = col(VisitRow.state) == VisitState.WAITING
    did_not_come = and_(col(VisitRow.state) == VisitState.BOOKED, col(VisitRow.appointment_at) < at)
    of_site = select(VisitRow).where(VisitRow.site == site, or_(waits, did_not_come))
    return session.exec(of_site.order_by(col(VisitRow.id)).with_for_update()).all()


def _counter_of_site(session: Session, counter: int, site: int) -> CounterRow:
    row = session.get(CounterRow, counter, with_for_update=ONE_CALL_AT_A_TIME)
    if row is None or row.site != site or not row.active:
        raise KeyError(counter)
    return row


def _not_held(row: VisitRow) -> IllegalTransition:
    return IllegalTransition(
        _("Der Besuch ist „{state}“ und liegt an keinem Schalter.").format(state=state_name(row.state))
    )
