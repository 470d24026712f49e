"""Calendars: times in their zones, moved, cancelled and repeated events."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clerk.domain.appointment import BadLine, ListedAppointment, ListEntry
from integrations.appointments.reader import read_appointments

BERLIN = ZoneInfo("Europe/Berlin")
AT_1040 = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)


def calendar(*events: str, method: str = "PUBLISH") -> bytes:
    """Return a calendar of events, each given as its lines."""
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n{body}END:VCALENDAR\r\n".encode()


def event(start: str = "DTSTART:20261123T104000", *more: str, uid: str = "1@amt.example") -> str:
    """Return the lines of an event."""
    return "\r\n".join((f"UID:{uid}", start, "SUMMARY:Ummeldung: Frau Beispiel", *more))


def _read(*events: str, method: str = "PUBLISH") -> list[ListEntry]:
    return list(read_appointments(calendar(*events, method=method), BERLIN))


def _one(*lines: str, method: str = "PUBLISH") -> ListedAppointment:
    (entry,) = _read(event(*lines), method=method)
    assert isinstance(entry, ListedAppointment), entry
    return entry


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART:20261123T104000",
        "DTSTART:20261123T094000Z",
        "DTSTART;TZID=Europe/Berlin:20261123T104000",
        "DTSTART;TZID=W. Europe Standard Time:20261123T104000",
        "DTSTART;TZID=America/New_York:20261123T044000",
    ],
)
def test_the_hour_is_that_of_the_office_whatever_zone_it_is_written_in(start: str) -> None:
    assert _one(start).starts_at == AT_1040


def test_a_zone_the_file_defines_itself_counts() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Amt\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    content = calendar(event("DTSTART;TZID=Amt:20261123T124000")).replace(
        b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT", 1
    )
    (entry,) = read_appointments(content, BERLIN)
    assert isinstance(entry, ListedAppointment)
    assert entry.starts_at == AT_1040


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART;TZID=Mars/Base:20261123T104000",), "Zeitzone „Mars/Base“"),
        (("DTSTART;VALUE=DATE:20261123",), "Ganztägig"),
        (("DTSTART:übermorgen",), "nicht lesbar"),
        (("X-NO-START:1",), "Beginn fehlt"),
        (("DTSTART:20261123T104000", "RRULE:FREQ=WEEKLY"), "Serientermin"),
        (("DTSTART:20261123T104000", "RDATE:20261124T104000"), "Serientermin"),
    ],
)
def test_what_is_no_single_appointment_is_named_and_the_others_count(
    lines: tuple[str, ...], said: str
) -> None:
    bad, good = _read(event(*lines, uid="2@amt.example"), event())
    assert isinstance(bad, BadLine)
    assert (bad.line, said in bad.problem) == (1, True), bad.problem
    assert isinstance(good, ListedAppointment)


def test_cancelled_is_an_event_with_that_status_or_in_a_cancelling_calendar() -> None:
    start = "DTSTART:20261123T104000"
    assert [_one(start).cancelled, _one(start, "STATUS:CANCELLED").cancelled] == [False, True]
    assert _one(start, method="CANCEL").cancelled


def test_of_several_versions_of_an_event_the_newest_counts() -> None:
    (entry,) = _read(
        event("DTSTART:20261123T110000", "SEQUENCE:2"), event("DTSTART:20261123T104000", "SEQUENCE:1")
    )
    assert isinstance(entry, ListedAppointment)
    assert entry.starts_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_one_moved_day_of_a_series_is_an_appointment_of_its_own() -> None:
    moved = _one("DTSTART:20261123T104000", "RECURRENCE-ID:20261122T104000")
    assert moved.reference == "1@amt.example 2026-11-22T09:40:00+00:00"


def test_the_person_is_the_first_attendee_and_categories_may_name_the_service() -> None:
    entry = _one(
        "DTSTART:20261123T104000",
        'ATTENDEE;CN="Beispiel, Kim":mailto:kim@example.org',
        "CATEGORIES:Kfz,fe-umtausch",
    )
    assert entry.name == "Beispiel, Kim"
    assert entry.subjects == ("Kfz", "fe-umtausch", "Ummeldung: Frau Beispiel")
