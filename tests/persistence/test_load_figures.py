"""What the team lead sees, from what really happened in the queue."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from clerk.domain.office_load import AreaLoad, AreaSetting
from clerk.ports import Arrival, NewCase
from clerk.services.queue_care import NotAllowed
from tests.persistence.lead_office import LABELS, LeadOffice, Served
from tests.persistence.office import CLERK, MORNING, TODAY, Office, press

DAY = [Served(12 * number, number % 3, waited=10 if number % 5 else 40) for number in range(1, 17)]


@pytest.fixture
def place(office: Office) -> LeadOffice:
    return LeadOffice.of(office)


def kfz(place: LeadOffice) -> AreaLoad:
    return next(area for area in place.lead.now().load.areas if area.area == "kfz")


@pytest.mark.both_engines
def test_a_wait_counts_from_the_arrival_and_an_area_is_late_after_its_target(place: LeadOffice) -> None:
    counter = place.counters[0]
    place.office.arrive(counter)
    place.office.clock.advance(minutes=5)
    place.office.arrive(counter)
    place.office.clock.advance(minutes=16)
    area = kfz(place)
    assert (area.queue.waiting, area.queue.overdue, area.longest) == (2, 0, timedelta(minutes=21))
    assert area.late_since == MORNING + timedelta(minutes=20)
    place.lead.set_area(counter.site, "kfz", AreaSetting(target_minutes=30))
    assert kfz(place).late_since is None
    place.office.clock.advance(minutes=40)
    assert kfz(place).queue.overdue == 1


def test_the_share_in_target_is_that_of_who_was_served(place: LeadOffice) -> None:
    place.live_through(*DAY)
    place.at_minute(300)
    assert kfz(place).in_target == 82


def test_two_counters_never_have_a_share(place: LeadOffice) -> None:
    place.live_through(*(replace(served, counter=served.counter % 2) for served in DAY))
    place.at_minute(300)
    assert kfz(place).in_target is None
    assert set(place.lead.now().load.course.served) == {None}


def test_other_labels_and_other_people_change_nothing(tmp_path: Path) -> None:
    shown = []
    for name, labels, turn in (("a", LABELS, 0), ("b", ("Z9", "Y8", "X7", "W6"), 2)):
        place = LeadOffice.of(Office.found(tmp_path / name), labels)
        who = [replace(place.who[0], account=number, login=f"{name}{number}") for number in (5, 6, 7, 8)]
        place.who = who[turn:] + who[:turn]
        place.counters = place.counters[turn:] + place.counters[:turn]
        place.live_through(*DAY, *(replace(served, area="abfall", counter=3) for served in DAY[:6]))
        place.no_show(255, 1)
        place.at_minute(300)
        shown.append(repr(place.lead.now().load))
        place.office.store.close()
    assert shown[0] == shown[1]


def test_an_area_is_opened_at_a_counter_and_people_are_called_there(place: LeadOffice) -> None:
    office = place.office
    extra = office.counter("5", ["melde"])
    entry = next(each for each in place.lead.counters(extra.site) if each.counter == extra.counter)
    place.lead.serve(entry, "kfz", served=True)
    place.lead.serve(entry, "melde", served=False)
    assert {each.label: each.skills for each in place.lead.counters(extra.site)}["5"] == {"kfz"}


@pytest.mark.both_engines
def test_an_area_with_precedence_is_due_earlier_for_who_arrives_from_then_on(place: LeadOffice) -> None:
    counter = place.counters[0]
    before = place.office.arrive(counter, area="abfall")
    place.office.arrive(counter, area="kfz")
    place.office.clock.advance(minutes=5)
    place.lead.set_area(counter.site, "abfall", AreaSetting(walk_in_offset_minutes=20))
    after = place.office.arrive(counter, area="abfall")
    assert place.office.visit(before).z == MORNING + timedelta(minutes=60)
    assert place.office.visit(after).z == MORNING + timedelta(minutes=25)
    booking = Arrival("abfall", (NewCase("abf-groesse", TODAY),))
    booked = place.office.queue.book(counter, CLERK, booking, MORNING + timedelta(minutes=30))
    place.office.arrive(counter, area="abfall", appointment=booked)
    assert place.office.visit(booked).z == MORNING + timedelta(minutes=30)
    press(place.office, counter)
    assert place.office.state(after) == "called"


def test_who_is_no_team_lead_any_more_sees_and_changes_nothing(place: LeadOffice) -> None:
    lead, entry = place.lead, place.lead.counters(place.counters[0].site)[0]
    place.may_act.clear()
    for act in (
        lead.now,
        lambda: lead.serve(entry, "kfz", served=False),
        lambda: lead.set_area(place.counters[0].site, "kfz", AreaSetting(target_minutes=1)),
        lambda: lead.set_board_text(place.counters[0].site, "Text"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.both_engines
def test_the_load_is_read_in_a_few_statements_however_many_wait(place: LeadOffice) -> None:
    statements: list[str] = []
    event.listen(
        place.office.store._engine, "before_cursor_execute", lambda *said: statements.append(said[2])
    )
    read = []
    for more in (1, 30):
        for _each in range(more):
            place.office.arrive(place.counters[0])
        place.office.clock.advance(minutes=1)
        statements.clear()
        place.lead.now()
        read.append(len([each for each in statements if "SELECT" in each]))
    assert read[0] == read[1] <= 14
