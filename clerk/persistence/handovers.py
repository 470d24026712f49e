"""Handovers still to be delivered, leased so that two workstations never deliver the same one at once."""

from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, func, or_, text
from sqlmodel import Session, col, select

from clerk.domain.visit import Outcome, VisitState
from clerk.persistence.arrivals import stored_id
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_office import OPEN_HANDOVER, OutboxRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import HandoverBacklog, HandoverJob

_visit_of_row = col(VisitRow.id) == col(OutboxRow.visit)
_case_of_row = col(CaseRow.id) == col(OutboxRow.case)


def _open_at(site: int) -> tuple[ColumnElement[bool] | TextClause, ...]:
    return (
        text(OPEN_HANDOVER),
        col(VisitRow.site) == site,
        col(VisitRow.state) == VisitState.CLOSED,
        col(CaseRow.outcome) == Outcome.DONE,
    )


class StoredHandovers:
    """The ``HandoverQueue`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at
        self._is_due = or_(col(OutboxRow.not_before).is_(None), col(OutboxRow.not_before) <= at)

    def backlog(self, site: int) -> HandoverBacklog:
        """Count what is not delivered yet."""
        counted = select(func.count(), func.count().filter(self._is_due)).select_from(OutboxRow)
        joined = counted.join(VisitRow, _visit_of_row).join(CaseRow, _case_of_row)
        waiting, due = self._session.exec(joined.where(*_open_at(site))).one()
        return HandoverBacklog(waiting, due)

    def lease(self, site: int, until: datetime) -> HandoverJob | None:
        """Take the oldest one that is due, for oneself alone until that time (UTC); ``None`` if none is."""
        rows = select(OutboxRow, VisitRow.closed_at).join(VisitRow, _visit_of_row).join(CaseRow, _case_of_row)
        oldest = rows.where(*_open_at(site), self._is_due).order_by(col(OutboxRow.id)).limit(1)
        found = self._session.exec(oldest).first()
        if found is None:
            return None
        row, closed_at = found
        row.tries += 1
        row.not_before = until
        return HandoverJob(
            id=stored_id(row.id),
            visit=row.visit,
            case=stored_id(row.case),
            number=row.number,
            tries=row.tries,
            closed_at=closed_at or row.created_at,
        )

    def delivered(self, job: HandoverJob) -> None:
        """The specialist system has it; does nothing for a lease that was given to somebody else since."""
        row = self._leased(job)
        if row is not None:
            row.times += 1
            row.not_before = None

    def put_back(self, job: HandoverJob, until: datetime) -> None:
        """Let it rest until that time (UTC) after a fault; as ``delivered`` for a lost lease."""
        row = self._leased(job)
        if row is not None:
            row.not_before = until

    def _leased(self, job: HandoverJob) -> OutboxRow | None:
        row = self._session.get_one(OutboxRow, job.id)
        return row if row.times == 0 and row.tries == job.tries else None
