"""Deliveries still to be made, inside one unit of work; documents are composed when they are delivered."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from clerk.persistence.arrivals import stored_id
from clerk.persistence.claims import require_claim
from clerk.persistence.driver import driver_of
from clerk.persistence.number_series import next_receipt_number
from clerk.persistence.tables_case import CaseRow
from clerk.persistence.tables_office import OutboxRow
from clerk.persistence.tables_people import SiteRow
from clerk.ports import Claim, Delivery, Job


class StoredOutbox:
    """The ``Outbox`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at

    def add_receipt(self, claim: Claim) -> Job:
        """Queue a receipt of the visit for this counter's printer, with the next number of the year."""
        driver = driver_of(self._session.connection())
        site = require_claim(driver, claim).site
        zone = self._session.get_one(SiteRow, site).zone
        return self._add(claim, Delivery.RECEIPT, next_receipt_number(driver, self._at, zone))

    def add_handover(self, claim: Claim, case: int) -> Job:
        """Queue the delivery of a finished application; adding it twice keeps one row."""
        require_claim(driver_of(self._session.connection()), claim)
        handover = select(OutboxRow).where(OutboxRow.case == case, OutboxRow.kind == Delivery.HANDOVER)
        queued = self._session.exec(handover).first()
        if queued is not None:
            return _job(queued)
        row = self._session.get(CaseRow, case)
        if row is None or row.visit != claim.visit:
            raise KeyError(case)
        return self._add(claim, Delivery.HANDOVER, row.number, case)

    def pending(self, counter: int, kind: Delivery, since: datetime) -> list[Job]:
        """Return undelivered rows of this counter queued after *since* (UTC), oldest first."""
        rows = select(OutboxRow).where(
            OutboxRow.counter == counter,
            OutboxRow.kind == kind,
            text("times = 0"),  # in these words, so that the partial index serves it
            col(OutboxRow.created_at) > since,
        )
        return [_job(row) for row in self._session.exec(rows.order_by(col(OutboxRow.id)))]

    def receipts_of(self, visit: int) -> list[Job]:
        """Return all receipts of a visit, delivered or not, newest first."""
        rows = select(OutboxRow).where(OutboxRow.visit == visit, OutboxRow.kind == Delivery.RECEIPT)
        return [_job(row) for row in self._session.exec(rows.order_by(col(OutboxRow.id).desc()))]

    def delivered(self, job: int) -> None:
        """Count one delivery of a row; ``KeyError`` for an unknown one."""
        row = self._session.get(OutboxRow, job)
        if row is None:
            raise KeyError(job)
        row.times += 1

    def _add(self, claim: Claim, kind: Delivery, number: str, case: int | None = None) -> Job:
        row = OutboxRow(
            kind=kind, visit=claim.visit, case=case, counter=claim.counter, number=number, created_at=self._at
        )
        self._session.add(row)
        self._session.flush()
        return _job(row)


def _job(row: OutboxRow) -> Job:
    return Job(
        id=stored_id(row.id),
        kind=row.kind,
        visit=row.visit,
        case=row.case,
        number=row.number,
        times=row.times,
        queued_at=row.created_at,
    )
