"""What a team lead changes, as the others feel it, and the report they get."""

import pytest

from clerk.domain.visit import Outcome, VisitState
from clerk.ports import ClaimLost
from clerk.services.queue_care import NotAllowed
from clerk.services.team_lead import TeamLead
from clerk.services.workstation import Workstation
from tests.services.front_office import (
    ALEX,
    COUNTER,
    KFZ_COUNTER,
    PLATES_KEPT,
    TRANSFER,
    FrontOffice,
    answer,
    first,
    held,
    present,
)

LICENCE = "fe-umtausch"


def lead_of(office: FrontOffice) -> tuple[Workstation, TeamLead]:
    place = office.workstation(ALEX, COUNTER)
    assert place.lead is not None
    return place, place.lead


def test_an_area_opened_at_a_counter_counts_from_the_next_call_there(office: FrontOffice) -> None:
    """Nobody has to sign in again: the screen there looks after every change."""
    kfz_counter = office.kfz_counter
    visit = office.waiting(LICENCE)
    assert kfz_counter.overview.now(on=kfz_counter.today()).next_call is None
    _place, lead = lead_of(office)
    entry = next(each for each in lead.counters(1) if each.counter == KFZ_COUNTER)
    lead.serve(entry, "fahrerlaubnis", served=True)
    shown = kfz_counter.overview.now(on=kfz_counter.today()).next_call
    assert shown is not None
    assert shown.entry.visit == visit
    called = kfz_counter.call_next.next("one")
    assert getattr(called, "visit", None) is not None


def test_a_stuck_visit_is_found_by_its_ticket_and_waits_again_at_its_place(office: FrontOffice) -> None:
    serving = office.serving()
    waiting = office.waiting()
    place, lead = lead_of(office)
    first, second = place.lead_visits.present(1)
    assert (first.visit, first.counter, second.visit, second.counter) == (
        serving.claim.visit,
        "7",
        waiting,
        None,
    )
    place.lead_visits.release(1, first.visit, "am Schalter ist niemand")
    assert [each.visit for each in place.lead_visits.present(1)] == [serving.claim.visit, waiting]
    with pytest.raises(ClaimLost):
        office.counter.call_next.take_back(serving)
    entry = next(each for each in lead.counters(1) if each.counter == KFZ_COUNTER)
    place.lead_visits.reassign(1, waiting, entry.counter, "anderer Grund")
    (there,) = [each for each in place.lead_visits.present(1) if each.is_held]
    assert (there.visit, there.state, there.counter) == (waiting, VisitState.CALLED, "8")


def test_who_is_no_team_lead_moves_nobody(office: FrontOffice) -> None:
    serving = office.serving()
    with pytest.raises(NotAllowed):
        office.counter.lead_visits.release(1, serving.claim.visit, "anderer Grund")


def test_why_visits_come_again_is_told_by_document(office: FrontOffice) -> None:
    place, _lead = lead_of(office)
    desks = (office.info_desk, office.counter, office.kfz_counter)
    for number in range(6):
        desk = desks[number % 3]
        opened = held(desk.arrive.walk_in(TRANSFER, on=desk.today()))
        opened = present(desk, answer(desk, opened, PLATES_KEPT), missing=frozenset({"evb"}))
        office.clock.advance(minutes=1)
        opened = desk.close_visit.set_outcome(opened, first(opened).id, Outcome.INCOMPLETE)
        desk.close_visit.close(opened, on=desk.today())
    day = office.counter.today()
    office.clock.advance(minutes=24 * 60)
    report = place.visit_reports.report(day)
    (share,) = report.missing
    assert (share.document, share.percent) == ("Elektronische Versicherungsbestätigung (eVB-Nummer)", 100)
    assert (report.second_visits, [area.single_visit for area in report.areas]) == (6, [0])
