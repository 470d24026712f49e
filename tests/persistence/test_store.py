"""The store: who may open it, how it is set up, and that a write happens whole or not at all."""

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from clerk.persistence import gate, sqlite_engine, sqlite_store
from clerk.persistence.columns import from_stored, to_stored
from clerk.persistence.driver import driver_of
from clerk.persistence.opening import open_store
from clerk.persistence.sqlite_engine import PRAGMAS, UnsafeSqlite, require_local, require_safe
from clerk.persistence.store import StoreRefused
from clerk.persistence.tables import SettingRow
from clerk.ports import StoreUnavailable
from tests.persistence.office import Office, embedded

pytestmark = pytest.mark.embedded_only


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 7, 0)])
def test_a_sqlite_that_can_corrupt_the_file_is_refused_by_name(version: tuple[int, int, int]) -> None:
    with pytest.raises(UnsafeSqlite) as refusal:
        require_safe(version)
    assert ".".join(map(str, version)) in str(refusal.value)
    assert "3.51.3" in str(refusal.value)


def test_a_newer_sqlite_is_accepted() -> None:
    require_safe((3, 51, 3))
    require_safe((3, 53, 4))


def test_the_store_does_not_open_on_an_unsafe_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_engine, "SAFE_VERSION", (99, 0, 0))
    with pytest.raises(UnsafeSqlite):
        open_store(tmp_path / "store.db")
    assert list(tmp_path.iterdir()) == []


def test_every_connection_of_the_pool_has_every_setting(office: Office) -> None:
    with ExitStack() as stack:
        pooled = [driver_of(stack.enter_context(office.store.read_connection())) for _number in range(12)]
        with embedded(office.store).turn() as enter:
            kept = enter()
        for driver in [*pooled, kept]:
            for name, expected in PRAGMAS.items():
                row = driver.execute(f"PRAGMA {name}").fetchone()
                assert row == (expected,), name


def test_a_network_drive_is_refused(tmp_path: Path) -> None:
    mounts = f"36 35 98:0 / / rw - ext4 /dev/sda rw\n40 36 0:50 / {tmp_path} rw - nfs4 server:/x rw\n"
    with pytest.raises(StoreRefused, match="nfs4"):
        require_local(tmp_path / "store.db", mounts)
    require_local(Path("/somewhere/else.db"), mounts)


def test_another_kind_of_address_is_refused() -> None:
    with pytest.raises(StoreRefused, match="sqlite:///"):
        open_store("mysql://localhost/office")


def test_the_files_are_readable_by_their_owner_only(office: Office) -> None:
    folder = Path(office.store.address).parent
    assert {path.suffix for path in folder.iterdir()} >= {".db", ".lock", ".turn"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_write_that_fails_leaves_nothing(office: Office) -> None:
    with pytest.raises(ZeroDivisionError), office.store.write() as session:  # noqa: PT012 - the block is the case
        session.add(SettingRow(key="a", value="1"))
        session.flush()
        _ = 1 / 0
    with office.store.read() as session:
        assert session.get(SettingRow, "a") is None


def test_a_write_is_seen_by_the_next_reader(office: Office) -> None:
    with office.store.write() as session:
        session.add(SettingRow(key="a", value="1"))
    with office.store.read() as session:
        assert session.get_one(SettingRow, "a").value == "1"


def test_a_reader_keeps_one_consistent_view(office: Office) -> None:
    with office.store.read() as reader:
        assert reader.exec(select(SettingRow)).all() == []
        with office.store.write() as session:
            session.add(SettingRow(key="a", value="1"))
        assert reader.exec(select(SettingRow)).all() == []


def test_what_a_reader_changes_is_not_kept(office: Office) -> None:
    with office.store.read() as session:
        session.add(SettingRow(key="a", value="1"))
        session.flush()
    with office.store.read() as session:
        assert session.get(SettingRow, "a") is None


def test_our_own_defect_is_not_called_an_unavailable_store(office: Office) -> None:
    with pytest.raises(Exception, match="no such table"), office.store.write() as session:
        session.connection().execute(text("SELECT * FROM nowhere"))
    with pytest.raises(IntegrityError), office.store.write() as session:  # noqa: PT012
        session.add(SettingRow(key="a", value="1"))
        session.flush()
        session.connection().execute(text("INSERT INTO setting VALUES ('a', '2')"))


def test_the_error_of_a_defect_shows_no_values(office: Office) -> None:
    with pytest.raises(IntegrityError) as problem, office.store.write() as session:  # noqa: PT012
        session.add(SettingRow(key="a", value="Mustermann"))
        session.flush()
        session.connection().execute(
            text("INSERT INTO setting VALUES ('a', :value)"), {"value": "Mustermann"}
        )
    assert "Mustermann" not in str(problem.value)


def test_many_threads_write_one_after_another(office: Office) -> None:
    def add(number: int) -> None:
        with office.store.write() as session:
            session.add(SettingRow(key=str(number), value=""))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.store.read() as session:
        assert len(session.exec(select(SettingRow)).all()) == 16


def test_who_waits_too_long_hears_that_nothing_was_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "GATE_PATIENCE_SECONDS", 0.05)
    other = open_store(office.store.address)
    with (
        office.store.write(),
        pytest.raises(StoreUnavailable, match="Es wurde nichts geändert"),
        other.write() as session,
    ):
        session.add(SettingRow(key="a", value="1"))
    with office.store.read() as session:
        assert session.get(SettingRow, "a") is None
    other.close()


