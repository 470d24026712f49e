"""Rows of the store as the frozen visits of the domain, several at once in few statements."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, or_, select

from clerk.domain.facts import Answer
from clerk.domain.precheck import Presence
from clerk.domain.settlement import ChargedLine, Settlement
from clerk.domain.visit import Case, Outcome, Visit
from clerk.persistence.arrivals import stored_id
from clerk.persistence.tables_case import (
    CaseDraftRow,
    CaseFactRow,
    CaseHandOutRow,
    CaseHistoryRow,
    CaseRequirementRow,
    CaseRow,
    ChargedLineRow,
)
from clerk.persistence.tables_queue import VisitPersonRow, VisitRow


def load_visits(session: Session, ids: Sequence[int]) -> list[Visit]:
    """Return the visits with *ids*, with their cases, in the order asked; unknown ids are left out."""
    rows = {row.id: row for row in session.exec(select(VisitRow).where(col(VisitRow.id).in_(ids)))}
    people = select(VisitPersonRow).where(col(VisitPersonRow.visit).in_(ids))
    names = {row.visit: row.name for row in session.exec(people)}
    cases = _load_cases(session, ids)
    return [
        _visit(rows[number], names.get(number, ""), tuple(cases[number])) for number in ids if number in rows
    ]


def _load_cases(session: Session, visits: Sequence[int]) -> dict[int, list[Case]]:
    """Return the cases of *visits*, those among them that a later visit has taken up as they were left."""
    left = select(CaseHistoryRow.case).where(col(CaseHistoryRow.visit).in_(visits))
    ours = or_(col(CaseRow.visit).in_(visits), col(CaseRow.id).in_(left))
    rows = list(session.exec(select(CaseRow).where(ours).order_by(col(CaseRow.id))))
    ids = [stored_id(row.id) for row in rows]
    stays: dict[int, list[CaseHistoryRow]] = defaultdict(list)
    past = select(CaseHistoryRow).where(col(CaseHistoryRow.case).in_(ids))
    for stay in session.exec(past.order_by(col(CaseHistoryRow.left_at))):
        stays[stay.case].append(stay)
    handed_out: dict[int, set[str]] = defaultdict(set)
    for given in session.exec(select(CaseHandOutRow).where(col(CaseHandOutRow.case).in_(ids))):
        handed_out[given.case].add(given.thing)
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for fact in session.exec(select(CaseFactRow).where(col(CaseFactRow.case).in_(ids))):
        answers[fact.case][fact.fact] = json.loads(fact.answer)
    presence: dict[int, dict[str, Presence]] = defaultdict(dict)
    for seen in session.exec(select(CaseRequirementRow).where(col(CaseRequirementRow.case).in_(ids))):
        presence[seen.case][seen.requirement] = seen.state
    forms: dict[int, dict[str, str]] = {
        draft.case: json.loads(draft.form)
        for draft in session.exec(select(CaseDraftRow).where(col(CaseDraftRow.case).in_(ids)))
    }
    lines: dict[int, list[ChargedLine]] = defaultdict(list)
    charged = select(ChargedLineRow).where(col(ChargedLineRow.case).in_(ids)).order_by(col(ChargedLineRow.id))
    for line in session.exec(charged):
        lines[line.case].append(_line(line))
    cases: dict[int, list[Case]] = defaultdict(list)
    for row, number in zip(rows, ids, strict=True):
        case = Case(
            id=number,
            number=row.number,
            service=row.service,
            as_of=row.as_of,
            answers=answers[number],
            presence=presence[number],
            form=forms.get(number, {}),
            confirmed_at=row.confirmed_at,
            lines=tuple(lines[number]),
            outcome=row.outcome,
            missing_reason=row.missing_reason,
            note=row.note,
            handed_out=frozenset(handed_out[number]),
        )
        since = None
        for stay in stays[number]:
            cases[stay.visit].append(
                replace(case, outcome=Outcome.INCOMPLETE, confirmed_at=None, incomplete_since=since)
            )
            since = stay.left_at
        cases[row.visit].append(replace(case, incomplete_since=since))
    return cases


def _visit(row: VisitRow, name: str, cases: tuple[Case, ...]) -> Visit:
    return Visit(
        id=stored_id(row.id),
        ticket=row.ticket,
        site=row.site,
        state=row.state,
        area=row.area,
        cases=cases,
        arrived_at=row.arrived_at,
        z=row.z,
        sequence=row.n or 0,
        open_from=row.open_from,
        blocked_until=row.blocked_until,
        blocked_reason=row.blocked_reason,
        appointment_at=row.appointment_at,
        counter=row.counter,
        epoch=row.epoch,
        calls=row.calls,
        called_at=row.called_at,
        serving_since=row.serving_since,
        step=row.step,
        prechecked_at=row.prechecked_at,
        park_reason=row.park_reason,
        parked_at=row.parked_at,
        awaited=row.awaited,
        name=name,
        priority_reason=row.priority_reason,
        sent_away=row.sent_away,
        external_ref=row.external_ref,
    )


def _line(row: ChargedLineRow) -> ChargedLine:
    settlement = None
    if row.way is not None and row.settled_at is not None:
        settlement = Settlement(
            way=row.way,
            at=row.settled_at,
            reference=row.reference,
            reason=row.settled_reason,
            payment=row.payment,
        )
    return ChargedLine(
        id=stored_id(row.id),
        line=row.line,
        label=row.label,
        tariff=row.tariff,
        cents=row.cents,
        payee=row.payee,
        set_on=row.set_on,
        quantity=row.quantity,
        reason=row.reason,
        settlement=settlement,
        to_cash_office=row.to_cash_office,
    )
