"""The crash matrix (zvt.md section 3.4): each cut point, three faults, both kinds of terminals, separate processes.

0 charged twice, 0 paid but not booked, 0 booked but not paid. ``CLERK_SOAK=1`` adds 1,000 random runs, with faults at
any message and a second one during recovery; ``CLERK_SEED`` repeats them.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from clerk.domain.payment import PaymentState
from integrations.zvt.sim_settings import LostAck, Scenario
from tests.integrations.zvt.matrix.proxy import CASH_REGISTER, Judge, Pass, Seen
from tests.integrations.zvt.matrix.runs import INSIDE, POINTS, CutPoint, Fault, compare, run_in
from tests.integrations.zvt.matrix.zygote import Zygote

SOAK = os.environ.get("CLERK_SOAK") == "1"
RUNS = 1_000 if SOAK else 6
SEED = int(os.environ.get("CLERK_SEED", "4711"))
BEFORE_THE_COMMAND = ("while registering", "while the baseline is read", "behind the baseline")
CASES = [
    (point, fault, lost_ack)
    for row, point in enumerate(POINTS)
    for column, fault in enumerate(Fault)
    for place, lost_ack in enumerate(LostAck)
    if SOAK or (row + column + place) % 2 == 0
]
"""Reduced, every second field like those of a chess board: each point with each fault, both kinds of terminals."""


@pytest.fixture(name="zygote", scope="module")
def _zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.mark.parametrize(("point", "fault", "lost_ack"), CASES)
def test_whatever_breaks_wherever_the_payment_ends_as_the_terminal_has_it(
    tmp_path: Path, zygote: Zygote, point: str, fault: Fault, lost_ack: LostAck
) -> None:
    with run_in(tmp_path, zygote, lost_ack=lost_ack) as run:
        run.befall(POINTS[point], fault)
        assert fault in run.struck, "the point was never reached"
        ended = compare(run)
    assert ended is not PaymentState.MANUAL
    if point in BEFORE_THE_COMMAND and fault is Fault.KILLED:
        assert ended is PaymentState.NOT_SENT
    if point == "06 0F arrived, acknowledgement lost":
        assert ended is PaymentState.PAID


@pytest.mark.parametrize("lost_ack", list(LostAck))
@pytest.mark.parametrize("point", INSIDE)
def test_killed_at_any_write_of_its_own_the_program_finds_out_how_the_payment_ended(
    tmp_path: Path, zygote: Zygote, point: str, lost_ack: LostAck
) -> None:
    with run_in(tmp_path, zygote, lost_ack=lost_ack) as run:
        run.befall(INSIDE[point], Fault.KILLED)
        ended = compare(run)
    expected = {PaymentState.PAID, PaymentState.NOT_PAID, PaymentState.NOT_SENT}
    assert ended in expected


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_random_faults_at_any_message_lose_and_double_nothing(tmp_path: Path, zygote: Zygote) -> None:
    chance = random.Random(SEED)
    ends: Counter[PaymentState] = Counter()
    began = monotonic()
    for number in range(RUNS):
        settings = _any_terminal(chance)
        point, fault = _any_point(chance), chance.choice(list(Fault))
        if chance.random() < 0.4:
            point = CutPoint(_any_point(chance).judge, first=point)
        with run_in(tmp_path / str(number), zygote, **settings) as run:
            run.befall(point, fault)
            try:
                ends[compare(run)] += 1
            except AssertionError as error:
                raise AssertionError(f"run {number} of seed {SEED}: {settings}, {run.told()}") from error
    assert not ends[PaymentState.MANUAL]
    print(
        f"{RUNS} runs in {monotonic() - began:.0f} s, seed {SEED}: {dict(ends)}; nothing lost, nothing doubled"
    )


def _any_terminal(chance: random.Random) -> dict[str, object]:
    scenarios = [Scenario.APPROVE] * 5 + [Scenario.WRONG_PIN, Scenario.DECLINE, Scenario.DECLINE_COMPLETED]
    return {
        "lost_ack": chance.choice(list(LostAck)),
        "scenario": chance.choice(scenarios),
        "merge": chance.random() < 0.3,
        "fragment": chance.choice([0, 0, 7]),
        "result_repeats": chance.choice([0, 0, 2]),
    }


def _any_point(chance: random.Random) -> CutPoint:
    """Return a fault at any message from 06 00 to the last one, held back or passed on."""
    place, verdict = chance.randrange(32), chance.choice([Pass.HELD, Pass.PASSED])

    def judge(seen: Seen) -> Pass:
        return verdict if seen.number >= place else Pass.ON

    return CutPoint(_only_of(judge, chance))


def _only_of(judge: Judge, chance: random.Random) -> Judge:
    """Return *judge*, sometimes only for what the cash register sends."""
    if chance.random() < 0.5:
        return judge
    return lambda seen: judge(seen) if seen.sender == CASH_REGISTER else Pass.ON
