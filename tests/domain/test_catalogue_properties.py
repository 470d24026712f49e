"""Whatever is answered in whatever service: nothing breaks, and no open answer can undo what is claimed."""

import os
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk.domain.catalogue import Fact, Service
from clerk.domain.condition import Truth
from clerk.domain.facts import Answer, questions
from clerk.domain.fees import FeeSheet, fee_sheet
from clerk.domain.precheck import Checklist, Presence, checklist
from clerk.domain.procedure import form_state
from tests.catalogue.shipped import TODAY, answers_to, shipped

SOAK = os.environ.get("CLERK_SOAK") == "1"
EXAMPLES = 400 if SOAK else 20
WAYS_TO_ANSWER_THE_REST = 12 if SOAK else 4
ENTRIES = (
    "",
    " ",
    "0",
    "1",
    "7",
    "-3",
    "1,5",
    "abc",
    "²",
    "[/x]",
    "31.12.2026",
    "A1BS31Z0430336179",
    "x" * 300,
)

pytestmark = pytest.mark.soak

Answered = dict[str, Answer]


def facts_of(service: Service) -> list[Fact]:
    """Everything that could be answered in a case of *service*, and one thing foreign to it."""
    facts = shipped().facts
    ids = {*service.facts_compared, *service.deciding_facts, "needy"}
    ids |= {rule.fact for rule in (facts[fact_id].derived for fact_id in ids) if rule is not None}
    return [facts[fact_id] for fact_id in sorted(ids)]


def some_answers(service: Service) -> st.SearchStrategy[Answered]:
    optional = {fact.id: st.sampled_from(answers_to(fact)) for fact in facts_of(service)}
    return st.fixed_dictionaries({}, optional=optional)


def some_entries(service: Service) -> st.SearchStrategy[dict[str, str]]:
    optional = {field.id: st.sampled_from(ENTRIES) for field in service.fields}
    return st.fixed_dictionaries({}, optional=optional)


def answer_the_rest(service: Service, answers: Mapping[str, Answer], dice: random.Random) -> Answered:
    """Answer by chance whatever is still asked, and what is asked because of that."""
    full = dict(answers)
    while True:
        open_now = [one.fact for one in questions(service, shipped(), full) if one.answer is None]
        if not open_now:
            return full
        full[open_now[0].id] = dice.choice(answers_to(open_now[0]))


def check_sheet(service: Service, sheet: FeeSheet, asked: set[str]) -> None:
    line_ids = [line.id for line in (*sheet.lines, *sheet.undecided)]
    assert len(line_ids) == len(set(line_ids))
    for line in (*sheet.lines, *sheet.undecided):
        assert line.cents is None or (type(line.cents) is int and line.cents >= 0)
        assert line.quantity > 0
    assert set(sheet.unanswered) <= asked
    assert bool(sheet.undecided) == bool(sheet.unanswered), (
        "an undecided line names a question that settles it"
    )
    if sheet.total_cents is not None:
        assert sheet.total_cents == sum(line.cents or 0 for line in sheet.lines if line.due is None)


def check_list(checked: Checklist, asked: set[str]) -> None:
    line_ids = [line.id for line in checked.lines]
    assert len(line_ids) == len(set(line_ids))
    assert set(checked.open_facts) <= asked
    is_open = any(line.applies is Truth.OPEN for line in checked.lines)
    assert is_open == bool(checked.open_facts)
    assert not (is_open and checked.complete)


@pytest.mark.parametrize("service_id", [service.id for service in shipped().services])
def test_nothing_is_claimed_that_an_open_answer_could_undo(service_id: str) -> None:
    service = shipped().service(service_id)
    print(f"{service_id}: {EXAMPLES} cases, the rest answered in {WAYS_TO_ANSWER_THE_REST} ways")

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(some_answers(service), some_entries(service), st.randoms(use_true_random=False))
    def for_any_answers(answers: Answered, entries: dict[str, str], dice: random.Random) -> None:
        asked = {one.fact.id for one in questions(service, shipped(), answers) if one.answer is None}
        sheet = fee_sheet(service, shipped(), answers, entries)
        seen = {line.id: Presence.PRESENTED for line in service.requirements}
        checked = checklist(service, shipped(), answers, seen)
        check_sheet(service, sheet, asked)
        check_list(checked, asked)
        for full in (False, True):
            form_state(service, shipped(), answers, entries, on=TODAY, full=full)

        for _way in range(WAYS_TO_ANSWER_THE_REST):
            rest = answer_the_rest(service, answers, dice)
            settled = fee_sheet(service, shipped(), rest, entries)
            assert settled.unanswered == ()
            if sheet.total_cents is not None:
                assert settled.total_cents == sheet.total_cents
            if not sheet.unanswered:
                assert settled.lines == sheet.lines
            assert {line.id for line in sheet.lines} <= {line.id for line in settled.lines}

            listed = {line.id: line.applies for line in checklist(service, shipped(), rest, seen).lines}
            assert set(listed.values()) <= {Truth.YES}
            certain = {line.id for line in checked.lines if line.applies is Truth.YES}
            possible = {line.id for line in checked.lines}
            assert certain <= set(listed) <= possible

    for_any_answers()


@pytest.mark.parametrize("service_id", [service.id for service in shipped().services])
def test_on_the_command_line_nothing_is_open(service_id: str) -> None:
    service = shipped().service(service_id)

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(some_answers(service))
    def for_any_answers(answers: Answered) -> None:
        sheet = fee_sheet(service, shipped(), answers, {}, assume_no=True)
        assert sheet.unanswered == ()
        assert sheet.undecided == ()
        assert sheet.known_cents >= 0
        checked = checklist(service, shipped(), answers, {}, assume_no=True)
        assert {line.applies for line in checked.lines} <= {Truth.YES}

    for_any_answers()
