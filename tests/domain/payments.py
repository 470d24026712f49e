"""Payments and terminal answers for tests."""

from dataclasses import replace
from datetime import UTC, datetime

from clerk.domain.payment import Baseline, Payment, PaymentState, TerminalResult, TransactionKey
from clerk.domain.payment_events import PaymentEvent, advance
from clerk.domain.terminal_profile import TerminalProfile

TID = "52500001"
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PROFILE = TerminalProfile(tid=TID, host="127.0.0.1")
BEFORE = TransactionKey(TID, 1, "2026-11-23", "0041", "000101")
OLD = TerminalResult(
    code=0, amount_cents=2740, tid=TID, receipt="0041", trace="000101", day="1123", time="101500"
)
APPROVED = TerminalResult(
    code=0,
    amount_cents=2740,
    tid=TID,
    receipt="0042",
    trace="000102",
    day="1123",
    time="103005",
    card_name="girocard",
)
DECLINED = TerminalResult(code=5, amount_cents=2740, tid=TID, trace="000103", day="1123", time="103005")
STOPPED = TerminalResult(code=0x6C, tid=TID)


def intent() -> Payment:
    """Return a fresh payment of 27,40 €, the terminal's last transaction being an equal one before."""
    return Payment(
        id=7,
        visit=3,
        counter=1,
        account=2,
        terminal=1,
        tid=TID,
        period=1,
        amount_cents=2740,
        lines=(11, 12),
        started_at=START,
        changed_at=START,
        reference="0f1e2d3c4b5a",
        baseline=Baseline(BEFORE),
    )


def in_state(state: PaymentState) -> Payment:
    """Return the payment as it would be in *state*."""
    return replace(intent(), state=state)


def after(*events: PaymentEvent) -> Payment:
    """Return the payment after *events*, from its intent on."""
    payment = intent()
    for event in events:
        payment = advance(payment, event)
    return payment
