"""The SQLite engine: a driver safe with WAL, the same settings on every connection, explicit BEGIN."""

from pathlib import Path
from types import ModuleType
from typing import Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from clerk.locale import _
from clerk.persistence.driver import DriverConnection
from clerk.persistence.store import StoreRefused

SAFE_VERSION = (3, 51, 3)
"""Versions 3.7.0 to 3.51.2 can corrupt a WAL database (WAL-reset bug)."""

BUSY_TIMEOUT_MS = 5000
PRAGMAS = {
    "busy_timeout": BUSY_TIMEOUT_MS,
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "mmap_size": 0,
}
"""Set on every connection: durable at every commit, deleted data is overwritten, no memory map."""

WRITES = "clerk_writes"
"""Execution option of the engine whose transactions begin with the write lock (``BEGIN IMMEDIATE``)."""

_NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"smb2", "smb3", "smbfs", "sshfs"}
)


class UnsafeSqlite(StoreRefused):
    """The SQLite library found can corrupt the database."""


class SqliteConnection(DriverConnection, Protocol):
    """A connection of Python's SQLite modules."""

    isolation_level: str | None


def load_driver() -> ModuleType:
    """Return the SQLite driver: ``pysqlite3``, which carries its own library, or else Python's."""
    try:
        import pysqlite3.dbapi2 as bundled  # noqa: PLC0415 - has no wheel on some platforms
    except ImportError:
        import sqlite3.dbapi2 as own  # noqa: PLC0415

        return own
    return bundled  # type: ignore[no-any-return]


DRIVER_ERROR: type[Exception] = load_driver().OperationalError
"""What the driver raises when the database cannot do something."""


def require_safe(version: tuple[int, int, int]) -> None:
    """Raise ``UnsafeSqlite`` if a SQLite of *version* can corrupt a database in WAL mode."""
    if version < SAFE_VERSION:
        raise UnsafeSqlite(
            _(
                "Die gefundene SQLite-Version {found} kann die Datenbank beschädigen; "
                "nötig ist {needed} oder neuer. "
                "Bitte das Paket „pysqlite3“ installieren oder Python mit einem neueren SQLite verwenden."
            ).format(found=_dotted(version), needed=_dotted(SAFE_VERSION))
        )


def require_local(database: Path, mounts: str | None = None) -> None:
    """Raise ``StoreRefused`` for a *database* on a network file system: locks cannot be trusted there.

    *mounts* is the text of ``/proc/self/mountinfo``; where there is none (not Linux), nothing is refused.
    """
    if mounts is None:
        table = Path("/proc/self/mountinfo")
        mounts = table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""
    kind = _file_system(database.resolve(), mounts)
    if kind is not None and kind.removeprefix("fuse.") in _NETWORK_FILE_SYSTEMS:
        raise StoreRefused(
            _(
                "Die Datenbank {path} liegt auf einem Netzlaufwerk ({kind}). "
                "Dort kann sie beschädigt werden. Bitte einen Ordner auf diesem Rechner wählen."
            ).format(path=database, kind=kind)
        )


def make_engine(database: Path) -> Engine:
    """Return an engine for *database*; raises ``UnsafeSqlite`` on a version that can corrupt it."""
    driver = load_driver()
    require_safe(driver.sqlite_version_info)
    engine = create_engine(
        f"sqlite:///{database}",
        module=driver,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        connect_args={"cached_statements": 256},
        hide_parameters=True,  # they are personal data, and errors end in logs
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver would otherwise begin deferred transactions by itself
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _file_system(path: Path, mounts: str) -> str | None:
    """Return the type of the file system mounted nearest above *path*."""
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        left, found, right = line.partition(" - ")
        if not found:
            continue
        mount_point = Path(left.split()[4].replace("\\040", " "))
        if path.is_relative_to(mount_point) and (best is None or len(mount_point.parts) >= best[0]):
            best = (len(mount_point.parts), right.split()[0])
    return None if best is None else best[1]


def _dotted(version: tuple[int, int, int]) -> str:
    return ".".join(str(part) for part in version)
