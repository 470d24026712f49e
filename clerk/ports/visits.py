"""Visits with their cases and fee lines, inside one unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clerk.domain.people import Workplace
from clerk.domain.visit import Case, Step, Visit, VisitState
from clerk.ports.ownership import Claim
from clerk.ports.queue import NewCase


class Visits(Protocol):
    """Visits with their cases, inside one unit of work. Writes carry the claim and raise ``ClaimLost``."""

    def get(self, visit: int) -> Visit:
        """Return a visit with all cases; ``KeyError`` if there is none."""

    def many(self, visits: Sequence[int]) -> list[Visit]:
        """Return several visits with their cases in few queries, in the order asked; unknown ids are left out."""

    def save_case(self, claim: Claim, case: Case) -> None:
        """Store answers, ticks, note, outcome, confirmation and what was handed out of *case*.

        Its form and its lines are not stored by this.
        """

    def save_draft(self, claim: Claim, case: int, values: dict[str, str]) -> None:
        """Store what stands in the form of a case, typed and unfinished as it may be."""

    def add_case(self, claim: Claim, case: NewCase) -> int:
        """Open one more case in the visit; return its id."""

    def change_service(self, claim: Claim, case: int, service: str) -> None:
        """Make the case one of another service; answers, ticks and form values stay stored."""

    def remove_case(self, claim: Claim, case: int) -> None:
        """Remove a case opened by mistake; refused when it is the only one or has charged lines."""

    def save_name(self, claim: Claim, name: str) -> None:
        """Store the name of the person; ``ValueError`` with a sentence over 200 characters."""

    def save_step(self, claim: Claim, step: Step) -> None:
        """Remember at which step the visit is."""

    def note_precheck(self, claim: Claim, at: datetime) -> None:
        """Remember when (UTC) the documents were pre-checked."""

    def charge(self, claim: Claim, case: int, lines: Sequence["NewLine"]) -> None:
        """Replace the unsettled charged lines of a case by *lines*; raises ``LineLocked``, ``AtCashOffice``."""

    def settle(
        self, claim: Claim, lines: Sequence[int], way: str, reference: str | None, reason: str | None
    ) -> None:
        """Settle fee lines in another way than by card.

        Raises ``LineLocked`` while a payment holds one of them, ``AtCashOffice`` for another way than the one the
        customer was sent.
        """

    def send_to_cash_office(self, claim: Claim, lines: Sequence[int], *, sent: bool = True) -> None:
        """Note that the customer pays *lines* at the cash office, or after all does not; they stay open.

        ``LineLocked`` while a payment holds one of them.
        """

    def find(self, workplace: Workplace, text: str, limit: int) -> list[Visit]:
        """Return visits of the site by ticket, case number, name or plate, best first: open, or lately incomplete.

        A whole case number finds a visit that was lately left incomplete at any site.
        """

    def too_late(self, workplace: Workplace, text: str) -> str | None:
        """Return the number of the incomplete case *text* names if it can no longer be taken up."""

    def ended_today(self, workplace: Workplace, text: str) -> "EndedVisit | None":
        """Return how the visit whose ticket of today *text* is has ended; ``None`` if it has not, or may go on."""


@dataclass(frozen=True, slots=True)
class EndedVisit:
    """A ticket whose visit is over: ``CLOSED`` or ``LEFT``, and when (UTC)."""

    ticket: str
    state: VisitState
    at: datetime


@dataclass(frozen=True, slots=True)
class NewLine:
    """A fee line to charge; ``cents`` for all ``quantity`` units together."""

    line: str
    label: str
    tariff: str
    cents: int
    payee: str
    quantity: int = 1
    reason: str | None = None


class LineLocked(Exception):  # noqa: N818
    """An open payment holds a fee line: no other way of paying may settle it (payment rule 7)."""


class AtCashOffice(Exception):  # noqa: N818
    """The customer was sent to the cash office with a fee line; first say whether it was paid there.

    ``str()`` is a sentence for the clerk.
    """
