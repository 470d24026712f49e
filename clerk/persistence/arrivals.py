"""Arrivals and bookings as rows: a ticket, a place in the queue, cases with numbers, a name of its own."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import entry_of, opens_from, target_time
from clerk.domain.visit import VisitState
from clerk.persistence.driver import driver_of
from clerk.persistence.number_series import next_case_number, next_check_in, next_ticket
from clerk.persistence.personal_text import personal_name, typed_text
from clerk.persistence.queue_change import QueueChange, move
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_people import AreaSettingRow, SiteRow
from clerk.persistence.tables_queue import VisitPersonRow, VisitRow
from clerk.ports import Arrival, NewCase


def let_in(
    change: QueueChange, workplace: Workplace, arrival: Arrival, *, ticket: str | None = None
) -> VisitRow:
    """Make *arrival* a waiting visit with a ticket, the next one or one given on paper, and return its row.

    A booked visit keeps its appointment and cases; one that was missed enters anew. Raises ``KeyError``,
    ``IllegalTransition`` for a visit that is here already, ``ValueError`` for a name that is too long.
    """
    # read first: a look into the store would write what of the row is changed by then
    walk_in_offset = _walk_in_offset(change.session, workplace, arrival.area)
    row = _booked(change, workplace, arrival)
    row.area = arrival.area
    row.priority = arrival.priority
    row.priority_reason = None if arrival.priority_reason is None else typed_text(arrival.priority_reason)
    row.arrived_at = change.at
    row.z = target_time(
        change.at,
        walk_in_offset=walk_in_offset,
        appointment_at=row.appointment_at,
        priority=arrival.priority,
    )
    row.entry = entry_of(change.at, appointment_at=row.appointment_at, priority=arrival.priority)
    row.n = next_check_in(change.driver)
    row.open_from = opens_from(row.appointment_at)
    row.ticket = ticket or next_ticket(
        change.driver, site=row.site, area=row.area, at=change.at, zone=workplace.zone
    )
    _add_details(change, workplace, row, arrival)
    return row


def book(change: QueueChange, workplace: Workplace, arrival: Arrival, appointment_at: datetime) -> int:
    """Enter an appointment (UTC) and return the visit's id; it has no ticket before the person checks in."""
    row = VisitRow(
        site=workplace.site,
        ticket="",
        state=VisitState.BOOKED,
        area=arrival.area,
        z=appointment_at,
        appointment_at=appointment_at,
    )
    return _add_details(change, workplace, row, arrival)


def move_to_site(change: QueueChange, row: VisitRow, site: int) -> None:
    """Move a waiting visit to another site with its place, and give it a ticket there; ``KeyError`` for no site."""
    there = change.session.get(SiteRow, site)
    if there is None:
        raise KeyError(site)
    row.site = site
    row.ticket = next_ticket(change.driver, site=site, area=row.area, at=change.at, zone=there.zone)


def open_case(session: Session, visit: int, case: NewCase, *, at: datetime, zone: str) -> int:
    """Open one case of *visit*, numbered in the year of *at*, and return its id."""
    row = CaseRow(
        visit=visit,
        number=next_case_number(driver_of(session.connection()), at, zone),
        service=case.service,
        as_of=case.as_of,
    )
    session.add(row)
    session.flush()
    return stored_id(row.id)


def save_name(session: Session, visit: int, name: str) -> None:
    """Store the name of the person a visit is about; an empty one removes it."""
    written = personal_name(name)
    row = session.get(VisitPersonRow, visit)
    if row is None and written:
        session.add(VisitPersonRow(visit=visit, name=written))
    elif row is not None and written:
        row.name = written
    elif row is not None:
        session.delete(row)


def stored_id(number: int | None) -> int:
    """Return the id of a row that was written."""
    if number is None:
        raise RuntimeError("the row was not written yet")
    return number


def _walk_in_offset(session: Session, workplace: Workplace, area: str) -> timedelta:
    """Return how long after the arrival a walk-in is due: what is set for the area, else for the site."""
    setting = session.get(AreaSettingRow, (workplace.site, area))
    if setting is None or setting.walk_in_offset_minutes is None:
        return timedelta(minutes=workplace.walk_in_offset_minutes)
    return timedelta(minutes=setting.walk_in_offset_minutes)


def _booked(change: QueueChange, workplace: Workplace, arrival: Arrival) -> VisitRow:
    if arrival.appointment is None:
        return VisitRow(
            site=workplace.site, ticket="", state=VisitState.WAITING, area=arrival.area, z=change.at
        )
    row = change.of_site(workplace, arrival.appointment)
    move(row, VisitState.WAITING)
    row.blocked_until = None
    row.blocked_reason = None
    row.calls = 0
    return row


def _add_details(change: QueueChange, workplace: Workplace, row: VisitRow, arrival: Arrival) -> int:
    change.session.add(row)
    change.session.flush()
    visit = stored_id(row.id)
    if arrival.name:
        save_name(change.session, visit, arrival.name)
    _open_cases(change, workplace, visit, arrival.cases)
    return visit


def _open_cases(change: QueueChange, workplace: Workplace, visit: int, cases: Iterable[NewCase]) -> None:
    for case in cases:
        open_case(change.session, visit, case, at=change.at, zone=workplace.zone)
