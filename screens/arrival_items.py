"""What somebody who comes in may have come for: appointments of the day, who missed a call, and the services."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from clerk.domain.appointment_of_day import sounds_like, when
from clerk.domain.areas import area_name
from clerk.domain.visit import VisitState
from clerk.locale import _
from clerk.ports import QueueEntry
from clerk.services.knowledge import ServiceHit
from clerk.services.overview import OverviewRow
from screens.widgets.finder import FindItem


class ArrivalItems:
    """The entries of a finder, and what stands behind each."""

    def __init__(
        self, expected: Sequence[OverviewRow], services: Sequence[ServiceHit], zone: ZoneInfo, now: datetime
    ) -> None:
        self._expected = {f"expected {row.entry.visit}": row for row in expected}
        self._services = {f"service {hit.id}": hit for hit in services}
        self._appointments = {
            key: FindItem(key, expected_words(row, zone), _stands(row, now), _("Termin"))
            for key, row in self._expected.items()
        }
        self.items = [
            *self._appointments.values(),
            *(
                FindItem(key, hit.name, area_name(hit.area), hit.search_text, group=1)
                for key, hit in self._services.items()
            ),
        ]

    def alike(self, name: str) -> list[FindItem]:
        """Return the appointments of today of people whose name sounds like *name*."""
        return [
            self._appointments[key]
            for key, row in self._expected.items()
            if sounds_like(name, row.entry.name)
        ]

    def chosen(self, key: str) -> tuple[QueueEntry | ServiceHit, str]:
        """Return what was chosen and its words."""
        row = self._expected.get(key)
        if row is not None:
            return row.entry, row.entry.name or " + ".join(row.services)
        hit = self._services[key]
        return hit, hit.name


def expected_words(row: OverviewRow, zone: ZoneInfo) -> str:
    """Return time, name and services of an appointment: people of one name are told apart by the rest.

    Who missed a call has the ticket instead of a time.
    """
    entry = row.entry
    if entry.state is VisitState.MISSED:
        return " · ".join((entry.ticket, " + ".join(row.services)))
    time = "" if entry.appointment_at is None else entry.appointment_at.astimezone(zone).strftime("%H:%M")
    return " · ".join(part for part in (time, entry.name, " + ".join(row.services)) if part)


def _stands(row: OverviewRow, now: datetime) -> str:
    at = row.entry.appointment_at
    if row.entry.state is VisitState.MISSED:
        return _("nicht erschienen")
    return _("Termin") if at is None else when(at, now)
