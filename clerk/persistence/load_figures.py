"""The load of a site, read in a few statements however many visits are closed, and what the team lead sets."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, text
from sqlmodel import Session, col, select

from clerk.domain.learned_minutes import Closings
from clerk.domain.office_load import AreaQueue, AreaSetting, LoadEvent, LoadFacts, LoadKind
from clerk.domain.visit_report import MissingAt
from clerk.persistence import audit_trail
from clerk.persistence.columns import from_stored, from_stored_or_none, to_stored
from clerk.persistence.driver import driver_of
from clerk.persistence.personal_text import typed_text
from clerk.persistence.store import Store
from clerk.persistence.tables_people import AreaSettingRow, CounterSkillRow, SiteRow
from clerk.ports import Clock, SiteEntry

_WAITING = text("""
SELECT area, COUNT(*),
       MIN(CASE WHEN appointment_at > arrived_at THEN appointment_at ELSE arrived_at END),
       SUM(CASE WHEN z < :at THEN 1 ELSE 0 END)
FROM visit WHERE site = :site AND state = 'waiting' GROUP BY area
""")
_ASIDE = text("""
SELECT area, SUM(CASE WHEN state = 'parked' THEN 1 ELSE 0 END),
       SUM(CASE WHEN state = 'booked' AND appointment_at >= :at AND appointment_at < :coming_until THEN 1 ELSE 0 END)
FROM visit WHERE site = :site AND state IN ('booked', 'parked', 'missed') GROUP BY area
""")
_SETTINGS = text("SELECT area, target_minutes, walk_in_offset_minutes FROM area_setting WHERE site = :site")
_EVENTS = text("""
SELECT area, at, kind, counter, waited_seconds, single_visit FROM load_event
WHERE site = :site AND at >= :begin AND at < :end ORDER BY at, id
""")
_MISSING = text("""
SELECT event, at, counter, missing_document.service, requirement
FROM load_event JOIN missing_document ON missing_document.event = load_event.id
WHERE site = :site AND at >= :begin AND at < :end ORDER BY event, missing_document.service, requirement
""")
_CLOSINGS = text("""
SELECT service, hour, COUNT(*), SUM(served_seconds), COUNT(DISTINCT counter) FROM load_event
WHERE site = :site AND at >= :begin AND at < :end AND service IS NOT NULL GROUP BY service, hour
""")
_SERVING = text("""
SELECT visit.id, serving_since FROM visit JOIN counter ON counter.id = visit.counter
WHERE visit.state IN ('called', 'serving') AND visit.site = :site AND serving_since IS NOT NULL
""")


class StoredLoad:
    """The ``OfficeLoad`` of our own store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Read and set what *store* knows, at the time of *clock*."""
        self._store = store
        self._clock = clock

    def sites(self) -> tuple[SiteEntry, ...]:
        """Return all sites by their names."""
        with self._store.read() as session:
            rows = session.exec(select(SiteRow).order_by(col(SiteRow.name))).all()
        return tuple(SiteEntry(row.id or 0, row.name, row.zone, row.board_text) for row in rows)

    def facts(self, site: int, begin: datetime, end: datetime, coming_until: datetime) -> LoadFacts:
        """Return the queue now and what happened between *begin* and *end*, a consistent view."""
        at = self._clock.now()
        with self._store.read_connection() as connection:
            queues = _queues(connection, site, at, coming_until)
            settings = {
                area: AreaSetting(target, offset)
                for area, target, offset in connection.execute(_SETTINGS, {"site": site})
            }
            events = tuple(_events(connection, site, begin, end))
        return LoadFacts(at, begin, coming_until, queues, settings, events)

    def missing_documents(self, site: int, begin: datetime, end: datetime) -> tuple[MissingAt, ...]:
        """Return what was missing when visits were closed with an incomplete case."""
        values = {"site": site, "begin": to_stored(begin), "end": to_stored(end)}
        with self._store.read_connection() as connection:
            return tuple(
                MissingAt(event, from_stored(at), counter, service, requirement)
                for event, at, counter, service, requirement in connection.execute(_MISSING, values)
            )

    def closings(self, site: int, begin: datetime, end: datetime) -> tuple[Closings, ...]:
        """Return what was closed between *begin* and *end*, summed up per service and hour."""
        values = {"site": site, "begin": to_stored(begin), "end": to_stored(end)}
        with self._store.read_connection() as connection:
            return tuple(
                Closings(service, hour, count, seconds / 60, counters)
                for service, hour, count, seconds, counters in connection.execute(_CLOSINGS, values)
            )

    def serving_since(self, site: int) -> Mapping[int, datetime]:
        """Return since when each visit is being served, for the forecast."""
        with self._store.read_connection() as connection:
            return {
                visit: from_stored(since) for visit, since in connection.execute(_SERVING, {"site": site})
            }

    def serve(self, counter: int, area: str, *, served: bool, account: int) -> None:
        """Open or close an area at a counter."""
        with self._store.write() as session:
            row = session.get(CounterSkillRow, (counter, area))
            if served and row is None:
                session.add(CounterSkillRow(counter=counter, area=area))
            elif not served and row is not None:
                session.delete(row)
            self._note(session, account, "area_opened" if served else "area_closed", f"{counter}: {area}")

    def set_area(self, site: int, area: str, setting: AreaSetting, account: int) -> None:
        """Keep what is set for an area."""
        with self._store.write() as session:
            row = session.get(AreaSettingRow, (site, area)) or AreaSettingRow(site=site, area=area)
            row.target_minutes = setting.target_minutes
            row.walk_in_offset_minutes = setting.walk_in_offset_minutes
            session.add(row)
            said = f"{site} {area}: {setting.target_minutes}, {setting.walk_in_offset_minutes}"
            self._note(session, account, "area_set", said)

    def set_board_text(self, site: int, text: str, account: int) -> None:
        """Keep the office's own line on the call board."""
        with self._store.write() as session:
            session.get_one(SiteRow, site).board_text = typed_text(text)
            self._note(session, account, "board_text_set", str(site))

    def _note(self, session: Session, account: int, action: str, detail: str) -> None:
        audit_trail.append(
            driver_of(session.connection()),
            at=self._clock.now(),
            account=account,
            action=action,
            detail=detail,
        )


def _queues(connection: Connection, site: int, at: datetime, coming_until: datetime) -> dict[str, AreaQueue]:
    values = {"site": site, "at": to_stored(at), "coming_until": to_stored(coming_until)}
    queues: dict[str, AreaQueue] = {}
    for area, waiting, first_due, overdue in connection.execute(_WAITING, {"site": site, "at": values["at"]}):
        queues[area] = AreaQueue(waiting=waiting, first_due=from_stored_or_none(first_due), overdue=overdue)
    for area, parked, coming in connection.execute(_ASIDE, values):
        queues[area] = replace(queues.get(area, AreaQueue()), parked=parked, coming=coming)
    return queues


def _events(connection: Connection, site: int, begin: datetime, end: datetime) -> Iterator[LoadEvent]:
    values = {"site": site, "begin": to_stored(begin), "end": to_stored(end)}
    for area, at, kind, counter, waited, single in connection.execute(_EVENTS, values):
        yield LoadEvent(
            area=area,
            at=from_stored(at),
            kind=LoadKind(kind),
            counter=counter,
            waited=None if waited is None else timedelta(seconds=waited),
            single_visit=bool(single),
        )
