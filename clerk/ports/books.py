"""The cash journal of the counters, the closing of their days, and stornos."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from clerk.domain.cash_entry import CashEntry
from clerk.domain.day_closing import Closing, ClosingWord, OpenItem, SignedDay
from clerk.domain.day_report import DayFacts
from clerk.domain.payment import Payment
from clerk.domain.people import Identity
from clerk.domain.storno import StornoRequest, Undoing


class DayClosed(Exception):  # noqa: N818
    """The day of the counter is signed or locked: nothing can be booked on it; ``str()`` is a sentence."""


class DayBook(Protocol):
    """The books of the counters, day by day, inside one unit of work; counter 0 has what no counter took."""

    def site_of(self, counter: int) -> int:
        """Return the site of a counter; ``KeyError`` if there is none."""

    def counters(self, site: int) -> Mapping[int, str]:
        """Return the counters of a site by id, each as the board shows it, in the order of their ids."""

    def facts(self, counter: int, day: date) -> DayFacts:
        """Return all that is known of a counter's day, a consistent view; ``KeyError`` for no such counter."""

    def closing(self, counter: int, day: date) -> Closing:
        """Return the closing of a day as it stands, open where nobody has begun it."""

    def sign(self, closing: Closing, signed: SignedDay, by: Identity) -> Closing:
        """Put the clerk's signature under an open day: from now on nothing can be booked on it."""

    def open_again(self, closing: Closing, word: ClosingWord, by: Identity, reason: str) -> Closing:
        """Take the signature back (``WITHDRAWN``), or give the day back unconfirmed (``REFUSED``)."""

    def lock(self, closing: Closing, second: Identity) -> Closing:
        """Put the second signature under a signed day, number and seal it; nothing changes it any more."""

    def open_items(self, site: int, today: date, counter: int | None) -> tuple[OpenItem, ...]:
        """Return what is left to do at a site or one counter of it: oldest first, days before *today* unsigned."""


class Stornos(Protocol):
    """Requests to take settlements back, inside one unit of work."""

    def of_visit(self, visit: int) -> tuple[CashEntry, ...]:
        """Return the entries of a visit's fee lines that stand: not taken back, and nobody has asked for it."""

    def undoing(self, entry: CashEntry) -> Undoing:
        """Return how an entry would be taken back now."""

    def ask(self, counter: int, numbers: Sequence[int], reason: str, account: int) -> StornoRequest:
        """Note a request for entries of a counter's cash journal, all of a card payment where one is of it.

        ``KeyError`` for an entry that does not stand; ``DayClosed`` for a counter whose books are closed today.
        """

    def get(self, request: int) -> StornoRequest:
        """Return a request; ``KeyError`` if there is none."""

    def open_at(self, site: int) -> tuple[StornoRequest, ...]:
        """Return the open requests of a site, oldest first."""

    def open_for(self, visit: int) -> tuple[StornoRequest, ...]:
        """Return the open requests about fee lines of a visit, oldest first."""

    def confirm(self, request: int, second: int) -> StornoRequest:
        """Confirm a request: without a card it is carried out at once, with one it waits for the terminal.

        ``DayClosed`` for a counter whose books are closed today.
        """

    def refuse(self, request: int, second: int, note: str) -> StornoRequest:
        """Refuse a request."""

    def failed(self, request: int, note: str) -> StornoRequest:
        """Note that a confirmed request could not be carried out at the terminal."""

    def transferred(self, request: int, account: int, reference: str) -> StornoRequest:
        """Note that the treasury transfers the money of a confirmed request; books it back."""


class Corrections(Protocol):
    """Decisions about movements at a terminal that turn out to be wrong, inside one unit of work."""

    def possible(self, counter: int, day: date) -> tuple[Payment, ...]:
        """Return the movements of a counter decided on *day* of the office, whose decision still stands."""

    def counter_of(self, movement: int) -> int:
        """Return the counter whose books a movement counts to; ``KeyError`` if there is none."""

    def correct(self, movement: int, reason: str, account: int, second: int) -> StornoRequest | None:
        """Book against the decision about *movement*; return the request to pay somebody back, if one is due.

        ``KeyError`` for a movement whose decision does not stand, or with a storno that waits; ``DayClosed`` for a
        counter whose books are closed today.
        """
