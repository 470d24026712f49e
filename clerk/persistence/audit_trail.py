"""The audit trail: who did what, append-only, each entry sealed by a hash over the one before."""

import hashlib
from datetime import datetime

from clerk.locale import _
from clerk.persistence.columns import to_stored
from clerk.persistence.driver import DriverConnection, SqlValue, driver_of
from clerk.persistence.personal_text import typed_text
from clerk.persistence.store import Store

_BEGINNING = "0" * 64
_LONGEST_DETAIL = 200

_HEAD = "SELECT hash FROM audit ORDER BY id DESC LIMIT 1"
_APPEND = """
INSERT INTO audit (at, account, counter, action, visit, detail, previous, hash)
VALUES (:at, :account, :counter, :action, :visit, :detail, :previous, :hash)
"""
_ALL = "SELECT id, at, account, counter, action, visit, detail, previous, hash FROM audit ORDER BY id"


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
    previous = head(driver)
    entry: dict[str, SqlValue] = {
        "at": to_stored(at),
        "account": account,
        "counter": counter,
        "action": action,
        "visit": visit,
        "detail": typed_text(detail)[:_LONGEST_DETAIL] if detail else "",
    }
    driver.execute(_APPEND, entry | {"previous": previous, "hash": _seal(previous, entry)})


def head(driver: DriverConnection) -> str:
    """Return the hash of the newest entry, to be kept outside the store as well."""
    row = driver.execute(_HEAD).fetchone()
    return _BEGINNING if row is None else str(row[0])


def verify(store: Store) -> list[str]:
    """Return sentences about entries that were changed, removed or slipped in; empty: it is whole."""
    expected = _BEGINNING
    problems: list[str] = []
    with store.read_connection() as connection:
        for row in driver_of(connection).execute(_ALL).fetchall():
            number, at, account, counter, action, visit, detail, previous, seal = row
            entry = {
                "at": at,
                "account": account,
                "counter": counter,
                "action": action,
                "visit": visit,
                "detail": detail,
            }
            if previous != expected:
                problems.append(_("Vor Eintrag {number} fehlt etwas.").format(number=number))
            if seal != _seal(str(previous), entry):
                problems.append(_("Eintrag {number} wurde nachträglich geändert.").format(number=number))
            expected = str(seal)
    return problems


def _seal(previous: str, entry: dict[str, SqlValue]) -> str:
    """Return the hash of an entry after *previous*; no field but the last, cleaned one can hold a separator."""
    written = "|".join(map(str, (previous, *entry.values())))
    return hashlib.sha256(written.encode()).hexdigest()
