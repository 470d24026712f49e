"""An incomplete case goes on in a new visit: its row moves there, and a row of history stays behind."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from clerk.domain.incomplete import may_be_taken_up, too_late_sentence
from clerk.domain.visit import Outcome, VisitState
from clerk.locale import _
from clerk.persistence.queue_change import QueueChange
from clerk.persistence.tables_case import CaseHistoryRow, CaseRow, ChargedLineRow
from clerk.persistence.tables_queue import VisitRow
from clerk.ports import Claim, NotTakenUp


def take_up(change: QueueChange, claim: Claim, cases: Iterable[int]) -> None:
    """Move incomplete *cases* (ids) of closed visits into the visit of *claim*, which is being opened.

    The earlier visit stays closed; the audit trail of both names the other. A case is a row of one visit, so whoever
    comes second finds it gone: raises ``NotTakenUp`` with a sentence, ``KeyError`` for an unknown case.
    """
    for case in cases:
        row = change.session.get(CaseRow, case)
        if row is None:
            raise KeyError(case)
        earlier = change.session.get_one(VisitRow, row.visit)
        left_at = _require_incomplete(change, row, earlier)
        change.session.add(
            CaseHistoryRow(case=case, visit=row.visit, left_at=left_at, continued_by=claim.visit)
        )
        _note_both(change, claim, row)
        row.visit = claim.visit
        row.outcome = None
        change.session.get_one(VisitRow, claim.visit).sent_away = True
    change.session.flush()


def _require_incomplete(change: QueueChange, row: CaseRow, visit: VisitRow) -> datetime:
    """Return when the case was left; raises ``NotTakenUp``."""
    if (
        row.outcome is not Outcome.INCOMPLETE
        or visit.state is not VisitState.CLOSED
        or visit.closed_at is None
    ):
        sentence = _("Vorgang {number} ist schon wieder aufgenommen worden, Aufrufnummer {ticket}.")
        raise NotTakenUp(sentence.format(number=row.number, ticket=visit.ticket))
    if not may_be_taken_up(visit.closed_at, change.at):
        raise NotTakenUp(too_late_sentence(row.number))
    held = select(ChargedLineRow.id).where(
        ChargedLineRow.case == row.id, col(ChargedLineRow.held_by).is_not(None)
    )
    if change.session.exec(held).first() is not None:
        sentence = _("Eine Kartenzahlung zu Vorgang {number} ist noch nicht geklärt.")
        raise NotTakenUp(sentence.format(number=row.number))
    return visit.closed_at


def _note_both(change: QueueChange, claim: Claim, row: CaseRow) -> None:
    earlier = Claim(row.visit, claim.counter, 0, claim.account)
    change.note(earlier, "case_goes_on", f"{row.number}: visit {claim.visit}")
    change.note(claim, "case_taken_up", f"{row.number}: visit {row.visit}")
