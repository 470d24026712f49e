"""Who pays what: the share of a visit that is paid now."""

from datetime import UTC, date, datetime

from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Visit, VisitState
from screens.payers import Payers, unpaid_cases

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def a_line(number: int, *, paid: bool = False) -> ChargedLine:
    settlement = Settlement(Way.CARD, NOON) if paid else None
    return ChargedLine(number, f"f{number}", "Gebühr", "221.8", 2420, "authority", DAY, settlement=settlement)


def a_visit(*paid: bool) -> Visit:
    """A visit with a case of one line for each of *paid*."""
    cases = tuple(
        Case(number, f"2026-00000{number}", "kfz", DAY, lines=(a_line(number * 10, paid=done),))
        for number, done in enumerate(paid, 1)
    )
    return Visit(1, "K001", 1, VisitState.SERVING, "kfz", cases, NOON, NOON, 1)


def ids(payers: Payers, visit: Visit) -> list[int]:
    return [line.id for line in payers.share(visit).lines]


def test_without_a_choice_everything_is_paid_at_once() -> None:
    payers = Payers()
    assert ids(payers, a_visit(False, False)) == [10, 20]
    assert not payers.share(a_visit(False, False)).is_part


def test_a_choice_is_paid_first_and_the_rest_after_it() -> None:
    payers = Payers()
    payers.choose(frozenset({2}))
    assert ids(payers, a_visit(False, False, False)) == [20]
    assert payers.share(a_visit(False, False, False)).is_part
    assert ids(payers, a_visit(False, True, False)) == [10, 30]


def test_what_is_settled_is_never_paid_again() -> None:
    payers = Payers()
    payers.choose(frozenset({1, 2}))
    assert ids(payers, a_visit(True, False)) == [20]
    assert ids(payers, a_visit(True, True)) == []
    assert unpaid_cases(a_visit(True, True)) == []


def test_a_single_case_cannot_be_split() -> None:
    assert not Payers().share(a_visit(False)).can_be_split
    assert not Payers().share(a_visit(True, False)).can_be_split


def test_after_the_visit_the_next_one_is_paid_as_a_whole() -> None:
    payers = Payers()
    payers.choose(frozenset({1}))
    payers.forget()
    assert ids(payers, a_visit(False, False)) == [10, 20]
