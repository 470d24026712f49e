"""What the end of the day left behind: who was not served any more, and who is still parked."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.content import Content

from clerk.domain.areas import area_name
from clerk.locale import _
from clerk.ports import DayEnd, QueueEntry
from clerk.services.set_aside import park_reason_name
from screens.modals.page import PageScreen
from screens.text import Cell, beside, columns, join, safe

_TITLE_WIDTH = 17


class DayEndScreen(PageScreen):
    """Lists them by number; nothing is done here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, day: DayEnd, zone: ZoneInfo) -> None:
        super().__init__()
        self._day = day
        self._zone = zone

    def title_line(self, width: int) -> Content:
        """Say what it is."""
        return columns([Cell(_("Die Warteschlange ist für heute beendet"))], width)

    def page(self, width: int) -> Content:
        """List who has left, who is parked, and how many appointments nobody came to."""
        left = [self._line(entry, area_name(entry.area)) for entry in self._day.left]
        parked = [
            self._line(entry, "" if entry.park_reason is None else park_reason_name(entry.park_reason))
            for entry in self._day.parked
        ]
        parts = [
            *_section(width, _("Gegangen"), left or [_("niemand")]),
            *_section(width, _("Weiter geparkt"), parked or [_("niemand")]),
            *_section(
                width, _("Termine"), [_("{count} ohne Besuch geblieben").format(count=self._day.not_come)]
            ),
        ]
        return join(parts, Content("\n"))

    def keys(self) -> Content:
        """Say what leads back."""
        return safe(_("↑ ↓ blättern · Enter fertig"))

    def _line(self, entry: QueueEntry, words: str) -> str:
        return f"{entry.ticket}   {self._clock(entry.arrived_at)}   {words}"

    def _clock(self, moment: datetime | None) -> str:
        return "" if moment is None else moment.astimezone(self._zone).strftime("%H:%M")


def _section(width: int, title: str, texts: Iterable[str]) -> list[Content]:
    return beside(title, texts, width, _TITLE_WIDTH, title_style="bold")
