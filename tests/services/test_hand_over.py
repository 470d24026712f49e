"""Handing over: closing never waits for it, a fault loses nothing, and nobody hands over the same case at once."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from clerk.domain.handover import Handover
from clerk.domain.settlement import Way
from clerk.domain.visit import Outcome, VisitState
from clerk.services.hand_over import LEASE, HandoverState, pause_after
from clerk.services.workstation import Workstation
from tests.catalogue.shipped import TODAY
from tests.services.card import pay_by_card
from tests.services.front_office import (
    COPIES,
    FREE,
    FREE_FORM,
    KFZ_COUNTER,
    PLATES_KEPT,
    SASCHA,
    FrontOffice,
    Specialist,
    close,
    fill,
    first,
    settle_all,
)

ALL_DONE = HandoverState(waiting=0, problem=None)
OUT_OF_ORDER = "Das Fachverfahren ist nicht erreichbar."


def closed(office: FrontOffice, *, name: str = "Frau Beispiel") -> str:
    """Close a visit with one transfer, settled by notice; return its case number."""
    settled = settle_all(office.counter, office.confirmed(name=name))
    close(office.counter, settled)
    return first(settled).number


def free(office: FrontOffice) -> str:
    """Close a visit that costs nothing; return its case number."""
    serving = office.serving(FREE, form=FREE_FORM)
    close(office.counter, serving)
    return first(serving).number


# ---------------------------------------------------------------- what arrives there


def test_what_was_done_at_the_counter_arrives_with_its_entries_answers_and_fees(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    pay_by_card(office, confirmed)
    office.clock.advance(minutes=2)
    close(office.counter, office.counter.call_next.reload(confirmed))
    assert office.counter.hand_over.catch_up() == ALL_DONE
    (handover,) = office.specialist.taken
    assert handover.case == first(confirmed).number
    assert handover.outcome is Outcome.DONE
    assert handover.closed_at == office.clock.now()
    assert handover.form["fin"] == "A1BS31Z0430336179"
    assert handover.form["plate_old"] == "RV-AB 12"
    assert handover.facts == PLATES_KEPT
    assert [(fee.tariff, fee.cents, fee.way) for fee in handover.fees] == [
        ("GebOSt 221.8", 2420, Way.CARD),
        ("GebOSt 124", 320, Way.CARD),
    ]


def test_neither_the_name_given_at_the_arrival_nor_the_ticket_nor_who_worked_on_it_arrives(
    office: FrontOffice,
) -> None:
    closed(office, name="Herr Ankunft")
    office.counter.hand_over.catch_up()
    told = repr(office.specialist.taken)
    assert "Frau Beispiel" in told
    for withheld in ("Herr Ankunft", "K001", "Kim", "schalter", "Karte nicht lesbar"):
        assert withheld not in told


def test_every_done_case_of_a_visit_arrives_by_itself(office: FrontOffice) -> None:
    two = office.counter.procedure.add_case(office.confirmed(), COPIES, on=TODAY)
    copies = two.visit.cases[1]
    filled = fill(office.counter, two, {"qty": "3"}, copies)
    done = settle_all(office.counter, office.counter.procedure.confirm(filled, copies.id, on=TODAY))
    close(office.counter, done)
    assert office.counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == [case.number for case in done.visit.cases]


@pytest.mark.parametrize("outcome", [Outcome.INCOMPLETE, Outcome.REFERRED, Outcome.WITHDRAWN])
def test_a_case_that_is_not_done_is_not_handed_over(office: FrontOffice, outcome: Outcome) -> None:
    serving = office.serving(answers=PLATES_KEPT)
    close(office.counter, office.counter.close_visit.set_outcome(serving, first(serving).id, outcome))
    assert office.state(serving.claim.visit) is VisitState.CLOSED
    assert office.counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.taken == []


def test_nothing_is_handed_over_before_the_visit_is_closed(office: FrontOffice) -> None:
    settled = settle_all(office.counter, office.confirmed())
    assert office.counter.hand_over.catch_up() == ALL_DONE
    close(office.counter, settled)
    office.counter.hand_over.catch_up()
    assert office.specialist.numbers == [first(settled).number]


def test_what_arrived_is_not_handed_over_again(office: FrontOffice) -> None:
    number = closed(office)
    for _round in range(3):
        assert office.counter.hand_over.catch_up() == ALL_DONE
        office.clock.advance(minutes=10)
    assert office.specialist.numbers == [number]


# ---------------------------------------------------------------- faults


def test_a_specialist_system_that_is_down_stops_no_visit_and_says_how_many_cases_wait(
    office: FrontOffice,
) -> None:
    office.specialist.broken = True
    for waiting in (1, 2, 3):
        free(office)
        assert office.counter.hand_over.catch_up() == HandoverState(waiting, OUT_OF_ORDER)
    assert office.ask("SELECT DISTINCT state FROM visit") == [("closed",)]


def test_when_it_works_again_everything_is_caught_up_oldest_first(office: FrontOffice) -> None:
    office.specialist.broken = True
    numbers = [free(office) for _visit in range(3)]
    office.counter.hand_over.catch_up()
    office.specialist.broken = False
    office.clock.advance(seconds=5)
    assert office.counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == numbers


def test_after_the_program_was_started_anew_it_catches_up_too(office: FrontOffice) -> None:
    office.specialist.broken = True
    number = closed(office)
    office.counter.hand_over.catch_up()
    restarted = FrontOffice.reopen(office.store.address)
    restarted.clock.advance(minutes=24 * 60)
    assert restarted.counter.hand_over.catch_up() == ALL_DONE
    assert restarted.specialist.numbers == [number]
    restarted.store.close()


def test_what_was_refused_rests_longer_each_time_but_never_longer_than_a_minute(office: FrontOffice) -> None:
    office.specialist.broken = True
    free(office)
    for seconds in (5, 10, 20, 40, 60, 60):
        office.counter.hand_over.catch_up()
        tries = office.ask("SELECT tries FROM outbox")
        office.clock.advance(seconds=seconds - 1)
        assert office.counter.hand_over.catch_up() == HandoverState(1, OUT_OF_ORDER)
        assert office.ask("SELECT tries FROM outbox") == tries
        office.clock.advance(seconds=1)
    office.specialist.broken = False
    assert office.counter.hand_over.catch_up() == ALL_DONE


def test_a_pause_of_a_whole_weekend_is_still_a_minute() -> None:
    assert pause_after(1) == timedelta(seconds=5)
    assert pause_after(100_000) == timedelta(seconds=60)


def test_a_case_of_a_service_the_office_has_removed_waits_and_holds_up_no_other(office: FrontOffice) -> None:
    lost, fine = closed(office), free(office)
    without = tuple(service for service in office.catalogue.service_versions if service.id == FREE)
    reduced = replace(office, catalogue=replace(office.catalogue, service_versions=without))
    state = reduced.counter.hand_over.catch_up()
    assert office.specialist.numbers == [fine]
    assert state.waiting == 1
    assert state.problem is not None
    assert lost in state.problem
    office.clock.advance(minutes=1)
    assert office.counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == [fine, lost]


def test_many_that_were_left_over_are_handed_over_in_rounds_and_each_once(office: FrontOffice) -> None:
    office.specialist.broken = True
    numbers = [free(office) for _visit in range(25)]
    office.specialist.broken = False
    assert office.counter.hand_over.catch_up() == HandoverState(waiting=5, problem=None)
    assert office.counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == numbers


# ---------------------------------------------------------------- two workstations


@dataclass
class Meanwhile(Specialist):
    """A specialist system that is slow: while it takes a case over, the other workstation looks, too."""

    other: list[Workstation] = field(default_factory=list)
    seen: list[HandoverState] = field(default_factory=list)

    def take_over(self, handover: Handover) -> None:
        """Take a case over while another workstation is looking for some."""
        self.seen.extend(place.hand_over.catch_up() for place in self.other)
        Specialist.take_over(self, handover)


class PowerCutError(BaseException):
    """The workstation is gone in the middle of a handover."""


@dataclass
class Crashing(Specialist):
    """A specialist system whose caller dies after it has the case, before it could say so."""

    def take_over(self, handover: Handover) -> None:
        """Take a case over, and let the caller die."""
        Specialist.take_over(self, handover)
        raise PowerCutError


def test_a_case_that_one_workstation_is_handing_over_the_other_leaves_alone(office: FrontOffice) -> None:
    number = closed(office)
    slow = Meanwhile(other=[office.kfz_counter])
    place = replace(office, specialist=slow).workstation(SASCHA, KFZ_COUNTER)
    assert place.hand_over.catch_up() == ALL_DONE
    assert slow.seen == [HandoverState(waiting=1, problem=None)]
    assert slow.numbers == [number]
    assert office.specialist.taken == []


def test_a_workstation_that_dies_in_the_middle_leaves_the_case_to_the_others_and_it_arrives_the_same(
    office: FrontOffice,
) -> None:
    number = closed(office)
    crashing = Crashing()
    with pytest.raises(PowerCutError):
        replace(office, specialist=crashing).counter.hand_over.catch_up()
    assert office.kfz_counter.hand_over.catch_up() == HandoverState(waiting=1, problem=None)
    office.clock.advance(seconds=LEASE.total_seconds())
    assert office.kfz_counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == [number]
    assert office.specialist.taken == crashing.taken


def test_another_counter_hands_over_what_this_one_has_closed(office: FrontOffice) -> None:
    number = closed(office)
    assert office.kfz_counter.hand_over.catch_up() == ALL_DONE
    assert office.specialist.numbers == [number]
