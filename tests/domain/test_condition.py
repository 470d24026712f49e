"""Conditions are decided in three values."""

import pytest

from clerk.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    FactValue,
    Is,
    Op,
    Open,
    Truth,
    evaluate,
    questions_behind,
    turning_points,
)

YES_NO = Open((True, False), frozenset({"asked"}))
NUMBER = Open((), frozenset({"number"}))
CHOICE = Open(("a", "b"), frozenset({"choice"}))


def is_true(fact: str) -> Is:
    return Is(fact, Op.EQ, True)


def test_without_a_condition_a_line_always_applies() -> None:
    assert evaluate(None, {}) is Truth.YES


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Is("choice", Op.EQ, "a"), Truth.NO),
        (Is("choice", Op.NE, "a"), Truth.YES),
        (Is("choice", Op.IN, ("a", "b")), Truth.NO),
        (Is("count", Op.LT, 1), Truth.YES),
        (Is("count", Op.GE, 1), Truth.NO),
    ],
)
def test_no_choice_is_in_no_list_and_differs_from_every_value(comparison: Is, expected: Truth) -> None:
    facts: dict[str, FactValue] = {"choice": None, "count": 0}
    assert evaluate(comparison, facts) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (AllOf((is_true("open"), is_true("no"))), Truth.NO),
        (AllOf((is_true("open"), is_true("yes"))), Truth.OPEN),
        (AnyOf((is_true("open"), is_true("yes"))), Truth.YES),
        (AnyOf((is_true("open"), is_true("no"))), Truth.OPEN),
        (AllOf((is_true("yes"), is_true("yes"))), Truth.YES),
        (AnyOf((is_true("no"), is_true("no"))), Truth.NO),
    ],
)
def test_an_open_fact_leaves_a_condition_open_only_where_it_could_change_it(
    condition: Condition, expected: Truth
) -> None:
    assert evaluate(condition, {"yes": True, "no": False, "open": YES_NO}) is expected


def test_a_choice_of_which_every_value_fits_is_not_open() -> None:
    assert evaluate(Is("choice", Op.IN, ("a", "b", "c")), {"choice": CHOICE}) is Truth.YES
    assert evaluate(Is("choice", Op.EQ, "c"), {"choice": CHOICE}) is Truth.NO
    assert evaluate(Is("choice", Op.EQ, "a"), {"choice": CHOICE}) is Truth.OPEN


def test_an_unknown_number_is_open_for_every_limit_but_one_no_number_can_miss() -> None:
    assert evaluate(Is("number", Op.LT, 18), {"number": NUMBER}) is Truth.OPEN
    assert evaluate(Is("number", Op.GE, 0), {"number": NUMBER}) is Truth.YES


def test_turning_points_are_numbers_on_both_sides_of_the_limit_and_never_negative() -> None:
    assert turning_points(Is("age", Op.LT, 18)) == (0, 17, 18, 19)
    assert turning_points(Is("age", Op.GE, 0)) == (0, 1)


def test_only_the_questions_that_still_matter_stand_behind_an_open_condition() -> None:
    facts: dict[str, FactValue] = {"yes": True, "open": YES_NO, "choice": CHOICE}
    settled_part = AllOf((Is("choice", Op.EQ, "c"), is_true("open")))
    assert questions_behind(AnyOf((settled_part, Is("choice", Op.EQ, "a"))), facts) == {"choice"}
    assert questions_behind(AnyOf((is_true("yes"), is_true("open"))), facts) == frozenset()
