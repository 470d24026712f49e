"""From any order of events: no money is concluded from nothing, and none is charged twice."""

import os
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clerk.domain.payment import Decision, Payment, PaymentState, Reason, TerminalResult
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
from tests.domain.payments import APPROVED, BEFORE, DECLINED, OLD, TID, intent

SIZE = 3000 if os.environ.get("CLERK_SOAK") else 300
RUNNING = (Sending(), Accepted())
ANOTHER = replace(APPROVED, receipt="0043", trace="000103")
RESULTS = st.sampled_from([APPROVED, DECLINED, OLD]) | st.builds(
    TerminalResult,
    code=st.sampled_from([None, 0, 5, 0x6C]),
    amount_cents=st.sampled_from([None, 1, 2740]),
    tid=st.sampled_from([None, TID, "52500002"]),
    receipt=st.sampled_from([None, "0041", "0042", "0043"]),
    trace=st.sampled_from([None, "000000", "000101", "000102"]),
    day=st.sampled_from([None, "1123"]),
    original_trace=st.sampled_from([None, None, "000101"]),
)
EVENTS = st.one_of(
    st.sampled_from(
        [
            Sending(),
            Accepted(),
            Completed(),
            AbortAsked(),
            RecoveryBegan(),
            RecoveryPaused(),
            Refused(0x9C),
            NothingWritten(Reason.UNREACHABLE),
        ]
    ),
    st.builds(Aborted, st.sampled_from([None, 0x6C])),
    st.builds(Lost, st.sampled_from([Reason.SILENT, Reason.LINE_CUT])),
    st.builds(ResultArrived, RESULTS),
    st.builds(FoundPaid, RESULTS),
    st.builds(FoundNotPaid, RESULTS),
    st.builds(FoundUnclear, st.just(Reason.DOES_NOT_FIT), st.none() | RESULTS),
    st.builds(
        Decided,
        paid=st.booleans(),
        decision=st.builds(Decision, st.integers(1, 2), st.integers(1, 2), st.sampled_from(["", "gesehen"])),
    ),
)


def speaks_of_our_money(result: TerminalResult | None) -> bool:
    """Tell, by the letter of the rules, whether a result can pay this payment."""
    return (
        result is not None
        and result.code == 0
        and result.amount_cents == 2740
        and result.tid in (None, TID)
        and result.original_trace is None
        and (result.receipt, result.trace) != (BEFORE.receipt, BEFORE.trace)
    )


class AnyOrder(RuleBasedStateMachine):
    """Throws events at a payment; those that are illegal must leave it as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.payment: Payment = intent()
        self.history: list[PaymentEvent] = []

    @rule(event=EVENTS)
    def throw(self, event: PaymentEvent) -> None:
        try:
            self.payment = advance(self.payment, event)
        except IllegalPaymentStep:
            return
        self.history.append(event)

    @initialize(events=st.sampled_from([(), RUNNING[:1], RUNNING, (*RUNNING, ResultArrived(APPROVED))]))
    def begin(self, events: tuple[PaymentEvent, ...]) -> None:
        for event in events:
            self.throw(event)

    @rule(result=st.sampled_from([APPROVED, APPROVED, ANOTHER, DECLINED, OLD]))
    def tell(self, result: TerminalResult) -> None:
        self.throw(ResultArrived(result))

    @precondition(lambda self: not self.payment.is_unclear)
    @rule()
    def complete(self) -> None:
        self.throw(Completed())

    @precondition(lambda self: self.payment.is_unclear)
    @rule(result=RESULTS)
    def recover(self, result: TerminalResult) -> None:
        self.throw(RecoveryBegan())
        self.throw(FoundPaid(result))

    @invariant()
    def paid_means_our_money_and_nothing_said_otherwise(self) -> None:
        if self.payment.state is not PaymentState.PAID:
            return
        last = self.history[-1]
        if isinstance(last, Decided):
            assert last.decision.by != last.decision.second
            return
        if isinstance(last, FoundPaid):
            assert speaks_of_our_money(last.result)
            return
        assert isinstance(last, Completed)
        said = [event.result for event in self.history if isinstance(event, ResultArrived)]
        assert speaks_of_our_money(said[-1])
        approvals = {(told.receipt, told.trace) for told in said if told.code == 0}
        assert len(approvals) == 1
        assert any(isinstance(event, Accepted) for event in self.history)

    @invariant()
    def it_was_written_at_most_once(self) -> None:
        assert sum(isinstance(event, Sending) for event in self.history) <= 1

    @invariant()
    def a_final_state_that_allows_another_charge_never_saw_an_accepted_approval(self) -> None:
        if self.payment.state not in (PaymentState.DECLINED, PaymentState.REFUSED, PaymentState.NOT_SENT):
            return
        approvals = [
            e for e in self.history if isinstance(e, ResultArrived) and speaks_of_our_money(e.result)
        ]
        accepted = [e for e in approvals if (e.result.receipt, e.result.trace) != (None, None)]
        assert not [e for e in accepted if e.result.receipt or (e.result.trace or "").strip("0")]

    @invariant()
    def every_change_is_a_new_version(self) -> None:
        assert self.payment.version == len(self.history)


AnyOrder.TestCase.settings = settings(
    max_examples=SIZE,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
TestAnyOrderOfEvents = AnyOrder.TestCase
