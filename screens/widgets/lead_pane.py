"""The team lead's screen between the top line and the message: areas, the day of the chosen one, what is late."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from clerk.domain.areas import area_name
from clerk.domain.office_load import AreaLoad, SiteLoad
from clerk.locale import _
from clerk.services.team_lead import LeadView
from screens.text import Align, Cell, columns, join, safe
from screens.theme import MUTED
from screens.widgets.lead_lines import (
    FLAT,
    TALL,
    area_line,
    course_lines,
    heading_line,
    late_lines,
    site_line,
)
from screens.widgets.steady_text import SteadyText
from screens.widgets.virtual_list import VirtualList

_TALL_FROM = 34
_SIGN, _BAR = 2, 1


@dataclass(frozen=True, slots=True)
class WholeSite:
    """The line of all areas together."""

    load: SiteLoad


LeadRow = WholeSite | AreaLoad


class LeadPane(Vertical):
    """Draws what it is given; the cursor of its table is moved by the screen."""

    def __init__(self) -> None:
        super().__init__(id="lead")
        self._view: LeadView | None = None
        self._drawn: tuple[Content, ...] = ()
        self._heading = SteadyText(id="lead-heading")
        self.areas: VirtualList[LeadRow] = VirtualList(_key, _draw, id="lead-areas")
        self.areas.can_focus = False
        self._course = SteadyText(id="lead-course")
        self._late = SteadyText(id="lead-late")

    def compose(self) -> ComposeResult:
        """Table, course of the day, what is late."""
        yield self._heading
        yield self.areas
        yield self._course
        yield self._late

    @property
    def area(self) -> AreaLoad | None:
        """The area under the cursor, None for all together."""
        row = self.areas.current
        return row if isinstance(row, AreaLoad) else None

    def show(self, view: LeadView) -> None:
        """Show the load; what looks as before is not painted again."""
        self._view = view
        self._arrange()

    def move(self, rows: int) -> None:
        """Choose another area."""
        self.areas.action_cursor_by(rows)
        self._arrange()

    def on_resize(self) -> None:
        """Use the new room."""
        self._arrange()

    def _arrange(self) -> None:
        view = self._view
        if view is None or not self.size.width:
            return
        width = self.size.width - _SIGN - _BAR
        rows: list[LeadRow] = [WholeSite(view.load), *view.load.areas]
        drawn = tuple(_draw(row, width, False) for row in rows)
        if len(drawn) != len(self._drawn) or not all(map(Content.is_same, drawn, self._drawn)):
            self._drawn = drawn
            self.areas.styles.height = len(rows)
            self.areas.show(rows)
        self._heading.say(join([" " * _SIGN, heading_line(width)], ""))
        self._course.say(self._course_text(view, width + _SIGN))
        self._late.say(join(list(late_lines(view.load, ZoneInfo(view.site.zone))), Content("\n")))

    def _course_text(self, view: LeadView, width: int) -> Content:
        zone, load, area = ZoneInfo(view.site.zone), view.load, self.area
        name = _("alle Bereiche") if area is None else area_name(area.area)
        until = _("Termine bis {time}: {count}").format(
            time=f"{load.coming_until.astimezone(zone):%H:%M}",
            count=(load.queue if area is None else area.queue).coming,
        )
        title = columns(
            [
                Cell(_("Je Viertelstunde, {area}").format(area=name), None, "bold"),
                Cell(until, len(until), "", Align.RIGHT),
            ],
            width,
        )
        height = TALL if self.size.height >= _TALL_FROM else FLAT
        shown = load.course if area is None else area.course
        lines = [title, *course_lines(shown, zone, width, height)]
        if all(value is None for value in shown.served):
            lines.append(
                safe(_("Erledigte: ab 5 Vorgängen an 3 Schaltern, mit einer Viertelstunde Abstand"), MUTED)
            )
        return join(lines, Content("\n"))


def _key(row: LeadRow) -> str:
    return row.area if isinstance(row, AreaLoad) else ""


def _draw(row: LeadRow, width: int, _selected: bool) -> Content:
    return area_line(row, width) if isinstance(row, AreaLoad) else site_line(row.load, width)
