"""Charged lines: what is left to pay."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.settlement import ChargedLine, Settlement, Way, open_cents

LINE = ChargedLine(1, "g221.8", "Umschreibung", "GebOSt 221.8", 2420, "authority", date(2026, 11, 23))
CARD = Settlement(Way.CARD, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
ANY_LINES = st.lists(
    st.tuples(st.integers(min_value=0, max_value=10**7), st.none() | st.sampled_from(list(Way)))
)


def test_a_charged_line_is_open_until_it_is_settled() -> None:
    assert not LINE.is_settled
    assert replace(LINE, settlement=CARD).is_settled


def test_a_line_of_nothing_is_settled_from_the_start() -> None:
    assert replace(LINE, cents=0).is_settled


@given(ANY_LINES)
def test_what_is_left_to_pay_is_exactly_what_nothing_has_settled(lines: list[tuple[int, Way | None]]) -> None:
    charged = tuple(
        replace(LINE, id=number, cents=cents, settlement=None if way is None else replace(CARD, way=way))
        for number, (cents, way) in enumerate(lines)
    )
    assert open_cents(charged) == sum(cents for cents, way in lines if way is None)
