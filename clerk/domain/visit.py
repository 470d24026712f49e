"""The visit of one person, its cases, and which steps are legal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from clerk.domain.facts import Answers
from clerk.domain.precheck import Presence
from clerk.domain.settlement import ChargedLine
from clerk.locale import _


class VisitState(StrEnum):
    """Where a visit stands, see product.md, section *One visit*."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    CLOSED = "closed"
    MISSED = "missed"
    LEFT = "left"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How a case ended."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


class ParkReason(StrEnum):
    """Why a visit is set aside; rule of the counter 10."""

    PLATES = "plates"
    PHOTO = "photo"
    FORMS = "forms"
    CASH_OFFICE = "cash_office"
    FETCHES_PAPER = "fetches_paper"
    INSPECTION = "inspection"
    QUESTION = "question"
    PAYMENT_UNCLEAR = "payment_unclear"


class Step(StrEnum):
    """The steps of a visit being served, in their order."""

    DOCUMENTS = "documents"
    APPLICATION = "application"
    PAYMENT = "payment"
    CLOSING = "closing"


class IllegalTransition(Exception):  # noqa: N818 - named as the domain says it
    """The visit cannot go from its state to the one asked for; ``str()`` is a sentence for the clerk."""


_LEGAL: Mapping[VisitState, frozenset[VisitState]] = {
    VisitState.BOOKED: frozenset({VisitState.WAITING, VisitState.CANCELLED, VisitState.LEFT}),
    VisitState.WAITING: frozenset(
        {VisitState.CALLED, VisitState.SERVING, VisitState.CANCELLED, VisitState.LEFT}
    ),
    VisitState.CALLED: frozenset({VisitState.SERVING, VisitState.WAITING, VisitState.MISSED}),
    VisitState.SERVING: frozenset({VisitState.CLOSED, VisitState.PARKED, VisitState.WAITING}),
    VisitState.PARKED: frozenset({VisitState.WAITING, VisitState.SERVING, VisitState.LEFT}),
    VisitState.MISSED: frozenset({VisitState.WAITING, VisitState.LEFT}),
    VisitState.CLOSED: frozenset(),
    VisitState.LEFT: frozenset(),
    VisitState.CANCELLED: frozenset(),
}


def state_name(state: VisitState) -> str:
    """Return how the user interface names *state*."""
    return {
        VisitState.BOOKED: _("vorgemerkt"),
        VisitState.WAITING: _("wartet"),
        VisitState.CALLED: _("aufgerufen"),
        VisitState.SERVING: _("in Bedienung"),
        VisitState.PARKED: _("geparkt"),
        VisitState.CLOSED: _("abgeschlossen"),
        VisitState.MISSED: _("nicht erschienen"),
        VisitState.LEFT: _("gegangen"),
        VisitState.CANCELLED: _("abgesagt"),
    }[state]


def is_legal(before: VisitState, after: VisitState) -> bool:
    """Tell whether a visit may go from *before* to *after*."""
    return after in _LEGAL[before]


def require_legal(before: VisitState, after: VisitState) -> None:
    """Raise ``IllegalTransition`` unless a visit may go from *before* to *after*."""
    if not is_legal(before, after):
        raise IllegalTransition(
            _("Der Besuch ist „{before}“ und kann nicht „{after}“ werden.").format(
                before=state_name(before), after=state_name(after)
            )
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One concern of a visit: one service with its facts, documents, application and fees.

    ``as_of`` is the day whose catalogue the case keeps; ``answers`` holds only answered facts; ``presence``
    keeps ticks of requirements that do not apply at the moment; ``confirmed_at`` (UTC) is set while the
    application stands as confirmed and ``lines`` are its charged fee lines. ``handed_out`` are the things of the
    service's list that were handed out, ``incomplete_since`` (UTC) is when an earlier visit left the case incomplete.
    """

    id: int
    number: str
    service: str
    as_of: date
    answers: Answers = field(default_factory=dict)
    presence: Mapping[str, Presence] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    confirmed_at: datetime | None = None
    lines: tuple[ChargedLine, ...] = ()
    outcome: Outcome | None = None
    missing_reason: str | None = None
    note: str = ""
    handed_out: frozenset[str] = frozenset()
    incomplete_since: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the case still waits for an outcome."""
        return self.outcome is None


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's stay at the office, as one workstation saw it at one moment.

    All times are UTC. ``z`` (Zielzeit), ``open_from``, ``blocked_until`` and ``sequence`` are the key of the
    queue rule. ``epoch`` grows with every change of owner: a write that carries an older one is refused.
    ``awaited`` is what the visit was parked for last, kept when it goes on.
    """

    id: int
    ticket: str
    site: int
    state: VisitState
    area: str
    cases: tuple[Case, ...]
    arrived_at: datetime | None
    z: datetime
    sequence: int
    open_from: datetime | None = None
    blocked_until: datetime | None = None
    blocked_reason: str | None = None
    appointment_at: datetime | None = None
    counter: int | None = None
    epoch: int = 0
    calls: int = 0
    called_at: datetime | None = None
    serving_since: datetime | None = None
    step: Step = Step.DOCUMENTS
    prechecked_at: datetime | None = None
    park_reason: ParkReason | None = None
    parked_at: datetime | None = None
    awaited: ParkReason | None = None
    name: str = ""
    priority_reason: str | None = None
    sent_away: bool = False
    external_ref: str | None = None

    def case(self, case_id: int) -> Case:
        """Return the case with *case_id*; ``KeyError`` if it belongs to another visit."""
        for case in self.cases:
            if case.id == case_id:
                return case
        raise KeyError(case_id)

    def with_case(self, case: Case) -> "Visit":
        """Return this visit with *case* in the place of the one with the same id."""
        return replace(self, cases=tuple(case if old.id == case.id else old for old in self.cases))

    @property
    def lines(self) -> tuple[ChargedLine, ...]:
        """All charged fee lines of all cases."""
        return tuple(line for case in self.cases for line in case.lines)

    @property
    def left_before(self) -> datetime | None:
        """When (UTC) an earlier visit left a case of this one: what was settled until then has its receipt."""
        return max((case.incomplete_since for case in self.cases if case.incomplete_since), default=None)

    @property
    def settled_here(self) -> tuple[ChargedLine, ...]:
        """The lines that were settled in this visit, not in an earlier one of the same case."""
        since = self.left_before
        return tuple(
            line
            for line in self.lines
            if line.settlement is not None and (since is None or line.settlement.at > since)
        )

    @property
    def is_single_visit(self) -> bool:
        """Whether all cases are done and the person was never sent away: the headline figure of the product."""
        return not self.sent_away and all(case.outcome is Outcome.DONE for case in self.cases)
