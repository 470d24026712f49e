"""Why a waiting visit is where it is: the sentence of the queue rule, to be read to the person who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from clerk.domain.areas import area_name
from clerk.domain.counters import CounterNow, able, open_for
from clerk.domain.queue_rule import Entry, Waiting, order_key
from clerk.locale import _, ngettext

_MOST_NAMED = 3
"""People before that the sentence names; the others it counts."""


class Decides(StrEnum):
    """What keeps a visit from being called now, the first that holds."""

    NO_COUNTER = "no_counter"
    BLOCKED = "blocked"
    NONE_OPEN = "none_open"
    EARLY = "early"
    BEHIND = "behind"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Queued:
    """A waiting visit with what the sentence says of it. Times UTC."""

    key: Waiting
    ticket: str
    entry: Entry
    arrived_at: datetime
    appointment_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why *visit* is where it is at *at* (UTC): what decides, who is before, and which counters serve its area."""

    visit: Queued
    at: datetime
    decides: Decides
    before: tuple[Queued, ...]
    able: tuple[CounterNow, ...]
    open: tuple[CounterNow, ...]


def explain(
    visit: Queued, queue: Iterable[Queued], counters: Sequence[CounterNow], at: datetime
) -> Explained:
    """Explain the place of *visit* among *queue* (all who wait at its site) at *at* (UTC).

    Before are those who come first in the order of the rule and whom a counter may call that also serves this visit:
    an open one, or any if none is open.
    """
    can = able(counters, visit.key.area)
    opened = open_for(counters, visit.key.area)
    before = _before(visit.key, queue, opened or can, at)
    return Explained(visit, at, _decides(visit.key, before, can, opened, at), before, can, opened)


def sentence(explained: Explained, zone: tzinfo) -> str:
    """Return the explanation in one sentence: the row of the table, the key, who is before, who could serve."""
    parts = (
        _place(explained.visit, zone),
        _hindrance(explained, zone),
        _who_is_before(explained, zone),
        counters_in_words(explained),
    )
    return "; ".join(filter(None, parts)) + "."


def counters_in_words(explained: Explained) -> str:
    """Return how many counters serve the area of the visit."""
    area = area_name(explained.visit.key.area)
    if not explained.able:
        return _("kein Schalter an diesem Standort bearbeitet {area}").format(area=area)
    if not explained.open:
        return _("gerade ist kein Schalter für {area} offen").format(area=area)
    count = len(explained.open)
    return ngettext("{count} Schalter für {area} offen", "{count} Schalter für {area} offen", count).format(
        count=count, area=area
    )


def origin(visit: Queued, zone: tzinfo) -> str:
    """Return in a few words what gives *visit* its place: ``Termin 10:12``, ``Ankunft 9:20``."""
    if visit.entry in {Entry.APPOINTMENT, Entry.SLIGHTLY_LATE, Entry.TOO_LATE} and visit.appointment_at:
        return _("Termin {time}").format(time=clock(visit.appointment_at, zone))
    if visit.entry is Entry.RETURNED:
        return _("wieder da {time}").format(time=clock(visit.key.z, zone))
    if visit.entry in {Entry.PRIORITY, Entry.EMERGENCY}:
        # which reason somebody has is nobody else's business
        return _("Vorrang")
    return _("Ankunft {time}").format(time=clock(visit.arrived_at, zone))


def clock(moment: datetime, zone: tzinfo) -> str:
    """Return the time of day at the office: ``9:20``."""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local:%M}"


def _before(
    visit: Waiting, queue: Iterable[Queued], counters: Sequence[CounterNow], at: datetime
) -> tuple[Queued, ...]:
    areas = frozenset({visit.area}).union(*(counter.skills for counter in counters))
    first = [
        other
        for other in queue
        if other.key.site == visit.site
        and other.key.area in areas
        and not _is_blocked(other.key, at)
        and order_key(other.key, at) < order_key(visit, at)
    ]
    return tuple(sorted(first, key=lambda other: order_key(other.key, at)))


def _decides(
    visit: Waiting,
    before: Sequence[Queued],
    can: Sequence[CounterNow],
    opened: Sequence[CounterNow],
    at: datetime,
) -> Decides:
    if not can:
        return Decides.NO_COUNTER
    if _is_blocked(visit, at):
        return Decides.BLOCKED
    if not opened:
        return Decides.NONE_OPEN
    if not before:
        return Decides.NEXT
    overtaken = any((visit.z, visit.sequence) < (other.key.z, other.key.sequence) for other in before)
    return Decides.EARLY if overtaken else Decides.BEHIND


def _is_blocked(visit: Waiting, at: datetime) -> bool:
    return visit.blocked_until is not None and visit.blocked_until > at


def _place(visit: Queued, zone: tzinfo) -> str:
    arrival, z = visit.arrived_at, visit.key.z
    words = {
        Entry.APPOINTMENT: _("Zielzeit {z} = Termin"),
        Entry.SLIGHTLY_LATE: _("Zielzeit {z} = Ankunft, kurz nach dem Termin {appointment}"),
        Entry.TOO_LATE: _("Zielzeit {z} = Ankunft {arrival} + {minutes}, zu spät zum Termin {appointment}"),
        Entry.WALK_IN: _("Zielzeit {z} = Ankunft {arrival} + {minutes}"),
        Entry.PRIORITY: _("Zielzeit {z} = Ankunft, mit Vorrang"),
        Entry.EMERGENCY: _("Notfall: vor allen anderen, Ankunft {arrival}"),
        Entry.RETURNED: _("Zielzeit {z} = wieder da"),
    }[visit.entry]
    return words.format(
        z=clock(z, zone),
        arrival=clock(arrival, zone),
        minutes=(z - arrival) // timedelta(minutes=1),
        appointment="" if visit.appointment_at is None else clock(visit.appointment_at, zone),
    )


def _hindrance(explained: Explained, zone: tzinfo) -> str:
    key = explained.visit.key
    if explained.decides is Decides.BLOCKED and key.blocked_until is not None:
        return _("nicht erschienen, wieder an der Reihe ab {time}").format(
            time=clock(key.blocked_until, zone)
        )
    if explained.decides is Decides.EARLY and key.open_from is not None:
        return _("der Termin kommt ab {time} an die Reihe, bis dahin gehen die anderen vor").format(
            time=clock(key.open_from, zone)
        )
    return ""


def _who_is_before(explained: Explained, zone: tzinfo) -> str:
    before = explained.before
    if not before:
        return _("niemand vor Ihnen")
    if len(before) == 1:
        return _("vor Ihnen {ticket}, {origin}").format(
            ticket=before[0].ticket, origin=origin(before[0], zone)
        )
    named = ", ".join(f"{other.ticket} ({origin(other, zone)})" for other in before[:_MOST_NAMED])
    count, more = len(before), len(before) - _MOST_NAMED
    if more <= 0:
        return _("vor Ihnen {count}: {named}").format(count=count, named=named)
    return ngettext(
        "vor Ihnen {count}: {named} und {more} weitere Person",
        "vor Ihnen {count}: {named} und {more} weitere",
        more,
    ).format(count=count, named=named, more=more)
