"""Whose money a terminal's answer speaks of."""

from dataclasses import replace

import pytest

from clerk.domain.payment import Baseline, Movement, Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_recovery import (
    Finding,
    RecoveryAnswer,
    Verdict,
    baseline_of,
    is_unknown_transaction,
    verdict,
)
from clerk.domain.terminal_profile import PrintMode, TerminalProfile, read_profile
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from clerk.domain.transaction import key_for
from tests.domain.payments import APPROVED, BEFORE, DECLINED, OLD, PROFILE, TID, in_state

ASKING = in_state(PaymentState.RECOVERY)
SHARED = replace(PROFILE, exclusive=False)


def judged(
    result: TerminalResult | None,
    payment: Payment = ASKING,
    profile: TerminalProfile = PROFILE,
    *,
    idle: bool = True,
    ended: bool = True,
    seen_twice: bool = True,
) -> Finding:
    """Return the verdict on an answer, given twice by an idle terminal unless said otherwise."""
    return verdict(payment, RecoveryAnswer(result, idle=idle, ended=ended), profile, seen_twice=seen_twice)


def manual(reason: Reason) -> Finding:
    return Finding(Verdict.MANUAL, reason)


def test_a_new_approval_of_our_amount_at_an_exclusive_terminal_is_ours() -> None:
    assert judged(APPROVED).verdict is Verdict.PAID


def test_an_approval_named_once_may_still_be_taken_back_by_a_terminal_that_missed_our_acknowledgement() -> (
    None
):
    assert judged(APPROVED, seen_twice=False).verdict is Verdict.ASK_AGAIN


@pytest.mark.parametrize("case", ["once", "not stopped", "not idle"])
def test_rule_3_the_old_transaction_proves_nothing_before_the_terminal_has_settled(case: str) -> None:
    found = judged(OLD, idle=case != "not idle", ended=case != "not stopped", seen_twice=case != "once")
    assert found.verdict is Verdict.ASK_AGAIN


def test_rule_3_the_old_transaction_twice_from_an_idle_stopped_terminal_means_not_paid() -> None:
    assert judged(OLD).verdict is Verdict.NOT_PAID


def test_nothing_follows_from_a_terminal_that_is_busy() -> None:
    assert judged(APPROVED, idle=False).verdict is Verdict.ASK_AGAIN


def test_rule_4_an_equal_amount_at_a_shared_terminal_may_be_somebody_elses() -> None:
    assert judged(APPROVED, profile=SHARED) == manual(Reason.AMBIGUOUS_OWNER)


def test_rule_4_our_reference_makes_it_ours_at_a_shared_terminal() -> None:
    echoed = replace(APPROVED, reference=ASKING.reference)
    assert judged(echoed, profile=SHARED).verdict is Verdict.PAID


def test_rule_4_a_foreign_reference_is_never_ours() -> None:
    assert judged(replace(APPROVED, reference="000000000099")) == manual(Reason.AMBIGUOUS_OWNER)


def test_rule_5_nothing_before_and_nothing_now_proves_nothing() -> None:
    fresh = replace(ASKING, baseline=Baseline(None))
    assert judged(None, fresh) == manual(Reason.NOTHING_TO_COMPARE)
    assert judged(None, fresh, seen_twice=False).verdict is Verdict.ASK_AGAIN


def test_rule_5_the_same_numbers_in_a_new_period_are_another_transaction() -> None:
    assert judged(OLD, replace(ASKING, period=2)).verdict is Verdict.PAID


def test_a_terminal_nobody_asked_before_is_left_to_people() -> None:
    assert judged(APPROVED, replace(ASKING, baseline=None)) == manual(Reason.NOTHING_TO_COMPARE)


@pytest.mark.parametrize("tid", [None, "52500002"])
def test_rule_6_another_terminal_on_the_line_settles_nothing(tid: str | None) -> None:
    assert judged(replace(APPROVED, tid=tid)) == manual(Reason.OTHER_TERMINAL)


def test_rule_9_another_amount_or_a_failed_transaction_is_left_to_people() -> None:
    assert judged(replace(APPROVED, amount_cents=2741)) == manual(Reason.DOES_NOT_FIT)
    assert judged(DECLINED) == manual(Reason.DOES_NOT_FIT)


def test_a_reversal_means_not_paid_only_if_it_names_the_trace_of_our_own_result() -> None:
    reversal = replace(APPROVED, receipt="0043", trace="000104", original_trace="000102")
    with_result = replace(ASKING, result=APPROVED)
    assert judged(reversal, with_result).verdict is Verdict.NOT_PAID
    assert judged(reversal) == manual(Reason.FOREIGN_REVERSAL)


def test_rule_6_a_transaction_never_seen_before_stops_payments() -> None:
    assert is_unknown_transaction(APPROVED, None, BEFORE)
    assert not is_unknown_transaction(OLD, BEFORE, BEFORE)


def test_rule_6_a_failed_attempt_and_a_terminal_new_to_us_stop_nothing() -> None:
    assert not is_unknown_transaction(DECLINED, None, BEFORE)
    assert not is_unknown_transaction(APPROVED, None, None)
    assert not is_unknown_transaction(None, None, BEFORE)


def test_what_we_know_stands_in_for_a_terminal_that_names_nothing() -> None:
    assert baseline_of(None, None, BEFORE) == Baseline(BEFORE)


def test_a_profile_reads_what_differs_from_the_usual() -> None:
    profile = read_profile(
        TID, "10.0.0.5", 22000, '{"t3_seconds": 8, "print_mode": "terminal", "abort_ok": false}'
    )
    assert (profile.t3_seconds, profile.print_mode, profile.abort_ok) == (8.0, PrintMode.TERMINAL, False)
    assert read_profile(TID, "h", 1, "{}") == TerminalProfile(tid=TID, host="h", port=1)


@pytest.mark.parametrize(
    "settings",
    [
        "[]",
        "{",
        '{"t3": 5}',
        '{"tid": "1"}',
        '{"t3_seconds": -1}',
        '{"t3_seconds": true}',
        '{"t4_seconds": 1e999}',
        '{"abort_ok": 1}',
        '{"charset": 7}',
        '{"print_mode": "paper"}',
    ],
)
def test_a_profile_refuses_what_it_does_not_understand(settings: str) -> None:
    with pytest.raises(ValueError, match="Terminal"):
        read_profile(TID, "h", 1, settings)


def test_rule_11_two_empty_days_of_a_terminal_without_a_clock_are_not_taken_for_one() -> None:
    empty = TerminalTotals("0000", "0000", (GroupTotal(CardGroup.GIROCARD, 0, 0),))
    told = TerminalResult(code=0, amount_cents=0, tid=TID, day="1123", totals=empty)
    before = Baseline(key_for(ASKING, told))
    asking = replace(ASKING, kind=Movement.END_OF_DAY, amount_cents=0, baseline=before)
    assert judged(told, asking).verdict is Verdict.NOT_PAID
    assert judged(told, replace(asking, result=told)) == manual(Reason.AMBIGUOUS_OWNER)
