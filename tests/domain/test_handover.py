"""What is handed over of a case: what the catalogue marks for it, as far as it applies, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clerk.domain.catalogue import FormField, UnknownService, Use
from clerk.domain.facts import Answer
from clerk.domain.handover import WITHHELD, Handover, handover_of
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Outcome
from tests.catalogue.shipped import TODAY, service, shipped

TRANSFER = "kfz-umschreibung-innerhalb"
CLOSED_AT = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
ANSWERS: dict[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}
FORM = {
    "holder_name": " Frau Beispiel ",
    "fin": "w0l0tgf48x5123456",
    "plate_old": "rv ab123",
    "evb": "a1b2c3d",
    "holder_birth": "3.5.88",
}
CASE = Case(
    id=7,
    number="2026-000123",
    service=TRANSFER,
    as_of=TODAY,
    answers=ANSWERS,
    form=FORM,
    outcome=Outcome.DONE,
    note="kommt aus Musterstadt",
    missing_reason="wird nachgereicht",
)


def handed_over(case: Case = CASE) -> Handover:
    return handover_of(case, shipped(), on=TODAY, closed_at=CLOSED_AT)


def test_a_handover_names_the_case_its_service_and_the_day_of_its_catalogue() -> None:
    handover = handed_over()
    assert (handover.case, handover.service) == ("2026-000123", TRANSFER)
    assert handover.leika == ("99036008003000",)
    assert (handover.as_of, handover.outcome, handover.closed_at) == (TODAY, Outcome.DONE, CLOSED_AT)


def test_entries_are_handed_over_as_the_validators_wrote_them() -> None:
    assert handed_over().form == {
        "holder_name": "Frau Beispiel",
        "holder_birth": "1988-05-03",
        "fin": "W0L0TGF48X5123456",
        "plate_old": "RV-AB 123",
        "evb": "A1B2C3D",
    }


def test_what_belongs_to_another_answer_is_not_handed_over() -> None:
    before = replace(CASE, answers={**ANSWERS, "plate_wish": True}, form={**FORM, "plate": "RV-XY 1"})
    assert handed_over(before).form == handed_over().form
    assert handed_over(before).facts == ANSWERS


def test_answers_and_entries_of_a_service_it_was_before_are_not_handed_over() -> None:
    changed = replace(CASE, answers={**ANSWERS, "fe_direct_mail": True}, form={**FORM, "school": "Muster"})
    assert handed_over(changed) == handed_over()


def test_a_fact_set_on_demand_is_handed_over() -> None:
    assert handed_over(replace(CASE, answers={**ANSWERS, "tax_exempt": True})).facts["tax_exempt"] is True


def test_an_entry_that_was_refused_is_not_handed_over() -> None:
    assert "evb" not in handed_over(replace(CASE, form={**FORM, "evb": "O123456"})).form


def test_a_value_that_follows_from_another_field_is_handed_over() -> None:
    licence = service("fe-umtausch")
    computed = next(field for field in licence.fields if field.year_of is not None)
    assert Use.HANDOVER in computed.use
    case = replace(CASE, service=licence.id, answers={}, form={str(computed.year_of): "03.05.1968"})
    assert handed_over(case).form[computed.id] == "1968"


def test_what_is_only_checked_or_only_counted_stays_in_the_office() -> None:
    checked = {"id_checked": "ja", "id_valid_to": "01.02.2030", "name": "Frau Beispiel"}
    case = replace(CASE, service="meld-bescheinigung", answers={}, form=checked)
    assert {"id_checked", "id_valid_to"} <= {field.id for field in service("meld-bescheinigung").fields}
    assert not {"id_checked", "id_valid_to"} & set(handed_over(case).form)


@pytest.mark.parametrize(
    ("validator", "value"),
    [
        ("ausweis_seriennummer", "T22000129"),
        ("azr_nr", "123456789012"),
        ("code_plakette", "Ab3"),
        ("code_zb1", "Ab3dE5g"),
        ("code_zb2", "ABCDEFGH1234"),
        (
            "mrz",
            "IDD<<T220001293<<<<<<<<<<<<<<<\n6408125<2702283D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<",
        ),
    ],
)
def test_numbers_of_identity_papers_and_security_codes_never_leave_even_if_a_catalogue_marks_them(
    validator: str, value: str
) -> None:
    field = FormField("secret", "Nummer", validator, required=False, use=(Use.CHECK, Use.HANDOVER))
    with_it = replace(service(TRANSFER), fields=(*service(TRANSFER).fields, field))
    catalogue = replace(shipped(), service_versions=(with_it,))
    case = replace(CASE, form={**FORM, "secret": value})
    handover = handover_of(case, catalogue, on=TODAY, closed_at=CLOSED_AT)
    assert validator in WITHHELD
    assert "secret" not in handover.form
    assert handover.form == handed_over().form


def test_notes_and_reasons_of_the_office_are_not_handed_over() -> None:
    line = ChargedLine(
        id=1,
        line="g221.8",
        label="Umschreibung",
        tariff="GebOSt 221.8",
        cents=2420,
        payee="authority",
        set_on=TODAY,
        reason="ermäßigt, weil krank",
        settlement=Settlement(Way.EXEMPT, CLOSED_AT, reason="§ 5 GebOSt, wohnt bei Frau Muster"),
    )
    told = repr(handed_over(replace(CASE, lines=(line,))))
    for text in ("krank", "Frau Muster", "Musterstadt", "nachgereicht"):
        assert text not in told


def test_a_fee_says_how_and_when_it_was_settled_and_a_line_of_nothing_says_neither() -> None:
    line = ChargedLine(1, "k124", "Anteil KBA", "GebOSt 124", 320, "bund_kba", TODAY, 1)
    paid = replace(line, settlement=Settlement(Way.CARD, CLOSED_AT, reference="0042", payment=3))
    free = replace(line, id=2, cents=0)
    first, second = handed_over(replace(CASE, lines=(paid, free))).fees
    assert (first.line, first.tariff, first.cents, first.payee) == ("k124", "GebOSt 124", 320, "bund_kba")
    assert (first.way, first.reference, first.settled_at) == (Way.CARD, "0042", CLOSED_AT)
    assert (second.cents, second.way, second.reference, second.settled_at) == (0, None, None, None)


def test_a_two_digit_year_is_read_as_on_the_day_of_the_confirmation() -> None:
    later = handover_of(CASE, shipped(), on=date(2099, 1, 1), closed_at=CLOSED_AT)
    assert later.form["holder_birth"] == "2088-05-03"
    assert handed_over().form["holder_birth"] == "1988-05-03"


def test_a_service_the_catalogue_has_lost_is_named() -> None:
    with pytest.raises(UnknownService):
        handed_over(replace(CASE, service="kfz-gibt-es-nicht"))


def test_a_case_without_an_outcome_is_not_handed_over() -> None:
    with pytest.raises(ValueError, match="outcome"):
        handed_over(replace(CASE, outcome=None))
