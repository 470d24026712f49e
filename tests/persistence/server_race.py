"""Workstations racing for the waiting visits of one server, and the judge of the race.

The judge is also run on broken ways of claiming (``MUTANTS``): it has to find them.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import text

from clerk.domain.people import Workplace
from clerk.domain.queue_rule import Waiting, order_key
from clerk.persistence import server_calls
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.opening import open_store
from clerk.persistence.postgres_functions import CALL_NEXT
from clerk.ports import Called, Nobody
from tests.forked import CONTEXT
from tests.persistence import race
from tests.persistence.office import CLERK, MORNING, Office, SteppedClock

_PRESSES = 20_000
"""More than any race needs: a counter that never hears *nobody* has to end all the same."""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit that a press got; the press lasted from *begun* to *ended* (seconds of the machine)."""

    visit: int
    begun: float
    ended: float


@dataclass
class Report:
    """What one counter saw: its calls, and what went wrong."""

    calls: list[Call] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def drain(office: Office, workplaces: Sequence[Workplace], patience: float = 5.0) -> list[Report]:
    """Drain the queue with one process for each workplace and return what each saw."""
    barrier = CONTEXT.Barrier(len(workplaces))
    with CONTEXT.Pool(len(workplaces), race._meet_at, (barrier,)) as pool:
        jobs = [(office.store.address, workplace, patience) for workplace in workplaces]
        return pool.starmap(_drain, jobs, chunksize=1)


def _drain(address: str, workplace: Workplace, patience: float) -> Report:
    server_calls.PATIENCE_SECONDS = patience
    store = open_store(address)
    queue = BuiltInQueue(store, SteppedClock())
    report = Report()
    race._barrier.wait(120)
    for _press in range(_PRESSES):
        begun = time.monotonic()
        try:
            answer = queue.call_next(workplace, CLERK, str(uuid4()))
            ended = time.monotonic()
            if isinstance(answer, Called):
                report.calls.append(Call(answer.claim.visit, begun, ended))
                queue.begin(answer.claim)
                queue.finish(answer.claim)
        except Exception as problem:  # noqa: BLE001 - whatever a broken queue does is a fault found
            report.faults.append(f"{type(problem).__name__}: {problem.__cause__ or problem}")
            if len(report.faults) > 50:
                break
            continue
        if isinstance(answer, Nobody):
            still = [waiting for waiting in race.waiting_keys(store) if waiting.area in workplace.skills]
            if still:
                report.faults.append(f"nobody, though {len(still)} wait")
            break
        if not isinstance(answer, Called):
            report.faults.append(f"answer {answer}")
            break
    store.close()
    return report


def judge(before: Sequence[Waiting], workplaces: Sequence[Workplace], reports: Sequence[Report]) -> list[str]:
    """Return everything that was wrong with a race; nothing if the queue rule held throughout."""
    faults = [fault for report in reports for fault in report.faults]
    faults += race.not_once(before, workplaces, (call.visit for report in reports for call in report.calls))
    return faults + _passed_over(before, workplaces, reports)


def _passed_over(
    before: Sequence[Waiting], workplaces: Sequence[Workplace], reports: Sequence[Report]
) -> list[str]:
    """Return calls before which somebody eligible, earlier in the order, waited whom nobody was claiming yet.

    What several do at the same moment has no order; a press that began after another had ended comes after it.
    """
    called = {call.visit: call for report in reports for call in report.calls}
    order = sorted((order_key(waiting, MORNING), waiting) for waiting in before)
    keys: dict[str, list[tuple[object, ...]]] = {}
    latest: dict[str, list[float]] = {}
    for key, waiting in order:
        call = called.get(waiting.visit)
        begun = float("inf") if call is None else call.begun
        so_far = latest.setdefault(waiting.area, [])
        keys.setdefault(waiting.area, []).append(key)
        so_far.append(max(begun, so_far[-1]) if so_far else begun)
    key_of = {waiting.visit: key for key, waiting in order}
    faults = []
    for workplace, report in zip(workplaces, reports, strict=True):
        for call in report.calls:
            for area in workplace.skills & keys.keys():
                place = bisect_left(keys[area], key_of[call.visit])
                if place and latest[area][place - 1] > call.ended:
                    faults.append(f"{call.visit} was called before somebody of {area} who was first")
    return faults


# ---------------------------------------------------------------- the mutants


def _sound(office: Office) -> None:
    """Leave everything as it is."""


def _define(office: Office, function: str) -> None:
    """Let the server do *function*, each claim slow enough that others come into it."""
    assert function != CALL_NEXT
    claimed = "PERFORM append_audit"
    assert claimed in function
    function = function.replace(claimed, f"PERFORM pg_sleep(0.02); {claimed}")
    with office.store.write_connection() as connection:
        connection.exec_driver_sql(function.replace("%", "%%"))


def _select_then_update(office: Office) -> None:
    """Look who is next, then take them, without a lock around both."""
    _define(office, CALL_NEXT.replace(" FOR UPDATE SKIP LOCKED", ""))


def _limit_without_fallback(office: Office) -> None:
    """Look at the first few only, and take it that nobody waits when others hold them."""
    narrow = CALL_NEXT.replace("LIMIT 8", "LIMIT 1").replace("cardinality(v_first) = 8", "false")
    _define(office, narrow.replace("v_held_by_others := v_held_by_others OR v_visit IS NULL;", ""))


def _serializable(office: Office) -> None:
    """Let the server refuse what happened at the same moment, and do not ask again."""
    name = text("SELECT current_database()")
    with office.store.write_connection() as connection:
        database = connection.execute(name).scalar_one()
        connection.exec_driver_sql(
            f"ALTER DATABASE {database} SET default_transaction_isolation = 'serializable'"
        )


MUTANTS: dict[str, Callable[[Office], None]] = {
    "select-then-update": _select_then_update,
    "limit without fallback": _limit_without_fallback,
    "SERIALIZABLE without retry": _serializable,
}
SYMPTOMS = {
    "select-then-update": " times",
    "limit without fallback": "nobody, though",
    "SERIALIZABLE without retry": "Unreachable",
}
