"""The calls of a site for the call board: numbers, counters and times, nothing about the person."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, text

from clerk.domain.call_board import MOST_CALLS, Call
from clerk.domain.visit import VisitState
from clerk.persistence.columns import from_stored
from clerk.persistence.store import Store
from clerk.ports import CallsNow

_SITE = text("SELECT office_name, name, board_text, zone FROM site WHERE id = :site")
_SITE_CALLED = text("SELECT id FROM site WHERE name = :name")
_HELD = text("""
SELECT visit.id, ticket, counter.label, called_at
FROM visit JOIN counter ON counter.id = visit.counter
WHERE visit.state IN ('called', 'serving') AND visit.site = :site AND called_at IS NOT NULL
""")
_SHOWN = text(
    "SELECT id, state, called_at FROM visit "  # noqa: S608 - the only part put in are the names of the values
    f"WHERE id IN ({', '.join(f':visit{place}' for place in range(MOST_CALLS))})"
)
_STILL_SHOWN = frozenset({VisitState.CALLED, VisitState.SERVING, VisitState.PARKED, VisitState.CLOSED})
_NO_VISIT = 0


class StoredCalls:
    """The ``CallsOfSite`` of our own store."""

    def __init__(self, store: Store, site: int) -> None:
        """Read the calls of *site*."""
        self._store = store
        self._site = site

    def read(self, shown: Collection[int]) -> CallsNow:
        """Return the calls now, and what became of the visits *shown* (at most as many as a board shows)."""
        with self._store.read_connection() as connection:
            office, site, line, zone = connection.execute(_SITE, {"site": self._site}).one()
            held = connection.execute(_HELD, {"site": self._site}).all()
            undone = frozenset(_undone(connection, shown))
        calls = tuple(
            Call(visit, ticket, label, from_stored(called_at)) for visit, ticket, label, called_at in held
        )
        return CallsNow(office, site, line, zone, calls, undone)


def site_called(store: Store, name: str) -> int | None:
    """Return the id of the site of this name."""
    with store.read_connection() as connection:
        found: int | None = connection.execute(_SITE_CALLED, {"name": name}).scalar()
    return found


def _undone(connection: Connection, shown: Collection[int]) -> Iterator[int]:
    """Yield the visits among *shown* that are to come again or have not come."""
    asked = [*shown, *[_NO_VISIT] * MOST_CALLS][:MOST_CALLS]
    values = {f"visit{place}": visit for place, visit in enumerate(asked)}
    for visit, state, called_at in connection.execute(_SHOWN, values):
        if called_at is None or state not in _STILL_SHOWN:
            yield visit
