"""The audit trail: who did what, append-only, each entry sealed by a hash over the one before in its chain.

Each counter has a chain of its own; chain 0 is that of all that was done at none. How far each chain has come stands
beside it: an entry cut off at the end is missed too.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from clerk.locale import _
from clerk.persistence.columns import to_stored
from clerk.persistence.driver import DriverConnection, PostgresDriver, SqlValue, driver_of
from clerk.persistence.personal_text import typed_text
from clerk.persistence.store import Store

_BEGINNING = "0" * 64
_LONGEST_DETAIL = 200
_NO_COUNTER = 0

_HEAD = "SELECT number, hash FROM audit_head WHERE chain = :chain"
_APPEND = """
INSERT INTO audit (at, account, counter, action, visit, detail, chain, number, previous, hash)
VALUES (:at, :account, :counter, :action, :visit, :detail, :chain, :number, :previous, :hash)
"""
_MOVE_HEAD = """
INSERT INTO audit_head (chain, number, hash) VALUES (:chain, :number, :hash)
ON CONFLICT (chain) DO UPDATE SET number = excluded.number, hash = excluded.hash
"""
_BY_THE_SERVER = "SELECT append_audit(:at, :account, :counter, :action, :visit, :detail)"
_HEADS = "SELECT chain, number, hash FROM audit_head ORDER BY chain"
_ALL = """
SELECT id, chain, number, previous, hash, at, account, counter, action, visit, detail
FROM audit ORDER BY chain, number
"""


def append(
    driver: DriverConnection,
    *,
    at: datetime,
    account: int,
    action: str,
    counter: int | None = None,
    visit: int | None = None,
    detail: str = "",
) -> None:
    """Append one entry inside the running write transaction; *detail* never holds personal data."""
    entry: dict[str, SqlValue] = {
        "at": to_stored(at),
        "account": account,
        "counter": counter,
        "action": action,
        "visit": visit,
        "detail": typed_text(detail)[:_LONGEST_DETAIL] if detail else "",
    }
    if isinstance(driver, PostgresDriver):
        driver.execute(_BY_THE_SERVER, entry)
        return
    chain = _NO_COUNTER if counter is None else counter
    row = driver.execute(_HEAD, {"chain": chain}).fetchone()
    number, previous = (0, _BEGINNING) if row is None else (cast("int", row[0]), str(row[1]))
    head: dict[str, SqlValue] = {"chain": chain, "number": number + 1, "hash": seal_of(previous, entry)}
    driver.execute(_APPEND, entry | head | {"previous": previous})
    driver.execute(_MOVE_HEAD, head)


def head(driver: DriverConnection) -> str:
    """Return a hash over the newest entries of all chains, to be kept outside the store as well."""
    written = "|".join(
        f"{chain}:{number}:{seal}" for chain, number, seal in driver.execute(_HEADS).fetchall()
    )
    return hashlib.sha256(written.encode()).hexdigest()


def verify(store: Store) -> list[str]:
    """Return sentences about entries that were changed, removed or slipped in; empty: it is whole."""
    with store.read_connection() as connection:
        return list(_problems(driver_of(connection)))


def _problems(driver: DriverConnection) -> Iterator[str]:
    reached: dict[SqlValue, tuple[SqlValue, SqlValue]] = {}
    for row in driver.execute(_ALL).fetchall():
        name, chain, number, previous, seal, *fields = row
        before, expected = reached.get(chain, (0, _BEGINNING))
        if number != cast("int", before) + 1 or previous != expected:
            yield _("Vor Eintrag {number} fehlt etwas.").format(number=name)
        at, account, counter, action, visit, detail = fields
        entry = {
            "at": at,
            "account": account,
            "counter": counter,
            "action": action,
            "visit": visit,
            "detail": detail,
        }
        if seal != seal_of(str(previous), entry):
            yield _("Eintrag {number} wurde nachträglich geändert.").format(number=name)
        reached[chain] = (number, seal)
    for chain, number, seal in driver.execute(_HEADS).fetchall():
        if reached.pop(chain, None) != (number, seal):
            yield _("Am Ende der Kette {chain} fehlt etwas.").format(chain=chain)
    for chain in reached:
        yield _("Am Ende der Kette {chain} fehlt etwas.").format(chain=chain)


def seal_of(previous: str, entry: dict[str, SqlValue]) -> str:
    """Return the hash of an entry after *previous*; no field but the last, cleaned one can hold a separator."""
    written = "|".join(map(str, (previous, *entry.values())))
    return hashlib.sha256(written.encode()).hexdigest()
