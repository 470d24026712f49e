"""When a visit can be closed, and the sentence for each thing that stands against it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clerk.domain.closing import Obstacle, hindrances, stays_open, with_outcomes
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Outcome, Visit, VisitState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
OPEN_FEE = ChargedLine(1, "g221.8", "Umschreibung", "GebOSt 221.8", 2420, "authority", DAY)
PAID_FEE = replace(OPEN_FEE, settlement=Settlement(Way.CARD, NOON))
FREE_OF_CHARGE = replace(OPEN_FEE, cents=0)


def a_case(
    number: int = 1, *, confirmed: bool = True, outcome: Outcome | None = None, fee: ChargedLine = PAID_FEE
) -> Case:
    return Case(
        number,
        f"2026-{number:06d}",
        "kfz-umschreibung-innerhalb",
        DAY,
        confirmed_at=NOON if confirmed else None,
        outcome=outcome,
        lines=(fee,),
    )


def a_visit(*cases: Case) -> Visit:
    return Visit(1, "K001", 1, VisitState.SERVING, "kfz", cases, NOON, NOON, 1)


def found(*cases: Case, unclear: bool = False) -> list[tuple[Obstacle, int | None]]:
    return [(one.obstacle, one.case) for one in hindrances(a_visit(*cases), payment_unclear=unclear)]


def test_a_visit_whose_cases_are_done_and_paid_can_be_closed() -> None:
    assert found(a_case(1, outcome=Outcome.DONE), a_case(2, outcome=Outcome.DONE)) == []


@pytest.mark.parametrize("outcome", [Outcome.INCOMPLETE, Outcome.REFERRED, Outcome.WITHDRAWN])
def test_a_case_that_is_not_done_needs_no_application(outcome: Outcome) -> None:
    assert found(a_case(confirmed=False, outcome=outcome)) == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_whatever_became_of_a_case_its_fee_has_to_be_settled(outcome: Outcome) -> None:
    assert found(a_case(outcome=outcome, fee=OPEN_FEE)) == [(Obstacle.NOT_PAID, 1)]


def test_a_fee_of_nothing_needs_no_payment() -> None:
    assert found(a_case(outcome=Outcome.DONE, fee=FREE_OF_CHARGE)) == []


def test_each_case_is_named_with_what_it_lacks_and_the_payment_comes_first() -> None:
    open_case = a_case(1, confirmed=False)
    unconfirmed = a_case(2, confirmed=False, outcome=Outcome.DONE)
    unpaid = a_case(3, outcome=Outcome.DONE, fee=OPEN_FEE)
    assert found(open_case, unconfirmed, unpaid, unclear=True) == [
        (Obstacle.UNCLEAR, None),
        (Obstacle.NO_OUTCOME, 1),
        (Obstacle.NOT_CONFIRMED, 2),
        (Obstacle.NOT_PAID, 3),
    ]


def test_every_sentence_names_the_case_and_says_what_to_press_or_wait_for() -> None:
    cases = [
        a_case(1, confirmed=False),
        a_case(2, confirmed=False, outcome=Outcome.DONE),
        a_case(3, outcome=Outcome.DONE, fee=OPEN_FEE),
    ]
    unclear, *of_cases = hindrances(a_visit(*cases), payment_unclear=True)
    assert "ungeklärt" in unclear.sentence
    for case, hindrance in zip(cases, of_cases, strict=True):
        assert case.number in hindrance.sentence
        assert "öffnet" in hindrance.sentence


def test_closing_counts_a_confirmed_case_as_done_and_leaves_every_other_as_it_is() -> None:
    visit = a_visit(a_case(1), a_case(2, confirmed=False), a_case(3, outcome=Outcome.WITHDRAWN))
    assert [case.outcome for case in with_outcomes(visit).cases] == [Outcome.DONE, None, Outcome.WITHDRAWN]


def test_who_left_incomplete_goes_on_with_the_number_of_the_case_for_thirty_days() -> None:
    left = a_case(2, outcome=Outcome.INCOMPLETE)
    sentence = stays_open([a_case(1, outcome=Outcome.DONE), left])
    assert sentence == "Vorgang 2026-000002 bleibt 30 Tage offen: F4 nimmt ihn mit dieser Nummer wieder auf."
    several = stays_open([left, a_case(3, outcome=Outcome.INCOMPLETE)])
    assert "2026-000002, 2026-000003" in several


@pytest.mark.parametrize("outcome", [None, Outcome.DONE, Outcome.REFERRED, Outcome.WITHDRAWN])
def test_a_case_that_ended_or_is_under_way_is_not_said_to_go_on_later(outcome: Outcome | None) -> None:
    assert stays_open([a_case(outcome=outcome)]) == ""
