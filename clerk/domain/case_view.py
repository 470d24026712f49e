"""Everything a screen shows of one case, computed at once from the catalogue and what is stored."""

from dataclasses import dataclass
from datetime import date

from clerk.domain import settlement
from clerk.domain.catalogue import Catalogue, Service
from clerk.domain.facts import (
    Question,
    ResolvedFacts,
    leads_to,
    more_facts,
    open_questions,
    possible_texts,
    questions,
    resolve,
)
from clerk.domain.fees import FeeSheet, fee_sheet
from clerk.domain.fixed_amounts import REASON_FIELD, AmountField, amount_fields, with_amounts
from clerk.domain.hand_out import HandOutLine, hand_out_lines
from clerk.domain.plain_text import clean
from clerk.domain.precheck import Checklist, checklist
from clerk.domain.procedure import FormState, form_state
from clerk.domain.visit import Case, Visit

PLATES = ("plate", "plate_new", "plate_old")
"""Fields of an application that hold the plate of its vehicle."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with what follows from it: nothing here is stored.

    ``open_form_facts`` are the ids of the unanswered facts that decide which fields the application has.
    """

    case: Case
    service: Service
    questions: tuple[Question, ...]
    more: tuple[Question, ...]
    checklist: Checklist
    fees: FeeSheet
    amounts: tuple[AmountField, ...]
    form: FormState
    open_form_facts: tuple[str, ...]
    leads_to: str | None
    hand_out: tuple[HandOutLine, ...] = ()
    follow_up: tuple[str, ...] = ()

    @property
    def lacks_reason(self) -> bool:
        """Whether an amount was fixed without saying why."""
        return bool(self.amounts) and not self.case.form.get(REASON_FIELD, "").strip()

    @property
    def open_entries(self) -> int:
        """How many required entries of the application are still empty, amounts to be fixed among them."""
        amounts = sum(not field.value for field in self.amounts)
        return len(self.form.open_required) + amounts + self.lacks_reason

    @property
    def plate(self) -> str:
        """The plate of the vehicle as it was typed, the new one first; empty where the case has none."""
        typed = {state.field.id: clean(state.value).strip() for state in self.form.fields}
        return next((typed[name] for name in PLATES if typed.get(name)), "")

    @property
    def open_cents(self) -> int | None:
        """The cents of this case still to pay: of the charged lines once confirmed, before that of the fee sheet."""
        if self.case.confirmed_at is not None:
            return settlement.open_cents(self.case.lines)
        if self.fees.total_cents is None:
            return None
        settled = sum(line.cents for line in self.case.lines) - settlement.open_cents(self.case.lines)
        return max(0, self.fees.total_cents - settled)


def view_case(catalogue: Catalogue, case: Case, *, on: date, full_form: bool = False) -> CaseView:
    """Compute the view of *case*; fees and documents by the catalogue of the case's day, dates checked *on*.

    *full_form* shows the fields of the handover too, for an office with a specialist interface.
    """
    of_the_day = catalogue.at(case.as_of)
    service = of_the_day.service(case.service)
    fees = fee_sheet(service, of_the_day, case.answers, case.form)
    amounts = amount_fields(fees, case.form)
    facts = resolve(service, of_the_day, case.answers)
    return CaseView(
        case=case,
        service=service,
        questions=questions(service, of_the_day, case.answers),
        more=more_facts(service, of_the_day, case.answers),
        checklist=checklist(service, of_the_day, case.answers, case.presence),
        fees=with_amounts(fees, amounts),
        amounts=amounts,
        form=form_state(service, of_the_day, case.answers, case.form, on=on, full=full_form),
        open_form_facts=_open_form_facts(service, facts, full_form=full_form),
        leads_to=leads_to(service, of_the_day, case.answers),
        hand_out=hand_out_lines(service, facts, case),
        follow_up=possible_texts(service.follow_up, facts),
    )


def view_visit(
    catalogue: Catalogue, visit: Visit, *, on: date, full_form: bool = False
) -> tuple[CaseView, ...]:
    """Compute the views of all cases of *visit*, in their order."""
    return tuple(view_case(catalogue, case, on=on, full_form=full_form) for case in visit.cases)


def _open_form_facts(service: Service, facts: ResolvedFacts, *, full_form: bool) -> tuple[str, ...]:
    conditions = tuple(field.when for field in service.fields if full_form or field.in_short_form)
    return open_questions(service, conditions, facts)
