"""What still has to be delivered: receipts, and finished applications to the specialist system."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from clerk.domain.handover import Handover
from clerk.ports.ownership import Claim


class Delivery(StrEnum):
    """What an outbox row delivers."""

    RECEIPT = "receipt"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the outbox still to be delivered; the document is composed from the store when it is delivered.

    ``times`` counts deliveries so far: from the second one on it is a copy, marked so. ``case`` is set for a
    handover, ``queued_at`` is UTC.
    """

    id: int
    kind: Delivery
    visit: int
    case: int | None
    number: str
    times: int
    queued_at: datetime


class Outbox(Protocol):
    """What still has to be delivered, inside one unit of work (payment rule 15)."""

    def add_receipt(self, claim: Claim) -> Job:
        """Queue a receipt of the visit for this counter's printer, with a number from the receipt series of
        the year (``2026-000042``)."""

    def add_handover(self, claim: Claim, case: int) -> Job:
        """Queue the delivery of a finished application; adding it twice keeps one row."""

    def pending(self, counter: int, kind: Delivery, since: datetime) -> list[Job]:
        """Return undelivered rows of this counter queued after *since* (UTC): nothing prints the next day."""

    def receipts_of(self, visit: int) -> list[Job]:
        """Return all receipts of a visit, delivered or not, newest first."""

    def delivered(self, job: int) -> None:
        """Count one delivery of a row."""


@dataclass(frozen=True, slots=True)
class HandoverJob:
    """A handover leased for delivery; ``closed_at`` is UTC.

    ``tries`` counts the leases of the row: it is this one's number, and an older one is worth nothing.
    """

    id: int
    visit: int
    case: int
    number: str
    tries: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class HandoverBacklog:
    """How many handovers wait for delivery, and how many of them may be tried now."""

    waiting: int
    due: int


class HandoverQueue(Protocol):
    """Handovers of closed visits of a site, by lease, inside one unit of work; none is lost before it is done.

    A row is due unless somebody has leased it or a fault has put it back; both end by themselves.
    """

    def backlog(self, site: int) -> HandoverBacklog:
        """Count what is not delivered yet."""

    def lease(self, site: int, until: datetime) -> HandoverJob | None:
        """Take the oldest one that is due, for oneself alone until that time (UTC); ``None`` if none is."""

    def delivered(self, job: HandoverJob) -> None:
        """The specialist system has it; does nothing for a lease that was given to somebody else since."""

    def put_back(self, job: HandoverJob, until: datetime) -> None:
        """Let it rest until that time (UTC) after a fault; as ``delivered`` for a lost lease."""


class SpecialistSystem(Protocol):
    """Where finished applications go on: the specialist system of the office, or what stands in for it."""

    def take_over(self, handover: Handover) -> None:
        """Take one finished application over for good: when this returns, it is safe there.

        The same case again changes nothing. Raises ``SpecialistFault``; then nothing may have been taken over.
        """


class SpecialistFault(Exception):  # noqa: N818
    """The specialist system takes nothing over at the moment; ``str()`` is a sentence that says what is down."""
