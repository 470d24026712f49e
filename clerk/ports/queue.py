"""Numbers, order and arrival: what the services need of the system that calls people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from clerk.domain.people import Identity, Workplace
from clerk.domain.queue_rule import Entry, Priority
from clerk.domain.visit import ParkReason, VisitState
from clerk.ports.ownership import Claim


@dataclass(frozen=True, slots=True)
class Called:
    """The visit is now called, or being served, at this counter."""

    claim: Claim
    ticket: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody eligible waits."""


@dataclass(frozen=True, slots=True)
class AlreadyServing:
    """This counter holds a visit already; nothing was changed."""

    claim: Claim
    ticket: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The request was answered before, and what it gave has been taken back since."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The queue did not answer; ``message`` is a sentence for the clerk. The same request id may be sent again."""

    message: str


CallAnswer = Called | Nobody | AlreadyServing | TakenBack | Unreachable


@dataclass(frozen=True, slots=True)
class NewCase:
    """A concern to open: a service of the catalogue and the day whose catalogue counts."""

    service: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who arrived.

    ``appointment`` is the id of the booked visit that checks in, if any; ``continues`` are the ids of incomplete cases
    of an earlier visit that are taken up again.
    """

    area: str
    cases: tuple[NewCase, ...]
    name: str = ""
    priority: Priority = Priority.NORMAL
    priority_reason: str | None = None
    appointment: int | None = None
    continues: tuple[int, ...] = ()


class NotTakenUp(Exception):  # noqa: N818
    """A case cannot be taken up again: somebody was quicker, or it is too late; ``str()`` is a sentence."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One line of a queue list. Times UTC.

    ``name`` is filled for booked visits only: the others are known by their ticket. ``awaited`` is what the visit was
    parked for last; ``z``, ``sequence``, ``open_from`` and ``blocked_until`` are the key of the queue rule, ``entry``
    the row of its table that gave ``z``.
    """

    visit: int
    ticket: str
    state: VisitState
    area: str
    services: tuple[str, ...]
    arrived_at: datetime | None
    appointment_at: datetime | None
    z: datetime
    sequence: int
    entry: Entry
    open_from: datetime | None
    blocked_until: datetime | None
    prechecked_at: datetime | None
    park_reason: ParkReason | None
    parked_at: datetime | None
    counter: int | None
    counter_label: str | None
    eligible: bool
    name: str = ""
    awaited: ParkReason | None = None


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """The queue of one site at one moment, waiting visits in the order of the queue rule.

    ``missed`` have not come when they were called for the last time, today or before.
    """

    at: datetime
    waiting: tuple[QueueEntry, ...]
    parked: tuple[QueueEntry, ...]
    booked: tuple[QueueEntry, ...]
    busy: tuple[QueueEntry, ...]
    missed: tuple[QueueEntry, ...]


class QueueSystem(Protocol):
    """Numbers, order and ownership of visits. Owns its transactions: a queue server cannot join ours.

    Every method that changes a visit checks that the transition is legal (``IllegalTransition``) and that the
    claim still holds (``ClaimLost``), and writes the audit trail.
    """

    def call_next(self, workplace: Workplace, identity: Identity, request_id: str) -> CallAnswer:
        """Call the next visit by the queue rule; the same *request_id* gives the same answer while it is true."""

    def call(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> CallAnswer:
        """Call a chosen waiting visit; *reason* is kept in the audit trail."""

    def call_again(self, claim: Claim) -> None:
        """Show and announce a called number once more."""

    def take_back(self, claim: Claim) -> None:
        """Undo a call: the visit waits again with its old key."""

    def begin(self, claim: Claim) -> None:
        """The called person is here: the visit is being served."""

    def no_show(self, claim: Claim, workplace: Workplace) -> VisitState:
        """The called person did not come: waits again after a pause, or is missed after the set number of calls."""

    def arrive(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> int:
        """Register an arrival, give it a ticket and let it wait; return the visit's id.

        Raises ``NotTakenUp`` if it continues a case that cannot be taken up, and opens no visit then.
        """

    def accept_directly(self, workplace: Workplace, identity: Identity, arrival: Arrival) -> CallAnswer:
        """Open a visit at this counter without a wait (it gets a ticket number for the records).

        Raises ``NotTakenUp`` as ``arrive``.
        """

    def take(self, workplace: Workplace, identity: Identity, visit: int) -> CallAnswer:
        """Take a waiting or parked visit straight to this counter as *serving* (found by F4)."""

    def release(self, claim: Claim) -> None:
        """Let a visit being served wait (again) with its key unchanged: after the pre-check at the info desk."""

    def park(self, claim: Claim, reason: ParkReason) -> None:
        """Set a visit aside."""

    def resume(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """*Wieder da*: a parked visit waits again, before walk-ins (``z`` = time of return)."""

    def forward(self, claim: Claim, area: str, reason: str, *, site: int | None = None) -> str:
        """Send the visit to another area, or to one of another site; return the ticket it has from now on.

        It keeps its place. ``KeyError`` for an unknown site.
        """

    def finish(self, claim: Claim) -> None:
        """Close the visit; the caller has checked that nothing is open."""

    def leave(self, workplace: Workplace, identity: Identity, visit: int) -> None:
        """A waiting or parked person has gone."""

    def cancel(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> None:
        """A booked appointment or a waiting visit is cancelled; *reason* is kept, without personal data."""

    def snapshot(self, workplace: Workplace) -> QueueSnapshot:
        """Return the queue of the workplace's site now."""

    def held_by(self, workplace: Workplace, identity: Identity) -> Claim | None:
        """Return the claim on the visit this counter holds (called or serving), after a restart for instance."""

    def take_over(self, workplace: Workplace, identity: Identity) -> Claim | None:
        """Give the visit this counter holds to who has signed in here; every older claim is dead from then on."""


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What the end of a day left behind: who had not been served any more, whom it did not touch, and how many
    appointments nobody came to."""

    left: tuple[QueueEntry, ...]
    parked: tuple[QueueEntry, ...]
    not_come: int


class QueueLead(Protocol):
    """What somebody who looks after the whole queue does with visits that are not theirs. Owns its transactions.

    Every method checks that the transition is legal (``IllegalTransition``) and writes the audit trail; whether the
    person may is checked before.
    """

    def release_for(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> None:
        """Take a called or served visit of the site from its counter: it waits with its old key."""

    def reassign(
        self, workplace: Workplace, identity: Identity, visit: int, counter: int, reason: str
    ) -> None:
        """Give a waiting, called or served visit to another counter of the site.

        Raises ``CounterTaken`` with a sentence if that counter holds a visit, ``KeyError`` if it is not in use here.
        """

    def end_day(self, workplace: Workplace, identity: Identity) -> DayEnd:
        """End the day of the site's queue: who still waits has left, so have those who did not come to their
        appointment; parked visits stay."""


class CounterTaken(Exception):  # noqa: N818
    """The counter holds a visit already; ``str()`` is a sentence."""
