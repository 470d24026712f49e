"""Charged fee lines: set by the tariff of the day, replaced while unsettled, settled once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from clerk.domain.plain_text import clean
from clerk.domain.settlement import Way
from clerk.locale import _
from clerk.persistence.tables_case import CaseRow, ChargedLineRow
from clerk.ports import LineLocked, NewLine


def charge(session: Session, case: int, lines: Sequence[NewLine], *, on: date) -> None:
    """Replace the unsettled lines of *case* by *lines*, set on *on*.

    A line that is settled already is charged only with what it is more than before. Raises ``LineLocked``.
    """
    settled: Counter[str] = Counter()
    for row in session.exec(select(ChargedLineRow).where(ChargedLineRow.case == case)):
        if row.way is not None:
            settled[row.line] += row.cents
            continue
        _require_free(row)
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
                reason=None if line.reason is None else clean(line.reason),
            )
        )
    session.flush()


def settle(
    session: Session,
    visit: int,
    lines: Sequence[int],
    *,
    way: Way,
    reference: str | None,
    reason: str | None,
    at: datetime,
) -> None:
    """Settle lines of *visit* in another way than by card at *at* (UTC).

    Raises ``LineLocked`` while a payment holds one of them, ``KeyError`` for a line of another visit,
    ``ValueError`` for one that is settled already.
    """
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
        row.way = way
        row.settled_at = at
        row.reference = None if reference is None else clean(reference)
        row.settled_reason = None if reason is None else clean(reason)
    session.flush()


def _require_free(row: ChargedLineRow) -> None:
    if row.held_by is not None:
        raise LineLocked(
            _(
                "„{label}“ gehört zu einer Kartenzahlung, die noch nicht geklärt ist. "
                "Bitte zuerst die Zahlung klären."
            ).format(label=row.label)
        )
