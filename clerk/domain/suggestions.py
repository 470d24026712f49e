"""Facts that follow from what was entered: suggested to the clerk, never answered without them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clerk.domain.catalogue import Catalogue, Fact, Service
from clerk.domain.facts import Answer
from clerk.domain.validators import validate
from clerk.domain.visit import Case

AGE = "age"
"""The catalogue's fact of the age in full years; other facts are derived from it."""
BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that fits what was entered in the field *entered*, and is not the one given."""

    fact: Fact
    answer: Answer
    entered: str


def suggestions(service: Service, catalogue: Catalogue, case: Case, *, on: date) -> tuple[Suggestion, ...]:
    """Return what the person's date of birth says about the facts of *case*, where it was answered otherwise.

    *on* is the day of the office: the age is counted in full years on it.
    """
    found = _birth(service, case, on)
    if found is None:
        return ()
    label, born = found
    age = full_years(born, on)
    return tuple(
        Suggestion(fact, answer, label)
        for fact, answer in _of_age(service, catalogue, age)
        if answer != case.answers.get(fact.id, fact.when_unknown)
    )


def full_years(born: date, on: date) -> int:
    """Return the age in full years; a year is completed at the end of the day before the birthday (BGB § 187)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _birth(service: Service, case: Case, on: date) -> tuple[str, date] | None:
    for field in service.fields:
        entry = case.form.get(field.id, "")
        if field.validator == BIRTH_DATE and field.repeats and entry:
            verdict = validate(BIRTH_DATE, entry, on=on)
            # in some papers day or month are unknown and stand as 00
            if verdict.valid and "-00" not in verdict.normalised:
                return field.label, date.fromisoformat(verdict.normalised)
    return None


def _of_age(service: Service, catalogue: Catalogue, age: int) -> Iterator[tuple[Fact, Answer]]:
    if AGE in service.deciding_facts:
        # what is derived from it follows by itself
        yield catalogue.facts[AGE], age
        return
    for fact in (catalogue.facts[fact_id] for fact_id in service.facts_compared):
        if fact.derived is not None and fact.derived.fact == AGE:
            yield fact, fact.derived.holds(age)
