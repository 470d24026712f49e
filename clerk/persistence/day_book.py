"""The counters' days and their closing inside one unit of work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from clerk.domain.cash_entry import WITHOUT_COUNTER
from clerk.domain.day_closing import (
    NOTHING_BEFORE,
    Closing,
    ClosingState,
    ClosingWord,
    OpenItem,
    OpenItemKind,
    Signature,
    SignedDay,
    digest,
    read_signed,
    seal,
    written,
)
from clerk.domain.day_report import DayFacts
from clerk.domain.people import Identity
from clerk.persistence.cash_journal import counters_of, day_of, site_of
from clerk.persistence.columns import from_stored, to_stored
from clerk.persistence.day_facts import label_of, read_day
from clerk.persistence.personal_text import typed_text
from clerk.persistence.storno_rows import read_open_requests
from clerk.persistence.tables_cash import CashEntryRow, DayClosingEventRow, DayClosingRow


class StoredDayBook:
    """The ``DayBook`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        # the store keeps microseconds: what is sealed must be what is read again
        self._at = from_stored(to_stored(at))

    def site_of(self, counter: int) -> int:
        """Return the site of a counter; ``KeyError`` if there is none."""
        return site_of(self._session, counter).id or 0

    def counters(self, site: int) -> Mapping[int, str]:
        """Return the counters of a site by id, each as the board shows it; none for what no counter took."""
        counters = [each for each in counters_of(self._session, site) if each != WITHOUT_COUNTER]
        return {each: label_of(self._session, each) for each in counters}

    def facts(self, counter: int, day: date) -> DayFacts:
        """Return all that is known of a counter's day; ``KeyError`` for no such counter."""
        return read_day(self._session, counter, day)

    def closing(self, counter: int, day: date) -> Closing:
        """Return the closing of a day, open where nobody has begun it."""
        row = self._session.get(DayClosingRow, (counter, day), populate_existing=True)
        return Closing(counter, day) if row is None else closing_of(row)

    def sign(self, closing: Closing, signed: SignedDay, by: Identity) -> Closing:
        """Put the clerk's signature under an open day."""
        row = self._session.get(DayClosingRow, (closing.counter, closing.day))
        if row is None:
            row = DayClosingRow(counter=closing.counter, day=closing.day, state=ClosingState.OPEN)
            self._session.add(row)
            self._session.flush()
        text = written(signed)
        row.state = ClosingState.SIGNED
        row.version += 1
        row.snapshot = text
        row.signed_by, row.signed_name, row.signed_at = by.account, by.display_name, self._at
        self._note(row, ClosingWord.SIGNED, by.account, snapshot=text)
        return closing_of(row)

    def open_again(self, closing: Closing, word: ClosingWord, by: Identity, reason: str) -> Closing:
        """Take the signature back, or give the day back unconfirmed; what was signed stays in the history."""
        row = self._session.get_one(DayClosingRow, (closing.counter, closing.day))
        row.state = ClosingState.OPEN
        row.version += 1
        row.snapshot = None
        row.signed_by = row.signed_name = row.signed_at = None
        self._note(row, word, by.account, reason=typed_text(reason))
        return closing_of(row)

    def lock(self, closing: Closing, second: Identity) -> Closing:
        """Put the second signature under a signed day, number and seal it."""
        row = self._session.get_one(DayClosingRow, (closing.counter, closing.day))
        if row.snapshot is None or closing.signed is None:
            raise ValueError("only a signed day can be locked")
        last = self._session.exec(
            select(DayClosingRow)
            .where(DayClosingRow.counter == closing.counter, col(DayClosingRow.number).is_not(None))
            .order_by(col(DayClosingRow.number).desc())
        ).first()
        number = 1 if last is None or last.number is None else last.number + 1
        previous = NOTHING_BEFORE if last is None or last.seal is None else last.seal
        confirmed = Signature(second.account, second.display_name, self._at)
        row.state = ClosingState.LOCKED
        row.version += 1
        row.confirmed_by, row.confirmed_name, row.confirmed_at = second.account, second.display_name, self._at
        row.number, row.previous = number, previous
        row.seal = seal(previous, number, row.snapshot, closing.signed, confirmed)
        self._note(row, ClosingWord.CONFIRMED, second.account)
        return closing_of(row)

    def open_items(self, site: int, today: date, counter: int | None) -> tuple[OpenItem, ...]:
        """Return what is left to do at a site, or one counter of it, oldest first."""
        counters = [counter] if counter is not None else counters_of(self._session, site)
        labels = {each: label_of(self._session, each) for each in counters}
        waiting = (
            OpenItem(
                OpenItemKind.STORNO_WAITS,
                request.counter,
                labels[request.counter],
                day_of(self._session, request.counter, request.asked_at),
                request.id,
            )
            for request in read_open_requests(self._session, counters)
        )
        days = (
            OpenItem(kind, each, labels[each], day)
            for kind, each, day in (*self._not_confirmed(counters), *self._not_signed(counters, today))
        )
        return tuple(sorted((*days, *waiting), key=lambda item: (item.day, item.label, item.kind)))

    def _not_confirmed(self, counters: list[int]) -> list[tuple[OpenItemKind, int, date]]:
        query = select(DayClosingRow.counter, col(DayClosingRow.day)).where(
            col(DayClosingRow.counter).in_(counters), DayClosingRow.state == ClosingState.SIGNED
        )
        return [(OpenItemKind.NOT_CONFIRMED, counter, day) for counter, day in self._session.exec(query)]

    def _not_signed(self, counters: list[int], today: date) -> list[tuple[OpenItemKind, int, date]]:
        """Return the days before *today* with something in the books that nobody has signed."""
        booked = select(CashEntryRow.counter, col(CashEntryRow.day)).where(
            col(CashEntryRow.counter).in_(counters), col(CashEntryRow.day) < today
        )
        closed = select(DayClosingRow.counter, col(DayClosingRow.day)).where(
            col(DayClosingRow.counter).in_(counters), DayClosingRow.state != ClosingState.OPEN
        )
        left = set(self._session.exec(booked.distinct())) - set(self._session.exec(closed))
        return [(OpenItemKind.NOT_SIGNED, counter, day) for counter, day in left]

    def _note(
        self,
        row: DayClosingRow,
        word: ClosingWord,
        account: int,
        *,
        reason: str = "",
        snapshot: str | None = None,
    ) -> None:
        self._session.add(
            DayClosingEventRow(
                counter=row.counter,
                day=row.day,
                sequence=row.version,
                at=self._at,
                account=account,
                word=word,
                reason=reason,
                snapshot=snapshot,
                digest=None if snapshot is None else digest(snapshot),
            )
        )
        self._session.flush()


def closing_of(row: DayClosingRow) -> Closing:
    """Return the closing of a row."""
    closing = Closing(
        counter=row.counter,
        day=row.day,
        state=row.state,
        version=row.version,
        number=row.number,
        previous=row.previous,
        seal=row.seal,
        signed=_signature(row.signed_by, row.signed_name, row.signed_at),
        confirmed=_signature(row.confirmed_by, row.confirmed_name, row.confirmed_at),
    )
    return closing if row.snapshot is None else replace(closing, day_signed=read_signed(row.snapshot))


def _signature(account: int | None, name: str | None, at: datetime | None) -> Signature | None:
    if account is None or name is None or at is None:
        return None
    return Signature(account, name, at)
