"""Appointments that another system has made: what a line of its list says, and what becomes of it here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from clerk.domain.catalogue import Service
from clerk.domain.search import fold
from clerk.domain.visit import VisitState
from clerk.locale import _

LONGEST_REFERENCE = 500
LONGEST_NAME = 200


class UnreadableAppointments(Exception):  # noqa: N818
    """The file is none of ours, or broken as a whole; nothing was taken over. ``str()`` is a sentence."""


@dataclass(frozen=True, slots=True)
class ListedAppointment:
    """One line of a list, or one event of a calendar, that could be read.

    ``line`` is its place in the file, ``reference`` what names it there for ever, ``starts_at`` UTC. ``subjects`` are
    the texts that may name the service, the surest first: the rest of the one that does may be the person's name.
    """

    line: int
    reference: str
    starts_at: datetime
    subjects: tuple[str, ...]
    name: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not taken over, and why, in a sentence."""

    line: int
    problem: str


ListEntry = ListedAppointment | BadLine


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment as it is to stand in the store; ``key`` names it without telling whose it is."""

    key: str
    starts_at: datetime
    service: str
    area: str
    name: str
    cancelled: bool

    @property
    def entry(self) -> str:
        """What the list said last of time, service and cancellation: the same again changes nothing."""
        state = "cancelled" if self.cancelled else "booked"
        return f"{self.starts_at.isoformat()} {self.service} {state}"


@dataclass(frozen=True, slots=True)
class KnownBooking:
    """What an earlier import left: its ``entry``, and the visit as it is now."""

    entry: str
    state: VisitState
    appointment_at: datetime | None
    name: str


class Change(StrEnum):
    """What an import does with one appointment."""

    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    UNCHANGED = "unchanged"
    HERE_ALREADY = "here_already"


_OVER = frozenset({VisitState.CLOSED, VisitState.LEFT, VisitState.MISSED, VisitState.CANCELLED})


def decide(booking: Booking, known: KnownBooking | None) -> Change:
    """Return what becomes of *booking*.

    What the list said before and what people have done here since is left alone. Somebody who is here, or was here, is
    not changed by a list; only a later time of the same appointment is booked anew.
    """
    if known is None:
        return Change.UNCHANGED if booking.cancelled else Change.BOOKED
    if known.entry == booking.entry and (known.name == booking.name or known.state is not VisitState.BOOKED):
        return Change.UNCHANGED
    if known.state is VisitState.BOOKED:
        return Change.CANCELLED if booking.cancelled else Change.CHANGED
    if known.state not in _OVER:
        return Change.HERE_ALREADY
    if booking.cancelled:
        return Change.UNCHANGED
    is_later = known.appointment_at is None or booking.starts_at > known.appointment_at
    return Change.BOOKED if is_later or known.state is VisitState.CANCELLED else Change.HERE_ALREADY


def key_of(reference: str) -> str:
    """Return what stands for *reference* in the store: calendars put addresses of people into it."""
    return sha256(reference.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class FoundService:
    """The service a text names, and what else it says."""

    service: Service
    rest: str


_SEPARATORS = (": ", " – ", " — ", " - ", " | ", " / ")


class ServiceNames:
    """The names under which the services of a day are known: id, name, short name, everyday words."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._by_name: dict[str, set[str]] = {}
        self._services = {service.id: service for service in services}
        for service in self._services.values():
            for name in (service.name, service.short, *service.keywords):
                self._by_name.setdefault(_folded(name), set()).add(service.id)
        # an id, a name or a short name is meant before somebody else's everyday word
        for service in self._services.values():
            for name in (service.short, service.name, service.id):
                self._by_name[_folded(name)] = {service.id}

    def find(self, subjects: Iterable[str]) -> FoundService:
        """Return the service the first fitting text names; ``ValueError`` with a sentence where none or several do.

        A text is the name as a whole, or the name and a person's, divided by a colon or a dash in blanks.
        """
        texts = [text for text in subjects if text.strip()]
        if not texts:
            raise ValueError(_("Es fehlt, um welche Leistung es geht."))
        several: set[str] = set()
        for text in texts:
            for name, rest in _readings(text):
                found = self._by_name.get(_folded(name), set())
                if len(found) == 1:
                    return FoundService(self._services[next(iter(found))], rest)
                several |= found
        if several:
            names = ", ".join(sorted(self._services[service].name for service in several))
            raise ValueError(
                _("„{text}“ kann mehreres heißen: {names}.").format(text=texts[0][:80], names=names)
            )
        raise ValueError(_("„{text}“ ist keine Leistung des Katalogs.").format(text=texts[0][:80]))


def _readings(text: str) -> Iterable[tuple[str, str]]:
    yield text, ""
    for separator in _SEPARATORS:
        before, found, after = text.partition(separator)
        if found:
            yield before, after.strip()
            yield after, before.strip()


def _folded(name: str) -> str:
    return " ".join(fold(name).split())
