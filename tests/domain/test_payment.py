"""The life of one card payment."""

from dataclasses import replace

import pytest

from clerk.domain.payment import (
    Baseline,
    Decision,
    PaymentState,
    Reason,
    TerminalResult,
)
from clerk.domain.payment_clearing import (
    Decided,
    FoundNotPaid,
    FoundPaid,
    FoundUnclear,
    RecoveryBegan,
    RecoveryPaused,
)
from clerk.domain.payment_events import (
    AbortAsked,
    Aborted,
    Accepted,
    BaselineRead,
    Completed,
    IllegalPaymentStep,
    Lost,
    NothingWritten,
    PaymentEvent,
    Refused,
    ResultArrived,
    Sending,
    advance,
)
from tests.domain.payments import APPROVED, DECLINED, OLD, STOPPED, TID, after, in_state, intent

RUNNING = (Sending(), Accepted())
OK = (*RUNNING, ResultArrived(APPROVED))
BAD = (*RUNNING, ResultArrived(DECLINED))
UNCLEAR = (*OK, Lost(Reason.LINE_CUT))
ASKING = (*UNCLEAR, RecoveryBegan())


def test_a_good_result_and_the_end_of_the_dialogue_make_a_payment_paid() -> None:
    paid = after(*OK, Completed())
    assert paid.state is PaymentState.PAID
    assert str(paid.key) == f"{TID}/1/2026-11-23/0042/000102/-"
    assert paid.version == 4


def test_the_end_of_the_dialogue_alone_proves_nothing() -> None:
    assert after(*RUNNING, Completed()).state is PaymentState.UNKNOWN


def test_a_declined_payment_that_the_terminal_completes_is_not_paid() -> None:
    assert after(*BAD, Completed()).state is PaymentState.DECLINED


def test_a_declined_payment_that_the_terminal_aborts_is_not_paid() -> None:
    assert after(*BAD, Aborted(0x6C)).state is PaymentState.DECLINED


@pytest.mark.parametrize("reason", [Reason.LINE_CUT, Reason.SILENT])
def test_rule_1_a_bad_result_without_the_end_of_its_dialogue_is_unclear(reason: Reason) -> None:
    assert after(*BAD, Lost(reason)).state is PaymentState.UNKNOWN


def test_rule_1_a_second_pin_after_a_bad_result_can_still_pay() -> None:
    assert after(*BAD, ResultArrived(APPROVED), Completed()).state is PaymentState.PAID


def test_an_approval_followed_by_an_abort_is_unclear() -> None:
    assert after(*OK, Aborted(0x6C)).state is PaymentState.UNKNOWN


def test_an_approval_never_gives_way_to_another_result_in_the_same_dialogue() -> None:
    other = replace(APPROVED, receipt="0043", trace="000103")
    assert after(*OK, ResultArrived(DECLINED)).state is PaymentState.UNKNOWN
    assert after(*OK, ResultArrived(other)).state is PaymentState.UNKNOWN


def test_an_approval_may_be_repeated() -> None:
    assert after(*OK, ResultArrived(APPROVED), Completed()).state is PaymentState.PAID


@pytest.mark.parametrize(
    "result",
    [
        replace(APPROVED, amount_cents=2741),
        replace(APPROVED, amount_cents=None),
        replace(APPROVED, tid="52500002"),
        replace(APPROVED, code=None),
        replace(APPROVED, original_trace="000099"),
        replace(APPROVED, receipt=None, trace="000000"),
        OLD,
    ],
    ids=["amount", "no amount", "terminal", "no code", "reversal", "no identity", "known"],
)
def test_rule_9_a_result_that_does_not_fit_is_evidence_and_nothing_more(result: TerminalResult) -> None:
    unclear = after(*RUNNING, ResultArrived(result))
    assert unclear.state is PaymentState.UNKNOWN
    assert unclear.result == result
    assert advance(unclear, Completed()).state is PaymentState.UNKNOWN


def test_rule_9_a_result_before_the_terminal_accepted_anything_is_not_believed() -> None:
    assert after(Sending(), ResultArrived(APPROVED), Accepted(), Completed()).state is PaymentState.UNKNOWN


def test_rule_9_a_refusal_counts_only_as_the_first_answer() -> None:
    assert after(Sending(), Refused(0x9C)).state is PaymentState.REFUSED
    with pytest.raises(IllegalPaymentStep):
        after(*RUNNING, Refused(0x9C))


