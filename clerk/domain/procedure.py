"""The application of a case: which fields are shown, what is wrong with them, and what is still empty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clerk.domain.catalogue import Catalogue, FormField, Service
from clerk.domain.condition import Truth, evaluate
from clerk.domain.date_limits import within_limits
from clerk.domain.facts import Answers, resolve
from clerk.domain.form_hints import hint, with_document_age
from clerk.domain.validators import Verdict, validate

BLOCKED_PLATES = "office_blocked_plates"
"""Fact of an office's own catalogue whose choices are the letters and numbers it does not give out on plates."""
_YEAR = re.compile(r"\d{4}")
_TIDIED = frozenset(
    {"fin", "fin_pruefziffer", "kennzeichen", "kennzeichen_sonder", "evb", "hu_month", "iban"}
)
_DATES = frozenset({"date", "birth_date"})


@dataclass(frozen=True, slots=True)
class FieldState:
    """A shown field with what was typed; ``verdict`` is None while it is empty.

    ``hint`` is what follows from the entry (a plate's last day), for the clerk to read.
    """

    field: FormField
    value: str
    verdict: Verdict | None
    hint: str | None = None

    @property
    def tidied(self) -> str:
        """The entry as people write it once it is right: ``rv ab123`` as RV-AB 123, ``311030`` as 31.10.2030."""
        if self.verdict is None or not self.verdict.valid:
            return self.value
        if self.field.validator in _TIDIED:
            return self.verdict.normalised
        # a year that is asked back (1926 or 2026) stays as it was typed until that is clear
        if self.field.validator in _DATES and self.verdict.level is None:
            return ".".join(reversed(self.verdict.normalised.split("-")))
        return self.value


@dataclass(frozen=True, slots=True)
class FormState:
    """The form as it stands; ``computed`` are values of fields that follow from others and are not asked."""

    fields: tuple[FieldState, ...]
    computed: Mapping[str, str]

    @property
    def open_required(self) -> tuple[str, ...]:
        """Ids of the shown required fields that are empty."""
        return tuple(
            state.field.id for state in self.fields if state.field.required and state.verdict is None
        )

    @property
    def errors(self) -> tuple[str, ...]:
        """Ids of the fields whose entry is refused."""
        return tuple(
            state.field.id for state in self.fields if state.verdict is not None and not state.verdict.valid
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Ids of the fields whose entry is accepted with a remark."""
        return tuple(
            state.field.id
            for state in self.fields
            if state.verdict is not None and state.verdict.valid and state.verdict.message
        )

    @property
    def complete(self) -> bool:
        """Whether every required field is filled and nothing is refused."""
        return not (self.open_required or self.errors)


def form_state(
    service: Service,
    catalogue: Catalogue,
    answers: Answers,
    values: Mapping[str, str],
    *,
    on: date,
    full: bool = False,
) -> FormState:
    """Compute the form of a case for what was typed (*values* by field id), judged as of the day *on*.

    The short form has the fields that are checked or decide a fee; *full* adds those handed over to a
    specialist system. A field whose condition is still open is not shown. Entries of hidden fields are
    ignored, not lost.
    """
    facts = resolve(service, catalogue, answers)
    shown = tuple(
        field
        for field in service.fields
        if (full or field.in_short_form) and evaluate(field.when, facts) is Truth.YES
    )
    related = {field.id: values.get(field.id, "") for field in shown}
    related |= _office_lists(catalogue)
    states = tuple(_state(field, related, catalogue, on) for field in shown if field.year_of is None)
    years = {field.id: _year(field.year_of, states) for field in shown if field.year_of is not None}
    return FormState(states, {field_id: year for field_id, year in years.items() if year is not None})


def _office_lists(catalogue: Catalogue) -> dict[str, str]:
    """Return the lists an office keeps for its validators: choices of a fact in its own catalogue."""
    listed = catalogue.facts.get(BLOCKED_PLATES)
    return {} if listed is None else {BLOCKED_PLATES: " ".join(listed.values)}


def _state(field: FormField, values: Mapping[str, str], catalogue: Catalogue, on: date) -> FieldState:
    value = values[field.id]
    if not value.strip():
        return FieldState(field, value, None)
    verdict = validate(field.validator, value, on=on, related=values)
    verdict = with_document_age(field, verdict, catalogue, on)
    verdict = within_limits(verdict, field.earliest, field.latest, values, on=on, strict=field.strict)
    return FieldState(field, value, verdict, hint(field, verdict, values, on))


def _year(date_field: str, states: tuple[FieldState, ...]) -> str | None:
    for state in states:
        if state.field.id == date_field and state.verdict is not None and state.verdict.valid:
            found = _YEAR.search(state.verdict.normalised)
            return found[0] if found else None
    return None
