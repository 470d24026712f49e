"""Imported appointments in the store: booked visits that follow another system's list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from clerk.domain.appointment import Booking, Change, KnownBooking, decide
from clerk.domain.appointment_of_day import found_later
from clerk.domain.people import Workplace
from clerk.domain.visit import IllegalTransition, VisitState
from clerk.locale import _
from clerk.persistence import audit_trail
from clerk.persistence.arrivals import book, save_name, stored_id
from clerk.persistence.personal_text import personal_name
from clerk.persistence.queue_change import QueueChange, move
from clerk.persistence.store import Store
from clerk.persistence.tables_appointment import AppointmentRow
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_queue import VisitPersonRow, VisitRow
from clerk.ports import Arrival, Claim, Clock, NewCase


class StoredAppointments:
    """Booked visits in *store*, dated by *clock*."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Enter appointments in *store*."""
        self._store = store
        self._clock = clock

    def enter(self, workplace: Workplace, account: int, bookings: Sequence[Booking]) -> tuple[Change, ...]:
        """Enter all *bookings* in one transaction, with one entry in the audit trail if anything changed."""
        with self._store.write() as session:
            change = QueueChange(session, self._clock.now())
            done = tuple(_enter(change, workplace, booking) for booking in bookings)
            counts = Counter(step for step in done if step not in {Change.UNCHANGED, Change.HERE_ALREADY})
            if counts:
                audit_trail.append(
                    change.driver,
                    at=change.at,
                    account=account,
                    action="appointments_imported",
                    detail=", ".join(f"{step} {count}" for step, count in sorted(counts.items())),
                )
            return done

    def join(self, workplace: Workplace, claim: Claim, booked: int) -> None:
        """Give the visit of *claim* what was booked; the booked visit ends as cancelled, and its list is told so."""
        with self._store.write() as session:
            change = QueueChange(session, self._clock.now())
            row, other = change.claimed(claim), change.of_site(workplace, booked)
            if other.state is not VisitState.BOOKED:
                raise IllegalTransition(_("Dieser Termin ist inzwischen aufgenommen oder abgesagt."))
            if other.appointment_at is not None:
                _take_appointment(row, other.appointment_at, workplace)
            move(other, VisitState.CANCELLED)
            _take_details(session, row, booked)
            change.note(claim, "appointment_found", str(booked))


def _take_appointment(row: VisitRow, appointment_at: datetime, workplace: Workplace) -> None:
    row.appointment_at = appointment_at
    if row.arrived_at is not None:
        row.z, row.open_from = found_later(
            row.z,
            row.arrived_at,
            appointment_at,
            walk_in_offset=timedelta(minutes=workplace.walk_in_offset_minutes),
            priority=row.priority,
        )


def _take_details(session: Session, row: VisitRow, booked: int) -> None:
    visit = stored_id(row.id)
    cases = session.exec(select(CaseRow).where(col(CaseRow.visit).in_((visit, booked)))).all()
    here = {case.service for case in cases if case.visit == visit}
    for case in cases:
        if case.visit == booked and case.service not in here:
            case.visit = visit
    person = session.get(VisitPersonRow, booked)
    if person is not None and session.get(VisitPersonRow, visit) is None:
        save_name(session, visit, person.name)
    for known in session.exec(select(AppointmentRow).where(AppointmentRow.visit == booked)):
        known.visit = visit


def _enter(change: QueueChange, workplace: Workplace, listed: Booking) -> Change:
    booking = replace(listed, name=personal_name(listed.name))
    row = change.session.get(AppointmentRow, (workplace.site, booking.key))
    step = decide(booking, None if row is None else _known(change, row))
    match step:
        case Change.BOOKED:
            visit = book(change, workplace, _arrival(workplace, booking), booking.starts_at)
            if row is None:
                row = AppointmentRow(site=workplace.site, key=booking.key, visit=visit, entry=booking.entry)
                change.session.add(row)
            row.visit, row.entry = visit, booking.entry
        case Change.CHANGED if row is not None:
            _move(change, workplace, row.visit, booking)
            row.entry = booking.entry
        case Change.CANCELLED if row is not None:
            move(change.session.get_one(VisitRow, row.visit), VisitState.CANCELLED)
            row.entry = booking.entry
    return step


def _known(change: QueueChange, row: AppointmentRow) -> KnownBooking:
    visit = change.session.get_one(VisitRow, row.visit)
    person = change.session.get(VisitPersonRow, row.visit)
    return KnownBooking(
        entry=row.entry,
        state=visit.state,
        appointment_at=visit.appointment_at,
        name="" if person is None else person.name,
    )


def _move(change: QueueChange, workplace: Workplace, visit: int, booking: Booking) -> None:
    row = change.session.get_one(VisitRow, visit)
    row.appointment_at = row.z = booking.starts_at
    row.area = booking.area
    save_name(change.session, visit, booking.name)
    wanted = _arrival(workplace, booking).cases[0]
    for case in change.session.exec(select(CaseRow).where(col(CaseRow.visit) == visit)):
        case.service, case.as_of = wanted.service, wanted.as_of


def _arrival(workplace: Workplace, booking: Booking) -> Arrival:
    day = booking.starts_at.astimezone(ZoneInfo(workplace.zone)).date()
    return Arrival(area=booking.area, cases=(NewCase(booking.service, day),), name=booking.name)
