"""Units of work over the store, and news that it changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from clerk.ports.books import Corrections, DayBook, Stornos
from clerk.ports.deliveries import HandoverQueue, Outbox
from clerk.ports.visits import Visits


class AuditTrail(Protocol):
    """Who did what, without personal data, append-only, inside one unit of work."""

    def record(self, account: int, action: str, visit: int | None, detail: str = "") -> None:
        """Append one entry; *detail* never holds personal data."""


class Work(Protocol):
    """One unit of work: all or nothing."""

    @property
    def visits(self) -> Visits:
        """Visits and cases."""

    @property
    def outbox(self) -> Outbox:
        """Deliveries."""

    @property
    def handovers(self) -> HandoverQueue:
        """Handovers to be delivered."""

    @property
    def day_book(self) -> DayBook:
        """The counters' days."""

    @property
    def stornos(self) -> Stornos:
        """What is to be taken back."""

    @property
    def corrections(self) -> Corrections:
        """Decisions about money that turned out to be wrong."""

    @property
    def audit(self) -> AuditTrail:
        """The audit trail."""


class UnitOfWork(Protocol):
    """Opens units of work; the changes are committed when the block ends without an exception."""

    def write(self) -> AbstractContextManager[Work]:
        """Open a unit of work that may change things."""

    def read(self) -> AbstractContextManager[Work]:
        """Open a consistent view."""


class ChangeFeed(Protocol):
    """Tells that something in the store changed; the message is a hint, the store is the truth."""

    @property
    def is_reached(self) -> bool:
        """Whether the store answered when it was last looked at."""

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* (from a thread) after changes by anybody; returns a function that ends the watch."""
