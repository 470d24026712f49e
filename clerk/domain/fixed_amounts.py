"""Amounts a clerk fixes for fees with a range (Rahmengebühr): kept in the form beside its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clerk.domain.fees import FeeLine, FeeSheet, fix_amount
from clerk.domain.money import parse_cents
from clerk.locale import _

_PREFIX = "amount:"
REASON_FIELD = "amount_reason"
"""Id of the form entry that says why the amounts were fixed so."""


@dataclass(frozen=True, slots=True)
class AmountField:
    """The entry for one fee without an amount; ``problem`` is a sentence while it cannot be used."""

    id: str
    line: FeeLine
    value: str
    problem: str | None


def amount_fields(sheet: FeeSheet, form: Mapping[str, str]) -> tuple[AmountField, ...]:
    """Return the entries for all lines of *sheet* whose amount the clerk has to fix within a range.

    A fixed fee whose quantity cannot be read has no entry: its quantity has to be corrected.
    """
    return tuple(_field(line, form) for line in sheet.lines if _is_to_be_fixed(line))


def with_amounts(sheet: FeeSheet, fields: tuple[AmountField, ...]) -> FeeSheet:
    """Return *sheet* with the amounts that were entered rightly."""
    fixed = {
        field.line.id: fix_amount(field.line, parse_cents(field.value))
        for field in fields
        if field.value and field.problem is None
    }
    return replace(sheet, lines=tuple(fixed.get(line.id, line) for line in sheet.lines))


def _is_to_be_fixed(line: FeeLine) -> bool:
    return line.cents is None and line.min_cents is not None and line.due is None


def _field(line: FeeLine, form: Mapping[str, str]) -> AmountField:
    field_id = _PREFIX + line.id
    value = form.get(field_id, "").strip()
    return AmountField(field_id, line, value, _problem(line, value) if value else None)


def _problem(line: FeeLine, value: str) -> str | None:
    try:
        fix_amount(line, parse_cents(value))
    except ValueError as error:
        return str(error)
    return None


def reason_label() -> str:
    """Return the label of the entry for the reason."""
    return _("Grund für den Betrag")
