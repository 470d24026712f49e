"""The form shows what is asked now and says what is wrong at the field."""

from datetime import date

import pytest

from clerk.domain.procedure import FormState, form_state
from tests.catalogue.shipped import TODAY, service, shipped

TRANSFER = "kfz-umschreibung-innerhalb"


def form(
    service_id: str, answers: dict[str, bool | int | str], full: bool = False, **values: str
) -> FormState:
    return form_state(service(service_id), shipped(), answers, values, on=TODAY, full=full)


def shown(state: FormState) -> list[str]:
    return [one.field.id for one in state.fields]


def test_the_short_form_has_what_is_checked_and_the_full_form_what_is_handed_over_too() -> None:
    short = form(TRANSFER, {"plate_keep": True})
    assert shown(short) == ["holder_name", "fin", "fin_check", "plate_old", "evb"]
    full = shown(form(TRANSFER, {"plate_keep": True, "legal_status": "natural_person"}, full=True))
    assert {"holder_birth", "iban", "holder_address"} <= set(full)


def test_a_field_is_hidden_while_the_question_that_decides_it_is_open() -> None:
    assert "plate" not in shown(form(TRANSFER, {}))
    assert "plate" in shown(form(TRANSFER, {"plate_keep": False}))


def test_only_shown_required_fields_are_open() -> None:
    state = form(TRANSFER, {"plate_keep": True}, holder_name="Frau Beispiel")
    assert state.open_required == ("fin", "plate_old", "evb")
    assert not state.complete


def test_a_refused_entry_is_an_error_at_its_field_and_keeps_what_was_typed() -> None:
    state = form(TRANSFER, {"plate_keep": True}, evb="O123456")
    assert state.errors == ("evb",)
    field = next(one for one in state.fields if one.field.id == "evb")
    assert field.value == "O123456"
    assert field.verdict is not None
    assert field.verdict.message


def test_the_check_digit_of_field_3_is_held_against_the_fin() -> None:
    right = form(TRANSFER, {"plate_keep": True}, fin="A1BS31Z0430336179", fin_check="4")
    wrong = form(TRANSFER, {"plate_keep": True}, fin="A1BS31Z0430336179", fin_check="5")
    assert right.errors == ()
    assert "fin" in wrong.errors


def test_a_filled_form_is_complete() -> None:
    state = form(
        TRANSFER,
        {"plate_keep": True},
        holder_name="Frau Beispiel",
        fin="A1BS31Z0430336179",
        fin_check="4",
        plate_old="RV-AB 12",
        evb="A123456",
    )
    assert state.complete
    assert state.errors == ()


def test_the_year_of_birth_is_computed_and_not_asked() -> None:
    state = form("fe-umtausch", {}, birth="03.05.1958")
    assert "birth_year" not in shown(state)
    assert state.computed == {"birth_year": "1958"}
    assert form("fe-umtausch", {}, birth="03.05.").computed == {}


def test_blanks_are_no_entry() -> None:
    assert "holder_name" in form(TRANSFER, {}, holder_name="   ").open_required


def test_a_date_is_judged_as_of_the_day_of_the_visit() -> None:
    answers = {"plate_keep": True, "hu_due": True}
    before = form_state(service(TRANSFER), shipped(), answers, {"hu": "11/2026"}, on=date(2026, 11, 30))
    after = form_state(service(TRANSFER), shipped(), answers, {"hu": "11/2026"}, on=date(2026, 12, 1))
    assert "hu" not in before.errors
    assert "hu" in after.errors


@pytest.mark.parametrize(
    ("field", "typed", "tidied"),
    [
        ("plate_old", "rv ab123", "RV-AB 123"),
        ("plate_old", "RV-AB 123 X", "RV-AB 123 X"),
        ("holder_birth", "12081964", "12.08.1964"),
        ("holder_birth", "1964-8-12", "12.08.1964"),
        ("holder_birth", "12.8.26", "12.8.26"),
        ("holder_birth", "31.2.1964", "31.2.1964"),
        ("holder_name", "frau  beispiel", "frau  beispiel"),
    ],
)
def test_what_is_right_is_shown_as_people_write_it(field: str, typed: str, tidied: str) -> None:
    answers: dict[str, bool | int | str] = {"plate_keep": True, "legal_status": "natural_person"}
    state = form(TRANSFER, answers, full=True, **{field: typed})
    assert next(one for one in state.fields if one.field.id == field).tidied == tidied
