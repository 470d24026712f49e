"""Counters racing for the waiting visits of one store, each in a process of its own, and the judge of the race.

The judge is also run on two broken ways of claiming (``MUTANTS``): it has to find them.
"""

import os
import random
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import cast
from uuid import uuid4

from sqlalchemy import Connection

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import Waiting, next_visit
from clerk.domain.visit import VisitState
from clerk.persistence import at_the_gate, claiming, sqlite_engine
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.columns import from_stored, from_stored_or_none
from clerk.persistence.driver import DriverConnection, driver_of
from clerk.persistence.gate import Turn, WriteGate
from clerk.persistence.opening import open_store
from clerk.persistence.press_board import Press, PressBoard
from clerk.persistence.store import Store
from clerk.persistence.tables import VisitRow
from clerk.ports import Called, Claim, Nobody
from tests.forked import CONTEXT
from tests.persistence.office import CLERK, MORNING, Office, SteppedClock

COUNTERS = 8
WAITING = 500 if os.environ.get("CLERK_SOAK") else 160
AREAS = ("kfz", "fahrerlaubnis", "melde", "pass")


@dataclass
class Report:
    """What one counter saw: the visits it got, and what went wrong."""

    called: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def fill(office: Office, count: int, seed: int = 1) -> list[Waiting]:
    """Let *count* people wait, some with appointments not open yet, some after a no-show; return their keys."""
    pick = random.Random(seed)
    rows = [
        VisitRow(
            site=office.site,
            ticket=f"K{number:03d}",
            state=VisitState.WAITING,
            area=pick.choice(AREAS),
            z=MORNING + timedelta(minutes=pick.randrange(-60, 60)),
            n=number,
            open_from=pick.choice([None, None, MORNING + timedelta(minutes=pick.randrange(-10, 10))]),
            blocked_until=pick.choice([None, None, None, MORNING - timedelta(minutes=1)]),
        )
        for number in range(1, count + 1)
    ]
    with office.store.write() as session:
        session.add_all(rows)
    return waiting_keys(office.store)


def waiting_keys(store: Store) -> list[Waiting]:
    """Return the keys of all who wait, as the pure queue rule takes them."""
    with store.read_connection() as connection:
        return _waiting_keys(driver_of(connection))


def _waiting_keys(driver: DriverConnection) -> list[Waiting]:
    columns = "id, site, area, z, n, open_from, blocked_until"
    rows = driver.execute(f"SELECT {columns} FROM visit WHERE state = 'waiting'").fetchall()
    return [
        Waiting(
            visit=cast("int", visit),
            site=cast("int", site),
            area=cast("str", area),
            z=from_stored(cast("int", z)),
            sequence=cast("int", n),
            open_from=from_stored_or_none(cast("int | None", open_from)),
            blocked_until=from_stored_or_none(cast("int | None", blocked_until)),
        )
        for visit, site, area, z, n, open_from, blocked_until in rows
    ]


def race(office: Office, workplaces: Sequence[Workplace], mutant: str = "") -> list[Report]:
    """Drain the queue with one process for each workplace and return what each saw."""
    barrier = CONTEXT.Barrier(len(workplaces))
    with CONTEXT.Pool(len(workplaces), _meet_at, (barrier,)) as pool:
        jobs = [(office.store.address, workplace, mutant) for workplace in workplaces]
        return pool.starmap(_drain, jobs, chunksize=1)


def judge(
    office: Office, before: Sequence[Waiting], workplaces: Sequence[Workplace], reports: Sequence[Report]
) -> list[str]:
    """Return everything that was wrong with a race; nothing if the queue rule held throughout."""
    faults = [fault for report in reports for fault in report.faults]
    faults += not_once(before, workplaces, (visit for report in reports for visit in report.called))
    return faults + _out_of_order(office, before, {each.counter: each for each in workplaces})


def not_once(before: Sequence[Waiting], workplaces: Sequence[Workplace], called: Iterable[int]) -> list[str]:
    """Return who was called twice, and who was skipped though somebody had the skill."""
    times = Tally(called)
    skills = frozenset[str]().union(*(workplace.skills for workplace in workplaces))
    return [
        *(f"visit {visit} was called {count} times" for visit, count in times.items() if count > 1),
        *(
            f"visit {waiting.visit} was skipped"
            for waiting in before
            if waiting.area in skills and waiting.visit not in times
        ),
    ]


