"""Parking, coming back, forwarding: a visit that goes on later or elsewhere, or not at all."""

from dataclasses import dataclass

from clerk.domain.counters import able, open_for
from clerk.domain.people import Seat
from clerk.domain.visit import ParkReason
from clerk.locale import _
from clerk.ports import Counters, QueueSystem, SiteName
from clerk.services.held import Held


def park_reason_name(reason: ParkReason) -> str:
    """Return how the user interface names *reason*."""
    return {
        ParkReason.PLATES: _("wartet auf Schilder"),
        ParkReason.PHOTO: _("am Foto-Terminal"),
        ParkReason.FORMS: _("füllt Formulare aus"),
        ParkReason.CASH_OFFICE: _("an der Kasse"),
        ParkReason.FETCHES_PAPER: _("holt eine Unterlage"),
        ParkReason.INSPECTION: _("Fahrzeug wird geprüft"),
        ParkReason.QUESTION: _("Rückfrage an die Fachstelle"),
        ParkReason.PAYMENT_UNCLEAR: _("Zahlung ungeklärt, Bescheid vorgemerkt"),
    }[reason]


def back_name(awaited: ParkReason) -> str:
    """Return in a few words what the person has come back from."""
    return {
        ParkReason.PLATES: _("zurück mit Schildern"),
        ParkReason.PHOTO: _("zurück vom Foto-Terminal"),
        ParkReason.FORMS: _("zurück mit Formularen"),
        ParkReason.CASH_OFFICE: _("zurück von der Kasse"),
        ParkReason.FETCHES_PAPER: _("zurück mit Unterlage"),
        ParkReason.INSPECTION: _("zurück von der Fahrzeugprüfung"),
        ParkReason.QUESTION: _("nach Rückfrage"),
        ParkReason.PAYMENT_UNCLEAR: _("Zahlung war ungeklärt"),
    }[awaited]


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Where a visit waits now: its ticket there, and how many counters serve the area, and are open for it."""

    ticket: str
    able: int
    open: int


class SetAside:
    """Puts visits aside and takes them up again."""

    def __init__(self, queue: QueueSystem, counters: Counters, seat: Seat) -> None:
        self._queue = queue
        self._counters = counters
        self._seat = seat

    def park(self, held: Held, reason: ParkReason) -> None:
        """Set the visit aside; any counter of the site can take it up again."""
        self._queue.park(held.claim, reason)

    def back_again(self, visit: int) -> None:
        """*Wieder da*: the parked visit waits again, before walk-ins."""
        self._queue.resume(self._seat.workplace, self._seat.identity, visit)

    def other_sites(self) -> tuple[SiteName, ...]:
        """Return the sites a visit could be sent to, without this one."""
        here = self._seat.workplace.site
        return tuple(site for site in self._counters.sites() if site.site != here)

    def forward(self, held: Held, area: str, reason: str, *, site: int | None = None) -> Forwarded:
        """Send the visit to another area, here or at another site; it keeps its place, served there or not."""
        ticket = self._queue.forward(held.claim, area, reason, site=site)
        counters = self._counters.of_site(self._seat.workplace.site if site is None else site)
        return Forwarded(ticket, len(able(counters, area)), len(open_for(counters, area)))

    def gone(self, visit: int) -> None:
        """The waiting or parked person has left."""
        self._queue.leave(self._seat.workplace, self._seat.identity, visit)

    def cancel(self, visit: int, reason: str) -> None:
        """A booked appointment or a waiting visit is cancelled; *reason* is one of a list, without personal data."""
        self._queue.cancel(self._seat.workplace, self._seat.identity, visit, reason)
