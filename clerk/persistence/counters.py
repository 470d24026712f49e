"""What the counters are set to, in their rows: the newest word and nothing else."""

from collections import defaultdict

from sqlmodel import Session, col, select

from clerk.domain.counters import CounterNow, CounterStatus
from clerk.persistence.arrivals import stored_id
from clerk.persistence.store import Store
from clerk.persistence.tables_people import CounterRow, CounterSkillRow, SiteRow
from clerk.ports import SiteName


class StoredCounters:
    """The ``Counters`` of the store.

    It has no clock and is told no account, and it writes no audit entry: a status writes over the one before, and
    nobody can tell afterwards how long it was so, or who was there.
    """

    def __init__(self, store: Store) -> None:
        """Look after the counters of *store*."""
        self._store = store

    def sites(self) -> tuple[SiteName, ...]:
        """Return all sites."""
        with self._store.read() as session:
            rows = session.exec(select(SiteRow).order_by(col(SiteRow.id)))
            return tuple(SiteName(stored_id(row.id), row.name) for row in rows)

    def of_site(self, site: int) -> tuple[CounterNow, ...]:
        """Return the counters in use at a site."""
        with self._store.read() as session:
            in_use = select(CounterRow).where(CounterRow.site == site, col(CounterRow.active))
            rows = session.exec(in_use.order_by(col(CounterRow.id))).all()
            skills = _skills(session, site)
            return tuple(
                CounterNow(stored_id(row.id), row.label, frozenset(skills[row.id]), row.status)
                for row in rows
            )

    def status(self, counter: int) -> CounterStatus:
        """Return what a counter is set to; ``KeyError`` if there is none."""
        with self._store.read() as session:
            return _existing(session, counter).status

    def set_status(self, counter: int, status: CounterStatus) -> None:
        """Set a counter to *status*; ``KeyError`` if there is none."""
        with self._store.write() as session:
            _existing(session, counter).status = status


def _existing(session: Session, counter: int) -> CounterRow:
    row = session.get(CounterRow, counter)
    if row is None:
        raise KeyError(counter)
    return row


def _skills(session: Session, site: int) -> defaultdict[int | None, set[str]]:
    joined = select(CounterSkillRow).join(CounterRow).where(CounterRow.site == site)
    skills: defaultdict[int | None, set[str]] = defaultdict(set)
    for row in session.exec(joined):
        skills[row.counter].add(row.area)
    return skills
