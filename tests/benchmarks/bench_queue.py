"""*Call next* through the program beside raw claims: the same statement, schema and indexes, nothing around it.

A raw claim is ``BEGIN IMMEDIATE``, the claiming ``UPDATE … RETURNING``, ``COMMIT`` on the driver. Ours adds the
gate, the request id and the audit trail, and answers those who wait together.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import cast
from uuid import uuid4

from clerk.domain.people import Workplace
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.claiming import claim_statement
from clerk.persistence.columns import to_stored
from clerk.persistence.driver import SqlValue
from clerk.persistence.opening import open_store
from clerk.persistence.sqlite_engine import DRIVER_ERROR, PRAGMAS, SqliteConnection, load_driver
from clerk.persistence.tables import CounterRow, CounterSkillRow
from clerk.ports import Called
from tests.benchmarks.harness import Result, beside, percentile, table
from tests.persistence.office import CLERK, MORNING, Office, SteppedClock
from tests.persistence.race import AREAS, fill

PROCESSES = 8
SOAK = bool(os.environ.get("CLERK_SOAK"))
WAITING = 500
CLAIMS = 400 if SOAK else 150
"""Claims of the only process, and of all processes together."""
ROUNDS = 50 if SOAK else 25
WARM_UP = 5
BURST_LIMIT = 1.5

Press = Callable[[int], bool]
"""Claim for the workplace of this number and tell whether somebody was called."""


@dataclass(frozen=True, slots=True)
class Task:
    """Presses a process has to make, from a moment on (seconds of the machine's monotonic clock)."""

    begin_at: float
    numbers: tuple[int, ...]


def run() -> list[Result]:
    """Measure and return all results; prints the sizes."""
    print(f"queue: {WAITING} waiting, {CLAIMS} claims, {PROCESSES} processes, {ROUNDS} bursts")
    with tempfile.TemporaryDirectory() as folder:
        return [
            _one_process(Path(folder) / "one"),
            _closed_loop(Path(folder) / "loop"),
            _burst(Path(folder) / "burst"),
        ]


# ---------------------------------------------------------------- what is measured


def _one_process(folder: Path) -> Result:
    """Claims one after another, ours and raw by turns."""
    ours, raw = _pair(folder, WARM_UP + CLAIMS)
    press_ours, press_raw = press_program(ours), press_driver(raw)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + CLAIMS):
        for press, taken in zip((press_ours, press_raw), times, strict=True):
            started = time.perf_counter()
            called = press(number)
            taken.append(time.perf_counter() - started)
            assert called
    mine, floor = times[0][WARM_UP:], times[1][WARM_UP:]
    return beside("call next, 1 counter", mine, "raw claim", floor, notes=_speed(len(mine), sum(mine)))


def _closed_loop(folder: Path) -> Result:
    """All processes claim without a pause."""
    ours, raw = _pair(folder, CLAIMS)
    share = CLAIMS // PROCESSES
    results = []
    for path, maker in ((ours, "program"), (raw, "driver")):
        with Counters(path, maker) as counters:
            begin_at = time.monotonic() + 0.2
            tasks = [
                Task(begin_at, tuple(range(number * share, (number + 1) * share)))
                for number in range(PROCESSES)
            ]
            spans = counters.press(tasks)
        waits = [end - start for span in spans for start, end in span]
        results.append((waits, max(end for span in spans for _start, end in span) - begin_at))
    (mine, took), (floor, floor_took) = results
    return Result(
        name=f"call next, {PROCESSES} counters without pause, per claim",
        ours_ms_median=took / len(mine) * 1000,
        ours_ms_p95=percentile(mine, 95) * 1000,
        baseline_name=f"raw claims, {PROCESSES} processes",
        baseline_ms_median=floor_took / len(floor) * 1000,
        baseline_ms_p95=percentile(floor, 95) * 1000,
        ratio=took / len(mine) / (floor_took / len(floor)),
        notes=(
            f"{_speed(len(mine), took)}, longest wait {max(mine) * 1000:.0f} ms; "
            f"raw {_speed(len(floor), floor_took)}, longest wait {max(floor) * 1000:.0f} ms"
        ),
    )


