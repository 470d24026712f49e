"""A made-up day with several counters, lived through the queue, for the figures of the team lead."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from clerk.domain.people import Identity, Role, Seat, Workplace
from clerk.domain.precheck import Presence
from clerk.domain.visit import Outcome
from clerk.persistence.counters import StoredCounters
from clerk.persistence.load_figures import StoredLoad
from clerk.services.forecasts import Forecasts
from clerk.services.team_lead import TeamLead
from tests.persistence.office import CLERK, MORNING, Office, only_case, press
from tests.services.front_office import catalogue

LEAD = Identity(3, "leitung", "Frau Vorbild", frozenset({Role.TEAM_LEAD}))
LABELS = ("1", "2", "3", "4")
AREAS = ("kfz", "abfall")


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody who was served: minutes after the opening, at which counter, how it ended."""

    at: float
    counter: int
    waited: float = 10
    area: str = "kfz"
    missing: str = ""


@dataclass
class LeadOffice:
    """The office with its counters, and who looks after it."""

    office: Office
    counters: list[Workplace]
    who: Sequence[Identity] = (CLERK,) * len(LABELS)
    may_act: set[int] = field(default_factory=lambda: {LEAD.account})

    @classmethod
    def of(cls, office: Office, labels: Sequence[str] = LABELS) -> "LeadOffice":
        """Put the counters into an office."""
        return cls(office, [office.counter(label, AREAS) for label in labels])

    @property
    def lead(self) -> TeamLead:
        """What the team lead can do."""
        store, clock = self.office.store, self.office.clock
        seat = Seat(LEAD, self.counters[0])
        load, counters = StoredLoad(store, clock), StoredCounters(store)
        forecasts = Forecasts(self.office.queue, counters, load, catalogue(), clock, seat)
        return TeamLead(
            load, counters, clock, seat, lambda account, _role: account in self.may_act, forecasts
        )

    def live_through(self, *served: Served) -> None:
        """Let people come, wait, be served and go, in the order of their ends."""
        for each in sorted(served, key=lambda one: one.at):
            self._serve(each)

    def at_minute(self, minute: float) -> None:
        """Let it be so many minutes after the opening."""
        self.office.clock.time = MORNING + timedelta(minutes=minute)

    def no_show(self, at: float, counter: int) -> None:
        """Somebody who was called did not come."""
        self.at_minute(at)
        place = self.counters[counter]
        self.office.arrive(place)
        answer = press(self.office, place)
        self.office.queue.no_show(answer.claim, place)  # type: ignore[union-attr]

    def _serve(self, served: Served) -> None:
        office, place = self.office, self.counters[served.counter]
        self.at_minute(served.at - served.waited)
        visit = office.arrive(place, area=served.area)
        self.at_minute(served.at)
        claim = office.queue.take(place, self.who[served.counter], visit).claim  # type: ignore[union-attr]
        with office.work.write() as work:
            case = only_case(office, claim)
            outcome = Outcome.INCOMPLETE if served.missing else Outcome.DONE
            presence = {served.missing: Presence.MISSING} if served.missing else {}
            work.visits.save_case(claim, replace(case, outcome=outcome, presence=presence))
        office.queue.finish(claim)