def test_a_payment_that_was_never_written_may_be_charged_again() -> None:
    for events in ((), (Sending(),)):
        ended = after(*events, NothingWritten(Reason.UNREACHABLE))
        assert ended.state is PaymentState.NOT_SENT
        assert ended.is_final


def test_a_payment_that_runs_can_no_longer_be_called_never_written() -> None:
    with pytest.raises(IllegalPaymentStep):
        after(*RUNNING, NothingWritten(Reason.UNREACHABLE))


def test_a_payment_is_sent_once() -> None:
    with pytest.raises(IllegalPaymentStep):
        after(Sending(), Sending())


def test_a_stop_at_the_terminal_is_told_from_a_stop_by_the_clerk() -> None:
    by_customer = after(*RUNNING, ResultArrived(STOPPED), Aborted(0x6C))
    by_clerk = after(*RUNNING, AbortAsked(), ResultArrived(STOPPED), Aborted(0x6C))
    assert by_customer.stopped_by_customer
    assert not by_clerk.stopped_by_customer
    assert by_clerk.state is PaymentState.DECLINED


def test_recovery_books_only_a_new_transaction_of_our_amount_at_our_terminal() -> None:
    assert after(*ASKING, FoundPaid(APPROVED)).state is PaymentState.PAID
    for wrong in (OLD, DECLINED, replace(APPROVED, amount_cents=1), replace(APPROVED, tid=None)):
        with pytest.raises(IllegalPaymentStep):
            after(*ASKING, FoundPaid(wrong))


def test_recovery_books_nothing_when_nobody_knows_what_was_there_before() -> None:
    with pytest.raises(IllegalPaymentStep):
        after(BaselineRead(None), *ASKING, FoundPaid(APPROVED))


def test_a_paused_recovery_is_taken_up_again() -> None:
    assert after(*ASKING, RecoveryPaused(), RecoveryBegan(), FoundNotPaid(OLD)).state is PaymentState.NOT_PAID


def test_a_manual_decision_needs_two_people_and_a_note() -> None:
    manual = (*ASKING, FoundUnclear(Reason.DOES_NOT_FIT, OLD))
    for decision in (Decision(2, 2, "Beleg 0042"), Decision(2, 5, "  ")):
        with pytest.raises(IllegalPaymentStep):
            after(*manual, Decided(paid=True, decision=decision))
    paid = after(*manual, Decided(paid=True, decision=Decision(2, 5, "Beleg 0042")))
    not_paid = after(*manual, Decided(paid=False, decision=Decision(2, 5, "kein Beleg")))
    assert (paid.state, not_paid.state) == (PaymentState.PAID, PaymentState.NOT_PAID)


@pytest.mark.parametrize("state", list(PaymentState))
def test_rule_7_only_a_payment_whose_end_is_known_frees_its_fee_lines(state: PaymentState) -> None:
    payment = in_state(state)
    assert payment.locks_lines is not payment.is_final
    assert payment.is_open is payment.locks_lines


def test_rule_12_a_payment_left_to_people_frees_the_terminal_only() -> None:
    assert not in_state(PaymentState.MANUAL).locks_terminal
    assert in_state(PaymentState.MANUAL).locks_lines
    assert in_state(PaymentState.UNKNOWN).locks_terminal


@pytest.mark.parametrize("state", sorted(s for s in PaymentState if in_state(s).is_final))
@pytest.mark.parametrize(
    "event",
    [
        Sending(),
        Accepted(),
        ResultArrived(APPROVED),
        Completed(),
        Lost(Reason.SILENT),
        RecoveryBegan(),
        FoundPaid(APPROVED),
        Decided(paid=True, decision=Decision(1, 2, "x")),
    ],
    ids=lambda event: event.word,
)
def test_nothing_happens_to_a_payment_that_has_ended(state: PaymentState, event: PaymentEvent) -> None:
    with pytest.raises(IllegalPaymentStep):
        advance(in_state(state), event)


def test_a_terminal_with_nothing_before_can_still_pay() -> None:
    fresh = advance(intent(), BaselineRead(Baseline(None)))
    for event in (*OK, Completed()):
        fresh = advance(fresh, event)
    assert fresh.state is PaymentState.PAID
