"""Checks a catalogue for the person who edits it: every mistake at once, and lines that can never apply."""

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clerk.catalogue.expression import write
from clerk.catalogue.layers import SITES, Layer, layers_of
from clerk.catalogue.loader import read_catalogue, sorted_problems
from clerk.catalogue.references import question_problems
from clerk.catalogue.texts import check_texts
from clerk.catalogue.toml_file import Problem, Reports, TomlFile
from clerk.catalogue.toml_table import unknown
from clerk.domain.catalogue import Catalogue, Fact, FactType, Service
from clerk.domain.condition import Answer, Condition, Truth, comparisons, evaluate, turning_points
from clerk.domain.facts import resolve
from clerk.locale import _

_MOST_ANSWERS = 200_000
"""Combinations of answers that are tried for one line; the shipped ones need a few hundred."""


def check_catalogue(office: Path | None = None, site_names: Collection[str] | None = None) -> list[Problem]:
    """Return every problem of an office's catalogue (or of the shipped one alone), sorted by file and line.

    Each site that has a folder is checked as it will be used. *site_names* are the names and ids of the sites there
    are, ``None`` if they are not known here.
    """
    files: list[TomlFile] = []
    sites = Layer(office).sites() if office is not None else ()
    for site in ((), *((name,) for name in sites)):
        files += _check(layers_of(office, site))
    problems = list(sorted_problems(files))
    if site_names is not None:
        known = {name.casefold() for name in site_names}
        problems += [
            Problem(f"{SITES}/{name}", None, unknown(_("den Standort"), name, site_names))
            for name in sites
            if name.casefold() not in known
        ]
    return problems


def _check(layers: Sequence[Layer]) -> tuple[TomlFile, ...]:
    """Return all files of *layers* with their problems."""
    reading = read_catalogue(layers)
    if not reading.readable:
        return reading.files
    for file, service in reading.services:
        if not question_problems(service, reading.known):
            _report_unreachable(file, service, reading.catalogue)
    texts = check_texts(layers, reading.catalogue, reading.known.lost)
    return (*reading.files, *texts)


def _report_unreachable(file: Reports, service: Service, catalogue: Catalogue) -> None:
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
    for fact_id, condition in service.ask_when.items():
        if not _can_apply(service, catalogue, condition):
            sentence = _("Die Frage „{id}“ wird nie gestellt: {condition}")
            file.report(sentence.format(id=fact_id, condition=write(condition)), "[ask_when]", key=fact_id)


def _can_apply(service: Service, catalogue: Catalogue, condition: Condition) -> bool:
    """Whether some answers make *condition* hold; tries all that can make a difference.

    A condition that cannot be decided, because of a mistake reported elsewhere or too many answers, passes.
    """
    facts = _facts_behind(service, catalogue, condition)
    if facts is None:
        return True
    involved = replace(catalogue, facts={fact_id: catalogue.facts[fact_id] for fact_id in facts.all})
    values = [_answers_to_try(fact, catalogue, service) for fact in facts.asked]
    if math.prod(map(len, values)) > _MOST_ANSWERS:
        return True
    return any(
        evaluate(condition, resolve(service, involved, dict(zip(facts.asked, answers, strict=True))))
        is Truth.YES
        for answers in itertools.product(*values)
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts behind a condition: those that are answered, and all with what is derived from them."""

    asked: tuple[str, ...]
    all: frozenset[str]


def _facts_behind(service: Service, catalogue: Catalogue, condition: Condition) -> _Facts | None:
    """Return the facts that decide *condition*, also by deciding what is asked; None if one is not usable."""
    asked: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [comparison.fact for comparison in comparisons(condition)]
    while waiting:
        fact = catalogue.facts.get(waiting.pop())
        if fact is None or (fact.derived is not None and _is_derived(fact.derived.fact, catalogue)):
            return None
        if fact.id in seen:
            continue
        seen.add(fact.id)
        if fact.derived is not None:
            waiting.append(fact.derived.fact)
            continue
        asked[fact.id] = None
        waiting.extend(comparison.fact for comparison in comparisons(service.ask_when.get(fact.id)))
    return _Facts(tuple(asked), frozenset(seen))


def _is_derived(fact_id: str, catalogue: Catalogue) -> bool:
    fact = catalogue.facts.get(fact_id)
    return fact is not None and fact.derived is not None


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
