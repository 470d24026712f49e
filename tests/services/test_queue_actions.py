"""All that can be done with a visit besides serving it: sent elsewhere, taken over, released, cancelled, let go."""

from dataclasses import replace

import pytest

from clerk.domain.counters import CounterStatus
from clerk.domain.people import Workplace
from clerk.domain.visit import IllegalTransition, Outcome, ParkReason, VisitState
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.persistence.tables_people import CounterRow
from clerk.ports import ClaimLost, CounterTaken, Nobody
from clerk.services.queue_care import NotAllowed
from clerk.services.set_aside import Forwarded
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    ALEX,
    COPIES,
    COUNTER,
    FREE,
    KFZ_COUNTER,
    KIM,
    ROBIN,
    SASCHA,
    TRANSFER_FORM,
    FrontOffice,
    first,
    held,
    next_at,
)


def branch(office: FrontOffice, *skills: str) -> Workplace:
    """Open a second site with one counter."""
    admin = OfficeAdmin(office.store, office.clock)
    site = admin.add_site(Site(0, "Nebenstelle", "Bürgerbüro Musterkreis")).id
    counter = admin.add_counter(Counter(0, site, "1", frozenset(skills)))
    return office.accounts.workplace(counter.id)


# ---------------------------------------------------------------- forwarding


def test_a_visit_sent_to_another_site_keeps_its_place_there_and_has_a_number_of_that_site(
    office: FrontOffice,
) -> None:
    there = branch(office, "kfz")
    sent = office.serving(FREE)
    office.clock.advance(minutes=5)
    [site] = office.counter.set_aside.other_sites()
    assert site.name == "Nebenstelle"
    answer = office.counter.set_aside.forward(sent, "kfz", "falscher Bereich", site=site.site)
    assert answer == Forwarded("K001", able=1, open=1)
    stored = office.visit(sent.claim.visit)
    assert (stored.site, stored.z, stored.sequence) == (there.site, sent.visit.z, sent.visit.sequence)
    assert stored.cases == sent.visit.cases
    assert office.counter.overview.now(on=TODAY).waiting_count == 0
    assert next_at(office.workstation(SASCHA, there.counter)).claim.visit == stored.id


def test_that_nobody_serves_the_area_is_said_and_the_place_stays_all_the_same(office: FrontOffice) -> None:
    branch(office, "kfz")
    sent = office.serving(FREE)
    [site] = office.counter.set_aside.other_sites()
    answer = office.counter.set_aside.forward(sent, "pass", "falscher Bereich", site=site.site)
    assert (answer.able, answer.open) == (0, 0)
    assert office.visit(sent.claim.visit).z == sent.visit.z
    assert (KIM.account, "forwarded", "pass: falscher Bereich") in office.audit()


