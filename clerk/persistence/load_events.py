"""Writes what figures are made of, in the transaction in which it happens."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from clerk.domain.office_load import LoadKind
from clerk.domain.precheck import Presence
from clerk.domain.visit import Outcome
from clerk.persistence.arrivals import stored_id
from clerk.persistence.queue_change import QueueChange
from clerk.persistence.tables_case import CaseRequirementRow, CaseRow
from clerk.persistence.tables_load import LoadEventRow, MissingDocumentRow
from clerk.persistence.tables_people import SiteRow
from clerk.persistence.tables_queue import VisitRow


def note_arrival(change: QueueChange, visit: int, counter: int) -> None:
    """Note that somebody has arrived; *counter* is where that was entered."""
    row = change.session.get_one(VisitRow, visit)
    change.session.add(_event(change, row, LoadKind.ARRIVED, counter))


def note_no_show(change: QueueChange, row: VisitRow, counter: int) -> None:
    """Note that somebody called to *counter* did not appear."""
    change.session.add(_event(change, row, LoadKind.NO_SHOW, counter))


def note_closing(change: QueueChange, row: VisitRow, counter: int) -> None:
    """Note that a visit was closed at *counter*, how long it had waited, and what was missing."""
    session = change.session
    cases = session.exec(
        select(CaseRow.id, CaseRow.service, CaseRow.outcome).where(CaseRow.visit == row.id)
    ).all()
    event = _event(change, row, LoadKind.CLOSED, counter)
    event.waited_seconds = _waited_seconds(row)
    if len(cases) == 1 and row.awaited is None and row.serving_since is not None:
        event.service = cases[0][1]
        event.hour = change.at.astimezone(_zone(session, row.site)).hour
        event.served_seconds = max(timedelta(), change.at - row.serving_since) // timedelta(seconds=1)
    event.single_visit = not row.sent_away and all(
        outcome is Outcome.DONE for _id, _service, outcome in cases
    )
    session.add(event)
    session.flush()
    services = {case: service for case, service, outcome in cases if outcome is Outcome.INCOMPLETE}
    missing = select(CaseRequirementRow).where(
        col(CaseRequirementRow.case).in_(services), CaseRequirementRow.state == Presence.MISSING
    )
    found = {(services[line.case], line.requirement) for line in session.exec(missing)} if services else set()
    session.add_all(
        MissingDocumentRow(event=stored_id(event.id), service=service, requirement=requirement)
        for service, requirement in sorted(found)
    )


def _event(change: QueueChange, row: VisitRow, kind: LoadKind, counter: int) -> LoadEventRow:
    return LoadEventRow(site=row.site, area=row.area, at=change.at, kind=kind, counter=counter)


def _zone(session: Session, site: int) -> ZoneInfo:
    return ZoneInfo(session.get_one(SiteRow, site).zone)


def _waited_seconds(row: VisitRow) -> int | None:
    """Return how long a visit waited; None for one that was accepted as it arrived."""
    arrived, served = row.arrived_at, row.first_served_at
    if arrived is None or served is None or served <= arrived:
        return None
    due = arrived if row.appointment_at is None else max(arrived, row.appointment_at)
    return max(timedelta(), served - due) // timedelta(seconds=1)
