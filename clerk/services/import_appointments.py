"""The appointments of the day from another system's list: what is good is entered at once, what is not is named."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.domain.appointment import (
    LONGEST_NAME,
    LONGEST_REFERENCE,
    BadLine,
    Booking,
    Change,
    ListedAppointment,
    ListEntry,
    ServiceNames,
    key_of,
)
from clerk.domain.catalogue import Catalogue
from clerk.domain.people import Workplace
from clerk.locale import _
from clerk.ports import AppointmentBook, Clock

ReadFile = Callable[[Path, ZoneInfo], Iterable[ListEntry]]
"""Reads a list, with the office's zone for times without one; raises ``UnreadableAppointments``."""


@dataclass(frozen=True, slots=True)
class AppointmentReport:
    """How many appointments became what, how many were over already, and which lines were not taken over."""

    changes: Counter[Change]
    past: int
    bad: tuple[BadLine, ...]


class ImportAppointments:
    """Enters the lists of one site; *account* 0 is the administrator's command."""

    def __init__(
        self,
        book: AppointmentBook,
        read: ReadFile,
        catalogue: Catalogue,
        clock: Clock,
        workplace: Workplace,
        account: int = 0,
    ) -> None:
        self._book = book
        self._read = read
        self._clock = clock
        self._catalogue = catalogue
        self._workplace = workplace
        self._zone = ZoneInfo(workplace.zone)
        self._account = account
        self._names_of_days: dict[date, ServiceNames] = {}

    def from_file(self, file: Path) -> AppointmentReport:
        """Enter all good lines of a list in one go; appointments of days before today are left out.

        Raises ``UnreadableAppointments`` or ``StoreUnavailable``; then nothing was entered.
        """
        today = self._clock.now().astimezone(self._zone).date()
        bad: list[BadLine] = []
        past = 0
        bookings: dict[str, tuple[int, Booking]] = {}
        for entry in self._read(file, self._zone):
            if isinstance(entry, BadLine):
                bad.append(entry)
                continue
            try:
                booking = self._booking(entry)
            except ValueError as problem:
                bad.append(BadLine(entry.line, str(problem)))
                continue
            if self._day(entry) < today:
                past += 1
            elif booking.key in bookings:
                before = bookings[booking.key][0]
                bad.append(
                    BadLine(
                        entry.line, _("Die Terminnummer steht schon in Zeile {line}.").format(line=before)
                    )
                )
            else:
                bookings[booking.key] = (entry.line, booking)
        changes = self._book.enter(
            self._workplace, self._account, [entry for _line, entry in bookings.values()]
        )
        lines = (line for line, _booking in bookings.values())
        bad += _too_late(zip(lines, changes, strict=True))
        return AppointmentReport(Counter(changes), past, tuple(sorted(bad, key=lambda entry: entry.line)))

    def _day(self, entry: ListedAppointment) -> date:
        return entry.starts_at.astimezone(self._zone).date()

    def _booking(self, entry: ListedAppointment) -> Booking:
        if not entry.reference or len(entry.reference) > LONGEST_REFERENCE:
            raise ValueError(_("Die Terminnummer fehlt oder ist zu lang."))
        if entry.cancelled:
            # what is cancelled need not say any longer what it was about
            return Booking(key_of(entry.reference), entry.starts_at, "", "", "", cancelled=True)
        found = self._names(self._day(entry)).find(entry.subjects)
        name = entry.name or found.rest
        if len(name) > LONGEST_NAME:
            raise ValueError(_("Der Name ist zu lang, höchstens {most} Zeichen.").format(most=LONGEST_NAME))
        return Booking(
            key_of(entry.reference),
            entry.starts_at,
            found.service.id,
            found.service.area,
            name,
            cancelled=False,
        )

    def _names(self, day: date) -> ServiceNames:
        known = self._names_of_days.get(day)
        if known is None:
            known = self._names_of_days[day] = ServiceNames(self._catalogue.at(day).services)
        return known


def _too_late(changes: Iterable[tuple[int, Change]]) -> Iterator[BadLine]:
    for line, change in changes:
        if change is Change.HERE_ALREADY:
            yield BadLine(line, _("Die Person ist schon da oder war da; der Besuch bleibt, wie er ist."))


def summary(report: AppointmentReport) -> str:
    """Return in one line what an import did."""
    words = (
        (report.changes[Change.BOOKED], _("{count} neu")),
        (report.changes[Change.CHANGED], _("{count} geändert")),
        (report.changes[Change.CANCELLED], _("{count} abgesagt")),
        (report.changes[Change.UNCHANGED], _("{count} unverändert")),
        (report.past, _("{count} von früheren Tagen")),
        (len(report.bad), _("{count} nicht übernommen")),
    )
    told = ", ".join(word.format(count=count) for count, word in words if count)
    return told or _("kein Termin in der Datei")
