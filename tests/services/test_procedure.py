"""The application: nothing typed is lost, nothing unfinished is confirmed, the fee is that of the day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from clerk.domain.case_view import view_case
from clerk.domain.catalogue import Catalogue
from clerk.domain.facts import Answer
from clerk.domain.fixed_amounts import REASON_FIELD
from clerk.domain.visit import Case, Outcome, Step
from clerk.ports import ClaimLost
from clerk.services.held import Held
from clerk.services.procedure import NotReady, why_not_ready, with_value
from tests.catalogue.shipped import TODAY
from tests.services.front_office import (
    COPIES,
    COUNTER,
    FREE,
    KIM,
    MORNING,
    PLATES_KEPT,
    RANGED,
    TRANSFER,
    TRANSFER_CENTS,
    TRANSFER_FORM,
    FrontOffice,
    answer,
    catalogue,
    fill,
    first,
    held,
    settle_all,
)

AMOUNT = "amount:f207"
INTERNATIONAL_FORM = {"holder_name": "Herr Mustermann"}


def a_case(
    service: str, answers: Mapping[str, Answer] | None = None, form: Mapping[str, str] | None = None
) -> Case:
    return Case(1, "2026-000001", service, TODAY, answers=answers or {}, form=form or {})


def sentence(case: Case, *, full_form: bool = False) -> str:
    """Return what stands against confirming *case*, empty if nothing does."""
    problem = why_not_ready(view_case(catalogue(), case, on=TODAY, full_form=full_form))
    return "" if problem is None else str(problem)


def confirm(office: FrontOffice, at: Held, *, number: int = 0) -> Held:
    return office.counter.procedure.confirm(at, at.visit.cases[number].id, on=TODAY)


def filled(office: FrontOffice, service: str, answers: Mapping[str, Answer], **extra: str) -> Held:
    """A visit of *service* is being served, every field that is asked filled with *extra* or a sample."""
    serving = office.serving(service, answers=answers)
    view = view_case(office.catalogue, first(serving), on=TODAY)
    entries = {state.field.id: SAMPLES.get(state.field.validator, "Beispiel") for state in view.form.fields}
    return fill(office.counter, serving, entries | extra)


SAMPLES = {
    "bool": "ja",
    "birth_date": "03.05.1988",
    "date": "02.11.2026",
    "int": "2",
    "fuehrerscheinnummer": "B072RRE2I55",
}


# ---------------------------------------------------------------- what is typed


def test_what_is_typed_is_there_after_a_restart_unfinished_as_it_is(office: FrontOffice) -> None:
    serving = office.serving(form={"fin": "A1BS31Z04", "holder_name": "Frau B"})
    restarted = FrontOffice.reopen(office.store.address)
    offered = held(restarted.counter.call_next.held())
    assert first(offered).form == {"fin": "A1BS31Z04", "holder_name": "Frau B"}
    assert offered.visit == office.visit(serving.claim.visit)
    restarted.store.close()


def test_an_emptied_field_is_no_longer_an_entry(office: FrontOffice) -> None:
    serving = office.serving(form={"fin": "A1BS31Z04", "evb": "A12"})
    fill(office.counter, serving, {"fin": ""})
    assert office.visit(serving.claim.visit).cases[0].form == {"evb": "A12"}


def test_a_refused_entry_is_kept_as_it_was_typed(office: FrontOffice) -> None:
    serving = office.serving(form={"evb": "O123456"})
    assert office.visit(serving.claim.visit).cases[0].form == {"evb": "O123456"}


def test_who_does_not_hold_the_visit_any_more_cannot_type_into_it(office: FrontOffice) -> None:
    serving = office.serving(form={"evb": "A12"})
    office.queue.release(serving.claim)
    with pytest.raises(ClaimLost):
        fill(office.counter, serving, {"evb": "A123456"})
    assert office.visit(serving.claim.visit).cases[0].form == {"evb": "A12"}


# ---------------------------------------------------------------- why it cannot be confirmed


def test_one_empty_field_is_named_in_the_singular_and_several_are_counted() -> None:
    without_evb = {field: value for field, value in TRANSFER_FORM.items() if field != "evb"}
    assert (
        sentence(a_case(TRANSFER, PLATES_KEPT, without_evb))
        == "Im Antrag fehlt noch eine Angabe: eVB-Nummer."
    )
    assert sentence(a_case(TRANSFER, PLATES_KEPT)) == (
        "Im Antrag fehlen noch 4 Angaben, zuerst: Familienname, Vornamen oder Firma."
    )


def test_a_refused_field_comes_before_empty_ones_and_is_where_to_go() -> None:
    case = a_case(TRANSFER, PLATES_KEPT, {"evb": "O123456"})
    problem = why_not_ready(view_case(catalogue(), case, on=TODAY))
    assert problem is not None
    assert str(problem) == "Im Antrag stimmt ein Feld noch nicht. Der Hinweis steht am Feld."
    assert problem.field == "evb"


def test_an_open_fact_that_decides_the_fee_holds_the_application_up() -> None:
    new_plates: Mapping[str, Answer] = {**PLATES_KEPT, "plate_keep": False}
    form = {**TRANSFER_FORM, "plate": "RV-XY 9"}
    assert "über die Gebühr" in sentence(a_case(TRANSFER, new_plates, form))
    assert sentence(a_case(TRANSFER, {**new_plates, "plate_wish": False}, form)) == ""


def test_an_open_fact_that_decides_only_documents_does_not_hold_the_application_up() -> None:
    answers = {fact: value for fact, value in PLATES_KEPT.items() if fact != "vehicle_financed"}
    assert sentence(a_case(TRANSFER, answers, TRANSFER_FORM)) == ""


def test_a_required_field_hidden_behind_an_open_fact_is_not_passed_over() -> None:
    """The month of the inspection is asked unless the trip is to the inspection: unknown is not *no*."""
    form = {"holder_name": "Frau Beispiel", "fin": "A1BS31Z0430336179", "evb": "A123456"}
    others: Mapping[str, Answer] = {"legal_status": "natural_person", "proxy": False}
    view = view_case(catalogue(), a_case("kfz-kurzzeit", others, form), on=TODAY)
    form |= dict.fromkeys(view.form.open_required, "RV-04123")
    case = a_case("kfz-kurzzeit", others, form)
    assert "über Felder des Antrags" in sentence(case)
    assert sentence(replace(case, answers={**others, "no_hu_trip_only": True})) == ""
    assert "fehlt noch eine Angabe" in sentence(replace(case, answers={**others, "no_hu_trip_only": False}))


def test_the_full_form_waits_for_the_facts_that_decide_its_own_fields() -> None:
    answers = {fact: value for fact, value in PLATES_KEPT.items() if fact != "legal_status"}
    view = view_case(catalogue(), a_case(TRANSFER, answers, TRANSFER_FORM), on=TODAY, full_form=True)
    assert view.open_form_facts == ("legal_status",)
    assert view_case(catalogue(), view.case, on=TODAY).open_form_facts == ()


def test_a_count_that_cannot_be_read_asks_for_the_count_and_offers_no_amount_to_fix() -> None:
    unreadable = a_case(COPIES, form={"qty": "00000002"})
    view = view_case(catalogue(), unreadable, on=TODAY)
    assert view.form.errors == ()
    assert view.amounts == ()
    assert "Anzahl im Antrag" in sentence(unreadable)
    assert sentence(a_case(COPIES, form={"qty": "2"})) == ""


@pytest.mark.parametrize(
    ("entries", "expected", "field"),
    [
        ({}, "fehlen noch 2 Angaben", AMOUNT),
        ({AMOUNT: "12,00"}, "fehlt noch eine Angabe", REASON_FIELD),
        ({AMOUNT: "12,00", REASON_FIELD: "  "}, "fehlt noch eine Angabe", REASON_FIELD),
        ({AMOUNT: "15,31", REASON_FIELD: "Aufwand"}, "stimmt ein Feld noch nicht", AMOUNT),
        ({AMOUNT: "12.50", REASON_FIELD: "Aufwand"}, "stimmt ein Feld noch nicht", AMOUNT),
        ({AMOUNT: "zwölf", REASON_FIELD: "Aufwand"}, "stimmt ein Feld noch nicht", AMOUNT),
    ],
)
def test_a_fee_with_a_range_wants_an_amount_within_it_and_a_reason(
    office: FrontOffice, entries: Mapping[str, str], expected: str, field: str
) -> None:
    serving = fill(office.counter, filled(office, RANGED, {"proxy": False}), entries)
    with pytest.raises(NotReady, match=expected) as refusal:
        confirm(office, serving)
    assert refusal.value.field == field
    assert office.visit(serving.claim.visit).lines == ()


def test_the_amount_fixed_and_its_reason_are_charged(office: FrontOffice) -> None:
    serving = filled(office, RANGED, {"proxy": False}, **{AMOUNT: "12,50", REASON_FIELD: " Aufwand\x1b[2J "})
    confirmed = confirm(office, serving)
    charged = {line.line: (line.cents, line.reason) for line in confirmed.visit.lines}
    assert charged["f207"] == (1250, "Aufwand")
    assert [reason for line, (_cents, reason) in charged.items() if line != "f207"] == [None]


# ---------------------------------------------------------------- confirming


def test_confirming_charges_the_fees_of_the_day_once(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    assert sum(line.cents for line in confirmed.visit.lines) == TRANSFER_CENTS
    assert {line.tariff for line in confirmed.visit.lines} == {"GebOSt 221.8", "GebOSt 124"}
    assert {line.set_on for line in confirmed.visit.lines} == {TODAY}
    assert first(confirmed).confirmed_at == MORNING
    again = confirm(office, confirmed)
    assert [line.cents for line in again.visit.lines] == [line.cents for line in confirmed.visit.lines]


def test_what_was_typed_last_is_stored_with_the_confirmation(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM)
    unsaved = serving.with_case(with_value(first(serving), "holder_name", "Frau Beispiel-Neu"))
    confirmed = confirm(office, unsaved)
    assert first(confirmed).form["holder_name"] == "Frau Beispiel-Neu"


def test_an_application_that_is_not_ready_changes_nothing(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form={"evb": "A123456"})
    with pytest.raises(NotReady):
        confirm(office, serving)
    assert office.visit(serving.claim.visit) == serving.visit


def dearer(today: Catalogue, cents: int) -> Catalogue:
    """Return a catalogue in which every fee with a fixed amount costs *cents* from now on."""
    fees = tuple(replace(fee, cents=cents) if fee.cents else fee for fee in today.fee_versions)
    return replace(today, fee_versions=fees, fees={fee.id: fee for fee in fees})


def test_a_later_tariff_does_not_change_what_was_charged(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    tomorrow = FrontOffice(office.store, office.folder, catalogue=dearer(office.catalogue, 9900))
    seen = held(tomorrow.counter.call_next.held())
    assert sum(line.cents for line in seen.visit.lines) == TRANSFER_CENTS
    assert view_case(tomorrow.catalogue, first(seen), on=TODAY).open_cents == TRANSFER_CENTS
    assert seen.visit.lines == confirmed.visit.lines


def test_a_case_opened_before_a_new_tariff_is_charged_by_the_tariff_of_its_own_day(
    office: FrontOffice,
) -> None:
    before, after = date(2025, 12, 30), date(2026, 5, 4)
    answers: Mapping[str, Answer] = {
        "age": 30,
        "id_old_available": True,
        "id_first": False,
        "photo_by_authority": False,
    }
    totals = []
    for day in (before, after):
        case = replace(a_case("pass-personalausweis", answers), as_of=day)
        view = view_case(office.catalogue, case, on=TODAY)
        totals.append(view.fees.total_cents)
    assert None not in totals
    opened = held(office.counter.arrive.walk_in("pass-personalausweis", on=before))
    opened = answer(office.counter, opened, answers)
    view = view_case(office.catalogue, first(opened), on=TODAY)
    entries = {state.field.id: SAMPLES.get(state.field.validator, "Beispiel") for state in view.form.fields}
    confirmed = confirm(office, fill(office.counter, opened, entries))
    assert sum(line.cents for line in confirmed.visit.lines) == totals[0]
    assert totals[0] != totals[1]


def test_confirming_again_replaces_what_is_not_settled(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    changed = answer(office.counter, confirmed, {"plate_keep": False, "plate_wish": False})
    changed = fill(office.counter, changed, {"plate": "RV-XY 9"})
    again = confirm(office, changed)
    assert {line.line for line in again.visit.lines} == {"g221.10", "k124"}
    assert all(line.settlement is None for line in again.visit.lines)


def test_confirming_again_after_settling_charges_only_what_is_more(office: FrontOffice) -> None:
    serving = fill(office.counter, office.serving(COPIES), {"qty": "2"})
    settled = settle_all(office.counter, confirm(office, serving))
    paid = sum(line.cents for line in settled.visit.lines)
    again = confirm(office, fill(office.counter, settled, {"qty": "3"}))
    unpaid = [line.cents for line in again.visit.lines if not line.is_settled]
    assert unpaid == [paid // 2]


def test_a_case_called_incomplete_goes_on_when_it_is_confirmed_after_all(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM)
    given_up = office.counter.close_visit.set_outcome(serving, first(serving).id, Outcome.INCOMPLETE)
    confirmed = confirm(office, given_up)
    assert first(confirmed).outcome is None


def test_confirming_is_in_the_audit_trail_without_the_form(office: FrontOffice) -> None:
    office.confirmed(name="Frau Beispiel")
    assert (KIM.account, "application_confirmed", "") in office.audit()
    assert "Beispiel" not in str(office.audit())


# ---------------------------------------------------------------- another service, several cases


def test_a_deregistered_car_becomes_a_wiederzulassung_and_keeps_what_fits(office: FrontOffice) -> None:
    serving = office.serving(
        answers={**PLATES_KEPT, "vehicle_deregistered": True},
        form={"fin": "A1BS31Z0430336179", "evb": "A123456"},
    )
    view = view_case(office.catalogue, first(serving), on=TODAY)
    assert view.leads_to == "kfz-wiederzulassung"
    changed = office.counter.procedure.change_service(serving, first(serving).id, view.leads_to)
    after = view_case(office.catalogue, first(changed), on=TODAY)
    assert first(changed).number == first(serving).number
    assert first(changed).answers["legal_status"] == "natural_person"
    assert {state.field.id: state.value for state in after.form.fields if state.value} == {
        "fin": "A1BS31Z0430336179",
        "evb": "A123456",
    }
    ticked = {line.id for line in view.checklist.lines if line.id in first(serving).presence}
    still = {line.id for line in after.checklist.lines if line.id in first(changed).presence}
    assert still >= {"ausweis", "evb"} & ticked
    assert still


def test_going_back_to_the_first_service_finds_everything_again(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM)
    case = first(serving)
    away = office.counter.procedure.change_service(serving, case.id, "kfz-wiederzulassung")
    back = office.counter.procedure.change_service(away, case.id, TRANSFER)
    assert first(back) == case


def test_another_service_has_to_be_confirmed_anew(office: FrontOffice) -> None:
    confirmed = office.confirmed()
    changed = office.counter.procedure.change_service(confirmed, first(confirmed).id, FREE)
    assert first(changed).confirmed_at is None


def test_a_case_can_be_added_and_removed_again(office: FrontOffice) -> None:
    serving = office.serving()
    two = office.counter.procedure.add_case(serving, COPIES, on=TODAY)
    assert [case.service for case in two.visit.cases] == [TRANSFER, COPIES]
    assert len({case.number for case in two.visit.cases}) == 2
    one = office.counter.procedure.remove_case(two, two.visit.cases[1].id)
    assert [case.service for case in one.visit.cases] == [TRANSFER]


def test_the_only_case_of_a_visit_stays(office: FrontOffice) -> None:
    serving = office.serving()
    with pytest.raises(ValueError, match="einzige Vorgang"):
        office.counter.procedure.remove_case(serving, first(serving).id)


def test_a_case_whose_fees_are_charged_stays(office: FrontOffice) -> None:
    two = office.counter.procedure.add_case(office.confirmed(), COPIES, on=TODAY)
    with pytest.raises(ValueError, match="Gebühren festgesetzt"):
        office.counter.procedure.remove_case(two, two.visit.cases[0].id)


def test_the_step_is_remembered(office: FrontOffice) -> None:
    serving = office.serving()
    for step in Step:
        office.counter.procedure.go_to(serving, step)
        assert office.visit(serving.claim.visit).step is step


def test_with_a_specialist_system_the_whole_form_has_to_be_filled(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM)
    with_interface = office.workstation(KIM, COUNTER, full_form=True)
    with pytest.raises(NotReady, match="fehlen noch"):
        with_interface.procedure.confirm(serving, first(serving).id, on=TODAY)


def test_nothing_is_confirmed_for_a_visit_that_went_elsewhere_meanwhile(office: FrontOffice) -> None:
    serving = office.serving(answers=PLATES_KEPT, form=TRANSFER_FORM)
    office.queue.release(serving.claim)
    with pytest.raises(ClaimLost):
        confirm(office, serving)
    kept = office.visit(serving.claim.visit)
    assert kept.lines == ()
    assert kept.cases[0].confirmed_at is None
