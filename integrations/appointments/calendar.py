"""Reads appointments from iCalendar (RFC 5545), as Outlook, Exchange and appointment systems write it.

Only single events: whether a series belongs to customers at all, and to which, no rule in a file can tell. What is
wrong with one event is told with its place in the file, and the others count.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vDDDTypes
from icalendar.error import InvalidCalendar

from clerk.domain.appointment import BadLine, ListedAppointment, ListEntry, UnreadableAppointments
from clerk.domain.plain_text import clean
from clerk.locale import _

_REPEATS = ("RRULE", "RDATE", "EXRULE")


def read_calendar(content: bytes, zone: ZoneInfo) -> Iterator[ListEntry]:
    """Yield the events in *content*, of several with one name the newest; raises ``UnreadableAppointments``."""
    newest: dict[str, tuple[int, ListEntry]] = {}
    for place, (event, cancelled) in enumerate(_events(content), 1):
        try:
            entry: ListEntry = _appointment(place, event, zone, cancelled=cancelled)
        except (ValueError, OverflowError, InvalidCalendar) as problem:
            entry = BadLine(place, str(problem) if isinstance(problem, _Unusable) else _broken())
        key = entry.reference if isinstance(entry, ListedAppointment) else f"bad {place}"
        sequence = _sequence(event)
        if key not in newest or sequence >= newest[key][0]:
            newest[key] = (sequence, entry)
    yield from (entry for _sequence_number, entry in newest.values())


class _Unusable(ValueError):  # noqa: N818
    """An event that is none for us; ``str()`` is a sentence."""


def _events(content: bytes) -> Iterator[tuple[Event, bool]]:
    try:
        calendars: Sequence[Component] = Calendar.from_ical(content, multiple=True)
        for calendar in calendars:
            is_cancellation = _text(calendar, "METHOD").upper() == "CANCEL"
            for event in calendar.walk("VEVENT"):
                if isinstance(event, Event):
                    yield event, is_cancellation
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableAppointments(
            _("Die Kalenderdatei ist beschädigt oder kein iCalendar. Es wurde nichts übernommen.")
        ) from error


def _appointment(place: int, event: Event, zone: ZoneInfo, *, cancelled: bool) -> ListedAppointment:
    if any(event.get(rule) is not None for rule in _REPEATS):
        raise _Unusable(
            _(
                "Serientermin: wird nicht übernommen. Bitte die einzelnen Termine ausgeben oder von Hand aufnehmen."
            )
        )
    reference = _text(event, "UID")
    if event.get("RECURRENCE-ID") is not None:
        reference = f"{reference} {_moment(event, 'RECURRENCE-ID', zone).isoformat()}"
    return ListedAppointment(
        line=place,
        reference=reference,
        starts_at=_moment(event, "DTSTART", zone),
        subjects=(*_categories(event), _text(event, "SUMMARY")),
        name=_attendee(event),
        cancelled=cancelled or _text(event, "STATUS").upper() == "CANCELLED",
    )


def _moment(event: Event, name: str, zone: ZoneInfo) -> datetime:
    """Return a time of *event* in UTC: with its zone, as UTC, or without either as the office's."""
    value = event.get(name)
    if not isinstance(value, vDDDTypes):
        raise _Unusable(_("Der Beginn fehlt oder ist nicht lesbar."))
    moment = value.dt
    if not isinstance(moment, datetime):
        raise _Unusable(_("Ganztägiger Eintrag ohne Uhrzeit: kein Termin."))
    if moment.tzinfo is None and value.params.get("TZID"):
        raise _Unusable(
            _("Die Zeitzone „{zone}“ ist nicht bekannt.").format(zone=clean(str(value.params["TZID"]))[:40])
        )
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _sequence(event: Event) -> int:
    value = event.get("SEQUENCE")
    return value if isinstance(value, int) else 0


def _text(component: Component, name: str) -> str:
    value = component.get(name)
    return clean(str(value)).strip() if isinstance(value, str) else ""


def _categories(event: Event) -> tuple[str, ...]:
    found = event.get("CATEGORIES")
    listed = found if isinstance(found, list) else [found]
    return tuple(clean(str(name)).strip() for one in listed for name in getattr(one, "cats", ()))


def _attendee(event: Event) -> str:
    found = event.get("ATTENDEE")
    first = found[0] if isinstance(found, list) and found else found
    return clean(str(getattr(first, "params", {}).get("CN", ""))).strip()


def _broken() -> str:
    return _("Der Eintrag ist beschädigt.")
