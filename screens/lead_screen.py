"""The screen of the team lead: the load of a site, live, without names and without figures of single workplaces."""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from clerk.domain.people import Role
from clerk.locale import _
from clerk.services.team_lead import LeadView, TeamLead
from clerk.services.workstation import Workstation
from screens.background import Background
from screens.commands import bindings_for
from screens.day_books import DayNotes
from screens.day_screen import DayScreen
from screens.lead_acts import LeadActs
from screens.lead_visit_acts import LeadVisitActs
from screens.widgets.lead_pane import LeadPane
from screens.widgets.status_line import SystemState
from screens.work_frame import WorkFrame

_AGAIN_AFTER_SECONDS = 10
"""When it is read and forecast again without news: waits grow by themselves."""


class LeadScreen(WorkFrame):
    """Shows the load and turns keys into what the team lead's service does.

    *is_first*: nothing lies behind it, Esc leads nowhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("find", "next", "back", "site", "open_area", "what_helps", "visit_report", "day"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(
        self, workstation: Workstation, lead: TeamLead, background: Background, *, is_first: bool
    ) -> None:
        super().__init__(workstation, background, _("Teamleitung"))
        self._is_first = is_first
        self._lead = lead
        self._site: int | None = None
        self._view: LeadView | None = None
        self._is_reading = False
        self._reads_again = False
        self._age = 0
        self._is_forecasting = False
        self._forecast_of: int | None = None
        self._days = DayNotes()
        self.pane = LeadPane()
        self.acts = LeadActs(self, self._lead, self._changed, self._go_to)
        self.visits = LeadVisitActs(self, self._lead, workstation.lead_visits, self._changed)

    def body(self) -> Widget:
        """Return the table and what belongs to it."""
        return self.pane

    def begin(self) -> None:
        """Show the site of this workplace."""
        self.in_turn(lambda: self._lead.now(self._site), self._read)

    def changed_elsewhere(self) -> None:
        """Read the load again."""
        self.reload()

    def turn_broke(self) -> None:
        """Read how things stand."""
        self.reload()

    def second_passed(self) -> None:
        """Read again what grows by itself."""
        self._age += 1
        if self._age >= _AGAIN_AFTER_SECONDS:
            self._forecast_of = None
            self.reload()

    def system_states(self) -> tuple[SystemState, ...]:
        """Return the state of the store."""
        return (self.store_state(_("Zahlen aktuell")),)

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words for the hint line."""
        chosen = _("Bereich einstellen") if self.pane.area is not None else _("Anzeigetafel")
        return {"next": chosen, "back": "" if self._is_first else _("zum Schalter")}

    def reload(self) -> None:
        """Read the load, once more after a running read if something changed meanwhile."""
        self._age = 0
        self._reads_again = self._is_reading
        if not self._is_reading:
            self._is_reading = True
            self.background.run(lambda: self._lead.now(self._site), self._reloaded, self._unread)

    def _reloaded(self, view: LeadView) -> None:
        if self._site in (None, view.site.id):
            self._read(view)
        self._go_on_reading()

    def _unread(self, error: Exception) -> None:
        self.failed(error)
        self._go_on_reading()

    def _go_on_reading(self) -> None:
        self._is_reading = False
        if self._reads_again and self.is_attached:
            self.reload()

    def _read(self, view: LeadView) -> None:
        self._view = view
        if self.is_attached:
            self.pane.show(view)
            self.show_systems()
            self.refresh_bindings()
            self._forecast(view)

    def _forecast(self, view: LeadView) -> None:
        """Let the forecasts of the site shown be made, in a thread of their own, unless they are new."""
        if self._is_forecasting or self._forecast_of == view.site.id:
            return
        self._is_forecasting = True
        self._forecast_of = view.site.id

        def made(_nothing: None) -> None:
            self._is_forecasting = False
            if self.is_attached:
                self.reload()

        def failed(error: Exception) -> None:
            self._is_forecasting = False
            self.failed(error)

        self.background.alongside(lambda: self._lead.renew_forecast(view), made, failed)

    def _changed(self) -> None:
        """Show what was done, and what follows from it for who arrives now."""
        self._forecast_of = None
        self.reload()

    def _go_to(self, site: int) -> None:
        self._site = site
        self.begin()

    def _is_usable(self, command: str) -> bool:
        view = self._view
        if command == "site":
            return view is not None and len(view.sites) > 1
        if command in {"open_area", "what_helps"}:
            return self.pane.area is not None
        if command == "day":
            return self._is_first and Role.CASH_SUPERVISOR in self.workstation.seat.identity.roles
        return command in {"back", "move"} or view is not None

    def action_move(self, rows: int) -> None:
        """Choose another area."""
        self.pane.move(rows)
        self.refresh_bindings()

    def action_next(self) -> None:
        """Set what can be set for what is under the cursor."""
        self._act("next", self._set)

    def _set(self) -> None:
        area = self.pane.area
        if area is not None:
            self.acts.set_area(self._require(), area)
        else:
            self.acts.set_board_text(self._require())

    def action_back(self) -> None:
        """Go back to the desk, if one lies behind."""
        if not self._is_first:
            self.dismiss(None)

    def action_find(self) -> None:
        """Find a visit of the site shown, to free it or to give it to another counter."""
        self._act("find", lambda: self.visits.find(self._require().site.id))

    def action_site(self) -> None:
        """Show another site."""
        self._act("site", lambda: self.acts.site(self._require()))

    def action_open_area(self) -> None:
        """Open or close the area at a counter."""
        self._act("open_area", self._open_area)

    def _open_area(self) -> None:
        area = self.pane.area
        if area is not None:
            self.acts.open_area(self._require(), area)

    def action_what_helps(self) -> None:
        """Show what would change the wait for the area."""
        self._act("what_helps", self._what_helps)

    def _what_helps(self) -> None:
        area = self.pane.area
        if area is not None:
            self.acts.what_helps(self._require(), area)

    def action_visit_report(self) -> None:
        """Show the day report of visits."""
        self._act("visit_report", lambda: self.acts.visit_report(self._require()))

    def action_day(self) -> None:
        """Show the days of the counters, for a team lead who supervises the cash too."""
        self._act("day", self._show_days)

    def _show_days(self) -> None:
        self.app.push_screen(DayScreen(self.workstation, self.background, self._days, is_first=False))

    def _require(self) -> LeadView:
        if self._view is None:
            raise LookupError
        return self._view
