"""Corrections of decisions about movements at a terminal, inside one unit of work (payment rule 12)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from clerk.domain.cash_entry import EntryKind
from clerk.domain.catalogue_entries import Payee
from clerk.domain.correction import Correction, correction_of
from clerk.domain.office_time import day_bounds
from clerk.domain.payment import NOT_TOLD, Payment
from clerk.domain.settlement import Way
from clerk.domain.storno import OPEN_STORNO, StornoRequest, StornoState, Undoing
from clerk.persistence.cash_booking import take_back
from clerk.persistence.cash_journal import append, counter_at, require_open_day, site_of, standing_of_payment
from clerk.persistence.payment_rows import read_payment
from clerk.persistence.payment_tables import PaymentLineRow, PaymentRow
from clerk.persistence.personal_text import typed_text
from clerk.persistence.storno_rows import read_request
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.persistence.tables_cash import CashEntryRow, StornoRequestEntryRow, StornoRequestRow


class StoredCorrections:
    """The ``Corrections`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at

    def possible(self, counter: int, day: date) -> tuple[Payment, ...]:
        """Return the movements of a counter decided on *day*, whose decision still stands."""
        begin, end = day_bounds(day, ZoneInfo(site_of(self._session, counter).zone))
        query = select(PaymentRow).where(
            col(PaymentRow.decided_by).is_not(None),
            PaymentRow.changed_at >= begin,
            PaymentRow.changed_at < end,
        )
        rows = self._session.exec(query.order_by(col(PaymentRow.id))).all()
        movements = (read_payment(self._session, row) for row in rows)
        return tuple(one for one in movements if self._counter(one) == counter and self._stands(one))

    def counter_of(self, movement: int) -> int:
        """Return the counter whose books a movement counts to; ``KeyError`` if there is none."""
        return self._counter(self._movement(movement))

    def correct(self, movement: int, reason: str, account: int, second: int) -> StornoRequest | None:
        """Book against the decision about *movement*; return the request to pay somebody back, if one is due.

        ``KeyError`` for a movement whose decision does not stand, or whose money was given back, or is to be;
        ``DayClosed`` for a counter whose books are closed today.
        """
        found = self._movement(movement)
        if not self._stands(found):
            raise KeyError(movement)
        day = require_open_day(self._session, self._counter(found), self._at)
        said = typed_text(reason)
        match correction_of(found):
            case Correction.NEVER_CAME:
                self._book_back(found.id, found, day, said, account)
            case Correction.CAME_AFTER_ALL:
                if not self._settle_lines(found, day, said, account):
                    entry = self._append(found, found.amount_cents, day, said, account)
                    return self._to_pay_back(found, entry, said, account, second)
            case Correction.STILL_HERE:
                entry = self._append(found, found.amount_cents, day, said, account)
                return self._to_pay_back(found, entry, said, account, second)
            case Correction.WENT_AFTER_ALL:
                self._note_gone(found, day, said, account)
            case None:
                raise KeyError(movement)
        return None

    # ------------------------------------------------------------ what came in

    def _settle_lines(self, movement: Payment, day: date, reason: str, account: int) -> bool:
        """Settle the fee lines of a payment that came after all, unless one is settled otherwise or held."""
        paid = select(PaymentLineRow.line).where(PaymentLineRow.payment == movement.id)
        rows = self._session.exec(
            select(ChargedLineRow)
            .where(
                col(ChargedLineRow.id).in_(paid),
                col(ChargedLineRow.settled_at).is_(None),
                col(ChargedLineRow.held_by).is_(None),
            )
            .order_by(col(ChargedLineRow.id))
        ).all()
        if not rows or sum(row.cents for row in rows) != movement.amount_cents:
            return False
        for row in rows:
            number = self._session.get_one(CaseRow, row.case).number
            self._append(movement, row.cents, day, reason, account, line=row, case_number=number)
        self._session.execute(
            update(ChargedLineRow)
            .where(col(ChargedLineRow.id).in_([row.id for row in rows]))
            .values(way=Way.CARD, settled_at=self._at, reference=NOT_TOLD, payment=movement.id)
        )
        return True

    def _to_pay_back(
        self, movement: Payment, entry: CashEntryRow, reason: str, account: int, second: int
    ) -> StornoRequest:
        """Note that the treasury has to pay back what *entry* says; two people have confirmed that already."""
        request = StornoRequestRow(
            counter=entry.counter,
            way=Way.CARD,
            undoing=Undoing.REFUND,
            cents=entry.cents,
            payment=movement.id,
            reason=reason,
            asked_by=account,
            asked_at=self._at,
            state=StornoState.CONFIRMED,
            decided_by=second,
            decided_at=self._at,
        )
        self._session.add(request)
        self._session.flush()
        self._session.add(StornoRequestEntryRow(request=request.id or 0, number=entry.number))
        self._session.flush()
        return read_request(self._session, request)

    # ------------------------------------------------------------ what went out

    def _book_back(self, payment: int, movement: Payment, day: date, reason: str, account: int) -> None:
        """Append an entry against each one that stands of *payment*; its fee lines are open again."""
        entries = standing_of_payment(self._session, payment)
        if sum(entry.cents for entry in entries) != movement.amount_cents:
            raise KeyError(movement.id)
        take_back(
            self._session,
            entries,
            kind=EntryKind.CORRECTION,
            account=account,
            at=self._at,
            day=day,
            reason=reason,
            payment=movement.id,
        )

    def _note_gone(self, movement: Payment, day: date, reason: str, account: int) -> None:
        """Book what a reversal or refund gave back after all, and close the request it was made for."""
        original = movement.original.payment if movement.original else 0
        try:
            self._book_back(original, movement, day, reason, account)
        except KeyError:
            self._append(movement, -movement.amount_cents, day, reason, account)
        for request in self._requests(original, StornoState.CONFIRMED):
            request.state = StornoState.DONE
            request.reversal = movement.id
        self._session.flush()

    # ------------------------------------------------------------ helpers

    def _append(
        self,
        movement: Payment,
        cents: int,
        day: date,
        reason: str,
        account: int,
        *,
        line: ChargedLineRow | None = None,
        case_number: str | None = None,
    ) -> CashEntryRow:
        row = CashEntryRow(
            counter=self._counter(movement),
            number=0,
            at=self._at,
            day=day,
            account=account,
            kind=EntryKind.CORRECTION,
            way=Way.CARD,
            payee=line.payee if line else Payee.AUTHORITY.value,
            cents=cents,
            line=line.id if line else None,
            case_number=case_number,
            payment=movement.id,
            reason=reason,
            seal="",
        )
        append(self._session, row)
        return row

    def _stands(self, movement: Payment) -> bool:
        """Tell whether a decision about money can still be corrected: not done before, nothing given back."""
        corrected = select(CashEntryRow.number).where(
            CashEntryRow.payment == movement.id, CashEntryRow.kind == EntryKind.CORRECTION
        )
        if self._session.exec(corrected).first() is not None:
            return False
        match correction_of(movement):
            case None:
                return False
            case Correction.NEVER_CAME:
                entries = standing_of_payment(self._session, movement.id)
                return bool(entries) and not self._requests(movement.id, *OPEN_STORNO)
            case Correction.WENT_AFTER_ALL if movement.original is not None:
                return not self._requests(movement.original.payment, StornoState.ASKED)
            case _:
                return True

    def _requests(self, payment: int, *states: StornoState) -> list[StornoRequestRow]:
        query = select(StornoRequestRow).where(
            StornoRequestRow.payment == payment, col(StornoRequestRow.state).in_(sorted(states))
        )
        return list(self._session.exec(query).all())

    def _counter(self, movement: Payment) -> int:
        return counter_at(self._session, movement.counter, movement.terminal)

    def _movement(self, movement: int) -> Payment:
        row = self._session.get(PaymentRow, movement)
        if row is None:
            raise KeyError(movement)
        return read_payment(self._session, row)
