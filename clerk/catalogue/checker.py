"""Checks a catalogue for the person who edits it: every mistake at once, and lines that can never apply."""

import itertools
from pathlib import Path

from clerk.catalogue.expression import write
from clerk.catalogue.loader import SHIPPED, read_catalogue
from clerk.catalogue.toml_table import Problem, TomlFile
from clerk.domain.catalogue import Catalogue, Fact, FactType, Service
from clerk.domain.condition import Answer, Condition, Truth, comparisons, evaluate, turning_points
from clerk.domain.facts import resolve
from clerk.locale import _


def check_catalogue(directory: Path | None = None) -> list[Problem]:
    """Return every problem of the catalogue in *directory* (or the shipped one), sorted by file and line.

    Only a catalogue that loads is searched for lines that can never apply.
    """
    reading = read_catalogue(directory or SHIPPED)
    if not reading.problems:
        for file, service in zip(reading.service_files, reading.catalogue.service_versions, strict=True):
            _report_unreachable(file, service, reading.catalogue)
    return list(reading.problems)


def _report_unreachable(file: TomlFile, service: Service, catalogue: Catalogue) -> None:
    lines = {
        "[[requirement]]": [(line.id, line.when) for line in service.requirements],
        "[[field]]": [(line.id, line.when) for line in service.fields],
        "[[fee]]": [(line.id, line.when) for line in service.fees],
    }
    for header, conditions in lines.items():
        for index, (line_id, condition) in enumerate(conditions):
            if condition is not None and not _can_apply(service, catalogue, condition):
                sentence = _("Die Zeile „{id}“ kann nie gelten: {condition}")
                file.report(sentence.format(id=line_id, condition=write(condition)), header, index, "when")


def _can_apply(service: Service, catalogue: Catalogue, condition: Condition) -> bool:
    """Whether some answers make *condition* hold; tries all that can make a difference."""
    facts = _facts_behind(service, catalogue, condition)
    values = [_answers_to_try(fact, catalogue, service) for fact in facts]
    return any(
        evaluate(condition, resolve(service, catalogue, dict(zip(facts, answers, strict=True)))) is Truth.YES
        for answers in itertools.product(*values)
    )


def _facts_behind(service: Service, catalogue: Catalogue, condition: Condition) -> tuple[str, ...]:
    """Return the facts that can be answered and decide *condition*, also by deciding what is asked."""
    found: dict[str, None] = {}
    waiting = [comparison.fact for comparison in comparisons(condition)]
    while waiting:
        fact = catalogue.facts[waiting.pop()]
        if fact.id in found:
            continue
        if fact.derived is not None:
            waiting.append(fact.derived.fact)
            continue
        found[fact.id] = None
        waiting.extend(comparison.fact for comparison in comparisons(service.ask_when.get(fact.id)))
    return tuple(found)


def _answers_to_try(fact_id: str, catalogue: Catalogue, service: Service) -> tuple[Answer, ...]:
    fact: Fact = catalogue.facts[fact_id]
    match fact.type:
        case FactType.BOOL:
            return (True, False)
        case FactType.ENUM:
            return fact.values
        case FactType.INT:
            return _numbers_to_try(fact_id, catalogue, service)


def _numbers_to_try(fact_id: str, catalogue: Catalogue, service: Service) -> tuple[int, ...]:
    direct = (found for condition in service.conditions for found in comparisons(condition))
    rules = (fact.derived for fact in catalogue.facts.values() if fact.derived is not None)
    about_it = (found for found in (*direct, *rules) if found.fact == fact_id)
    return tuple(sorted({0}.union(*(turning_points(found) for found in about_it))))
