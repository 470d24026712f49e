"""Reads appointments from CSV with German headings, as appointment systems and spreadsheets write it.

``docs/operations.md`` describes the columns. Each record is read on its own: what is wrong with one is told with its
line, and the others count.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

from clerk.domain.appointment import BadLine, ListedAppointment, ListEntry, UnreadableAppointments
from clerk.domain.plain_text import clean
from clerk.domain.search import fold
from clerk.locale import _

_HEADINGS: Mapping[str, frozenset[str]] = {
    "reference": frozenset({"terminnummer", "termin-id", "terminid", "buchungsnummer", "referenz"}),
    "day": frozenset({"datum", "tag"}),
    "time": frozenset({"uhrzeit", "zeit", "von"}),
    "begin": frozenset({"beginn", "termin", "start"}),
    "service": frozenset({"leistung", "dienstleistung", "anliegen"}),
    "name": frozenset({"name", "kunde", "kundin", "person"}),
    "state": frozenset({"status", "zustand"}),
}
_CANCELLED = frozenset({"abgesagt", "storniert", "geloescht", "cancelled", "canceled"})
_BOOKED = frozenset({"", "gebucht", "bestaetigt", "offen", "confirmed", "tentative"})
_SEPARATORS = (";", ",", "\t")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?(?: ?Uhr)?", re.ASCII | re.IGNORECASE)


def read_csv(text: str, zone: ZoneInfo) -> Iterator[ListEntry]:
    """Yield the records of *text*; raises ``UnreadableAppointments`` where it is no list of appointments."""
    lines = text.splitlines(keepends=True)
    heading = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=heading.count)
    records = csv.reader(StringIO(text), delimiter=separator)
    columns: Mapping[str, int] | None = None
    begun_at = 1
    try:
        for record in records:
            line, begun_at = begun_at, records.line_num + 1
            cells = [clean(cell).strip() for cell in record]
            if not any(cells):
                continue
            if columns is None:
                columns = _columns(cells)
            else:
                yield _entry(line, cells, columns, zone)
    except csv.Error as error:
        raise UnreadableAppointments(
            _("Ab Zeile {line} ist die Datei keine CSV-Datei mehr.").format(line=begun_at)
        ) from error
    if columns is None:
        raise UnreadableAppointments(_("Die Datei ist leer."))


def _columns(headings: Sequence[str]) -> Mapping[str, int]:
    found = {
        column: place
        for place, heading in reversed(list(enumerate(headings)))
        for column, names in _HEADINGS.items()
        if fold(heading) in names
    }
    missing = [
        name
        for name, there in (
            (_("Terminnummer"), "reference" in found),
            (_("Datum und Uhrzeit (oder Beginn)"), {"day", "time"} <= found.keys() or "begin" in found),
            (_("Leistung"), "service" in found),
        )
        if not there
    ]
    if missing:
        raise UnreadableAppointments(
            _("In der ersten Zeile fehlen die Spalten: {columns}.").format(columns=", ".join(missing))
        )
    return found


def _entry(line: int, cells: Sequence[str], columns: Mapping[str, int], zone: ZoneInfo) -> ListEntry:
    def cell(column: str) -> str:
        place = columns.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    state = fold(cell("state"))
    if state not in _CANCELLED | _BOOKED:
        return BadLine(
            line,
            _("Der Status „{state}“ ist nicht bekannt: gebucht oder abgesagt.").format(
                state=cell("state")[:40]
            ),
        )
    try:
        starts_at = _moment(cell("begin"), zone) if cell("begin") else _day_and_time(cell, zone)
    except (ValueError, OverflowError) as problem:
        return BadLine(line, str(problem))
    return ListedAppointment(
        line=line,
        reference=cell("reference"),
        starts_at=starts_at,
        subjects=(cell("service"),),
        name=cell("name"),
        cancelled=state in _CANCELLED,
    )


def _day_and_time(cell: Callable[[str], str], zone: ZoneInfo) -> datetime:
    return datetime.combine(_day(cell("day")), _time(cell("time")), zone).astimezone(UTC)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Read ``23.11.2026 10:40`` or ISO 8601; without an offset it is the office's time."""
    day, _blank, rest = text.partition(" ")
    if _GERMAN_DAY.fullmatch(day.rstrip(",")):
        return datetime.combine(_day(day.rstrip(",")), _time(rest.strip()), zone).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_not_a_moment(text)) from None
    if len(text) <= len("2026-11-23"):
        raise ValueError(_not_a_moment(text))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _day(text: str) -> date:
    german = _GERMAN_DAY.fullmatch(text)
    try:
        if german is None:
            return date.fromisoformat(text)
        day, month, year = (int(part) for part in german.groups())
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        raise ValueError(
            _("„{text}“ ist kein Tag, zum Beispiel 23.11.2026.").format(text=text[:40])
        ) from None


def _time(text: str) -> time:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(_("„{text}“ ist keine Uhrzeit, zum Beispiel 10:40.").format(text=text[:40]))
    return time(int(found[1]), int(found[2]))


def _not_a_moment(text: str) -> str:
    return _("„{text}“ ist kein Beginn, zum Beispiel 23.11.2026 10:40.").format(text=text[:40])
