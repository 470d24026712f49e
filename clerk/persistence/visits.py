"""Visits and cases inside one unit of work; every write carries the claim of the counter."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, delete, select

from clerk.domain.people import Workplace
from clerk.domain.settlement import Way
from clerk.domain.visit import Case, Step, Visit
from clerk.locale import _
from clerk.persistence.arrivals import open_case, save_name
from clerk.persistence.charges import charge, send_to_cash_office, settle
from clerk.persistence.claims import require_claim
from clerk.persistence.driver import driver_of
from clerk.persistence.personal_text import typed_text
from clerk.persistence.tables_case import (
    CaseDraftRow,
    CaseFactRow,
    CaseHandOutRow,
    CaseHistoryRow,
    CaseRequirementRow,
    CaseRow,
    ChargedLineRow,
)
from clerk.persistence.tables_people import SiteRow
from clerk.persistence.tables_queue import VisitRow
from clerk.persistence.visit_mapping import load_visits
from clerk.persistence.visit_search import find_ended_today, find_too_late, find_visits
from clerk.ports import Claim, EndedVisit, NewCase, NewLine


class StoredVisits:
    """The ``Visits`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at

    def get(self, visit: int) -> Visit:
        """Return a visit with all cases; ``KeyError`` if there is none."""
        found = self.many([visit])
        if not found:
            raise KeyError(visit)
        return found[0]

    def many(self, visits: Sequence[int]) -> list[Visit]:
        """Return several visits with their cases, in the order asked; unknown ids are left out."""
        self._session.flush()
        return load_visits(self._session, visits)

    def find(self, workplace: Workplace, text: str, limit: int) -> list[Visit]:
        """Return visits of the workplace's areas by ticket, case number, name or plate, best first."""
        return self.many(find_visits(driver_of(self._session.connection()), workplace, text, limit, self._at))

    def too_late(self, workplace: Workplace, text: str) -> str | None:
        """Return the number of the incomplete case *text* names if it can no longer be taken up."""
        return find_too_late(driver_of(self._session.connection()), workplace, text, self._at)

    def ended_today(self, workplace: Workplace, text: str) -> EndedVisit | None:
        """Return how the visit whose ticket of today *text* is has ended; ``None`` if it has not, or may go on."""
        return find_ended_today(driver_of(self._session.connection()), workplace, text, self._at)

    def save_case(self, claim: Claim, case: Case) -> None:
        """Store answers, ticks, note, outcome, confirmation and what was handed out of *case*."""
        row = self._claimed_case(claim, case.id)
        row.confirmed_at = case.confirmed_at
        row.outcome = case.outcome
        row.missing_reason = case.missing_reason and typed_text(case.missing_reason)
        row.note = typed_text(case.note, multiline=True)
        for table in (CaseFactRow, CaseRequirementRow, CaseHandOutRow):
            self._session.exec(delete(table).where(col(table.case) == case.id))
        self._session.add_all(CaseHandOutRow(case=case.id, thing=thing) for thing in case.handed_out)
        self._session.add_all(
            CaseFactRow(case=case.id, fact=fact, answer=json.dumps(answer, ensure_ascii=False))
            for fact, answer in case.answers.items()
        )
        self._session.add_all(
            CaseRequirementRow(case=case.id, requirement=requirement, state=state)
            for requirement, state in case.presence.items()
        )

    def save_draft(self, claim: Claim, case: int, values: dict[str, str]) -> None:
        """Store what stands in the form of a case, typed and unfinished as it may be."""
        self._claimed_case(claim, case)
        form = {field: typed_text(value, multiline=True) for field, value in values.items()}
        self._session.merge(
            CaseDraftRow(
                case=case,
                form=json.dumps(form, ensure_ascii=False),
                counter=claim.counter,
                epoch=claim.epoch,
                saved_at=self._at,
            )
        )

    def add_case(self, claim: Claim, case: NewCase) -> int:
        """Open one more case in the visit; return its id."""
        self._require(claim)
        return open_case(self._session, claim.visit, case, at=self._at, zone=self._zone(claim))

    def change_service(self, claim: Claim, case: int, service: str) -> None:
        """Make the case one of another service; answers, ticks and form values stay stored.

        The application has to be confirmed anew, which replaces the fee lines that are not settled.
        """
        row = self._claimed_case(claim, case)
        row.service = service
        row.confirmed_at = None

    def remove_case(self, claim: Claim, case: int) -> None:
        """Remove a case opened by mistake; ``ValueError`` when it is the only one or has charged lines."""
        row = self._claimed_case(claim, case)
        if self._session.exec(select(CaseHistoryRow.case).where(CaseHistoryRow.case == case)).first():
            raise ValueError(
                _("Dieser Vorgang war schon in einem früheren Besuch. Er kann nicht entfernt werden.")
            )
        siblings = self._session.exec(select(CaseRow.id).where(CaseRow.visit == claim.visit)).all()
        if len(siblings) == 1:
            raise ValueError(
                _("Das ist der einzige Vorgang des Besuchs. Er kann gewechselt, aber nicht entfernt werden.")
            )
        if (
            self._session.exec(select(ChargedLineRow.id).where(ChargedLineRow.case == case)).first()
            is not None
        ):
            raise ValueError(
                _("Für diesen Vorgang sind Gebühren festgesetzt. Er kann nicht entfernt werden.")
            )
        for table in (CaseFactRow, CaseRequirementRow, CaseHandOutRow, CaseDraftRow):
            self._session.exec(delete(table).where(col(table.case) == case))
        self._session.delete(row)
        self._session.flush()

    def save_name(self, claim: Claim, name: str) -> None:
        """Store the name of the person; ``ValueError`` with a sentence over 200 characters."""
        self._require(claim)
        save_name(self._session, claim.visit, name)

    def save_step(self, claim: Claim, step: Step) -> None:
        """Remember at which step the visit is."""
        self._claimed_visit(claim).step = step

    def note_precheck(self, claim: Claim, at: datetime) -> None:
        """Remember when (UTC) the documents were pre-checked."""
        self._claimed_visit(claim).prechecked_at = at

    def charge(self, claim: Claim, case: int, lines: Sequence[NewLine]) -> None:
        """Replace the unsettled charged lines of a case by *lines*; a settled line is not charged again.

        Raises ``LineLocked`` while a payment holds one of them, ``AtCashOffice`` if it would change what the customer
        was sent to the cash office with.
        """
        self._claimed_case(claim, case)
        charge(self._session, case, lines, on=self._at.astimezone(ZoneInfo(self._zone(claim))).date())

    def settle(
        self, claim: Claim, lines: Sequence[int], way: str, reference: str | None, reason: str | None
    ) -> None:
        """Settle fee lines in another way than by card and book them; ``LineLocked`` while a payment holds one.

        ``DayClosed`` where the counter's day is signed or locked.
        """
        self._require(claim)
        settle(self._session, claim, lines, way=Way(way), reference=reference, reason=reason, at=self._at)

    def send_to_cash_office(self, claim: Claim, lines: Sequence[int], *, sent: bool = True) -> None:
        """Note that the customer pays *lines* at the cash office, or after all does not; they stay open."""
        self._require(claim)
        send_to_cash_office(self._session, claim.visit, lines, sent=sent)

    def _require(self, claim: Claim) -> None:
        require_claim(driver_of(self._session.connection()), claim)

    def _claimed_visit(self, claim: Claim) -> VisitRow:
        self._require(claim)
        return self._session.get_one(VisitRow, claim.visit)

    def _claimed_case(self, claim: Claim, case: int) -> CaseRow:
        self._require(claim)
        row = self._session.get(CaseRow, case)
        if row is None or row.visit != claim.visit:
            raise KeyError(case)
        return row

    def _zone(self, claim: Claim) -> str:
        site = self._claimed_visit(claim).site
        return self._session.get_one(SiteRow, site).zone
