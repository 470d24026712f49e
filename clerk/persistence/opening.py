"""Which kind of store stands behind an address."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from clerk.locale import _
from clerk.persistence.store import Store, StoreRefused
from clerk.ports import Clock

if TYPE_CHECKING:
    from clerk.persistence.postgres_store import PostgresStore

_FILE = "sqlite:///"
SERVER = "postgresql+psycopg://"


def open_store(address: str | Path, password: str | None = None) -> Store:
    """Open the store at *address*: a path, ``sqlite:///path`` or ``postgresql+psycopg://user@server/database``.

    *password* is that of the user on the server. Raises ``StoreRefused`` for any other address and for a store that
    must not be used like this, ``StoreUnavailable`` for a server that does not answer.
    """
    text = str(address)
    if text.startswith(SERVER):
        from clerk.persistence.postgres_store import PostgresStore  # noqa: PLC0415 - most offices have no server

        return PostgresStore.open(text, password)
    text = text.removeprefix(_FILE)
    if "://" in text:
        raise StoreRefused(
            _(
                "Diese Adresse eines Datenspeichers wird nicht unterstützt. "
                "Erwartet wird ein Dateipfad, {file}… oder {server}…"
            ).format(file=_FILE, server=SERVER)
        )
    from clerk.persistence.sqlite_store import SqliteStore  # noqa: PLC0415 - carries a driver of its own

    return SqliteStore.open(Path(text))


def holds_password(address: str) -> bool:
    """Tell whether a password stands in *address*, which others can read."""
    return urlsplit(address).password is not None


def on_a_server(store: Store) -> "PostgresStore":
    """Return *store* as what it is where it is no file; raises ``TypeError`` for a file."""
    from clerk.persistence.postgres_store import PostgresStore  # noqa: PLC0415 - as above

    if not isinstance(store, PostgresStore):
        raise TypeError("this store is a file")
    return store


def clock_of(store: Store, machine: Clock) -> Clock:
    """Return the clock that counts for *store*: its server's if many machines share it, else this *machine*'s."""
    from clerk.persistence.sqlite_store import SqliteStore  # noqa: PLC0415 - as above

    return machine if isinstance(store, SqliteStore) else on_a_server(store)
