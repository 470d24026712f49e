"""Charged fee lines: set by the tariff of the day, replaced while unsettled, settled once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from clerk.domain.settlement import Way
from clerk.locale import _
from clerk.persistence.cash_booking import book_settlement
from clerk.persistence.personal_text import typed_text
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.ports import AtCashOffice, Claim, LineLocked, NewLine


def charge(session: Session, case: int, lines: Sequence[NewLine], *, on: date) -> None:
    """Replace the unsettled lines of *case* by *lines*, set on *on*.

    A line that is settled already is charged only with what it is more than before. Raises ``LineLocked``, and
    ``AtCashOffice`` if a line the customer was sent to the cash office with would change.
    """
    settled: Counter[str] = Counter()
    sent: set[str] = set()
    wanted = {line.line: line.cents for line in lines}
    for row in session.exec(select(ChargedLineRow).where(ChargedLineRow.case == case)):
        if row.way is not None:
            settled[row.line] += row.cents
            continue
        _require_free(row)
        if row.to_cash_office:
            if wanted.get(row.line) != row.cents:
                raise AtCashOffice(at_cash_office_sentence())
            sent.add(row.line)
        session.delete(row)
    session.flush()
    for line in lines:
        if line.line in settled and line.cents <= settled[line.line]:
            continue
        session.add(
            ChargedLineRow(
                case=case,
                line=line.line,
                label=line.label,
                tariff=line.tariff,
                cents=line.cents - settled[line.line],
                payee=line.payee,
                set_on=on,
                quantity=line.quantity,
                to_cash_office=line.line in sent,
                reason=None if line.reason is None else typed_text(line.reason),
            )
        )
    session.flush()


def settle(
    session: Session,
    claim: Claim,
    lines: Sequence[int],
    *,
    way: Way,
    reference: str | None,
    reason: str | None,
    at: datetime,
) -> None:
    """Settle lines of the claimed visit in another way than by card at *at* (UTC), and book them at its counter.

    Raises ``DayClosed`` where its day is signed, ``LineLocked`` while a payment holds one of them, ``KeyError`` for a
    line of another visit, ``ValueError`` for one that is settled already, ``AtCashOffice`` for one the customer was
    sent there with.
    """
    rows = _open_lines(session, claim.visit, lines)
    for row in rows:
        if row.to_cash_office and way is not Way.CASH_OFFICE:
            raise AtCashOffice(at_cash_office_sentence())
        row.way = way
        row.settled_at = at
        row.reference = None if reference is None else typed_text(reference)
        row.settled_reason = None if reason is None else typed_text(reason)
    session.flush()
    book_settlement(session, rows, counter=claim.counter, account=claim.account, at=at)


def send_to_cash_office(session: Session, visit: int, lines: Sequence[int], *, sent: bool) -> None:
    """Note that the customer pays *lines* of *visit* at the cash office, or after all does not.

    Raises as ``settle``.
    """
    for row in _open_lines(session, visit, lines):
        row.to_cash_office = sent
    session.flush()


def at_cash_office_sentence() -> str:
    """Return what has to be said of a fee before anything else happens to it."""
    return _(
        "Diese Gebühr ist an der Kasse zu zahlen. Erst angeben, ob sie dort bezahlt wurde: F7, dann Enter."
    )


def _open_lines(session: Session, visit: int, lines: Sequence[int]) -> Sequence[ChargedLineRow]:
    ours = (
        select(ChargedLineRow)
        .join(CaseRow, col(CaseRow.id) == col(ChargedLineRow.case))
        .where(CaseRow.visit == visit, col(ChargedLineRow.id).in_(lines))
    )
    rows = session.exec(ours).all()
    if len(rows) != len(set(lines)):
        raise KeyError(*lines)
    for row in rows:
        _require_free(row)
        if row.way is not None:
            raise ValueError(_("„{label}“ ist schon bezahlt oder beschieden.").format(label=row.label))
    return rows


def _require_free(row: ChargedLineRow) -> None:
    if row.held_by is not None:
        raise LineLocked(
            _(
                "„{label}“ gehört zu einer Kartenzahlung, die noch nicht geklärt ist. "
                "Bitte zuerst die Zahlung klären."
            ).format(label=row.label)
        )
