"""Hostile terminals against a whole payment: registration, question, charge, with a journal that may fail.

200 terminals, 10,000 with ``CLERK_SOAK=1``.
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import ParamSpec, TypeVar

import pytest

from clerk.domain.payment import Payment, PaymentState, TransactionKey
from clerk.domain.payment_events import PaymentEvent, ResultArrived, advance
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.ports import PaymentJournal, StoreUnavailable
from integrations.zvt.apdu import Apdu
from integrations.zvt.bounded_journal import BoundedJournal
from integrations.zvt.carry_out import CarryOut
from integrations.zvt.messages import Ack, Completion, StatusInformation, parse_message
from integrations.zvt.payment_dialogue import result_of
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.questions import Questions
from integrations.zvt.redact import redact
from tests.domain.payments import TID, intent
from tests.integrations.zvt.hostile_terminal import HostileTerminal, Line, is_result

SIZE = 10_000 if os.environ.get("CLERK_SOAK") == "1" else 200
AT_ONCE = 50
LONGEST_SECONDS = 30.0
"""Of one terminal, on a busy machine: its own timers end it within a second."""
ENDS = {
    PaymentState.PAID,
    PaymentState.DECLINED,
    PaymentState.REFUSED,
    PaymentState.NOT_SENT,
    PaymentState.UNKNOWN,
}
HURRIED = TerminalProfile(
    tid=TID,
    host="127.0.0.1",
    t3_seconds=0.05,
    t4_seconds=0.05,
    dialogue_seconds=0.3,
    settle_seconds=0.001,
)
P = ParamSpec("P")
R = TypeVar("R")


class AtOnce(Executor):
    """Runs a call where it is given."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run it."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the caller's, not ours
            future.set_exception(error)
        return future


class Memory:
    """A journal in memory; every now and then it does not answer."""

    def __init__(self, chance: random.Random) -> None:
        self.events: list[tuple[PaymentEvent, str]] = []
        self.messages: list[str] = []
        self._chance = chance
        self._fails = 0.04 if chance.random() < 0.3 else 0.0

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Keep an event, or fail."""
        self._may_fail()
        self.events.append((event, message))
        self.messages.append(message)
        return advance(payment, event)

    def keep_receipt(self, _payment: Payment, _receipt: TerminalReceipt, message: str = "") -> None:
        """Keep a receipt, or fail."""
        self._may_fail()
        self.messages.append(message)

    def set_aside(self, _payment: Payment, event: PaymentEvent, message: str = "") -> None:
        """Keep it on this machine."""
        self.events.append((event, message))

    def last_known(self, _terminal: int) -> TransactionKey | None:
        """Nothing is known."""
        return None

    def _may_fail(self) -> None:
        if self._chance.random() < self._fails:
            raise StoreUnavailable


class NobodyWatches(ProgressMailbox):
    """Progress that nobody wants to see."""

    def __init__(self) -> None:
        return

    def put(self, progress: object) -> None:
        """Drop it."""

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_no_hostile_terminal_gets_money_lost_or_made_up() -> None:
    began = time.monotonic()
    ends: Counter[PaymentState] = Counter()
    answered = asyncio.run(meet_all(ends))
    print(f"{SIZE} terminals in {time.monotonic() - began:.0f} s: {dict(ends)}, {answered} results answered")
    assert ends.keys() == ENDS
    assert answered > SIZE / 10


async def meet_all(ends: Counter[PaymentState]) -> int:
    """Meet all terminals, some at once; return how many results were acknowledged."""
    answered = 0
    for first in range(0, SIZE, AT_ONCE):
        met = await asyncio.gather(*(meet(first + place) for place in range(min(AT_ONCE, SIZE - first))))
        for state, results in met:
            ends[state] += 1
            answered += results
    return answered


async def meet(seed: int) -> tuple[PaymentState, int]:
    """Try to charge at one hostile terminal; check what happened on its lines."""
    chance = random.Random(seed)
    terminal, journal = HostileTerminal(chance), Memory(chance)
    profile = replace(HURRIED, abort_ok=chance.random() < 0.8, sequence_ids=chance.random() < 0.3)
    questions = Questions(profile, "000000", terminal.dial)
    bounded = BoundedJournal(as_journal(journal), AtOnce(), AtOnce(), 10.0)
    charge = CarryOut(replace(intent(), baseline=None), bounded, questions, profile, NobodyWatches())
    if chance.random() < 0.1:
        asyncio.get_running_loop().call_later(0.03, charge.stop.set)
    async with asyncio.timeout(LONGEST_SECONDS):
        payment = await charge.run()
    terminal.hang_up()
    assert payment.state in ENDS, seed
    results = sum(check(line, journal, seed) for line in terminal.lines)
    check_verdict(payment, [line for line in terminal.lines if line.command == "0601"], journal, seed)
    return payment.state, results


def as_journal(memory: Memory) -> PaymentJournal:
    """Pass a memory for a journal: only these calls are made of it."""
    return memory  # type: ignore[return-value]


def check(line: Line, journal: Memory, seed: int) -> int:
    """Check the answers on one line; return how many results were acknowledged."""
    sent = [apdu.control for apdu in line.commands]
    assert len(sent) == len(set(sent)) <= 2, seed
    assert set(sent[1:]) <= {b"\x06\xb0"}, seed
    results = 0
    begun = False
    for message in line.taken:
        view = parse_message(message)
        begun = begun or (isinstance(view, Ack) and view.positive)
        answers = [answer for asked, answer in line.answered if asked is message]
        assert len(answers) <= 1, seed
        if not answers or not isinstance(view, StatusInformation):
            continue
        results += 1
        assert answers[0].control == b"\x80\x00", seed
        if line.command == "0601":
            assert redact(message) in journal.messages, seed
        else:
            assert begun or not may_be_money(view), seed
    assert not any(is_result(asked) and answer.control[0] == 0x84 for asked, answer in line.answered), seed
    return results


def may_be_money(view: StatusInformation) -> bool:
    """Whether a result is not plainly bad."""
    return view.result_code in (0, None)


def check_verdict(payment: Payment, lines: list[Line], journal: Memory, seed: int) -> None:
    """Check what a payment came to against what its terminal said."""
    assert len(lines) <= 1, seed
    said: list[Apdu] = lines[0].taken if lines else []
    views = [parse_message(apdu) for apdu in said]
    if payment.state is PaymentState.PAID:
        assert any(isinstance(view, Ack) and view.positive for view in views), seed
        assert isinstance(views[-1], Completion), seed
        good = [view for view in views if isinstance(view, StatusInformation) and view.approved]
        assert any(result_of(view).amount_cents == payment.amount_cents for view in good), seed
        assert any(isinstance(event, ResultArrived) for event, _message in journal.events), seed
    if payment.state is PaymentState.REFUSED:
        first = next(view for view in views if isinstance(view, Ack))
        assert not first.positive, seed
    if payment.state is PaymentState.NOT_SENT:
        assert not lines, seed
