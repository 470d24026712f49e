"""The embedded store: one SQLite file, shared by the processes of one machine."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from clerk.persistence.driver import DriverConnection
from clerk.persistence.gate import GateTimeout, Turn, WriteGate
from clerk.persistence.press_board import PressBoard
from clerk.persistence.sqlite_engine import DRIVER_ERROR, WRITES, make_engine, require_local
from clerk.persistence.store import Store, unavailable

GATE_PATIENCE_SECONDS = 5.0
_CANNOT_WORK_NOW = frozenset({5, 6, 8, 9, 10, 13, 14, 15})
"""SQLite's codes for busy, locked, read-only, interrupt, I/O error, full, cannot open, protocol."""


class SqliteStore(Store):
    """The database of one office on one machine."""

    def __init__(self, path: Path, engine: Engine, gate: WriteGate) -> None:
        """Use ``SqliteStore.open``."""
        super().__init__(str(path), engine)
        self.path = path
        self._writer = engine.execution_options(**{WRITES: True})
        self._gate = gate
        self.presses = PressBoard(path)
        self._kept = engine.raw_connection()
        self._driver = cast("DriverConnection", self._kept.driver_connection)
        self._kept.detach()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database file, creating it (mode 0600) if needed; ``migrate.upgrade`` makes the schema.

        Raises ``StoreRefused`` on a network drive, ``UnsafeSqlite`` for a SQLite that can corrupt the file.
        """
        path = path.expanduser().absolute()
        require_local(path)
        engine = make_engine(path)
        _create_private(path)
        return cls(path, engine, WriteGate(path))

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._kept.close()
        self._engine.dispose()
        self._gate.close()
        self.presses.close()

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """Do as ``write``, without the object mapping."""
        with self._writer.connect() as connection, self._turn() as turn:
            turn.enter()
            with connection.begin():
                yield connection
        self._tell()

    @contextmanager
    def turn(self) -> Iterator[Callable[[], DriverConnection]]:
        """Wait until one is the next to write; call what is given to go in and get the driver's connection.

        For what many wait for at the same moment: who finds the work done need not go in, and a statement costs
        4 µs here and 81 µs above. The connection is kept for this, as only one at a time is inside; its work
        belongs into ``write_transaction``. Raises ``StoreUnavailable`` as ``write`` does.
        """
        with self._turn() as turn:

            def enter() -> DriverConnection:
                turn.enter()
                return self._driver

            yield enter
        if turn.is_inside:
            self._tell()

    @contextmanager
    def read_connection(self) -> Iterator[Connection]:
        """Do as ``read``, without the object mapping."""
        with _translated(), self._engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[Turn]:
        try:
            with self._gate.turn(GATE_PATIENCE_SECONDS) as turn, _translated():
                yield turn
        except GateTimeout:
            raise unavailable() from None


@contextmanager
def write_transaction(driver: DriverConnection) -> Iterator[None]:
    """Commit what is done on *driver* during the block, or roll it back on an error."""
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        driver.execute("ROLLBACK")
        raise
    driver.execute("COMMIT")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of a store that cannot work now into ``StoreUnavailable``; our defects stay visible."""
    try:
        yield
    except (OperationalError, DRIVER_ERROR) as error:
        # the driver's own error: the wrapped one would show the values of the statement, personal data
        cause = error.orig if isinstance(error, OperationalError) else error
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF not in _CANNOT_WORK_NOW:
            raise
        raise unavailable() from cause


def _create_private(path: Path) -> None:
    """Create the file before SQLite does: its journal files take over the mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