def test_a_full_disk_is_an_unavailable_store_and_shows_no_values(office: Office) -> None:
    with pytest.raises(StoreUnavailable) as problem, office.store.write() as session:  # noqa: PT012
        session.connection().execute(text("PRAGMA max_page_count = 1"))
        session.add(SettingRow(key="a", value="Mustermann" * 100_000))
    assert "Mustermann" not in f"{problem.value}{problem.value.__cause__}"


_HOLDS_THE_GATE = """
import sys
from clerk.persistence.opening import open_store
from clerk.persistence.tables import SettingRow
with open_store(sys.argv[1]).write() as session:
    session.add(SettingRow(key="dying", value="1"))
    session.flush()
    print("inside", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer_in_the_middle(office: Office) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a write."""
    command = [sys.executable, "-c", _HOLDS_THE_GATE, office.store.address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        yield process
        process.kill()


def test_a_process_killed_in_the_middle_of_a_write_leaves_nothing_and_blocks_nobody(
    office: Office, writer_in_the_middle: subprocess.Popen[str]
) -> None:
    os.kill(writer_in_the_middle.pid, signal.SIGKILL)
    with office.store.write() as session:
        assert session.get(SettingRow, "dying") is None
        session.add(SettingRow(key="after", value="1"))
    with office.store.read() as session:
        assert session.get_one(SettingRow, "after").value == "1"
        assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_readers_do_not_wait_for_a_writer(
    office: Office, writer_in_the_middle: subprocess.Popen[str]
) -> None:
    with office.store.read() as session:
        assert session.exec(select(SettingRow)).all() == []


def test_those_who_wait_pass_the_gate_in_the_order_of_arrival(office: Office) -> None:
    """Each waits in an object of its own, as processes do; the first to come is the first to pass."""
    passed: list[int] = []
    gates = [gate.WriteGate(Path(office.store.address)) for _number in range(6)]

    def pass_through(number: int) -> None:
        with gates[number].turn(10) as turn:
            turn.enter()
            passed.append(number)

    threads = []
    with gate.WriteGate(Path(office.store.address)).turn(10) as held:
        held.enter()
        for number in range(6):
            threads.append(threading.Thread(target=pass_through, args=(number,)))
            threads[-1].start()
            _wait_for_waiters(number + 1, Path(office.store.address).with_name("store.db.turn"))
    for thread in threads:
        thread.join()
    for each in gates:
        each.close()
    assert passed == [0, 1, 2, 3, 4, 5]


def _wait_for_waiters(count: int, turnstile: Path) -> None:
    """Wait until the kernel shows so many at the turnstile, the one who holds it included."""
    inode = f":{turnstile.stat().st_ino} "
    for _attempt in range(100_000):
        if Path("/proc/locks").read_text(encoding="ascii").count(inode) == count:
            return
    pytest.fail("the threads did not begin to wait")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_stored(datetime(2026, 5, 11, 7, 0))  # noqa: DTZ001 - the defect under test


def test_stored_times_keep_their_order_and_their_microseconds() -> None:
    early = datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    late = datetime(2026, 5, 11, 7, 0, 0, 1, tzinfo=UTC)
    assert to_stored(early) < 0 < to_stored(late)
    assert (from_stored(to_stored(early)), from_stored(to_stored(late))) == (early, late)
