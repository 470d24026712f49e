"""The line at the top: which office, which workplace, what time."""

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from screens.text import Align, ellipsis, join, pad, safe


class TopBar(Widget):
    """Shows office and site left, the workplace in the middle, date and time right.

    The time is text set from outside ("Mo 23.11.  10:42"), so that nothing here has a clock of its own.
    """

    office: reactive[str] = reactive("")
    workplace: reactive[str] = reactive("")
    moment: reactive[str] = reactive("")
    DEFAULT_CLASSES: ClassVar[str] = "line"

    def __init__(self, office: str = "", workplace: str = "", moment: str = "") -> None:
        super().__init__()
        self.set_reactive(TopBar.office, office)
        self.set_reactive(TopBar.workplace, workplace)
        self.set_reactive(TopBar.moment, moment)

    def render(self) -> Content:
        """Draw the three parts; the office gives way first."""
        width = self.size.width - 2
        moment = ellipsis(self.moment, width)
        workplace = ellipsis(self.workplace, width - cell_len(moment) - 2)
        centred = (width - cell_len(workplace)) // 2
        room_left = min(centred, width - cell_len(moment) - cell_len(workplace) - 2)
        office = pad(self.office, max(0, room_left - 2)) + "  " if room_left > 4 else ""
        used = cell_len(office) + cell_len(workplace)
        return join(
            [" ", safe(office, "bold"), safe(workplace), safe(pad(moment, width - used, Align.RIGHT)), " "],
            "",
        )
