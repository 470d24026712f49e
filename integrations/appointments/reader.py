"""Reads a list of appointments, by what the file begins with."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.domain.appointment import ListEntry, UnreadableAppointments
from clerk.locale import _
from integrations.appointments.csv_list import read_csv
from integrations.appointments.text_file import text_of

LARGEST_FILE = 4 * 1024 * 1024
"""Years of appointments of one site; more is a mistake, and reading it would take minutes."""
MOST_ENTRIES = 10_000


def read_file(file: Path, zone: ZoneInfo) -> Iterator[ListEntry]:
    """Do as ``read_appointments`` with what is in *file*; ``UnreadableAppointments`` where it cannot be read."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise UnreadableAppointments(_("Die Datei „{file}“ ist nicht lesbar.").format(file=file)) from error
    yield from read_appointments(content, zone)


def read_appointments(content: bytes, zone: ZoneInfo) -> Iterator[ListEntry]:
    """Yield what is in *content*, CSV or iCalendar; times without a zone are those of the office's *zone*.

    Raises ``UnreadableAppointments``, also after the first entries: then none may be taken over.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableAppointments(
            _("Die Datei ist größer als {size} MB. Bitte weniger Tage ausgeben.").format(
                size=LARGEST_FILE // 2**20
            )
        )
    for count, entry in enumerate(_entries(content, zone), 1):
        if count > MOST_ENTRIES:
            raise UnreadableAppointments(
                _("Die Datei hat mehr als {count} Termine. Bitte weniger Tage ausgeben.").format(
                    count=MOST_ENTRIES
                )
            )
        yield entry


def _entries(content: bytes, zone: ZoneInfo) -> Iterator[ListEntry]:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR":
        # takes a fifth of a second to load, and most offices have CSV
        from integrations.appointments.calendar import read_calendar  # noqa: PLC0415

        yield from read_calendar(content, zone)
    else:
        yield from read_csv(text_of(content), zone)