def _burst(folder: Path) -> Result:
    """All press at the same moment: when has the last one an answer, beside as many raw claims in a row?"""
    rounds = WARM_UP + ROUNDS
    ours, raw = _pair(folder, rounds * PROCESSES)
    press_raw = press_driver(raw)
    last, in_a_row = [], []
    with Counters(ours, "program") as counters:
        for round_number in range(rounds):
            numbers = range(round_number * PROCESSES, (round_number + 1) * PROCESSES)
            started = time.perf_counter()
            called = [press_raw(number) for number in numbers]
            in_a_row.append(time.perf_counter() - started)
            assert all(called)
            begin_at = time.monotonic() + 0.03
            spans = counters.press([Task(begin_at, (number,)) for number in numbers])
            last.append(max(end for ((_start, end),) in spans) - begin_at)
    last, in_a_row = last[WARM_UP:], in_a_row[WARM_UP:]
    paired = median(mine / floor for mine, floor in zip(last, in_a_row, strict=True))
    result = beside(
        f"{PROCESSES} press at once, the last one's wait",
        last,
        f"{PROCESSES} raw claims in a row",
        in_a_row,
        limit=BURST_LIMIT,
        notes=f"median of {ROUNDS} rounds, each beside its own baseline",
    )
    return replace(result, ratio=paired)


# ---------------------------------------------------------------- presses


def press_program(path: Path) -> Press:
    """Return the press of the program on the store at *path*, warm."""
    store = open_store(path)
    queue = BuiltInQueue(store, SteppedClock())
    first = StoredAccounts(store, SteppedClock()).workplace(1)
    queue.held_by(first, CLERK)

    def press(number: int) -> bool:
        return isinstance(queue.call_next(_at_counter(first, number), CLERK, str(uuid4())), Called)

    return press


def press_driver(path: Path) -> Press:
    """Return the raw claim on the store at *path*, warm."""
    connection = cast("SqliteConnection", load_driver().connect(str(path)))
    connection.isolation_level = None
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    statement = claim_statement(len(AREAS))
    values: dict[str, SqlValue] = {"site": 1, "at": to_stored(MORNING)}
    values |= {f"area{number}": area for number, area in enumerate(AREAS)}

    def press(number: int) -> bool:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                break
            except DRIVER_ERROR:
                continue
        row = connection.execute(statement, values | {"counter": number + 1}).fetchone()
        connection.execute("COMMIT")
        return row is not None

    return press


def _at_counter(workplace: Workplace, number: int) -> Workplace:
    return Workplace(
        counter=number + 1,
        label=str(number),
        site=workplace.site,
        site_name=workplace.site_name,
        office_name=workplace.office_name,
        skills=workplace.skills,
        terminal=None,
        zone=workplace.zone,
        walk_in_offset_minutes=workplace.walk_in_offset_minutes,
        no_show_minutes=workplace.no_show_minutes,
        calls_until_missed=workplace.calls_until_missed,
    )


# ---------------------------------------------------------------- processes


class Counters:
    """Processes that stand ready, each with a warm connection, and press when told."""

    def __init__(self, path: Path, maker: str) -> None:
        """Press on the store at *path* by the press called *maker*."""
        self._path = path
        self._maker = maker
        self._stack = ExitStack()
        self._pipes: list[Connection] = []

    def __enter__(self) -> "Counters":
        """Start the processes and wait until all are ready."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.benchmarks.bench_queue"])
        for _number in range(PROCESSES):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_stand_ready, args=(theirs, self._path, self._maker), daemon=True
            )
            process.start()
            self._stack.callback(process.join)
            self._stack.callback(ours.send, None)
            self._pipes.append(ours)
        for pipe in self._pipes:
            pipe.recv()
        return self

    def __exit__(self, *_error: object) -> None:
        """End the processes."""
        self._stack.close()

    def press(self, tasks: Sequence[Task]) -> list[list[tuple[float, float]]]:
        """Let each process do its task; return start and end of every press (monotonic seconds)."""
        for pipe, task in zip(self._pipes, tasks, strict=True):
            pipe.send(task)
        return [pipe.recv() for pipe in self._pipes]


def _stand_ready(pipe: Connection, path: Path, maker: str) -> None:
    press = {"program": press_program, "driver": press_driver}[maker](path)
    pipe.send("ready")
    while isinstance(task := pipe.recv(), Task):
        time.sleep(max(0.0, task.begin_at - time.monotonic()))
        spans = []
        for number in task.numbers:
            started = time.monotonic()
            assert press(number)
            spans.append((started, time.monotonic()))
        pipe.send(spans)


# ---------------------------------------------------------------- stores


def _pair(folder: Path, counters: int) -> tuple[Path, Path]:
    """Return two equal stores with a full queue: one for us, one for the raw claims."""
    folder.mkdir()
    paths = (folder / "ours.db", folder / "raw.db")
    for path in paths:
        office = Office.found(path)
        with office.store.write() as session:
            session.add_all(
                CounterRow(id=number + 1, site=office.site, label=str(number)) for number in range(counters)
            )
            session.flush()
            session.add_all(
                CounterSkillRow(counter=number + 1, area=area) for number in range(counters) for area in AREAS
            )
        fill(office, WAITING)
        office.store.close()
    return paths


def _speed(claims: int, seconds: float) -> str:
    return f"{claims / seconds:.0f} claims/s"


if __name__ == "__main__":
    print(table(run()))
