"""The queue of a site at one moment, read in two statements however many wait."""

from collections import defaultdict
from datetime import datetime
from typing import cast

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import Entry
from clerk.domain.visit import ParkReason, VisitState
from clerk.persistence.columns import from_stored, from_stored_or_none, to_stored
from clerk.persistence.driver import DriverConnection, SqlValue
from clerk.ports import QueueEntry, QueueSnapshot

_PRESENT = """
SELECT id FROM visit WHERE site = :site AND state = 'waiting'
UNION ALL SELECT id FROM visit WHERE site = :site AND state IN ('called', 'serving')
UNION ALL SELECT id FROM visit WHERE site = :site AND state IN ('booked', 'parked', 'missed')
"""
"""Everybody not gone, by one partial index each."""
_ENTRIES = f"""
SELECT visit.id, ticket, state, area, arrived_at, appointment_at, z, open_from, blocked_until,
       prechecked_at, park_reason, parked_at, awaited, counter, counter.label, entry, n,
       CASE state WHEN 'booked' THEN visit_person.name END
FROM visit LEFT JOIN counter ON counter.id = visit.counter
LEFT JOIN visit_person ON visit_person.visit = visit.id
WHERE visit.id IN ({_PRESENT})
ORDER BY CASE WHEN open_from > :at THEN 1 ELSE 0 END, z, n
"""  # noqa: S608 - the only part put in is a constant of this module
_SERVICES = f"""
SELECT visit, service FROM "case" WHERE visit IN ({_PRESENT}) ORDER BY id
"""  # noqa: S608


def read_queue(driver: DriverConnection, workplace: Workplace, at: datetime) -> QueueSnapshot:
    """Return the queue of the workplace's site at *at*, in the order of the queue rule.

    ``eligible`` tells whether this workplace would call the visit now.
    """
    services = _services(driver, workplace.site)
    rows = driver.execute(_ENTRIES, {"site": workplace.site, "at": to_stored(at)}).fetchall()
    by_state: dict[VisitState, list[QueueEntry]] = defaultdict(list)
    for row in rows:
        entry = _entry(row, services, workplace.skills, at)
        by_state[entry.state].append(entry)
    return QueueSnapshot(
        at=at,
        waiting=tuple(by_state[VisitState.WAITING]),
        parked=tuple(by_state[VisitState.PARKED]),
        booked=tuple(by_state[VisitState.BOOKED]),
        busy=(*by_state[VisitState.CALLED], *by_state[VisitState.SERVING]),
        missed=tuple(by_state[VisitState.MISSED]),
    )


def _services(driver: DriverConnection, site: int) -> dict[SqlValue, tuple[str, ...]]:
    services: dict[SqlValue, tuple[str, ...]] = {}
    for visit, service in driver.execute(_SERVICES, {"site": site}).fetchall():
        services[visit] = (*services.get(visit, ()), cast("str", service))
    return services


def _entry(
    row: tuple[SqlValue, ...],
    services: dict[SqlValue, tuple[str, ...]],
    skills: frozenset[str],
    at: datetime,
) -> QueueEntry:
    visit, ticket, state, area, *times, park_reason, parked_at, awaited, counter, label, by, n, name = row
    arrived, appointment, z, open_from, blocked, prechecked = (cast("int | None", moment) for moment in times)
    blocked_until = from_stored_or_none(blocked)
    return QueueEntry(
        visit=cast("int", visit),
        ticket=cast("str", ticket),
        state=VisitState(cast("str", state)),
        area=cast("str", area),
        services=services.get(visit, ()),
        arrived_at=from_stored_or_none(arrived),
        appointment_at=from_stored_or_none(appointment),
        z=from_stored(cast("int", z)),
        sequence=cast("int | None", n) or 0,
        entry=Entry(cast("str", by)),
        open_from=from_stored_or_none(open_from),
        blocked_until=blocked_until,
        prechecked_at=from_stored_or_none(prechecked),
        park_reason=_reason(park_reason),
        parked_at=from_stored_or_none(cast("int | None", parked_at)),
        counter=cast("int | None", counter),
        counter_label=cast("str | None", label),
        eligible=state == VisitState.WAITING
        and area in skills
        and (blocked_until is None or blocked_until <= at),
        name=cast("str | None", name) or "",
        awaited=_reason(awaited),
    )


def _reason(stored: SqlValue) -> ParkReason | None:
    return None if stored is None else ParkReason(cast("str", stored))
