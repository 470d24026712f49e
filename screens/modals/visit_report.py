"""The day report of visits over the team lead's screen, day by day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from clerk.domain.visit_report import VisitReport
from clerk.domain.visit_report_sections import visit_title
from clerk.domain.visit_report_text import visit_text
from clerk.locale import _
from screens import sentences
from screens.background import Background
from screens.commands import bindings_for
from screens.modals.page import PageScreen
from screens.text import safe

Read = Callable[[date], VisitReport]


class VisitReportScreen(PageScreen):
    """Shows the report of a day; *read* gets that of another one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("earlier_day", "later_day")]

    def __init__(self, report: VisitReport, today: date, read: Read, background: Background) -> None:
        super().__init__()
        self._report = report
        self._today = today
        self._read = read
        self._background = background
        self._wanted = report.day
        self._fault = ""

    def title_line(self, width: int) -> Content:  # noqa: ARG002 - as the page asks
        """Return the title."""
        day = f"{sentences.weekday(self._report.day)} {self._report.day:%d.%m.%Y}"
        return safe(f"{visit_title(_)} · {self._report.site} · {day}")

    def page(self, width: int) -> Content:
        """Return the report without what the title says."""
        _office, _title, *lines = visit_text(self._report, _, width).splitlines()
        return safe("\n".join(lines), multiline=True)

    def keys(self) -> Content:
        """Return the keys that lead on, or why a day is not shown."""
        return safe(self._fault or _("← → anderer Tag · Bild auf/ab blättert · Esc zurück"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer no day to come."""
        return action != "later_day" or self._wanted < self._today

    def action_earlier_day(self) -> None:
        """Show the day before."""
        self._turn(-1)

    def action_later_day(self) -> None:
        """Show the day after."""
        self._turn(1)

    def _turn(self, days: int) -> None:
        wanted = self._wanted = self._wanted + timedelta(days=days)
        self._background.run(lambda: self._read(wanted), self._show, self._failed)

    def _show(self, report: VisitReport) -> None:
        if report.day == self._wanted and self.is_attached:
            self._report, self._fault = report, ""
            self.on_resize()
            self.refresh_bindings()

    def _failed(self, error: Exception) -> None:
        self._wanted, self._fault = self._report.day, sentences.of_error(error)
        if self.is_attached:
            self.on_resize()