def test_a_referred_case_lets_the_visit_end_without_a_fee(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    case = first(confirmed).id
    referred = office.counter.close_visit.set_outcome(
        confirmed, case, Outcome.REFERRED, note="Untere Jagdbehörde"
    )
    office.counter.close_visit.close(referred, on=TODAY)
    stored = office.visit(referred.claim.visit)
    assert stored.state is VisitState.CLOSED
    assert (first(referred).outcome, stored.lines) == (Outcome.REFERRED, ())


# ---------------------------------------------------------------- the counter's status


def test_a_status_is_set_by_hand_and_leaves_no_trace_of_who_or_when(office: FrontOffice) -> None:
    audit_before = office.audit()
    for status in CounterStatus:
        office.counter.own_counter.set(status)
        assert office.kfz_counter.overview.now(on=TODAY).status is CounterStatus.OPEN
        assert office.counter.overview.now(on=TODAY).status is status
        office.clock.advance(minutes=20)
    assert office.audit() == audit_before
    assert set(CounterRow.model_fields) == {"id", "site", "label", "terminal", "active", "status"}


def test_signing_in_opens_a_counter_nobody_was_at_and_leaves_a_break_alone(office: FrontOffice) -> None:
    own = office.counter.own_counter
    own.signed_out()
    assert office.counter.overview.now(on=TODAY).status is CounterStatus.AWAY
    own.signed_in()
    assert office.counter.overview.now(on=TODAY).status is CounterStatus.OPEN
    own.set(CounterStatus.BREAK)
    own.signed_in()
    assert office.counter.overview.now(on=TODAY).status is CounterStatus.BREAK


# ---------------------------------------------------------------- taking over, releasing, reassigning


def test_who_signs_in_at_the_counter_takes_its_visit_over_with_everything_typed(office: FrontOffice) -> None:
    before = office.serving(form=TRANSFER_FORM)
    relief = office.workstation(SASCHA, COUNTER)
    after = held(relief.call_next.held())
    assert after.visit.cases == before.visit.cases
    with pytest.raises(ClaimLost):
        office.counter.procedure.save_draft(before, first(before).id)
    with pytest.raises(ClaimLost):
        office.counter.set_aside.park(before, ParkReason.FORMS)
    relief.set_aside.park(after, ParkReason.FORMS)
    assert (SASCHA.account, "taken_over", "") in office.audit()


def test_an_older_program_at_the_counter_has_to_take_the_visit_over_to_go_on(office: FrontOffice) -> None:
    older = office.serving()
    relief = office.workstation(SASCHA, COUNTER)
    taken = held(relief.call_next.held())
    back = held(office.counter.call_next.next("press of the older program"))
    assert back.claim.visit == older.claim.visit
    with pytest.raises(ClaimLost):
        relief.set_aside.park(taken, ParkReason.FORMS)


def test_a_stuck_visit_is_released_by_the_team_lead_and_waits_at_its_place(office: FrontOffice) -> None:
    stuck = office.serving(form=TRANSFER_FORM)
    office.clock.advance(minutes=30)
    office.waiting()
    care, here = office.counter.queue_care, office.counter.seat.workplace
    for somebody in (KIM, ROBIN):
        with pytest.raises(NotAllowed, match="Teamleitung"):
            care.release_for(here, somebody, stuck.claim.visit, "Schalter verlassen")
    care.release_for(here, ALEX, stuck.claim.visit, "Schalter verlassen")
    with pytest.raises(IllegalTransition):
        care.release_for(here, ALEX, stuck.claim.visit, "Schalter verlassen")
    with pytest.raises(ClaimLost):
        office.counter.set_aside.park(stuck, ParkReason.FORMS)
    called = next_at(office.kfz_counter)
    assert called.claim.visit == stuck.claim.visit
    assert first(called).form == first(stuck).form
    assert (ALEX.account, "released_for", "Schalter verlassen") in office.audit()


def test_a_visit_is_given_to_another_free_counter_which_sees_it(office: FrontOffice) -> None:
    stuck, waiting = office.serving(), office.waiting()
    care, here = office.counter.queue_care, office.counter.seat.workplace
    with pytest.raises(NotAllowed):
        care.reassign(here, SASCHA, stuck.claim.visit, KFZ_COUNTER, "Schalter verlassen")
    care.reassign(here, ALEX, stuck.claim.visit, KFZ_COUNTER, "Schalter verlassen")
    assert office.kfz_counter.overview.now(on=TODAY).is_held_here
    assert not office.counter.overview.now(on=TODAY).is_held_here
    with pytest.raises(ClaimLost):
        office.counter.procedure.save_draft(stuck, first(stuck).id)
    with pytest.raises(CounterTaken, match="Schalter 8"):
        care.reassign(here, ALEX, waiting, KFZ_COUNTER, "Schalter verlassen")
    care.reassign(here, ALEX, waiting, COUNTER, "Schalter verlassen")
    states = [held(place.call_next.held()).visit.state for place in (office.counter, office.kfz_counter)]
    assert states == [VisitState.CALLED, VisitState.SERVING]


# ---------------------------------------------------------------- cancelling, not appearing, the end of the day


def test_a_cancelled_visit_is_not_called_and_the_reason_is_kept(office: FrontOffice) -> None:
    waiting = office.waiting()
    office.info_desk.set_aside.cancel(waiting, "hat abgesagt")
    assert office.state(waiting) is VisitState.CANCELLED
    assert isinstance(office.counter.call_next.next("press"), Nobody)
    assert (ROBIN.account, "cancelled", "hat abgesagt") in office.audit()
    with pytest.raises(IllegalTransition):
        office.info_desk.set_aside.cancel(office.serving().claim.visit, "hat abgesagt")


def test_who_was_missed_and_turns_up_enters_anew_with_a_number_of_now(office: FrontOffice) -> None:
    waiting, _other = office.waiting(name="Frau Beispiel"), office.waiting(FREE)
    for _call in range(3):
        office.kfz_counter.call_next.no_show(next_at(office.kfz_counter))
        office.clock.advance(minutes=5)
    assert office.state(waiting) is VisitState.MISSED
    [missed] = office.info_desk.overview.now(on=TODAY).missed
    again = held(office.info_desk.arrive.check_in(missed.entry))
    assert (again.claim.visit, again.visit.name) == (waiting, "Frau Beispiel")
    assert again.visit.ticket != missed.entry.ticket
    assert again.visit.arrived_at == office.clock.time
    assert [again.visit.sequence > missed.entry.sequence, again.visit.calls] == [True, 0]
    assert office.info_desk.overview.now(on=TODAY).missed == ()


def test_after_the_last_arrival_of_the_day_the_desk_knows_it(office: FrontOffice) -> None:
    admin = OfficeAdmin(office.store, office.clock)
    [site] = admin.sites()
    admin.change_site(replace(site, last_arrivals="mo-do 8:30, fr 8:15"))
    assert admin.sites()[0].last_arrivals == "Mo 08:30, Di 08:30, Mi 08:30, Do 08:30, Fr 08:15"
    desk = office.workstation(ROBIN, 1)
    assert desk.arrive.closed_since() is None
    office.clock.advance(minutes=30)
    until = desk.arrive.closed_since()
    assert until is not None
    assert f"{until:%H:%M}" == "08:30"


def test_at_the_end_of_the_day_who_waits_has_left_who_is_parked_stays_and_both_are_listed(
    office: FrontOffice,
) -> None:
    parked = office.serving(COPIES)
    office.counter.set_aside.park(parked, ParkReason.PHOTO)
    serving = office.serving(FREE)
    waiting = office.waiting()
    care, here = office.info_desk.queue_care, office.info_desk.seat.workplace
    assert care.may_end_day(office.info_desk.seat)
    assert not care.may_end_day(office.counter.seat)
    with pytest.raises(NotAllowed):
        care.end_day(here, KIM)
    ended = care.end_day(here, ROBIN)
    listed = [[entry.visit for entry in entries] for entries in (ended.left, ended.parked)]
    assert listed == [[waiting], [parked.claim.visit]]
    assert office.state(waiting) is VisitState.LEFT
    assert office.state(parked.claim.visit) is VisitState.PARKED
    assert office.state(serving.claim.visit) is VisitState.SERVING
    assert (ROBIN.account, "left", "day_end") in office.audit()
