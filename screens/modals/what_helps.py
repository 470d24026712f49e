"""What would change the wait for an area, as the forecast sees it."""

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.areas import area_name
from clerk.domain.office_load import Expected
from clerk.domain.what_helps import Help, WhatHelps
from clerk.locale import _
from screens.commands import bindings_for
from screens.text import Align, Cell, columns, join, safe

_WIDTH = 70
_MINUTE = timedelta(minutes=1)


class WhatHelpsScreen(ModalScreen[None]):
    """Shows the wait now and after each change; nothing is changed by it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("next", "back")]

    def __init__(self, helps: WhatHelps) -> None:
        super().__init__()
        self._helps = helps

    def compose(self) -> ComposeResult:
        """Title, the wait now, what would change it."""
        helps = self._helps
        lines = [_line(_("jetzt"), helps.now, None)]
        lines += [_line(_words(each, helps.area), each.expected, helps.now) for each in helps.helps]
        with Vertical(classes="dialog -wide"):
            yield Static(
                safe(_("Was hilft? {area}").format(area=area_name(helps.area))), classes="dialog-title"
            )
            yield Static(
                safe(
                    _("Wartezeit, wenn jetzt jemand ohne Termin ankommt; „bis“ hält in neun von zehn Fällen.")
                ),
                classes="dialog-text",
            )
            yield Static(join(lines, Content("\n")), classes="dialog-text")
            yield Static(
                safe(_("Eine Vorhersage. O öffnet einen Bereich an einem Schalter. Esc zurück")),
                classes="dialog-foot",
            )

    def action_next(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)


def _words(each: Help, area: str) -> str:
    if each.by is not None:
        return _("{other} hilft {area}").format(other=area_name(each.by), area=area_name(area))
    return _("1 Schalter mehr") if each.counters > 0 else _("1 Schalter weniger")


def _line(words: str, expected: Expected | None, before: Expected | None) -> Content:
    if expected is None:
        wait = _("so ruft niemand auf")
    else:
        wait = _("{median} (bis {bound}) Min.").format(
            median=expected.median // _MINUTE, bound=expected.bound // _MINUTE
        )
    change = ""
    if expected is not None and before is not None:
        minutes = (expected.median - before.median) // _MINUTE
        change = f"{minutes:+d}" if minutes else "±0"
    cells = [Cell(words), Cell(wait, 22, "bold", Align.RIGHT), Cell(change, 6, "", Align.RIGHT)]
    return columns(cells, _WIDTH)
