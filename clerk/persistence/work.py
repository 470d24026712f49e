"""Units of work: everything in the block happens, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from clerk.persistence import audit_trail
from clerk.persistence.corrections import StoredCorrections
from clerk.persistence.day_book import StoredDayBook
from clerk.persistence.driver import driver_of
from clerk.persistence.handovers import StoredHandovers
from clerk.persistence.outbox import StoredOutbox
from clerk.persistence.store import Store
from clerk.persistence.stornos import StoredStornos
from clerk.persistence.visits import StoredVisits
from clerk.ports import Clock


class StoredAudit:
    """The ``AuditTrail`` of one unit of work that began at *at* (UTC)."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self._session = session
        self._at = at

    def record(self, account: int, action: str, visit: int | None, detail: str = "") -> None:
        """Append one entry; *detail* never holds personal data."""
        audit_trail.append(
            driver_of(self._session.connection()),
            at=self._at,
            account=account,
            action=action,
            visit=visit,
            detail=detail,
        )


class StoredWork:
    """One unit of work on one session; *at* (UTC) is its moment."""

    def __init__(self, session: Session, at: datetime) -> None:
        """Work inside the transaction of *session*."""
        self.visits = StoredVisits(session, at)
        self.outbox = StoredOutbox(session, at)
        self.handovers = StoredHandovers(session, at)
        self.day_book = StoredDayBook(session, at)
        self.stornos = StoredStornos(session, at)
        self.corrections = StoredCorrections(session, at)
        self.audit = StoredAudit(session, at)


class StoredUnitOfWork:
    """The ``UnitOfWork`` on the embedded store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Open units of work on *store*, dated by *clock*."""
        self._store = store
        self._clock = clock

    @contextmanager
    def write(self) -> Iterator[StoredWork]:
        """Open a unit of work that may change things; raises ``StoreUnavailable`` with nothing written."""
        with self._store.write() as session:
            yield StoredWork(session, self._clock.now())

    @contextmanager
    def read(self) -> Iterator[StoredWork]:
        """Open a consistent view."""
        with self._store.read() as session:
            yield StoredWork(session, self._clock.now())
