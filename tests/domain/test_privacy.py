"""No figure belongs to a person, not even one that is computed from those shown."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.privacy import Tally, cases, may_be_shown, pieces, settled, shown_parts, together

# the cases of six counters are the digits of one number: quick to draw
TALLIES = st.integers(0, 4**6 - 1).map(
    lambda number: {counter: number // 4 ** (counter - 1) % 4 for counter in range(1, 7)}
)
PARTS = st.lists(TALLIES, max_size=7).map(lambda tallies: dict(zip("abcdefg", tallies, strict=False)))
DAYS = st.lists(TALLIES, max_size=24)


def test_a_figure_needs_five_cases_and_three_counters() -> None:
    assert may_be_shown({1: 2, 2: 2, 3: 1})
    assert not may_be_shown({1: 2, 2: 1, 3: 1})
    assert not may_be_shown({1: 90, 2: 40})
    assert not may_be_shown({1: 90, 2: 40, 3: 0})


def test_one_part_held_back_takes_the_smallest_other_with_it() -> None:
    much, some, little = {1: 9, 2: 9, 3: 9}, {1: 2, 2: 2, 3: 2}, {4: 3}
    assert shown_parts({"kfz": much, "melde": some, "abfall": little}) == {"kfz"}


def test_a_part_in_which_nobody_was_served_is_no_exception() -> None:
    assert shown_parts({"kfz": {1: 9, 2: 9, 3: 9}, "info": {}}) == frozenset()


@given(PARTS)
def test_what_is_held_back_cannot_be_computed_from_the_total(parts: dict[str, Tally]) -> None:
    shown = shown_parts(parts)
    assert all(may_be_shown(parts[part]) for part in shown)
    left = [tally for part, tally in parts.items() if part not in shown]
    assert not shown or not left or may_be_shown(together(left))


@given(PARTS)
def test_nothing_is_held_back_where_every_part_may_be_shown(parts: dict[str, Tally]) -> None:
    fit = {part: tally for part, tally in parts.items() if may_be_shown(tally)}
    assert shown_parts(fit) == fit.keys()


@given(PARTS, st.permutations(range(1, 7)))
def test_other_numbers_of_the_counters_change_nothing(parts: dict[str, Tally], numbers: list[int]) -> None:
    relabelled = {
        part: {numbers[counter - 1]: count for counter, count in tally.items()}
        for part, tally in parts.items()
    }
    assert shown_parts(relabelled) == shown_parts(parts)


@given(DAYS)
def test_a_day_is_cut_into_pieces_that_may_each_be_shown(day: list[Tally]) -> None:
    cut = pieces(day)
    assert [place for piece in cut for place in piece] == (list(range(len(day))) if cut else [])
    assert all(may_be_shown(together(day[place] for place in piece)) for piece in cut)
    assert bool(cut) == may_be_shown(together(day))


@given(DAYS)
def test_two_states_of_a_growing_figure_differ_by_nothing_that_belongs_to_a_person(day: list[Tally]) -> None:
    seen = [settled(day[:length], day_is_over=False) for length in range(len(day) + 1)]
    seen.append(settled(day, day_is_over=True))
    states = sorted(set(seen))
    assert seen == sorted(seen)
    for before, after in pairwise(states):
        assert may_be_shown(together(day[before:after]))


def test_a_figure_grows_while_the_day_goes_on() -> None:
    quarter: Tally = {1: 2, 2: 2, 3: 2}
    assert [settled([quarter] * length, day_is_over=False) for length in range(4)] == [0, 0, 1, 2]
    assert cases(together([quarter] * 3)) == 18
