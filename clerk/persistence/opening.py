"""Which kind of store stands behind an address."""

from pathlib import Path

from clerk.locale import _
from clerk.persistence.store import Store, StoreRefused

_FILE = "sqlite:///"
SERVER = "postgresql+psycopg://"


def open_store(address: str | Path) -> Store:
    """Open the store at *address*: a path, ``sqlite:///path`` or ``postgresql+psycopg://user@server/database``.

    Raises ``StoreRefused`` for any other address and for a store that must not be used like this,
    ``StoreUnavailable`` for a server that does not answer.
    """
    text = str(address)
    if text.startswith(SERVER):
        from clerk.persistence.postgres_store import PostgresStore  # noqa: PLC0415 - most offices have no server

        return PostgresStore.open(text)
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
