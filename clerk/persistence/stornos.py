"""Requests to take settlements back inside one unit of work."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from clerk.domain.cash_entry import CashEntry, EntryKind
from clerk.domain.settlement import Way
from clerk.domain.storno import OPEN_STORNO, StornoRequest, StornoState, Undoing
from clerk.locale import german
from clerk.persistence.cash_booking import take_back
from clerk.persistence.cash_journal import (
    counters_of,
    entry_of,
    require_open_day,
    standing_of_payment,
    standing_rows,
)
from clerk.persistence.personal_text import typed_text
from clerk.persistence.storno_rows import read_open_requests, read_request, undoing_of_payment
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_cash import CashEntryRow, StornoRequestEntryRow, StornoRequestRow


class StoredStornos:
    """The ``Stornos`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at

    def of_visit(self, visit: int) -> tuple[CashEntry, ...]:
        """Return the entries of a visit's lines that stand and that nobody has asked to take back."""
        query = (
            select(CashEntryRow)
            .join(ChargedLineRow, col(ChargedLineRow.id) == col(CashEntryRow.line))
            .join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
            .where(CaseRow.visit == visit, CashEntryRow.cents > 0)
        )
        rows = self._session.exec(query.order_by(col(CashEntryRow.counter), col(CashEntryRow.number))).all()
        return tuple(entry_of(row) for row in rows if self._stands(row))

    def undoing(self, entry: CashEntry) -> Undoing:
        """Return how an entry would be taken back now."""
        return undoing_of_payment(self._session, entry.payment)

    def ask(self, counter: int, numbers: Sequence[int], reason: str, account: int) -> StornoRequest:
        """Note a request; ``KeyError`` for an entry that does not stand, ``DayClosed``."""
        require_open_day(self._session, counter, self._at)
        rows = standing_rows(self._session, counter, numbers)
        payments = {row.payment for row in rows}
        if len(payments) > 1 or len({row.way for row in rows}) > 1:
            raise ValueError("a request is about one settlement")
        payment = rows[0].payment
        if payment is not None:
            rows = standing_of_payment(self._session, payment)
        if not all(self._stands(row) for row in rows):
            raise KeyError(*numbers)
        request = StornoRequestRow(
            counter=counter,
            way=rows[0].way,
            undoing=undoing_of_payment(self._session, payment),
            cents=sum(row.cents for row in rows),
            payment=payment,
            reason=typed_text(reason),
            asked_by=account,
            asked_at=self._at,
            state=StornoState.ASKED,
        )
        self._session.add(request)
        self._session.flush()
        self._session.add_all(
            StornoRequestEntryRow(request=request.id or 0, number=row.number) for row in rows
        )
        return self._written(request)

    def get(self, request: int) -> StornoRequest:
        """Return a request; ``KeyError`` if there is none."""
        return read_request(self._session, self._row(request))

    def open_at(self, site: int) -> tuple[StornoRequest, ...]:
        """Return the open requests of a site, oldest first."""
        return tuple(read_open_requests(self._session, counters_of(self._session, site)))

    def open_for(self, visit: int) -> tuple[StornoRequest, ...]:
        """Return the open requests about fee lines of a visit, oldest first."""
        query = (
            select(StornoRequestRow)
            .join(StornoRequestEntryRow, col(StornoRequestEntryRow.request) == col(StornoRequestRow.id))
            .join(
                CashEntryRow,
                (col(CashEntryRow.counter) == col(StornoRequestRow.counter))
                & (col(CashEntryRow.number) == col(StornoRequestEntryRow.number)),
            )
            .join(ChargedLineRow, col(ChargedLineRow.id) == col(CashEntryRow.line))
            .join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
            .where(CaseRow.visit == visit, col(StornoRequestRow.state).in_(sorted(OPEN_STORNO)))
            .distinct()
        )
        rows = self._session.exec(query.order_by(col(StornoRequestRow.id))).all()
        return tuple(read_request(self._session, row) for row in rows)

    def confirm(self, request: int, second: int) -> StornoRequest:
        """Confirm a request: without a card it is carried out at once; ``DayClosed``."""
        row = self._row(request)
        require_open_day(self._session, row.counter, self._at)
        row.decided_by, row.decided_at = second, self._at
        row.state = StornoState.CONFIRMED
        if row.payment is None:
            self._take_back(row, EntryKind.STORNO, row.asked_by)
        return self._written(row)

    def refuse(self, request: int, second: int, note: str) -> StornoRequest:
        """Refuse a request."""
        row = self._row(request)
        row.decided_by, row.decided_at = second, self._at
        row.state = StornoState.REFUSED
        row.note = typed_text(note)
        return self._written(row)

    def failed(self, request: int, note: str) -> StornoRequest:
        """Note that a confirmed request could not be carried out at the terminal."""
        row = self._row(request)
        row.state = StornoState.FAILED
        row.note = typed_text(note)
        return self._written(row)

    def transferred(self, request: int, account: int, reference: str) -> StornoRequest:
        """Book back a confirmed request whose money the treasury transfers; ``DayClosed``."""
        row = self._row(request)
        row.note = german("Überweisung durch die Kasse")
        self._take_back(row, EntryKind.REFUND, account, typed_text(reference), Way.CASH_OFFICE)
        return self._written(row)

    def _take_back(
        self,
        row: StornoRequestRow,
        kind: EntryKind,
        account: int,
        reference: str | None = None,
        way: Way | None = None,
    ) -> None:
        numbers = read_request(self._session, row).numbers
        take_back(
            self._session,
            standing_rows(self._session, row.counter, numbers),
            kind=kind,
            account=account,
            at=self._at,
            day=require_open_day(self._session, row.counter, self._at),
            reason=row.reason,
            reference=reference,
            way=way,
        )
        row.state = StornoState.DONE

    def _stands(self, row: CashEntryRow) -> bool:
        taken_back = select(CashEntryRow.number).where(
            CashEntryRow.counter == row.counter, CashEntryRow.reverses == row.number
        )
        asked = (
            select(StornoRequestRow.id)
            .join(StornoRequestEntryRow, col(StornoRequestEntryRow.request) == col(StornoRequestRow.id))
            .where(
                StornoRequestRow.counter == row.counter,
                StornoRequestEntryRow.number == row.number,
                col(StornoRequestRow.state).in_(sorted(OPEN_STORNO)),
            )
        )
        return self._session.exec(taken_back).first() is None and self._session.exec(asked).first() is None

    def _row(self, request: int) -> StornoRequestRow:
        row = self._session.get(StornoRequestRow, request)
        if row is None:
            raise KeyError(request)
        return row

    def _written(self, row: StornoRequestRow) -> StornoRequest:
        self._session.flush()
        return read_request(self._session, row)
