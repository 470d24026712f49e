"""Rows of the store as the frozen visits of the domain, several at once in few statements."""

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from clerk.domain.facts import Answer
from clerk.domain.precheck import Presence
from clerk.domain.settlement import ChargedLine, Settlement
from clerk.domain.visit import Case, Visit
from clerk.persistence.arrivals import stored_id
from clerk.persistence.tables_case import (
    CaseDraftRow,
    CaseFactRow,
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
    wanted = select(CaseRow).where(col(CaseRow.visit).in_(visits)).order_by(col(CaseRow.id))
    rows = list(session.exec(wanted))
    ids = [stored_id(row.id) for row in rows]
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
        cases[row.visit].append(
            Case(
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
            )
        )
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
    )
