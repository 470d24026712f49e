"""What contradicts the payment's own dialogue proves nothing, neither *paid* nor *not paid*."""

from dataclasses import replace

import pytest

from clerk.domain.payment import Baseline, Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_recovery import RecoveryAnswer, Verdict, verdict
from clerk.domain.transaction import key_for
from tests.domain.payments import APPROVED, BEFORE, OLD, PROFILE, in_state

ASKING = replace(in_state(PaymentState.RECOVERY), baseline=Baseline(BEFORE, OLD.time))
REVERSAL = replace(
    APPROVED,
    receipt="0043",
    trace="000103",
    original_trace=APPROVED.trace,
    amount_cents=APPROVED.amount_cents,
)


def seen(result: TerminalResult) -> Payment:
    """Return the unclear payment whose dialogue has told *result*."""
    return replace(ASKING, result=result, key=key_for(ASKING, result))


def found(payment: Payment, answer: TerminalResult) -> tuple[Verdict, Reason | None]:
    """Return what follows from an answer given twice by an idle, stopped, exclusive terminal."""
    finding = verdict(payment, RecoveryAnswer(answer, idle=True, ended=True), PROFILE, seen_twice=True)
    return finding.verdict, finding.reason


def test_a_reversal_of_our_own_approval_means_not_paid() -> None:
    assert found(seen(APPROVED), REVERSAL) == (Verdict.NOT_PAID, None)


def test_a_reversal_that_failed_does_not_mean_not_paid() -> None:
    assert found(seen(APPROVED), replace(REVERSAL, code=5))[0] is Verdict.MANUAL


def test_the_reversal_of_a_transaction_sent_again_by_mistake_is_not_ours() -> None:
    of_the_old_one = replace(REVERSAL, original_trace=OLD.trace)
    assert found(seen(OLD), of_the_old_one) == (Verdict.MANUAL, Reason.FOREIGN_REVERSAL)


def test_an_approval_of_another_terminal_is_not_cleared_up_by_this_one() -> None:
    elsewhere = seen(replace(APPROVED, tid="52500002"))
    assert found(elsewhere, OLD) == (Verdict.MANUAL, Reason.OTHER_TERMINAL)


def test_another_new_transaction_than_the_one_approved_is_not_booked_for_it() -> None:
    another = replace(APPROVED, receipt="0043", trace="000103")
    assert found(seen(APPROVED), another) == (Verdict.MANUAL, Reason.CONTRADICTION)


def test_rule_5_an_approval_under_the_numbers_of_before_is_not_taken_for_the_one_before() -> None:
    counted_anew = replace(APPROVED, receipt=OLD.receipt, trace=OLD.trace)
    assert found(seen(counted_anew), counted_anew) == (Verdict.MANUAL, Reason.AMBIGUOUS_OWNER)


@pytest.mark.parametrize("left_out", ["day", "receipt", "trace"])
def test_what_a_terminal_leaves_out_does_not_make_the_old_transaction_a_new_one(left_out: str) -> None:
    incomplete = replace(OLD, **{left_out: None})
    assert found(ASKING, incomplete)[0] is not Verdict.PAID


def test_numbers_that_cannot_be_compared_prove_nothing() -> None:
    only_receipt = replace(ASKING, baseline=Baseline(replace(BEFORE, trace="-")))
    assert found(only_receipt, replace(OLD, receipt=None)) == (Verdict.MANUAL, Reason.NOTHING_TO_COMPARE)
