"""Which transaction a terminal speaks of."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from clerk.domain.payment import Baseline, PaymentState, Reason, TerminalResult, TransactionKey
from clerk.domain.payment_clearing import RecoveryBegan
from clerk.domain.payment_events import Lost, ResultArrived, advance
from clerk.domain.payment_recovery import Finding, RecoveryAnswer, Verdict, is_unknown_transaction, verdict
from clerk.domain.transaction import is_known, is_new, is_same, key_for, key_of
from tests.domain.payments import APPROVED, OLD, PROFILE, TID, in_state, intent

TODAY = date(2026, 11, 23)
BARE = replace(APPROVED, receipt=None, trace=None, turnover="000555")
"""As some terminals tell a payment while it happens: nothing but its turnover number."""
WHOLE = replace(APPROVED, turnover="000555")
"""The same, as they tell it when asked again."""


def identity(result: TerminalResult, known: TransactionKey | None = None, by: date = TODAY) -> TransactionKey:
    key = key_of(result, TID, 1, by, known)
    assert key is not None
    return key


def test_an_identity_survives_being_written_down() -> None:
    key = TransactionKey(TID, 3, "2026-11-23", "0042", "-", "000555")
    assert TransactionKey.parse(str(key)) == key


def test_an_identity_written_before_there_were_turnover_numbers_can_be_read() -> None:
    key = TransactionKey.parse(f"{TID}/3/2026-11-23/0042/000102")
    assert key == TransactionKey(TID, 3, "2026-11-23", "0042", "000102", "-")


@pytest.mark.parametrize(
    ("told", "by", "day"),
    [
        ("1231", date(2027, 1, 1), "2026-12-31"),
        ("0101", date(2026, 12, 31), "2027-01-01"),
        ("0102", date(2026, 12, 31), "2026-01-02"),
        ("0110", date(2026, 11, 22), "2026-01-10"),
        ("1124", date(2026, 11, 22), "2025-11-24"),
        ("0229", date(2028, 3, 1), "2028-02-29"),
        ("0229", date(2027, 11, 1), "2024-02-29"),
        ("0229", date(2104, 2, 28), "2104-02-29"),
        ("0229", date(2103, 12, 31), "2096-02-29"),
        ("20261123", date(2027, 1, 1), "2026-11-23"),
        ("1399", date(2026, 1, 1), "-"),
        (None, date(2026, 1, 1), "-"),
    ],
)
def test_rule_5_a_transaction_that_was_before_gets_the_newest_date_it_can_have(
    told: str | None, by: date, day: str
) -> None:
    assert identity(replace(APPROVED, day=told), by=by).day == day


@pytest.mark.parametrize(
    ("told", "start", "day"),
    [
        ("1231", date(2027, 1, 1), "2026-12-31"),
        ("0103", date(2026, 12, 31), "2027-01-03"),
        ("0229", date(2028, 3, 1), "2028-02-29"),
        ("0229", date(2028, 2, 27), "2028-02-29"),
    ],
    ids=["New Year", "a clock some days fast", "after 29 February", "before it"],
)
def test_rule_5_our_own_transaction_gets_the_date_nearest_to_the_payment(
    told: str, start: date, day: str
) -> None:
    payment = replace(intent(), started_at=datetime(start.year, start.month, start.day, 12, tzinfo=UTC))
    key = key_for(payment, replace(APPROVED, day=told))
    assert key is not None
    assert key.day == day


@pytest.mark.parametrize("day", ["2026-11-22", "2026-02-03", "2025-12-31", "2024-02-29", "2019-05-11"])
def test_rule_6_the_transaction_we_know_is_known_however_long_the_terminal_was_idle(day: str) -> None:
    known = TransactionKey(TID, 1, day, "0041", "000101")
    told = replace(OLD, day=day[5:].replace("-", ""))
    key = identity(told, known)
    assert key == known
    assert not is_unknown_transaction(told, key, known)
    assert is_known(replace(intent(), baseline=Baseline(known)), told)


def test_rule_6_another_number_on_the_same_day_of_another_year_stays_unknown() -> None:
    known = TransactionKey(TID, 1, "2024-11-23", "0041", "000100")
    told = replace(OLD, day="1123")
    assert is_unknown_transaction(told, identity(told, known), known)


def test_rule_5_one_transaction_told_with_fewer_numbers_and_with_more_is_one() -> None:
    assert is_same(identity(BARE), identity(WHOLE))
    assert not is_unknown_transaction(WHOLE, identity(WHOLE), identity(BARE))
    assert not is_unknown_transaction(BARE, identity(BARE), identity(WHOLE))


def test_rule_5_a_turnover_number_never_counts_as_a_trace_number() -> None:
    by_trace = replace(BARE, turnover=None, trace="000555")
    assert not is_same(identity(BARE), identity(by_trace))
    assert is_unknown_transaction(by_trace, identity(by_trace), identity(BARE))


def test_rule_5_what_cannot_be_compared_is_neither_new_nor_known() -> None:
    payment = replace(intent(), baseline=Baseline(identity(BARE)))
    by_trace = replace(BARE, turnover=None, trace="000700")
    assert not is_new(payment, by_trace)
    assert not is_known(payment, by_trace)
    found = _asked(by_trace, baseline=Baseline(identity(BARE)))
    assert found == Finding(Verdict.MANUAL, Reason.NOTHING_TO_COMPARE)


def test_rule_5_the_old_transaction_told_with_more_numbers_is_not_booked() -> None:
    known = replace(OLD, receipt=None, trace=None, turnover="000554")
    again = replace(OLD, turnover="000554")
    assert _asked(again, baseline=Baseline(identity(known))).verdict is Verdict.NOT_PAID


@pytest.mark.parametrize("baseline", [{"turnover": "000554"}, {}], ids=["comparable", "not comparable"])
def test_rule_5_our_transaction_told_with_more_numbers_when_asked_again_is_booked(
    baseline: dict[str, str],
) -> None:
    before = Baseline(identity(replace(OLD, **baseline)))  # type: ignore[arg-type]
    running = replace(in_state(PaymentState.RUNNING), baseline=before)
    unclear = advance(advance(running, ResultArrived(BARE)), Lost(Reason.LINE_CUT))
    asking = advance(unclear, RecoveryBegan())
    answer = RecoveryAnswer(WHOLE, idle=True, ended=True)
    assert verdict(asking, answer, PROFILE, seen_twice=True).verdict is Verdict.PAID
    other = RecoveryAnswer(replace(WHOLE, turnover="000556"), idle=True, ended=True)
    assert verdict(asking, other, PROFILE, seen_twice=True).verdict is Verdict.MANUAL


def _asked(result: TerminalResult, *, baseline: Baseline) -> Finding:
    payment = replace(in_state(PaymentState.RECOVERY), baseline=baseline)
    return verdict(payment, RecoveryAnswer(result, idle=True, ended=True), PROFILE, seen_twice=True)
