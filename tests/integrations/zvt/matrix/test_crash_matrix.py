"""The crash matrix (zvt.md section 3.4): each movement, each cut point, three faults, each kind of terminal.

Programs are processes of their own. 0 charged or given back twice, 0 done but not booked, 0 booked but not done, no
day closed twice. ``CLERK_SOAK=1`` plays the whole table and 1,000 random runs, with faults at any message and a
second one during recovery; ``CLERK_SEED`` repeats them, ``CLERK_RUNS`` changes how many they are.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest

from clerk.domain.payment import Movement, PaymentState
from tests.integrations.zvt.matrix.points import (
    AT_THE_BASELINE,
    BEFORE_THE_COMMAND,
    END_SEEN,
    INSIDE,
    POINTS,
    CutPoint,
    any_point,
)
from tests.integrations.zvt.matrix.runs import Fault, Run, compare, run_in
from tests.integrations.zvt.matrix.ways import WAYS, WAYS_OF, Way, any_habits
from tests.integrations.zvt.matrix.zygote import Zygote

SOAK = os.environ.get("CLERK_SOAK") == "1"
RUNS = int(os.environ.get("CLERK_RUNS", "1000")) if SOAK else 6
SEED = int(os.environ.get("CLERK_SEED", "4711"))


class Field(NamedTuple):
    """One field of the table."""

    movement: Movement
    point: str
    fault: Fault
    way: Way


def _fields() -> Iterator[Field]:
    """Yield the table; reduced, a part of it in which every point meets most movements and every way every fault."""
    for movement in Movement:
        for row, point in enumerate(POINTS[movement]):
            for column, fault in enumerate(Fault):
                for place, way in enumerate(WAYS_OF[movement]):
                    field = Field(movement, point, fault, way)
                    is_there = way is not Way.FIRST or point not in AT_THE_BASELINE
                    if is_there and (SOAK or _is_chosen(field, row, column, place)):
                        yield field


def _is_chosen(field: Field, row: int, column: int, place: int) -> bool:
    """Choose two faults at each point of a payment and one of an end of day, each with the next kind of terminal.

    Up to the command all movements are the same; reversal and refund share the points behind it.
    """
    if field.movement is Movement.PAYMENT:
        return column != row % 3 and place == (2 * row + column) % 5
    shared = (Movement.REVERSAL, Movement.REFUND)
    if field.point in BEFORE_THE_COMMAND or (
        field.movement in shared and field.movement is not shared[row % 2]
    ):
        return False
    return (column, place) == (row % 3, row % 5)


def _inside() -> Iterator[tuple[Movement, str, Way]]:
    """Yield the table of points inside our program; reduced, one field of each point."""
    for row, point in enumerate(INSIDE):
        for column, movement in enumerate(Movement):
            for place, way in enumerate((Way.KEEPS, Way.REVERSES)):
                if SOAK or (column, place) == (row % 4, (row + row // 4) % 2):
                    yield movement, point, way


@pytest.fixture(name="zygote", scope="module")
def _zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.mark.parametrize("field", list(_fields()), ids="-".join)
def test_whatever_breaks_wherever_a_movement_ends_as_the_terminal_has_it(
    tmp_path: Path, zygote: Zygote, field: Field
) -> None:
    with run_in(tmp_path, zygote, field.movement, WAYS[field.way]) as run:
        run.befall(POINTS[field.movement][field.point], field.fault)
        assert field.fault in run.struck, "the point was never reached"
        ended = compare(run)
    if field.point in BEFORE_THE_COMMAND and field.fault is Fault.KILLED:
        assert ended is PaymentState.NOT_SENT
    if field.point == END_SEEN:
        assert ended is PaymentState.PAID


@pytest.mark.parametrize(("movement", "point", "way"), list(_inside()))
def test_killed_at_any_write_of_its_own_the_program_finds_out_how_a_movement_ended(
    tmp_path: Path, zygote: Zygote, movement: Movement, point: str, way: Way
) -> None:
    with run_in(tmp_path, zygote, movement, WAYS[way]) as run:
        run.befall(INSIDE[point], Fault.KILLED)
        ended = compare(run)
    expected = {PaymentState.PAID, PaymentState.NOT_PAID, PaymentState.NOT_SENT}
    assert ended in expected


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_random_faults_at_any_message_lose_and_double_nothing(tmp_path: Path, zygote: Zygote) -> None:
    chance = random.Random(SEED)
    ends: Counter[str] = Counter()
    began = monotonic()
    for number in range(RUNS):
        movement = chance.choice([Movement.PAYMENT, *Movement])
        habits = any_habits(chance, movement)
        point, fault = any_point(chance), chance.choice(list(Fault))
        if chance.random() < 0.4:
            point = CutPoint(any_point(chance).judge, first=point)
        with run_in(tmp_path / str(number), zygote, movement, habits) as run:
            try:
                run.befall(point, fault)
                ends[f"{movement} {compare(run)}"] += 1
            except AssertionError as error:
                raise AssertionError(_told_of(run, number)) from error
    seconds = monotonic() - began
    print(
        f"{RUNS} runs in {seconds:.0f} s, seed {SEED}: {dict(sorted(ends.items()))}; nothing lost or doubled"
    )


def _told_of(run: Run, number: int) -> str:
    return f"run {number} of seed {SEED}: {run.kind}, {run.habits}, {run.struck}, {run.told()}"
