"""The visit: which steps are legal, and what counts as done in a single visit."""

from datetime import UTC, date, datetime
from itertools import pairwise, product

import pytest

from clerk.domain.settlement import ChargedLine, Settlement, Way, open_cents
from clerk.domain.visit import (
    Case,
    IllegalTransition,
    Outcome,
    Visit,
    VisitState,
    is_legal,
    require_legal,
    state_name,
)

NOON = datetime(2026, 5, 11, 12, 0, tzinfo=UTC)
ENDED = [VisitState.CLOSED, VisitState.LEFT, VisitState.CANCELLED]


def a_case(number: int = 1, outcome: Outcome | None = None, *lines: ChargedLine) -> Case:
    """Return a case with one outcome."""
    return Case(number, f"2026-00000{number}", "kfz_neu", date(2026, 5, 11), outcome=outcome, lines=lines)


def a_line(number: int, cents: int, settlement: Settlement | None = None) -> ChargedLine:
    """Return a fee line."""
    return ChargedLine(
        number,
        f"line-{number}",
        "Umschreibung",
        "221.1",
        cents,
        "Bund",
        date(2026, 5, 11),
        settlement=settlement,
    )


def a_visit(*cases: Case, sent_away: bool = False) -> Visit:
    """Return a visit being served."""
    return Visit(
        1, "K001", 1, VisitState.SERVING, "kfz", cases, NOON, NOON, 1, counter=7, epoch=1, sent_away=sent_away
    )


def test_the_normal_way_through_the_office_is_legal() -> None:
    way = [VisitState.BOOKED, VisitState.WAITING, VisitState.CALLED, VisitState.SERVING, VisitState.CLOSED]
    assert all(is_legal(before, after) for before, after in pairwise(way))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (VisitState.WAITING, VisitState.CLOSED),
        (VisitState.CALLED, VisitState.CLOSED),
        (VisitState.PARKED, VisitState.CLOSED),
        (VisitState.WAITING, VisitState.PARKED),
        (VisitState.CALLED, VisitState.PARKED),
        (VisitState.SERVING, VisitState.CALLED),
        (VisitState.SERVING, VisitState.MISSED),
        (VisitState.BOOKED, VisitState.CALLED),
    ],
)
def test_a_shortcut_is_refused_with_both_states_named(before: VisitState, after: VisitState) -> None:
    with pytest.raises(IllegalTransition) as refusal:
        require_legal(before, after)
    assert state_name(before) in str(refusal.value)
    assert state_name(after) in str(refusal.value)


@pytest.mark.parametrize(("ended", "after"), list(product(ENDED, VisitState)))
def test_a_visit_that_has_ended_goes_nowhere(ended: VisitState, after: VisitState) -> None:
    assert not is_legal(ended, after)


def test_every_state_has_a_name_of_its_own() -> None:
    assert len({state_name(state) for state in VisitState}) == len(VisitState)


def test_every_state_that_has_not_ended_can_end() -> None:
    """From anywhere the person can in the end be served or go: no visit is stuck."""
    reached = set(ENDED)
    for _step in VisitState:
        reached |= {before for before in VisitState for after in reached if is_legal(before, after)}
    assert reached == set(VisitState)


def test_a_visit_is_single_only_if_every_case_is_done() -> None:
    assert a_visit(a_case(1, Outcome.DONE), a_case(2, Outcome.DONE)).is_single_visit
    assert not a_visit(a_case(1, Outcome.DONE), a_case(2, Outcome.INCOMPLETE)).is_single_visit
    assert not a_visit(a_case(1, Outcome.DONE), a_case(2, None)).is_single_visit
    assert not a_visit(a_case(1, Outcome.REFERRED)).is_single_visit


def test_who_was_sent_away_once_is_no_single_visit() -> None:
    assert not a_visit(a_case(1, Outcome.DONE), sent_away=True).is_single_visit


def test_a_case_is_found_by_its_id_and_replaced_in_its_place() -> None:
    visit = a_visit(a_case(1), a_case(2))
    changed = visit.with_case(a_case(2, Outcome.DONE))
    assert [case.outcome for case in changed.cases] == [None, Outcome.DONE]
    assert changed.case(2).outcome is Outcome.DONE
    with pytest.raises(KeyError):
        visit.case(3)


def test_only_lines_without_settlement_are_still_to_pay() -> None:
    paid = a_line(2, 500, Settlement(Way.CARD, NOON))
    visit = a_visit(a_case(1, None, a_line(1, 2740), paid), a_case(2, None, a_line(3, 0)))
    assert open_cents(visit.lines) == 2740
    assert [line.is_settled for line in visit.lines] == [False, True, True]
