"""The silent alarm: who sees what, and that it says where and nothing else."""

import dataclasses
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from clerk.domain.alarm import SHOWN_FOR, Alarm, OwnAlarm
from clerk.domain.people import Workplace
from clerk.persistence import audit_trail
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.alarms import StoredAlarms
from clerk.persistence.office_admin import Counter, Site
from clerk.services.silent_alarm import SilentAlarm
from tests.persistence.office import Office


@dataclass
class Counters:
    """Three counters of a site."""

    office: Office
    threatened: SilentAlarm
    colleague: SilentAlarm
    other: SilentAlarm


@pytest.fixture(name="at")
def _at(office: Office) -> Counters:
    first, second, third = (
        SilentAlarm(StoredAlarms(office.store, office.clock), office.counter(label), account)
        for label, account in (("7", 11), ("8", 12), ("9", 13))
    )
    return Counters(office, first, second, third)


def _only(alarms: tuple[Alarm, ...]) -> Alarm:
    (alarm,) = alarms
    return alarm


def test_colleagues_see_where_and_nothing_else(at: Counters) -> None:
    at.threatened.raise_here()
    alarm = _only(at.colleague.look().elsewhere)
    assert (alarm.label, alarm.answered_by) == ("7", None)
    assert {field.name for field in dataclasses.fields(Alarm)} == {
        "id",
        "counter",
        "label",
        "raised_at",
        "answered_by",
    }


def test_at_the_counter_itself_nothing_shows_but_that_it_is_out_and_answered(at: Counters) -> None:
    view = at.threatened.raise_here()
    assert (view.elsewhere, view.own) == ((), OwnAlarm.OUT)
    at.colleague.go_there(_only(at.colleague.look().elsewhere).id)
    assert (at.threatened.look().elsewhere, at.threatened.look().own) == ((), OwnAlarm.ANSWERED)


def test_while_its_own_is_open_a_counter_shows_no_other(at: Counters) -> None:
    at.threatened.raise_here()
    at.colleague.raise_here()
    assert at.threatened.look().elsewhere == at.colleague.look().elsewhere == ()
    assert [alarm.label for alarm in at.other.look().elsewhere] == ["7", "8"]


def test_the_first_who_goes_is_shown_and_ending_takes_it_off_every_screen(at: Counters) -> None:
    at.threatened.raise_here()
    number = _only(at.colleague.look().elsewhere).id
    at.colleague.go_there(number)
    assert _only(at.other.go_there(number).elsewhere).answered_by == "8"
    assert at.other.end(number).elsewhere == ()
    assert at.threatened.look().own is OwnAlarm.NONE


@pytest.mark.both_engines
def test_pressed_again_it_stays_one_alarm_until_somebody_has_answered(at: Counters) -> None:
    at.threatened.raise_here()
    at.threatened.raise_here()
    first = _only(at.colleague.look().elsewhere)
    at.colleague.go_there(first.id)
    at.threatened.raise_here()
    second = _only(at.colleague.look().elsewhere)
    assert (second.id != first.id, second.answered_by) == (True, None)


def test_an_alarm_nobody_ended_hides_no_later_one(at: Counters) -> None:
    at.threatened.raise_here()
    at.office.clock.time += SHOWN_FOR
    assert at.colleague.look().elsewhere == ()
    assert at.threatened.look().own is OwnAlarm.NONE
    at.threatened.raise_here()
    assert _only(at.colleague.look().elsewhere).raised_at == at.office.clock.time


def test_another_site_sees_nothing_and_can_end_nothing(at: Counters) -> None:
    at.threatened.raise_here()
    number = _only(at.colleague.look().elsewhere).id
    away = _counter_of_another_site(at.office)
    elsewhere = SilentAlarm(StoredAlarms(at.office.store, at.office.clock), away, 14)
    assert elsewhere.end(number).elsewhere == ()
    assert _only(at.colleague.look().elsewhere).id == number


def test_who_raised_it_stands_in_the_audit_trail_only(at: Counters) -> None:
    at.threatened.raise_here()
    at.colleague.go_there(_only(at.colleague.look().elsewhere).id)
    with at.office.store.read_connection() as connection:
        (row,) = connection.execute(text("SELECT * FROM alarm")).mappings()
        trail = connection.execute(
            text("SELECT action, account FROM audit WHERE action LIKE 'alarm%' ORDER BY id")
        ).all()
    assert set(row) == {"id", "site", "counter", "raised_at", "answered_by", "answered_at", "ended_at"}
    assert [tuple(entry) for entry in trail] == [("alarm_raised", 11), ("alarm_answered", 12)]
    assert audit_trail.verify(at.office.store) == []


def _counter_of_another_site(office: Office) -> Workplace:
    site = office.admin.add_site(Site(0, "Nebenstelle", "Landratsamt Musterkreis")).id
    entry = office.admin.add_counter(Counter(0, site, "21", frozenset({"kfz"})))
    return StoredAccounts(office.store, office.clock).workplace(entry.id)
