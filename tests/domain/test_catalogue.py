"""The catalogue as it is valid on a day."""

from datetime import date

import pytest

from clerk.catalogue.loader import load_catalogue
from clerk.domain.catalogue import UnknownService
from clerk.domain.fees import fee_sheet
from tests.catalogue.shipped import service, shipped


@pytest.mark.parametrize(
    ("day", "from_24", "under_24"),
    [(date(2026, 2, 6), 3700, 2280), (date(2026, 2, 7), 4600, 2760)],
)
def test_the_personalausweis_costs_what_it_cost_on_the_day(day: date, from_24: int, under_24: int) -> None:
    catalogue = load_catalogue().at(day)
    personalausweis = catalogue.service("pass-personalausweis")
    known = {"id_old_available": True, "photo_by_authority": False}
    assert fee_sheet(personalausweis, catalogue, {**known, "age": 24}, {}).total_cents == from_24
    assert fee_sheet(personalausweis, catalogue, {**known, "age": 23}, {}).total_cents == under_24


def test_a_catalogue_of_one_day_can_be_asked_for_another_day() -> None:
    before = shipped().at(date(2026, 1, 1))
    assert before.at(date(2026, 11, 23)).fees["p.pa24"].cents == 4600


def test_an_unknown_service_is_named_with_similar_ones() -> None:
    with pytest.raises(UnknownService) as caught:
        shipped().service("kfz-neuzulasung")
    assert caught.value.nearest[0] == "kfz-neuzulassung"
    assert "kfz-neuzulasung" in str(caught.value)


def test_a_delicate_service_is_called_by_a_neutral_name() -> None:
    assert service("meld-auskunftssperre").queue_label == "Meldeangelegenheit"
    assert service("meld-anmeldung").queue_label == "Anmeldung"


def test_the_tariff_is_law_and_number_and_an_expense_has_no_number() -> None:
    assert shipped().fees["g221.8"].tariff == "GebOSt 221.8"
    assert shipped().fees["f.direkt"].tariff == "Auslage"


def test_a_field_with_fixed_answers_offers_them() -> None:
    fields = {field.id: field for field in service("abf-groesse").fields}
    assert "80" in fields["volume"].choices
    assert fields["object"].choices == ()
