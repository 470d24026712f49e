"""What somebody who comes in may have come for: the appointments of the day and who missed a call, above the services."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from clerk.domain.areas import area_name
from clerk.domain.visit import VisitState
from clerk.locale import _
from clerk.ports import QueueEntry
from clerk.services.knowledge import ServiceHit
from clerk.services.overview import OverviewRow
from screens.widgets.finder import FindItem


class ArrivalItems:
    """The entries of a finder, and what stands behind each."""

    def __init__(self, expected: Sequence[OverviewRow], services: Sequence[ServiceHit], zone: ZoneInfo) -> None:
        self._expected = {f"expected {row.entry.visit}": row for row in expected}
        self._services = {f"service {hit.id}": hit for hit in services}
        self.items = [
            *(FindItem(key, expected_words(row, zone), _stands(row)) for key, row in self._expected.items()),
            *(
                FindItem(key, hit.name, area_name(hit.area), hit.search_text, group=1)
                for key, hit in self._services.items()
            ),
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


def _stands(row: OverviewRow) -> str:
    return _("nicht erschienen") if row.entry.state is VisitState.MISSED else _("Termin")
