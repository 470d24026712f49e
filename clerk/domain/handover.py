"""What a specialist system takes over of a case that is done, and what never leaves the office's own store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clerk.domain.catalogue import Catalogue, FormField, Service, Use
from clerk.domain.facts import Answer, Answers, more_facts, questions
from clerk.domain.procedure import FormState, form_state
from clerk.domain.settlement import ChargedLine, Way
from clerk.domain.visit import Case, Outcome

WITHHELD = frozenset({"ausweis_seriennummer", "azr_nr", "code_plakette", "code_zb1", "code_zb2", "mrz"})
"""Validators of entries that are never handed over.

What is printed on identity documents (PAuswG § 20 (3), PassG § 18 (3); rule of the counter 13), the number in
the register of foreigners (AZRG § 10 (4)), and security codes of registration papers, which are not stored on
after their use (FZV § 73).
"""


@dataclass(frozen=True, slots=True)
class HandedOverFee:
    """A fee line as it was charged: cents for all ``quantity`` units, and how and when (UTC) it was settled.

    ``way`` is ``None`` where there was nothing to settle. The reason is left out, it is free text.
    """

    line: str
    label: str
    tariff: str
    quantity: int
    cents: int
    payee: str
    way: Way | None
    reference: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Handover:
    """A finished application as a specialist system takes it over.

    ``case`` is the case number, ``leika`` are the keys of the service in the federal catalogue (none, one or
    several), ``as_of`` is the day whose catalogue counts, ``closed_at`` is UTC; ``facts`` holds answers by fact
    id, ``form`` normalised values by field id. The name given at the arrival, the ticket, notes and who worked
    on the case are not part of it.
    """

    case: str
    service: str
    leika: tuple[str, ...]
    as_of: date
    outcome: Outcome
    closed_at: datetime
    facts: Mapping[str, Answer]
    form: Mapping[str, str]
    fees: tuple[HandedOverFee, ...]


def handover_of(case: Case, catalogue: Catalogue, *, on: date, closed_at: datetime) -> Handover:
    """Compose what is handed over of *case*, whose application was confirmed *on* that day at the office.

    Holds what the catalogue marks for the handover (``use``), as far as it applies and is valid; the same case
    gives the same handover every time. Raises ``UnknownService`` or ``KeyError`` if the catalogue no longer
    knows the case's service or its facts, ``ValueError`` for a case without an outcome.
    """
    if case.outcome is None:
        raise ValueError("a case without an outcome is not handed over")
    of_the_day = catalogue.at(case.as_of)
    service = of_the_day.service(case.service)
    return Handover(
        case=case.number,
        service=service.id,
        leika=tuple(key.key for key in service.leika),
        as_of=case.as_of,
        outcome=case.outcome,
        closed_at=closed_at,
        facts=_facts(service, of_the_day, case.answers),
        form=_form(service, form_state(service, of_the_day, case.answers, case.form, on=on, full=True)),
        fees=tuple(_fee(line) for line in case.lines),
    )


def _facts(service: Service, catalogue: Catalogue, answers: Answers) -> dict[str, Answer]:
    """Return the answers that still count: what was answered before the question went is left out."""
    asked = (*questions(service, catalogue, answers), *more_facts(service, catalogue, answers))
    return {question.fact.id: question.answer for question in asked if question.answer is not None}


def _form(service: Service, form: FormState) -> dict[str, str]:
    entered = {
        state.field.id: state.verdict.normalised
        for state in form.fields
        if state.verdict is not None and state.verdict.valid
    }
    known = {**entered, **form.computed}
    return {field.id: known[field.id] for field in service.fields if field.id in known and _may_leave(field)}


def _may_leave(field: FormField) -> bool:
    return Use.HANDOVER in field.use and field.validator not in WITHHELD


def _fee(line: ChargedLine) -> HandedOverFee:
    settlement = line.settlement
    return HandedOverFee(
        line=line.line,
        label=line.label,
        tariff=line.tariff,
        quantity=line.quantity,
        cents=line.cents,
        payee=line.payee,
        way=settlement.way if settlement is not None else None,
        reference=settlement.reference if settlement is not None else None,
        settled_at=settlement.at if settlement is not None else None,
    )
