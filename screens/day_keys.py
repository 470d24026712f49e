"""Which key does what on the screen of the day closing."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from clerk.domain.day_closing import ClosingState
from clerk.locale import _
from clerk.services.workstation import Workstation
from screens.commands import bindings_for
from screens.day_acts import DayActs
from screens.day_books import Books, DayChoice, may_confirm
from screens.day_correction_acts import DayCorrectionActs
from screens.day_storno_acts import DayStornoActs
from screens.day_till import DayTill
from screens.widgets.day_pane import DayPane


class DayKeys(Screen[None]):
    """Turns keys into acts, one after the other: a key pressed while the store decides waits for it."""

    workstation: Workstation
    books: Books | None
    till: DayTill
    acts: DayActs
    stornos: DayStornoActs
    corrections: DayCorrectionActs
    pane: DayPane

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("next", "back", "remark", "withdraw", "hand_back", "storno", "decide_storno"),
        *bindings_for("carry_out", "correct", "earlier_day", "later_day", "reprint"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, *, is_first: bool) -> None:
        super().__init__()
        self._is_first = is_first
        self._acting = 0
        self._typed_ahead: deque[tuple[str, Callable[[], None]]] = deque()

    @abstractmethod
    def require(self) -> Books:
        """Return what is shown."""

    @abstractmethod
    def show_day(self, wanted: DayChoice | None) -> None:
        """Read and show a day."""

    @abstractmethod
    def say(self, sentence: str) -> None:
        """Show a sentence for a few seconds."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what can be done about the day shown."""
        # typed ahead: whether a command can be used shows when its turn comes
        return self._acting > 0 or self._is_usable(action)

    def _is_usable(self, command: str) -> bool:
        books = self.books
        if books is None or command in {"next", "back", "move", "page"}:
            return True
        if self.till.is_running:
            return False
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

    def _act(self, command: str, action: Callable[[], None]) -> None:
        """Do *action*, after what is being done just now and if the command can be used then."""
        if self._acting:
            self._typed_ahead.append((command, action))
        elif self.books is not None and self._is_usable(command):
            action()

    def catch_up(self) -> None:
        while self._typed_ahead and not self._acting:
            command, action = self._typed_ahead.popleft()
            self._act(command, action)

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
        self._act("storno", self.stornos.choose)

    def action_decide_storno(self) -> None:
        """Decide a storno that waits."""
        self._act("decide_storno", self.stornos.decide)

    def action_carry_out(self) -> None:
        """Carry a confirmed storno out."""
        self._act("carry_out", self.stornos.carry_out)

    def action_correct(self) -> None:
        """Correct a decision that turned out to be wrong."""
        self._act("correct", self.corrections.choose)

    def action_reprint(self) -> None:
        """Print the report."""
        self._act("reprint", self.acts.print_report)
