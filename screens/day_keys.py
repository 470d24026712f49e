"""Which key does what on the screen of the day closing."""

from abc import abstractmethod
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType

from clerk.domain.day_closing import ClosingState
from clerk.locale import _
from clerk.services.workstation import Workstation
from screens.background import Background
from screens.commands import bindings_for
from screens.day_acts import DayActs
from screens.day_books import Books, DayChoice, may_confirm
from screens.day_correction_acts import DayCorrectionActs
from screens.day_till import DayTill
from screens.storno_acts import StornoActs
from screens.widgets.day_pane import DayPane
from screens.work_frame import WorkFrame


class DayKeys(WorkFrame):
    """Turns the keys of the day closing into acts."""

    books: Books | None
    till: DayTill
    acts: DayActs
    stornos: StornoActs
    corrections: DayCorrectionActs
    pane: DayPane

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("next", "back", "remark", "withdraw", "hand_back", "storno", "decide_storno"),
        *bindings_for("carry_out", "correct", "earlier_day", "later_day", "reprint"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, workstation: Workstation, background: Background, *, is_first: bool) -> None:
        super().__init__(workstation, background, _("Tagesabschluss"))
        self._is_first = is_first

    @abstractmethod
    def require(self) -> Books:
        """Return what is shown."""

    @abstractmethod
    def show_day(self, wanted: DayChoice | None) -> None:
        """Read and show a day."""

    def _is_usable(self, command: str) -> bool:
        books = self.books
        if command in {"back", "move", "page"}:
            return True
        if books is None:
            return False
        if self.till.is_running:
            return command == "next"
        closing, report = books.sheet.closing, books.sheet.report
        is_second = may_confirm(books, self.workstation.seat)
        return {
            "remark": books.is_open and any(item.needs_remark for item in report.differences),
            "withdraw": closing.state is ClosingState.SIGNED and not is_second,
            "hand_back": is_second,
            "storno": bool(books.settlements),
            "decide_storno": bool(books.to_decide),
            "carry_out": bool(books.to_carry_out),
            "correct": bool(books.decided),
            "later_day": books.shown.day < books.today,
        }.get(command, True)

    def action_next(self) -> None:
        """Do the natural next step."""
        if self.till.is_running:
            self.say(_("Bitte warten, bis das Terminal fertig ist."))
        else:
            self._act("next", self.acts.next)

    def action_back(self) -> None:
        """Go back to the desk, if one lies behind."""
        if self.till.is_running:
            self.say(_("Bitte warten, bis das Terminal fertig ist."))
        elif not self._is_first:
            self.dismiss(None)

    def action_move(self, rows: int) -> None:
        """Choose another day of the list."""
        days = self.pane.days
        if days.rows and not self.till.is_running:
            days.action_cursor_by(rows)
            self.show_day(days.current)

    def action_page(self, direction: int) -> None:
        """Scroll the report."""
        self.pane.scroll_page(direction)

    def action_earlier_day(self) -> None:
        """Show the day before."""
        self._act("earlier_day", lambda: self._turn(-1))

    def action_later_day(self) -> None:
        """Show the day after."""
        self._act("later_day", lambda: self._turn(1))

    def _turn(self, days: int) -> None:
        shown, books = self.require().shown, self.require()
        day = shown.day + timedelta(days=days)
        listed = (choice for choice in books.choices if (choice.counter, choice.day) == (shown.counter, day))
        self.show_day(next(listed, replace(shown, day=day, waits=())))

    def action_remark(self) -> None:
        """Explain a difference."""
        self._act("remark", self.acts.remark)

    def action_withdraw(self) -> None:
        """Take the signature back."""
        self._act("withdraw", self.acts.withdraw)

    def action_hand_back(self) -> None:
        """Give the day back unconfirmed."""
        self._act("hand_back", self.acts.hand_back)

    def action_storno(self) -> None:
        """Take something of the day back."""
        self._act("storno", lambda: self.stornos.choose(self.require().settlements))

    def action_decide_storno(self) -> None:
        """Decide a storno that waits."""
        self._act("decide_storno", lambda: self.stornos.decide(self.require().to_decide))

    def action_carry_out(self) -> None:
        """Carry a confirmed storno out."""
        self._act("carry_out", lambda: self.stornos.carry_out(self.require().to_carry_out))

    def action_correct(self) -> None:
        """Correct a decision that turned out to be wrong."""
        self._act("correct", self.corrections.choose)

    def action_reprint(self) -> None:
        """Print the report."""
        self._act("reprint", self.acts.print_report)
