"""Each of the 43 services goes from the info desk to *closed*, in as many visits as it takes to have every fact that
switches a document, a field or a fee of it once so and once not so. With ``CLERK_SOAK=1`` in both forms.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.case_view import CaseView, view_case
from clerk.domain.catalogue import Use
from clerk.domain.fixed_amounts import REASON_FIELD
from clerk.domain.handover import WITHHELD
from clerk.domain.money import format_cents
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Case, Outcome, VisitState
from clerk.services.hand_over import HandoverState
from clerk.services.held import Held
from clerk.services.overview import PrecheckState
from clerk.services.procedure import why_not_ready
from clerk.services.workstation import Workstation
from clerk.simulation.clerical_work import MADE_UP
from tests.catalogue.shipped import TODAY
from tests.services.every_answer import Answered, runs_of, switched, switches
from tests.services.front_office import (
    COUNTER,
    KIM,
    FrontOffice,
    answer,
    catalogue,
    close,
    fill,
    first,
    next_at,
    present,
    settle_all,
)

VALID = {**MADE_UP, "date": "02.11.2026"}
"""A valid entry for every kind of field that a service has."""
IN_A_YEAR = "02.09.2027"
ENDS = {"valid_to", "id_valid_to"}
"""Days until which something is valid; all other dates lie in the past."""


FORMS = {"short form": False, "full form": True}


def rounds(service_id: str) -> Iterator[tuple[Answered, str]]:
    """Yield the answers of a run and its form: every run in one form, with ``CLERK_SOAK=1`` in both."""
    for number, answers in enumerate(runs_of(service_id)):
        forms = list(FORMS) if os.environ.get("CLERK_SOAK") == "1" else [list(FORMS)[number % 2]]
        yield from ((answers, form) for form in forms)


def look(place: Workstation, case: Case) -> CaseView:
    return view_case(place.catalogue, case, on=TODAY, full_form=place.full_form)


def applied(place: Workstation, at: Held) -> Held:
    """Fill every field that is shown, and fix the amounts at the lower end of their range."""
    shown = look(place, first(at)).form.fields
    entries = {
        state.field.id: IN_A_YEAR if state.field.id in ENDS else VALID[state.field.validator]
        for state in shown
    }
    at = fill(place, at, entries)
    amounts = look(place, first(at)).amounts
    fixed = {field.id: format_cents(field.line.min_cents or 0) for field in amounts}
    return fill(place, at, {**fixed, REASON_FIELD: "geringer Aufwand"} if fixed else {})


def handed_over(view: CaseView) -> set[str]:
    """Return the ids of the fields of a filled form that a specialist system gets."""
    shown = {state.field.id for state in view.form.fields} | set(view.form.computed)
    return {
        field.id
        for field in view.service.fields
        if field.id in shown and Use.HANDOVER in field.use and field.validator not in WITHHELD
    }


@pytest.mark.soak
@pytest.mark.parametrize("service_id", [service.id for service in catalogue().services])
def test_a_service_goes_from_arrival_to_closed(furnished: Path, tmp_path: Path, service_id: str) -> None:
    for number, (answers, form) in enumerate(rounds(service_id)):
        print(form, answers)
        folder = tmp_path / str(number)
        folder.mkdir()
        office = FrontOffice.move_in(furnished, folder)
        goes_from_arrival_to_closed(office, service_id, answers, full_form=FORMS[form])
        office.journal.close()
        office.store.close()


def goes_from_arrival_to_closed(
    office: FrontOffice, service_id: str, answers: Answered, *, full_form: bool
) -> None:
    desk, counter = office.info_desk, office.workstation(KIM, COUNTER, full_form=full_form)
    opened = answer(desk, office.opened(service_id, name="Frau Beispiel"), answers)
    desk.arrive.let_wait(present(desk, opened))

    waiting = counter.overview.now(on=TODAY).next_call
    assert waiting is not None
    assert waiting.precheck.state is PrecheckState.PRESENTED

    serving = applied(counter, counter.call_next.begin(next_at(counter)))
    view = look(counter, first(serving))
    assert why_not_ready(view) is None
    confirmed = counter.procedure.confirm(serving, first(serving).id, on=TODAY)
    assert open_cents(confirmed.visit.lines) == view.fees.total_cents

    if open_cents(confirmed.visit.lines):
        confirmed = settle_all(counter, confirmed)
        counter.print_out.receipt(confirmed)
        assert office.printer.receipts[-1].total_cents == view.fees.total_cents
    close(counter, confirmed)
    visit = office.visit(confirmed.claim.visit)
    assert visit.state is VisitState.CLOSED
    assert visit.cases[0].outcome is Outcome.DONE
    assert visit.is_single_visit

    assert counter.hand_over.catch_up() == HandoverState(waiting=0, problem=None)
    (handover,) = office.specialist.taken
    assert (handover.case, handover.service) == (visit.cases[0].number, service_id)
    assert set(handover.form) == handed_over(view)
    assert sum(fee.cents for fee in handover.fees) == view.fees.total_cents


def test_there_are_43_services() -> None:
    assert len(catalogue().services) == 43


@pytest.mark.parametrize("service_id", [service.id for service in catalogue().services])
def test_whatever_switches_a_line_is_once_so_and_once_not_so(service_id: str) -> None:
    service = catalogue().service(service_id)
    turned = frozenset().union(*(switched(service, answers) for answers in runs_of(service_id)))
    assert turned == {(one, way) for one in switches(service_id) for way in (True, False)}
