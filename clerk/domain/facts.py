"""The facts of one case: what was answered, what follows from it, and what still has to be asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clerk.domain.catalogue import Catalogue, Fact, FactType, Service, TextWhen
from clerk.domain.condition import (
    Answer,
    Condition,
    FactValue,
    Is,
    Open,
    ResolvedFacts,
    Truth,
    evaluate,
    questions_behind,
)

__all__ = [
    "Answer",
    "Answers",
    "Question",
    "ResolvedFacts",
    "leads_to",
    "more_facts",
    "possible_texts",
    "questions",
    "resolve",
    "unanswered",
]

Answers = Mapping[str, Answer]
"""Answers by fact id; an absent fact is unanswered."""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, with the answer given so far; nobody has to ask an *optional* one."""

    fact: Fact
    answer: Answer | None
    optional: bool = False


class _Resolution(dict[str, FactValue]):
    """Values of the facts, each settled when it is first looked at."""

    def __init__(self, service: Service, catalogue: Catalogue, answers: Answers, assume_no: bool) -> None:
        super().__init__()
        self._service = service
        self._catalogue = catalogue
        self._answers = answers
        self._assume_no = assume_no

    def __missing__(self, fact_id: str) -> FactValue:
        self[fact_id] = value = self._settle(self._catalogue.facts[fact_id])
        return value

    def _settle(self, fact: Fact) -> FactValue:
        if fact.id in self._service.deciding_facts and not self._assume_no:
            return self._settle_deciding(fact)
        if fact.id in self._answers:
            return self._answers[fact.id]
        if fact.derived is not None:
            return self._derive(fact, fact.derived)
        return fact.when_unknown

    def _settle_deciding(self, fact: Fact) -> FactValue:
        condition = self._service.ask_when.get(fact.id)
        asked = evaluate(condition, self)
        answer = self._answers.get(fact.id)
        if asked is Truth.NO or (asked is Truth.OPEN and answer == fact.when_unknown and answer is not None):
            return fact.when_unknown
        if asked is Truth.YES:
            return Open(_possible_answers(fact), frozenset({fact.id})) if answer is None else answer
        may_be = _possible_answers(fact) if answer is None else (answer,)
        return Open((*may_be, fact.when_unknown) if may_be else (), questions_behind(condition, self))

    def _derive(self, fact: Fact, rule: Is) -> FactValue:
        base = self[rule.fact]
        if isinstance(base, Open):
            return Open((True, False), base.asks)
        return rule.holds(base) if self._was_given(rule.fact) else fact.when_unknown

    def _was_given(self, fact_id: str) -> bool:
        if fact_id not in self._answers:
            return False
        return self._assume_no or evaluate(self._service.ask_when.get(fact_id), self) is not Truth.NO


def resolve(
    service: Service, catalogue: Catalogue, answers: Answers, *, assume_no: bool = False
) -> ResolvedFacts:
    """Return the value of every fact of the catalogue for a case of *service*.

    A deciding fact of the service is ``Open`` until it is answered, as long as it is asked or may be asked;
    where it is not asked it counts as no, 0 or no choice, whatever was answered before the question went.
    Other facts count as no, 0 or no choice unless answered. With *assume_no* (the command line) nothing is
    open: what is missing is no, 0 or no choice, and whatever is given counts.
    """
    resolution = _Resolution(service, catalogue, answers, assume_no)
    return {fact_id: resolution[fact_id] for fact_id in catalogue.facts}


def questions(service: Service, catalogue: Catalogue, answers: Answers) -> tuple[Question, ...]:
    """Return the deciding facts to be asked now, in the order of the service."""
    facts = _Resolution(service, catalogue, answers, assume_no=False)
    return tuple(
        Question(catalogue.facts[fact_id], answers.get(fact_id))
        for fact_id in service.deciding_facts
        if evaluate(service.ask_when.get(fact_id), facts) is Truth.YES
    )


def unanswered(
    service: Service, catalogue: Catalogue, answers: Answers, *, assume_no: bool = False
) -> tuple[str, ...]:
    """Return the ids of the deciding facts that are asked and not answered, in the order of the service."""
    facts = _Resolution(service, catalogue, answers, assume_no)
    return tuple(
        fact_id
        for fact_id in service.deciding_facts
        if fact_id not in answers and evaluate(service.ask_when.get(fact_id), facts) is Truth.YES
    )


def possible_texts(texts: Iterable[TextWhen], facts: ResolvedFacts) -> tuple[str, ...]:
    """Return the texts whose condition holds or is still open."""
    return tuple(one.text for one in texts if evaluate(one.when, facts) is not Truth.NO)


def more_facts(service: Service, catalogue: Catalogue, answers: Answers) -> tuple[Question, ...]:
    """Return the other facts the service depends on; nobody has to ask them, they count as no until set.

    A fact derived from a question of the service is left out: its question decides it.
    """
    return tuple(
        Question(fact, answers.get(fact.id), optional=True)
        for fact in (catalogue.facts[fact_id] for fact_id in service.facts_compared)
        if fact.id not in service.deciding_facts
        and not fact.office_setting
        and not (fact.derived is not None and fact.derived.fact in service.deciding_facts)
    )


def leads_to(service: Service, catalogue: Catalogue, answers: Answers) -> str | None:
    """Return the id of the service that is the right one instead, if an answer says so."""
    targets = (
        catalogue.facts[fact_id].leads_to
        for fact_id in service.deciding_facts
        if answers.get(fact_id) is True
    )
    return next((target for target in targets if target is not None), None)


def open_questions(
    service: Service, conditions: tuple[Condition | None, ...], facts: ResolvedFacts
) -> tuple[str, ...]:
    """Return the unanswered questions that keep any of *conditions* open, in the order of the service."""
    behind = frozenset().union(*(questions_behind(condition, facts) for condition in conditions))
    return in_order(service, behind)


def in_order(service: Service, fact_ids: frozenset[str]) -> tuple[str, ...]:
    """Return *fact_ids* in the order in which the service asks them."""
    return tuple(fact_id for fact_id in service.deciding_facts if fact_id in fact_ids)


def _possible_answers(fact: Fact) -> tuple[Answer, ...]:
    match fact.type:
        case FactType.BOOL:
            return (True, False)
        case FactType.ENUM:
            return fact.values
        case FactType.INT:
            return ()
