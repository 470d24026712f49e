"""Why a waiting visit is where it is: a sentence to read out, who is before, and which counters serve it."""

from collections.abc import Iterable
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.content import Content

from clerk.domain.areas import area_name
from clerk.domain.counters import status_name
from clerk.domain.queue_explain import Explained, origin, sentence
from clerk.locale import _
from screens.commands import bindings_for
from screens.modals.page import PageScreen
from screens.text import Cell, beside, columns, join, safe
from screens.theme import ACCENT

_TITLE_WIDTH = 17


class PlaceScreen(PageScreen):
    """Explains the place of one visit; the key that opened it closes it too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("why"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, explained: Explained, zone: ZoneInfo) -> None:
        super().__init__()
        self._explained = explained
        self._zone = zone

    def title_line(self, width: int) -> Content:
        """Name the number."""
        return columns(
            [Cell(_("Warum wartet {ticket} hier?").format(ticket=self._explained.visit.ticket))], width
        )

    def page(self, width: int) -> Content:
        """Say the sentence, then everybody and every counter it counts."""
        explained = self._explained
        before = [f"{other.ticket}   {origin(other, self._zone)}" for other in explained.before]
        counters = [
            _("Schalter {label}: {status}").format(label=counter.label, status=status_name(counter.status))
            for counter in explained.able
        ]
        parts = [
            Content.styled(sentence(explained, self._zone), f"bold {ACCENT}"),
            Content(""),
            *_section(width, _("Vorher dran"), before or [_("niemand")]),
            *_section(width, area_name(explained.visit.key.area), counters or [_("kein Schalter")]),
        ]
        return join(parts, Content("\n"))

    def keys(self) -> Content:
        """Say what leads back."""
        return safe(_("↑ ↓ blättern · Esc zurück"))

    def action_why(self) -> None:
        """Close, with the key that opened it."""
        self.dismiss(None)


def _section(width: int, title: str, texts: Iterable[str]) -> list[Content]:
    return beside(title, texts, width, _TITLE_WIDTH, title_style="bold")
