"""What the shared store does when its server, the line to it or another workstation fails."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from clerk.domain.people import Workplace
from clerk.domain.visit import VisitState
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.opening import clock_of, on_a_server, open_store
from clerk.persistence.queue_change import QueueChange
from clerk.persistence.tables import SettingRow
from clerk.ports import Called, ClaimLost, StoreUnavailable
from tests.forked import Forked, fork_and_read_line
from tests.persistence.office import CLERK, MORNING, Office, SteppedClock, claim_of
from tests.postgres import Server, server_of_its_own

USABLE_AGAIN_SECONDS = 5.0


@pytest.fixture(name="own_server", scope="module")
def _own_server() -> Iterator[Server]:
    """A server that may crash."""
    with server_of_its_own("faults") as server:
        yield server


def test_after_a_crash_of_the_server_everything_goes_on_without_a_restart(own_server: Server) -> None:
    office = Office.on(own_server.new_database())
    counter = office.counter()
    first, second = office.arrive(counter), office.arrive(counter)
    called = claim_of(office.queue.call_next(counter, CLERK, "before"))
    own_server.restart_at_once()
    began = time.monotonic()
    office.queue.begin(called)
    office.queue.finish(called)
    assert isinstance(office.queue.call_next(counter, CLERK, "after"), Called)
    assert time.monotonic() - began < USABLE_AGAIN_SECONDS
    assert (office.state(first), office.state(second)) == (VisitState.CLOSED, VisitState.CALLED)
    office.store.close()


def test_a_press_while_the_server_is_away_is_answered_when_it_is_back(own_server: Server) -> None:
    office = Office.on(own_server.new_database())
    counter = office.counter()
    visit = office.arrive(counter)
    own_server.control("stop", "-m", "immediate")
    helper = Forked(_start_again, own_server)
    assert claim_of(office.queue.call_next(counter, CLERK, "away")).visit == visit
    assert helper.wait(20) == 0
    office.store.close()


def _start_again(server: Server) -> None:
    server.control("start")


@contextmanager
def _losing_the_answer(monkeypatch: pytest.MonkeyPatch, *, after: bool) -> Iterator[None]:
    """Let the line break at the next commit, before the server had it or after."""
    commit: Callable[[Connection], None] = Connection.commit

    def broken(connection: Connection) -> None:
        if after:
            commit(connection)
        connection.invalidate()
        raise OperationalError("COMMIT", {}, psycopg.OperationalError("server closed the connection"))

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "commit", broken)
        yield


def test_a_commit_whose_answer_was_lost_counts_as_done(
    shared: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _losing_the_answer(monkeypatch, after=True), shared.store.write() as session:
        session.add(SettingRow(key="kept", value="1"))
    with shared.store.read() as session:
        assert session.get(SettingRow, "kept") is not None


def test_a_commit_that_never_arrived_is_said_to_have_changed_nothing(
    shared: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        _losing_the_answer(monkeypatch, after=False),
        pytest.raises(StoreUnavailable, match="nichts geändert"),
        shared.store.write() as session,
    ):
        session.add(SettingRow(key="lost", value="1"))
    with shared.store.read() as session:
        assert session.get(SettingRow, "lost") is None


def test_a_workstation_frozen_in_the_middle_of_a_call_gives_its_visit_back(shared: Office) -> None:
    frozen, other = shared.counter("1"), shared.counter("2")
    visit = shared.arrive(frozen)
    process, said = fork_and_read_line(_claim_and_wait, shared.store.address, frozen, visit)
    assert said == "held\n"
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert claim_of(shared.queue.take(other, CLERK, visit)).visit == visit
    assert time.monotonic() - began < USABLE_AGAIN_SECONDS
    process.send_signal(signal.SIGCONT)
    assert process.wait(20) == 3, "what was begun before the freeze must not be stored after it"
    assert shared.visit(visit).counter == other.counter


def _claim_and_wait(address: str, workplace: Workplace, visit: int) -> None:
    """Call a visit, and be so slow that the server takes it back; the exit status tells how it ended."""
    store = open_store(address)
    try:
        with store.write() as session:
            QueueChange(session, MORNING).claim(
                workplace, CLERK, visit, after=VisitState.CALLED, action="called"
            )
            session.flush()
            print("held", flush=True)
            signal.sigtimedwait([signal.SIGUSR1], 3)
    except StoreUnavailable:
        os._exit(3)


def test_a_workstation_frozen_after_its_call_finds_it_gone(shared: Office) -> None:
    zombie, other = shared.counter("1"), shared.counter("2")
    visit = shared.arrive(zombie)
    old = claim_of(shared.queue.call_next(zombie, CLERK, "one"))
    shared.queue.take_back(old)
    assert claim_of(shared.queue.take(other, CLERK, visit)).visit == visit
    with pytest.raises(ClaimLost):
        shared.queue.begin(old)


def test_the_time_is_the_servers_whatever_the_machines_clock_says(shared: Office) -> None:
    wrong = SteppedClock(datetime.now(UTC) + timedelta(hours=1))
    clock = clock_of(shared.store, wrong)
    counter = shared.counter()
    BuiltInQueue(shared.store, clock).call_next(counter, CLERK, "nobody")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert on_a_server(shared.store) is clock
