"""Mutated lists: whatever is in a file, reading it ends in entries or in one sentence.

400 inputs of each format, 10,000 with ``CLERK_SOAK=1``.
"""

import os
import random
import time
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest

from clerk.domain.appointment import BadLine, UnreadableAppointments
from integrations.appointments.reader import read_appointments
from tests.integrations.appointments.test_calendar import calendar, event
from tests.integrations.appointments.test_csv_list import GOOD, HEAD

SIZE = 10_000 if os.environ.get("CLERK_SOAK") == "1" else 400
LONGEST_SECONDS = 10.0
ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Amt\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
    b"TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
)
SEEDS = {
    "csv": "\r\n".join((HEAD, GOOD, 'T-2;1.7.26;8.05 Uhr;fe-umtausch;"Frau\nBeispiel";abgesagt')).encode(),
    "calendar": calendar(
        event(),
        event("DTSTART;TZID=Europe/Berlin:20261123T104000", "STATUS:CANCELLED", "SEQUENCE:3"),
        event(
            "DTSTART:20261123T094000Z", 'ATTENDEE;CN="Kim":mailto:k@example.org', "CATEGORIES:A,B", uid="2"
        ),
    ),
}
SPITEFUL = (
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'"',
    b'"' * 999,
    b";" * 5000,
    b"\x1b]52;c;AAAA\x07",
    "\u202e\u2066[red]".encode(),
    b"9" * 5000,
    b"BEGIN:VEVENT\r\n" * 300,
    b"BEGIN:VALARM\r\n" * 300,
    b"END:VCALENDAR\r\n",
    b"\r\n ",
    b"RRULE:FREQ=SECONDLY;COUNT=999999999\r\n",
    b"DTSTART:99991231T235959Z\r\n",
    b"DTSTART:00010101T000000\r\n",
    b"DTSTART;TZID=../../../etc/passwd:20261123T104000\r\n",
    b"31.12.9999;23:59",
    b"01.01.0001;00:00",
    b"=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("kind", SEEDS)
def test_whatever_is_in_a_file_reading_it_ends_in_entries_or_a_sentence(kind: str) -> None:
    chance = random.Random(20261123)
    read = refused = 0
    for _ in range(SIZE):
        content = _mutated(SEEDS[kind], chance)
        begun = time.process_time()
        try:
            entries = list(read_appointments(content, ZoneInfo("Europe/Berlin")))
        except UnreadableAppointments as problem:
            told = [str(problem)]
            refused += 1
        else:
            read += 1
            told = [entry.problem if isinstance(entry, BadLine) else entry.name for entry in entries]
        assert not any(sign in text for text in told for sign in "\x1b\x07\x00\u202e\u2066")
        assert time.process_time() - begun < LONGEST_SECONDS, content[:2000]
    print(f"{kind}: {read} read, {refused} refused")
    assert (read > 0, refused > 0) == (True, True)


def test_a_zone_that_changes_every_second_does_not_hang_the_program() -> None:
    content = calendar(event("DTSTART;TZID=Amt:20261123T104000")).replace(b"BEGIN:VEVENT", ZONE, 1)
    begun = time.process_time()
    with suppress(UnreadableAppointments):
        list(read_appointments(content, ZoneInfo("Europe/Berlin")))
    assert time.process_time() - begun < LONGEST_SECONDS


def _mutated(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content = content[:place] + chance.choice(SPITEFUL) + content[place:]
            case 1:
                content = content[:place] + content[place + chance.randint(1, 40) :]
            case 2:
                content = content[:place] + chance.randbytes(chance.randint(1, 6)) + content[place:]
            case _:
                other = chance.randrange(len(content) + 1)
                content = content[:place] + content[min(place, other) : max(place, other)] + content[place:]
    return content
