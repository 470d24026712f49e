"""Answers for a service such that everything that switches a line of it is once so and once not so."""

import random
from collections.abc import Callable, Mapping
from functools import cache

from clerk.domain.catalogue import Fact, FactType, Service
from clerk.domain.condition import Is, Open, comparisons
from clerk.domain.facts import Answer, questions, resolve
from clerk.simulation.clerical_work import usual
from tests.catalogue.shipped import answers_to
from tests.services.front_office import catalogue

RANDOM_TRIES = 60

Answered = dict[str, Answer]
Switch = tuple[Is, bool]
"""A comparison, and how it turned out."""


def unusual(fact: Fact) -> Answer:
    """Answer so that much is asked: yes, a child's age, the last choice."""
    match fact.type:
        case FactType.BOOL:
            return True
        case FactType.INT:
            return 15
        case FactType.ENUM:
            return fact.values[-1]


def answers_of(
    service: Service, pick: Callable[[Fact], Answer], given: Mapping[str, Answer] | None = None
) -> Answered:
    """Answer one question after the other until none is asked any more; *given* answers go before."""
    given = given or {}
    answers: Answered = {fact: answer for fact, answer in given.items() if fact not in service.deciding_facts}
    while True:
        asked = questions(service, catalogue(), answers)
        unanswered = [question.fact for question in asked if question.answer is None]
        if not unanswered:
            return answers
        fact = unanswered[0]
        answers[fact.id] = given.get(fact.id, pick(fact))


@cache
def switches(service_id: str) -> frozenset[Is]:
    """Return the comparisons that decide about a document, a field, a fee or a question of a service."""
    service = catalogue().service(service_id)
    found = {one for condition in service.conditions for one in comparisons(condition)}
    facts = catalogue().facts
    return frozenset(one for one in found if not facts[one.fact].office_setting and not _always(one))


def _always(one: Is) -> bool:
    """Tell whether every possible answer gives the same."""
    return len({one.holds(value) for value in answers_to(catalogue().facts[one.fact])}) == 1


def switched(service: Service, answers: Answered) -> frozenset[Switch]:
    """Return how the switches of *service* stand for *answers*."""
    facts = resolve(service, catalogue(), answers)
    known = ((one, facts[one.fact]) for one in switches(service.id))
    return frozenset((one, one.holds(value)) for one, value in known if not isinstance(value, Open))


@cache
def runs_of(service_id: str) -> tuple[Answered, ...]:
    """Return few sets of answers that turn every switch of a service on and off; at least one."""
    service = catalogue().service(service_id)
    tried = [(answers, switched(service, answers)) for answers in _candidates(service)]
    wanted = {(one, way) for one in switches(service_id) for way in (True, False)}
    runs: list[Answered] = []
    while True:
        answers, turned = max(tried, key=lambda candidate: len(candidate[1] & wanted))
        if runs and not turned & wanted:
            return tuple(runs)
        runs.append(answers)
        wanted -= turned


def _candidates(service: Service) -> list[Answered]:
    used = sorted({*service.facts_compared, *service.deciding_facts})
    facts = [fact for fact in map(catalogue().facts.__getitem__, used) if not fact.office_setting]
    candidates = [answers_of(service, usual), answers_of(service, unusual)]
    for fact in facts:
        for value in answers_to(fact):
            candidates += [answers_of(service, pick, {fact.id: value}) for pick in (usual, unusual)]
    chance = random.Random(service.id)
    for _try in range(RANDOM_TRIES):
        given = {fact.id: chance.choice(answers_to(fact)) for fact in facts if chance.random() < 0.5}
        candidates.append(answers_of(service, lambda fact: chance.choice(answers_to(fact)), given))
    return candidates
