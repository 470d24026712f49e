"""The queue as the counters meet it: moves, claims, numbers and the list."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clerk.domain.queue_rule import Priority
from clerk.domain.visit import IllegalTransition, ParkReason, VisitState
from clerk.persistence.office_admin import Site
from clerk.ports import (
    Arrival,
    ClaimLost,
    NewCase,
    Nobody,
)
from tests.persistence.office import CLERK, MORNING, TODAY, Office, claim_of, press

pytestmark = pytest.mark.both_engines


def test_a_call_taken_back_keeps_its_place_and_does_not_count(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    before = office.visit(visit)
    office.clock.advance(minutes=3)
    office.queue.take_back(claim_of(press(office, counter)))
    after = office.visit(visit)
    assert (after.z, after.sequence, after.calls, after.called_at) == (before.z, before.sequence, 0, None)
    assert after.state is VisitState.WAITING


def test_who_does_not_come_waits_a_while_and_keeps_the_place(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    z = office.visit(visit).z
    claim = claim_of(press(office, counter))
    assert office.queue.no_show(claim, counter) is VisitState.WAITING
    assert press(office, counter) == Nobody()
    office.clock.advance(minutes=counter.no_show_minutes)
    assert claim_of(press(office, counter)).visit == visit
    assert office.visit(visit).z == z


def test_after_the_set_number_of_calls_a_visit_is_missed_and_can_enter_anew(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    for _call in range(counter.calls_until_missed - 1):
        assert office.queue.no_show(claim_of(press(office, counter)), counter) is VisitState.WAITING
        office.clock.advance(minutes=counter.no_show_minutes)
    assert office.queue.no_show(claim_of(press(office, counter)), counter) is VisitState.MISSED
    assert press(office, counter) == Nobody()
    office.arrive(counter, appointment=visit)
    anew = office.visit(visit)
    assert (anew.z, anew.calls) == (office.clock.time + timedelta(minutes=60), 0)
    assert claim_of(press(office, counter)).visit == visit


def test_calling_again_does_not_count_and_ends_once_the_person_is_here(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    claim = claim_of(press(office, counter))
    office.clock.advance(minutes=1)
    office.queue.call_again(claim)
    assert (office.visit(visit).calls, office.visit(visit).called_at) == (1, office.clock.time)
    office.queue.begin(claim)
    with pytest.raises(IllegalTransition, match="in Bedienung"):
        office.queue.call_again(claim)


@pytest.mark.parametrize("step", ["take_back", "no_show"])
def test_a_person_being_served_is_neither_taken_back_nor_a_no_show(office: Office, step: str) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    steps: dict[str, Callable[[], object]] = {
        "take_back": lambda: office.queue.take_back(claim),
        "no_show": lambda: office.queue.no_show(claim, counter),
    }
    with pytest.raises(IllegalTransition):
        steps[step]()
    assert office.state(claim.visit) is VisitState.SERVING


def test_who_was_parked_and_is_back_goes_before_walk_ins(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    office.queue.park(claim, ParkReason.PLATES)
    parked = office.visit(claim.visit)
    assert (parked.state, parked.park_reason, parked.parked_at, parked.counter) == (
        VisitState.PARKED,
        ParkReason.PLATES,
        office.clock.time,
        None,
    )
    office.arrive(counter)
    office.clock.advance(minutes=20)
    office.queue.resume(office.counter("2"), CLERK, claim.visit)
    assert office.visit(claim.visit).z == office.clock.time
    assert claim_of(press(office, counter)).visit == claim.visit


def test_a_parked_visit_can_be_taken_at_any_counter_of_the_site(office: Office) -> None:
    claim = office.serving(office.counter("1"))
    office.queue.park(claim, ParkReason.PHOTO)
    other = office.counter("2", ["pass"])
    assert claim_of(office.queue.take(other, CLERK, claim.visit)).counter == other.counter
    assert office.visit(claim.visit).park_reason is None


def test_a_visit_sent_to_another_area_keeps_its_place_and_ticket(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    before = office.visit(claim.visit)
    office.queue.forward(claim, "pass", "braucht einen Ausweis")
    after = office.visit(claim.visit)
    assert (after.z, after.sequence, after.ticket) == (before.z, before.sequence, before.ticket)
    assert press(office, counter) == Nobody()
    assert claim_of(press(office, office.counter("2", ["pass"]))).visit == claim.visit


def test_a_visit_released_after_the_precheck_waits_with_the_key_of_its_arrival(office: Office) -> None:
    desk = office.counter("Info", ["info"])
    arrival = Arrival("kfz", (NewCase("kfz_neu", TODAY),))
    claim = claim_of(office.queue.accept_directly(desk, CLERK, arrival))
    arrived_at = office.clock.time
    office.clock.advance(minutes=8)
    office.queue.release(claim)
    visit = office.visit(claim.visit)
    assert (visit.state, visit.ticket, visit.counter) == (VisitState.WAITING, "K001", None)
    assert visit.z == arrived_at + timedelta(minutes=desk.walk_in_offset_minutes)
    assert claim_of(press(office, office.counter())).visit == claim.visit


def test_a_finished_visit_is_closed_and_its_counter_free(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    office.queue.finish(claim)
    assert office.state(claim.visit) is VisitState.CLOSED
    assert press(office, counter) == Nobody()


def test_who_leaves_is_no_longer_called(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter)
    office.queue.leave(counter, CLERK, visit)
    assert office.state(visit) is VisitState.LEFT
    assert press(office, counter) == Nobody()


def test_a_chosen_visit_is_called_before_its_turn_with_the_reason_kept(office: Office) -> None:
    counter = office.counter()
    office.arrive(counter)
    chosen = office.arrive(counter)
    assert claim_of(office.queue.call(counter, CLERK, chosen, "gehört zu K001")).visit == chosen
    with office.store.read_connection() as connection:
        detail = connection.exec_driver_sql("SELECT detail FROM audit ORDER BY id DESC LIMIT 1").scalar()
    assert detail == "gehört zu K001"


def test_a_visit_that_is_held_cannot_be_taken_by_another_counter(office: Office) -> None:
    claim = office.serving(office.counter("1"))
    with pytest.raises(IllegalTransition, match="in Bedienung"):
        office.queue.take(office.counter("2"), CLERK, claim.visit)
    with pytest.raises(IllegalTransition):
        office.queue.leave(office.counter("3"), CLERK, claim.visit)


def test_a_visit_of_another_site_is_unknown_here(office: Office) -> None:
    visit = office.arrive(office.counter("1"))
    other = Office(office.store, office.clock)
    other.site = office.admin.add_site(Site(0, "Nebenstelle", "Landratsamt Musterkreis")).id
    elsewhere = other.counter("1")
    with pytest.raises(KeyError):
        office.queue.take(elsewhere, CLERK, visit)
    assert press(office, elsewhere) == Nobody()


@pytest.mark.parametrize("move", ["begin", "take_back", "release", "finish", "call_again"])
def test_an_old_claim_changes_nothing(office: Office, move: str) -> None:
    """A screen that slept while the visit was taken back and called again is refused."""
    counter = office.counter()
    office.arrive(counter)
    old = claim_of(press(office, counter))
    office.queue.take_back(old)
    new = claim_of(press(office, counter))
    assert new.epoch > old.epoch
    with pytest.raises(ClaimLost, match="nichts geändert"):
        getattr(office.queue, move)(old)
    assert office.state(new.visit) is VisitState.CALLED


def test_the_claim_of_a_counter_is_found_again_after_a_restart(office: Office) -> None:
    counter = office.counter()
    claim = office.serving(counter)
    assert office.queue.held_by(counter, CLERK) == claim
    assert office.queue.held_by(office.counter("2"), CLERK) is None


def test_tickets_run_by_area_and_day_and_case_numbers_by_year(office: Office) -> None:
    counter = office.counter()
    tickets = [
        office.visit(office.arrive(counter, area=area)).ticket for area in ("kfz", "kfz", "pass", "melde")
    ]
    assert tickets == ["K001", "K002", "P001", "M001"]
    office.clock.advance(minutes=24 * 60)
    visit = office.visit(office.arrive(counter))
    assert (visit.ticket, visit.cases[0].number) == ("K001", "2026-000005")


def test_the_day_of_a_ticket_is_the_day_at_the_office_not_in_greenwich(office: Office) -> None:
    """22:00 UTC is midnight in a German summer."""
    counter = office.counter()
    office.clock.time = MORNING.replace(hour=21, minute=59)
    office.arrive(counter)
    office.clock.advance(minutes=1)
    assert office.visit(office.arrive(counter)).ticket == "K001"


def test_the_list_shows_everybody_in_the_order_of_the_rule_and_who_would_be_called(office: Office) -> None:
    counter = office.counter("7", ["kfz"])
    later = office.arrive(counter, services=["kfz_neu", "kfz_ab"])
    elsewhere = office.arrive(counter, area="pass", priority=Priority.PRIORITY)
    booked = office.queue.book(counter, CLERK, Arrival("kfz", ()), MORNING + timedelta(hours=2))
    paused = office.arrive(counter, priority=Priority.EMERGENCY)
    office.queue.no_show(claim_of(press(office, counter)), counter)
    parked = office.serving(office.counter("8"))
    office.queue.park(parked, ParkReason.FORMS)
    busy = office.serving(counter)
    seen = office.queue.snapshot(counter)
    assert [(entry.visit, entry.eligible) for entry in seen.waiting] == [
        (paused, False),
        (elsewhere, False),
        (later, True),
    ]
    assert [entry.visit for entry in seen.booked] == [booked]
    assert [(entry.visit, entry.park_reason) for entry in seen.parked] == [(parked.visit, ParkReason.FORMS)]
    assert [(entry.visit, entry.counter_label) for entry in seen.busy] == [(busy.visit, "7")]
    assert seen.waiting[2].services == ("kfz_neu", "kfz_ab")
    assert seen.at == office.clock.time


def test_the_first_eligible_of_the_list_is_the_one_called(office: Office) -> None:
    counter = office.counter("7", ["kfz", "pass"])
    for area in ("melde", "pass", "kfz", "info"):
        office.arrive(counter, area=area)
        office.clock.advance(minutes=1)
    first = next(entry for entry in office.queue.snapshot(counter).waiting if entry.eligible)
    assert claim_of(press(office, counter)).visit == first.visit


def test_a_name_over_200_characters_is_refused_with_a_sentence_and_nobody_arrives(office: Office) -> None:
    counter = office.counter()
    with pytest.raises(ValueError, match="höchstens 200"):
        office.arrive(counter, name="x" * 201)
    assert office.queue.snapshot(counter).waiting == ()


def test_a_hostile_name_is_harmless_in_the_store(office: Office) -> None:
    counter = office.counter()
    visit = office.arrive(counter, name="\x1b]52;c;eA==\x07Meier \u202e[/x]\x9b31m [TODO]")
    assert office.visit(visit).name == "Meier [/x] [TODO]"
