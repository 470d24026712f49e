"""Facts and documents of a case: answered and ticked at the info desk, re-openable at the counter."""

from dataclasses import replace

from clerk.domain.facts import Answer
from clerk.domain.precheck import Presence
from clerk.domain.visit import Case
from clerk.ports import UnitOfWork
from clerk.services.held import Held


def with_answer(case: Case, fact: str, answer: Answer | None) -> Case:
    """Return *case* with *fact* answered, or unanswered again with ``None``; ticks are kept."""
    answers = dict(case.answers)
    if answer is None:
        answers.pop(fact, None)
    else:
        answers[fact] = answer
    return replace(case, answers=answers)


def with_presence(case: Case, requirement: str, presence: Presence) -> Case:
    """Return *case* with the state of one requirement changed."""
    return replace(case, presence={**case.presence, requirement: presence})


class Precheck:
    """Stores what was answered and ticked."""

    def __init__(self, store: UnitOfWork) -> None:
        self._store = store

    def save(self, held: Held, case: int) -> None:
        """Store answers, ticks and note of one case of the visit as *held* shows them."""
        with self._store.write() as work:
            work.visits.save_case(held.claim, held.visit.case(case))
