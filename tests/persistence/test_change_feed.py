"""The change feed: every change is told, by whomever it was made."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from clerk.persistence.change_feed import StoreChangeFeed, feed_of
from clerk.persistence.sqlite_store import SqliteStore
from clerk.persistence.store import Store
from clerk.persistence.tables import SettingRow
from tests.persistence.office import Office

pytestmark = pytest.mark.both_engines
LONG_ENOUGH = 20


@pytest.fixture
def feed(office: Office) -> Iterator[StoreChangeFeed]:
    """A feed on the store of the office, which has begun to listen."""
    feed = feed_of(office.store)
    if not isinstance(office.store, SqliteStore):
        begun = threading.Event()
        stop = feed.watch(begun.set)
        assert begun.wait(LONG_ENOUGH)
        stop()
    yield feed
    feed.close()


def change(store: Store, key: str) -> None:
    """Commit a change."""
    with store.write() as session:
        session.add(SettingRow(key=key, value=""))


def test_our_own_change_is_told(office: Office, feed: StoreChangeFeed) -> None:
    told = threading.Event()
    feed.watch(told.set)
    change(office.store, "a")
    assert told.wait(LONG_ENOUGH)


def test_the_change_of_another_process_is_told(office: Office, feed: StoreChangeFeed) -> None:
    told = threading.Event()
    feed.watch(told.set)
    other = (
        "import sys\n"
        "from clerk.persistence.opening import open_store\n"
        "from clerk.persistence.tables import SettingRow\n"
        "with open_store(sys.argv[1]).write() as session: session.add(SettingRow(key='a', value=''))"
    )
    subprocess.run([sys.executable, "-c", other, office.store.address], check=True)
    assert told.wait(LONG_ENOUGH)


def test_reading_tells_nothing_and_an_ended_watch_hears_nothing(
    office: Office, feed: StoreChangeFeed
) -> None:
    ended, told = threading.Event(), threading.Event()
    stop = feed.watch(ended.set)
    feed.watch(told.set)
    with office.store.read() as session:
        session.get(SettingRow, "a")
    stop()
    assert not told.is_set()
    change(office.store, "a")
    assert told.wait(LONG_ENOUGH)
    assert not ended.is_set()


def test_a_change_that_was_rolled_back_is_not_told(office: Office, feed: StoreChangeFeed) -> None:
    times: list[int] = []
    seen = threading.Event()

    def on_change() -> None:
        with office.store.read() as session:
            times.append(1)
            if session.get(SettingRow, "kept") is not None:
                seen.set()

    feed.watch(on_change)
    with pytest.raises(ZeroDivisionError), office.store.write() as session:  # noqa: PT012 - the block is the case
        session.add(SettingRow(key="lost", value=""))
        session.flush()
        _ = 1 / 0
    change(office.store, "kept")
    assert seen.wait(LONG_ENOUGH)
    assert times == [1]


def test_the_watcher_sees_the_change_it_is_told_of(office: Office, feed: StoreChangeFeed) -> None:
    """Many changes may be told at once, but never is the last one missed."""
    last = threading.Event()

    def on_change() -> None:
        with office.store.read() as session:
            if session.get(SettingRow, "49") is not None:
                last.set()

    feed.watch(on_change)
    for number in range(50):
        change(office.store, str(number))
    assert last.wait(LONG_ENOUGH)
