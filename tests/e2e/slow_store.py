"""The program with a store that takes two seconds for everything while a file exists: ``python -m … FILE``."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

from clerk.__main__ import main
from clerk.persistence.sqlite_store import SqliteStore

DELAY_SECONDS = 2.0
T = TypeVar("T")
Opened = Callable[[SqliteStore], AbstractContextManager[T]]


def delayed(opened: Opened[T], sign: Path) -> Opened[T]:
    """Return *opened* as it is in an office with an overloaded disk."""

    @contextmanager
    def slowly(store: SqliteStore) -> Iterator[T]:
        if sign.exists():
            time.sleep(DELAY_SECONDS)
        with opened(store) as inside:
            yield inside

    return slowly


if __name__ == "__main__":
    slow_while = Path(sys.argv.pop())
    for name in ("write_connection", "turn", "read_connection"):
        setattr(SqliteStore, name, delayed(getattr(SqliteStore, name), slow_while))
    sys.exit(main())
