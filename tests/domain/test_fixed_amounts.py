"""Fees with a range: no amount until the clerk fixes one within it."""

import pytest

from clerk.domain.fees import FeeSheet, fee_sheet
from clerk.domain.fixed_amounts import AmountField, amount_fields, reason_label, with_amounts
from tests.catalogue.shipped import service, shipped

RANGED = "fe-international"
FIELD = "amount:f207"


def sheet(service_id: str = RANGED, **form: str) -> FeeSheet:
    return fee_sheet(service(service_id), shipped(), {"proxy": False}, form)


def entry(value: str) -> AmountField:
    (field,) = amount_fields(sheet(), {FIELD: value})
    return field


def test_a_fee_with_a_range_asks_for_an_amount() -> None:
    (field,) = amount_fields(sheet(), {})
    assert (field.id, field.value, field.problem) == (FIELD, "", None)
    assert with_amounts(sheet(), (field,)).total_cents is None


@pytest.mark.parametrize(("value", "cents"), [("11,20", 1120), ("15,30", 1530), (" 12 ", 1200)])
def test_an_amount_within_the_range_is_taken_its_ends_included(value: str, cents: int) -> None:
    fixed = with_amounts(sheet(), (entry(value),))
    line = next(line for line in fixed.lines if line.id == "f207")
    assert line.cents == cents
    assert fixed.total_cents == sum(line.cents or 0 for line in fixed.lines)


@pytest.mark.parametrize("value", ["11,19", "15,31", "0", "100"])
def test_an_amount_outside_is_refused_with_the_range_and_stays_as_typed(value: str) -> None:
    field = entry(value)
    assert field.value == value
    assert field.problem is not None
    assert "11,20 € bis 15,30 €" in field.problem
    assert with_amounts(sheet(), (field,)).total_cents is None


def test_what_is_no_amount_is_refused_with_an_example() -> None:
    assert "27,40" in (entry("elf").problem or "")


def test_a_range_counts_for_all_units_together() -> None:
    (field,) = amount_fields(sheet("abf-sack", qty="3"), {})
    assert (field.line.min_cents, field.line.max_cents) == (900, 2100)


def test_a_fixed_fee_has_no_entry() -> None:
    assert amount_fields(sheet("info-beglaubigung", qty="2"), {}) == ()


@pytest.mark.parametrize("service_id", ["info-beglaubigung", "abf-sack"])
def test_a_fee_whose_quantity_cannot_be_read_has_no_entry_that_would_refuse_every_amount(
    service_id: str,
) -> None:
    unreadable = sheet(service_id, qty="viele")
    assert unreadable.open
    assert amount_fields(unreadable, {}) == ()
    assert unreadable.total_cents is None


def test_the_reason_has_a_label() -> None:
    assert reason_label() == "Grund für den Betrag"