def _out_of_order(office: Office, before: Sequence[Waiting], workplaces: dict[int, Workplace]) -> list[str]:
    """Replay the calls in the order of the audit trail against the pure queue rule."""
    remaining = {waiting.visit: waiting for waiting in before}
    calls = "SELECT visit, counter FROM audit WHERE action = 'called' ORDER BY id"
    with office.store.read_connection() as connection:
        rows = driver_of(connection).execute(calls).fetchall()
    faults = []
    for visit, counter in rows:
        workplace = workplaces[cast("int", counter)]
        expected = next_visit(remaining.values(), site=office.site, skills=workplace.skills, at=MORNING)
        if expected is None or expected.visit != visit:
            faults.append(f"{visit} was called where {expected} was next")
        remaining.pop(cast("int", visit), None)
    return faults


_barrier: Barrier


def _meet_at(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 - the way a pool hands a barrier to its processes
    _barrier = barrier


def _drain(path: Path, workplace: Workplace, mutant: str) -> Report:
    MUTANTS[mutant]()
    store = open_store(path)
    queue = BuiltInQueue(store, SteppedClock())
    report = Report()
    _barrier.wait(60)
    for _press in range(4 * WAITING):
        try:
            answer = queue.call_next(workplace, CLERK, str(uuid4()))
            if isinstance(answer, Called):
                report.called.append(answer.claim.visit)
                queue.begin(answer.claim)
                queue.finish(answer.claim)
        except Exception as problem:  # noqa: BLE001 - whatever a broken queue does is a fault found
            report.faults.append(f"{type(problem).__name__}: {problem.__cause__ or problem}")
            continue
        if isinstance(answer, Called):
            continue
        if isinstance(answer, Nobody):
            still = [waiting for waiting in waiting_keys(store) if waiting.area in workplace.skills]
            if still:
                report.faults.append(f"nobody, though {len(still)} wait")
            break
        report.faults.append(f"answer {answer}")
    store.close()
    return report


# ---------------------------------------------------------------- the mutants


def _sound() -> None:
    """Leave everything as it is."""


def _no_gate() -> None:
    """Let everybody in at once."""

    def enter(self: Turn) -> None:
        self.is_inside = True

    @contextmanager
    def turn(self: WriteGate, timeout: float) -> Iterator[Turn]:
        yield Turn(0, 0, 0)

    Turn.enter = enter  # type: ignore[method-assign]
    WriteGate.turn = turn  # type: ignore[method-assign]


def _select_then_update() -> None:
    """Look who is next, then take them, without a lock around both."""

    @contextmanager
    def no_transaction(driver: DriverConnection) -> Iterator[None]:
        yield

    def claim(driver: DriverConnection, press: Press, at: datetime) -> Called | None:
        first = next_visit(_waiting_keys(driver), site=press.site, skills=frozenset(press.areas), at=at)
        if first is None:
            return None
        taken = driver.execute(
            "UPDATE visit SET state = 'called', counter = :counter, epoch = epoch + 1, calls = calls + 1 "
            "WHERE id = :visit RETURNING epoch, ticket",
            {"visit": first.visit, "counter": press.counter},
        ).fetchone()
        assert taken is not None
        return Called(Claim(first.visit, press.counter, cast("int", taken[0]), press.account), str(taken[1]))

    _no_gate()
    at_the_gate.write_transaction = no_transaction  # type: ignore[attr-defined]

    def alone(self: PressBoard) -> list[Press]:
        return []

    PressBoard.take_down = alone  # type: ignore[method-assign]
    claiming._claim = claim


def _deferred_begin() -> None:
    """Begin to read, then want to write: what was read may have changed, and no waiting helps."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    _no_gate()
    sqlite_engine._begin = begin


MUTANTS: dict[str, Callable[[], None]] = {
    "": _sound,
    "select-then-update": _select_then_update,
    "deferred BEGIN": _deferred_begin,
}
