"""The SQL of *call next* beside the pure queue rule, over random days at an office."""

import os
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import Priority, is_eligible, next_visit, order_key
from clerk.domain.visit import Outcome, ParkReason, VisitState
from clerk.persistence import audit_trail
from clerk.persistence.queue_lead import StoredQueueLead
from clerk.persistence.tables import CaseRow
from clerk.ports import Arrival, Called, Claim, Nobody, NotTakenUp
from tests.persistence.office import CLERK, Office
from tests.persistence.race import AREAS, waiting_keys

SKILLS = (("kfz",), ("kfz", "melde"), ("pass", "fahrerlaubnis"), AREAS)
SOAK = bool(os.environ.get("CLERK_SOAK"))
EXAMPLES = 100 if SOAK else 12
PHASES = tuple(Phase) if SOAK else (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking a day of an office takes minutes: the seed printed with a failure does it in a soak run."""

counters = st.integers(0, len(SKILLS) - 1)


class OfficeDay(RuleBasedStateMachine):
    """Arrivals, calls and everything that may become of them; every call must be the one of the pure rule."""

    @initialize()
    def open_office(self) -> None:
        """Open an office with four counters."""
        self._folder = tempfile.TemporaryDirectory()
        self.office = Office.found(Path(self._folder.name) / "store.db")
        self.counters: list[Workplace] = [
            self.office.counter(str(number), skills) for number, skills in enumerate(SKILLS)
        ]
        self.held: dict[int, Claim] = {}
        self.parked: list[int] = []
        self.booked: list[tuple[int, str]] = []
        self.incomplete: list[int] = []
        self.going_on: dict[int, int] = {}

    def teardown(self) -> None:
        """Close it; the audit trail of the day is whole."""
        if hasattr(self, "office"):
            assert audit_trail.verify(self.office.store) == []
            self.office.store.close()
            self._folder.cleanup()

    @rule(minutes=st.integers(0, 20))
    def time_passes(self, minutes: int) -> None:
        """Let time pass."""
        self.office.clock.advance(minutes=minutes)

    @rule(area=st.sampled_from(AREAS), priority=st.sampled_from(Priority))
    def walk_in(self, area: str, priority: Priority) -> None:
        """Somebody arrives without an appointment."""
        self.office.arrive(self.counters[0], area=area, priority=priority, services=())

    @rule(area=st.sampled_from(AREAS), minutes=st.integers(-30, 90))
    def booking(self, area: str, minutes: int) -> None:
        """An appointment is entered."""
        at = self.office.clock.time + timedelta(minutes=minutes)
        visit = self.office.queue.book(self.counters[0], CLERK, Arrival(area, ()), at)
        self.booked.append((visit, area))

    @rule(number=counters)
    def sent_home(self, number: int) -> None:
        """Somebody is served at once and sent home with an incomplete case."""
        if number in self.held:
            return
        claim = self.office.serving(self.counters[number], area=SKILLS[number][0])
        [case] = self.office.visit(claim.visit).cases
        with self.office.work.write() as work:
            work.visits.save_case(claim, replace(case, outcome=Outcome.INCOMPLETE))
        self.office.queue.finish(claim)
        self.incomplete.append(case.id)

    @precondition(lambda self: bool(self.incomplete))
    @rule(number=counters, directly=st.booleans())
    def back_with_the_paper(self, number: int, directly: bool) -> None:
        """They are back: the case goes on in a new visit, and nobody gets it a second time."""
        counter, queue = self.counters[number], self.office.queue
        case = self.incomplete.pop(0)
        arrival = Arrival(SKILLS[number][0], (), continues=(case,))
        if directly and number not in self.held:
            answer = queue.accept_directly(counter, CLERK, arrival)
            assert isinstance(answer, Called)
            self.held[number] = answer.claim
            self.going_on[case] = answer.claim.visit
        else:
            self.going_on[case] = queue.arrive(counter, CLERK, arrival)
        try:
            queue.arrive(counter, CLERK, arrival)
        except NotTakenUp:
            return
        raise AssertionError("the case was taken up twice")

    @precondition(lambda self: bool(self.booked))
    @rule()
    def check_in(self) -> None:
        """The oldest appointment checks in."""
        visit, area = self.booked.pop(0)
        self.office.arrive(self.counters[0], area=area, appointment=visit)

    @rule(number=counters)
    def call_next(self, number: int) -> None:
        """A counter presses: it gets whom the pure rule names."""
        counter = self.counters[number]
        if number in self.held:
            return
        queue = waiting_keys(self.office.store)
        expected = next_visit(queue, site=counter.site, skills=counter.skills, at=self.office.clock.time)
        answer = self.office.queue.call_next(counter, CLERK, str(uuid4()))
        if expected is None:
            assert answer == Nobody()
            return
        assert isinstance(answer, Called)
        assert answer.claim.visit == expected.visit
        self.held[number] = answer.claim

    @rule(
        number=counters, outcome=st.sampled_from(["back", "no show", "finish", "park", "forward", "release"])
    )
    def what_becomes_of_it(self, number: int, outcome: str) -> None:
        """The called visit goes one of its ways."""
        claim = self.held.pop(number, None)
        if claim is None:
            return
        queue = self.office.queue
        if self.office.state(claim.visit) is VisitState.CALLED:
            if outcome == "back":
                queue.take_back(claim)
                return
            if outcome == "no show":
                queue.no_show(claim, self.counters[number])
                return
            queue.begin(claim)
        match outcome:
            case "finish":
                queue.finish(claim)
            case "park":
                queue.park(claim, ParkReason.FORMS)
                self.parked.append(claim.visit)
            case "forward":
                queue.forward(claim, "melde", "falsch angekommen")
            case _:
                queue.release(claim)

    @precondition(lambda self: bool(self.parked))
    @rule(number=counters, directly=st.booleans())
    def back_again(self, number: int, directly: bool) -> None:
        """Somebody parked is back, at a counter or in the queue."""
        counter = self.counters[number]
        if directly and number not in self.held:
            answer = self.office.queue.take(counter, CLERK, self.parked.pop())
            assert isinstance(answer, Called)
            self.held[number] = answer.claim
        else:
            self.office.queue.resume(counter, CLERK, self.parked.pop())

    @rule(number=counters)
    def colleague_signs_in(self, number: int) -> None:
        """Somebody signs in at a counter: what it holds is theirs, and the older claim is dead."""
        older = self.held.get(number)
        taken = self.office.queue.take_over(self.counters[number], CLERK)
        if older is None:
            assert taken is None
            return
        assert taken == replace(older, epoch=older.epoch + 1)
        self.held[number] = taken

    @rule(number=counters, other=counters)
    def team_lead_helps(self, number: int, other: int) -> None:
        """What a counter holds is given to another one that is free, else it is released."""
        claim, free = self.held.get(number), self.counters[other]
        if claim is None:
            return
        lead = StoredQueueLead(self.office.store, self.office.clock)
        del self.held[number]
        if other == number or other in self.held:
            lead.release_for(free, CLERK, claim.visit, "Test")
            return
        lead.reassign(free, CLERK, claim.visit, free.counter, "Test")
        self.held[other] = replace(claim, counter=free.counter, epoch=claim.epoch + 1)

    @rule(number=counters)
    def cancels(self, number: int) -> None:
        """Whoever is first in the list cancels."""
        waiting = self.office.queue.snapshot(self.counters[number]).waiting
        if waiting:
            self.office.queue.cancel(self.counters[number], CLERK, waiting[0].visit, "hat abgesagt")

    @invariant()
    def the_list_is_the_order_of_the_rule(self) -> None:
        """What the list shows is what the rule says, for every counter."""
        if not hasattr(self, "office"):
            return
        at = self.office.clock.time
        queue = waiting_keys(self.office.store)
        ordered = sorted(queue, key=lambda waiting: order_key(waiting, at))
        for counter in self.counters[1:3]:
            shown = [(entry.visit, entry.eligible) for entry in self.office.queue.snapshot(counter).waiting]
            assert shown == [
                (waiting.visit, is_eligible(waiting, site=counter.site, skills=counter.skills, at=at))
                for waiting in ordered
            ]

    @invariant()
    def a_case_that_goes_on_is_in_the_visit_that_took_it_up(self) -> None:
        """And in no other one."""
        if not hasattr(self, "office"):
            return
        with self.office.store.read() as session:
            stored = {row.id: row.visit for row in session.exec(select(CaseRow)).all()}
        assert {case: stored[case] for case in self.going_on} == self.going_on

    @invariant()
    def every_counter_holds_what_it_was_given(self) -> None:
        """Claims are where they were given, and nowhere else."""
        if not hasattr(self, "office"):
            return
        for number, counter in enumerate(self.counters):
            assert self.office.queue.held_by(counter, CLERK) == self.held.get(number)
        for claim in self.held.values():
            assert self.office.state(claim.visit) in {VisitState.CALLED, VisitState.SERVING}


TestTheQueueIsTheRule = OfficeDay.TestCase
TestTheQueueIsTheRule.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=40,
    phases=PHASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
