"""A terminal's end of day beside our journal: every difference has a name, and the items come to it to the cent."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.card_block import CardBlock, DifferenceKind
from clerk.domain.day_report import day_report
from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.receipt_range import ReceiptRange
from tests.domain.card_days import DAY, TID, books, end_of_day, facts, movement

K = DifferenceKind


def _only(*movements: Payment) -> CardBlock:
    (block,) = day_report(facts(movements)).terminals
    return block


def _items(block: CardBlock) -> list[tuple[DifferenceKind, int]]:
    return [(item.kind, item.cents) for item in block.items]


def test_a_day_that_fits_has_no_difference() -> None:
    block = _only(movement(1, 2740), movement(2, 500), end_of_day(9, "0001", "0002", 2, 3240))
    assert block.items == ()
    assert (block.difference_cents, block.ours_cents, block.told_cents) == (0, 3240, 3240)
    assert (block.first_receipt, block.last_receipt, block.paid_count) == ("0001", "0002", 2)


def test_a_payment_that_only_the_terminal_has_is_named_with_receipt_and_amount() -> None:
    block = _only(movement(1, 2740), movement(3, 500), end_of_day(9, "0001", "0003", 3, 3640))
    assert _items(block) == [(K.TERMINAL_ONLY, 400), (K.COUNT, 0)]
    assert block.items[0].receipts == ("0002",)
    assert block.difference_cents == 400


def test_of_several_missing_receipts_the_amounts_are_not_guessed() -> None:
    block = _only(movement(1, 2740), movement(4, 500), end_of_day(9, "0001", "0004", 4, 4240))
    assert _items(block) == [(K.TERMINAL_ONLY, 0), (K.COUNT, 0), (K.UNEXPLAINED, 1000)]
    assert block.items[0].receipts == ("0002", "0003")


def test_a_payment_with_a_receipt_outside_of_the_range_is_named() -> None:
    block = _only(movement(1, 2740), movement(7, 500, receipt="0900"), end_of_day(9, "0001", "0001", 1, 2740))
    assert _items(block) == [(K.OUTSIDE_RANGE, -500), (K.COUNT, 0)]
    assert block.items[0].receipts == ("0900",)


def test_equal_amounts_do_not_hide_that_one_is_ours_and_one_is_not() -> None:
    block = _only(movement(1, 500), movement(7, 500, receipt="0900"), end_of_day(9, "0001", "0002", 2, 1000))
    assert block.difference_cents == 0
    assert _items(block) == [(K.OUTSIDE_RANGE, -500), (K.TERMINAL_ONLY, 500)]


def test_receipts_that_run_over_the_highest_number_are_in_the_range() -> None:
    wrapped = (movement(1, 100, receipt="9999"), movement(2, 200, receipt="0001"))
    assert _only(*wrapped, end_of_day(9, "9999", "0001", 2, 300)).items == ()
    assert ReceiptRange(9998, 2).without(frozenset({9999, 2})) == (9998, 1)


def test_a_masked_range_names_nothing_it_does_not_know() -> None:
    block = _only(movement(1, 2740), end_of_day(9, None, None, 1, 2700))
    assert _items(block) == [(K.UNEXPLAINED, -40)]


@pytest.mark.parametrize("count", [0, 2])
def test_a_reversed_payment_counts_or_not_as_the_terminal_likes(count: int) -> None:
    paid = movement(1, 2740)
    back = movement(2, 2740, kind=Movement.REVERSAL, original=1)
    block = _only(paid, back, end_of_day(9, "0000", "0000", count, 0))
    assert block.items == ()
    assert (block.paid_cents, block.back_cents, block.back_count) == (2740, 2740, 1)


def test_a_reversed_payment_at_the_edge_of_the_range_is_no_difference() -> None:
    reversal = movement(2, 2740, kind=Movement.REVERSAL, original=1)
    assert (
        _only(movement(1, 2740), reversal, movement(3, 90), end_of_day(9, "0003", "0003", 1, 90)).items == ()
    )


def test_a_refund_lessens_what_the_terminal_should_have() -> None:
    refund = movement(2, 700, kind=Movement.REFUND, original=0)
    assert _only(movement(1, 2740), refund, end_of_day(9, "0001", "0002", 1, 2040)).items == ()


def test_a_terminal_that_cannot_report_a_negative_sum_is_named() -> None:
    refund = movement(2, 700, kind=Movement.REFUND, original=0)
    block = _only(refund, end_of_day(9, "0002", "0002", 0, 0))
    assert _items(block) == [(K.REFUNDS_EXCEED, 700)]


def test_a_payment_decided_by_hand_explains_what_the_terminal_lacks() -> None:
    decided = movement(2, 500, decided=True)
    lacking = _only(movement(1, 2740), decided, end_of_day(9, "0001", "0001", 1, 2740))
    assert _items(lacking)[0] == (K.DECIDED_PAID, -500)
    assert lacking.items[0].payment == 2
    assert sum(item.cents for item in lacking.items) == -500
    having = _only(movement(1, 2740), decided, end_of_day(9, "0001", "0002", 2, 3240))
    assert _items(having) == [(K.DECIDED_PAID, 0)]


def test_a_payment_decided_as_not_paid_that_the_terminal_has_is_named() -> None:
    decided = movement(2, 500, decided=True, state=PaymentState.NOT_PAID)
    block = _only(movement(1, 2740), decided, end_of_day(9, "0001", "0002", 2, 3240))
    assert _items(block)[0] == (K.DECIDED_NOT_PAID, 500)
    assert block.difference_cents == 500


def test_a_day_without_an_end_of_day_says_so_and_compares_nothing() -> None:
    block = _only(movement(1, 2740))
    assert _items(block) == [(K.NO_END_OF_DAY, 0)]
    assert block.difference_cents is None
    assert block.items[0].key == f"{TID}-no-end-of-day"
    assert block.items[0].needs_remark


def test_an_end_of_day_on_the_next_day_is_named_with_what_it_has_of_that_day() -> None:
    later = movement(3, 800, days=1)
    block = _only(movement(1, 2740), later, end_of_day(9, "0001", "0003", 2, 3540, days=1))
    assert _items(block) == [(K.LATE_END_OF_DAY, 0), (K.OTHER_DAY, 800)]


def test_money_of_another_counter_at_the_same_terminal_is_named_and_nothing_unusual() -> None:
    block = _only(movement(1, 2740), movement(2, 600, counter=8), end_of_day(9, "0001", "0002", 2, 3340))
    assert _items(block) == [(K.OTHER_COUNTER, 600)]
    assert not block.items[0].needs_remark


def test_a_movement_missing_in_the_cash_journal_is_named() -> None:
    day = (movement(1, 2740), movement(2, 600), end_of_day(9, "0001", "0002", 2, 3340))
    report = day_report(facts(day, entries=books(day[:1]), unbooked=[2]))
    assert [(item.kind, item.cents) for item in report.differences] == [(K.NOT_BOOKED, 600)]


def test_what_the_cash_journal_has_beyond_the_payment_journal_is_named() -> None:
    day = (movement(1, 2740), end_of_day(9, "0001", "0001", 1, 2740))
    more = replace(books(day)[0], number=2, payment=99, cents=300)
    report = day_report(facts(day, entries=(*books(day), more)))
    assert [(item.kind, item.cents) for item in report.differences] == [(K.JOURNAL, 300)]


def test_two_ends_of_one_day_make_two_blocks_with_keys_of_their_own() -> None:
    first = (movement(1, 2740), end_of_day(2, "0001", "0001", 1, 2700))
    second = (movement(3, 500), end_of_day(9, "0003", "0003", 1, 400))
    report = day_report(facts((*first, *second)))
    assert [item.key for item in report.differences] == [f"{TID}-unexplained", f"{TID}-2-unexplained"]


def test_an_end_of_day_without_totals_says_so() -> None:
    end = replace(end_of_day(9, "0001", "0001", 1, 2740), result=None)
    assert _items(_only(movement(1, 2740), end)) == [(K.NO_TOTALS, 0)]


def test_declined_payments_are_no_missing_receipts() -> None:
    declined = movement(2, 500, state=PaymentState.DECLINED)
    block = _only(movement(1, 2740), declined, movement(3, 90), end_of_day(9, "0001", "0003", 2, 2930))
    assert _items(block) == [(K.UNEXPLAINED, 100)]


# ---------------------------------------------------------------- over days of any kind

_AMOUNT = st.integers(1, 100_000)
_KINDS = st.sampled_from([Movement.PAYMENT, Movement.PAYMENT, Movement.REVERSAL, Movement.REFUND])


@st.composite
def _days(draw: st.DrawFn) -> list[Payment]:
    made: list[Payment] = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kind = draw(_KINDS) if made else Movement.PAYMENT
        made.append(
            movement(
                number,
                draw(_AMOUNT),
                kind=kind,
                original=1 if kind is not Movement.PAYMENT else None,
                receipt=draw(st.sampled_from([None, f"{number:04d}", "0900", "0000"])),
                state=draw(st.sampled_from([PaymentState.PAID, PaymentState.PAID, PaymentState.NOT_PAID])),
                decided=draw(st.booleans()),
                days=0,
                counter=draw(st.sampled_from([7, 7, 8])),
            )
        )
    if draw(st.booleans()):
        first, last = (draw(st.sampled_from([None, "0000", "0001", "0005", "9990"])) for _ in range(2))
        count, cents = draw(st.integers(0, 300)), draw(st.integers(0, 300_000))
        made.append(end_of_day(30, first, last, count, cents, days=draw(st.integers(0, 1))))
    return made


@given(_days())
def test_the_items_come_to_the_difference_to_the_cent(day: list[Payment]) -> None:
    for block in day_report(facts(day)).terminals:
        if block.difference_cents is None:
            assert [item.kind for item in block.items] == [K.NO_END_OF_DAY]
        else:
            assert sum(item.cents for item in block.items) == block.difference_cents
        keys = Counter(item.key for item in block.items)
        assert not keys or max(keys.values()) == 1


@given(_days(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(day: list[Payment], chance: object) -> None:
    entries = list(books(day))
    shuffled, mixed = list(day), list(entries)
    for listed in (shuffled, mixed):
        chance.shuffle(listed)  # type: ignore[attr-defined]
    assert day_report(facts(day, entries=entries)) == day_report(facts(shuffled, entries=mixed))


@given(_days())
def test_the_report_counts_for_one_day(day: list[Payment]) -> None:
    report = day_report(facts(day))
    booked = sum(entry.cents for entry in report.entries)
    assert report.day == DAY
    assert sum(line.net_cents for line in report.sums) == booked == report.received_cents
    assert report.journal == ()
