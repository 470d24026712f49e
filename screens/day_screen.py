"""The screen of the day closing: for the own counter, or for a cash supervisor those of the site."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual.app import ComposeResult

from clerk.locale import _
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.day_acts import DayActs
from screens.day_books import Books, DayChoice, DayNotes, DayStep, next_step, read_books
from screens.day_correction_acts import DayCorrectionActs
from screens.day_keys import DayKeys
from screens.day_storno_acts import DayStornoActs
from screens.day_till import DayTill
from screens.day_words import step_word
from screens.error_boundary import note
from screens.widgets.day_pane import DayPane
from screens.widgets.hint_bar import HintBar
from screens.widgets.message_line import MessageLine, Weight
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState
from screens.widgets.top_bar import TopBar

T = TypeVar("T")
_BY_ENTER = {
    DayStep.DECIDE: ("decide_storno",),
    DayStep.CARRY_OUT: ("carry_out",),
    DayStep.REMARK: ("remark",),
    DayStep.WITHDRAW: ("withdraw",),
}


class DayScreen(DayKeys):
    """Shows a day and turns keys into what the services do.

    *is_first*: nothing lies behind it, Esc leads nowhere. *notes* is what was typed and is not signed yet.
    """

    def __init__(
        self, workstation: Workstation, background: Background, notes: DayNotes, *, is_first: bool
    ) -> None:
        super().__init__(is_first=is_first)
        self.workstation = workstation
        self.background = background
        self.notes = notes
        self.books: Books | None = None
        self.till = DayTill(self)
        self.acts = DayActs(self)
        self.stornos = DayStornoActs(self)
        self.corrections = DayCorrectionActs(self)
        self._wanted: DayChoice | None = None
        self._stop_watching: Callable[[], None] | None = None
        self._refresh_planned = False
        workplace = workstation.seat.workplace
        self._top = TopBar(f"{workplace.office_name} {workplace.site_name}", _("Tagesabschluss"))
        self.pane = DayPane(workstation.zone)
        self._message = MessageLine()
        self._status = StatusLine()
        self._hints = HintBar()

    def compose(self) -> ComposeResult:
        """Top line, days, message, status, keys: the same place as on every screen."""
        yield self._top
        yield self.pane
        yield self._message
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Show the day that waits for this person first, then follow the store."""
        self._tick()
        self.set_interval(1.0, self._tick)
        self._stop_watching = self.workstation.changes.watch(self._changed_elsewhere)
        self.reload()

    def on_unmount(self) -> None:
        """Stop following the store."""
        if self._stop_watching is not None:
            self._stop_watching()

    def on_screen_suspend(self) -> None:
        """Show no keys that do not work while a question lies over it."""
        self._hints.visible = False

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        self._hints.visible = True

    # ------------------------------------------------------------ the store

    def require(self) -> Books:
        """Return what is shown; ``LookupError`` before the first answer of the store."""
        if self.books is None:
            raise LookupError
        return self.books

    @property
    def step(self) -> DayStep:
        """What Enter does."""
        books = self.books
        if books is None or self.till.is_running:
            return DayStep.NOTHING
        said = self.notes.said(books.shown)
        return next_step(books, said, self.workstation.seat, has_terminal=self.till.has_terminal)

    def in_turn(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that decides what the next key means; keys pressed meanwhile wait for it."""
        self._acting += 1

        def finished(result: T) -> None:
            self._acting -= 1
            done(result)
            self.catch_up()

        def broke(error: Exception) -> None:
            self._acting -= 1
            self._typed_ahead.clear()
            (failed or self.failed)(error)
            self.reload()

        self.background.run(work, finished, broke)

    def reload(self) -> None:
        """Read the day shown again."""
        self.show_day(self._wanted)

    def show_day(self, wanted: DayChoice | None) -> None:
        """Read and show a day; without one the first that waits for this person."""
        self._wanted = wanted
        self._acting += 1
        workstation = self.workstation

        def read(books: Books) -> None:
            self._acting -= 1
            # another one may have been chosen meanwhile: the store answers in order, the last one counts
            if self._wanted == wanted:
                self._wanted = books.shown
                self.books = books
                self.paint()
            self.catch_up()

        def unread(error: Exception) -> None:
            self._acting -= 1
            self._typed_ahead.clear()
            self._wanted = self.books.shown if self.books is not None else None
            self.failed(error)

        self.background.run(lambda: read_books(workstation, wanted), read, unread)

    def changed(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Something was done about the day: say so and read it again."""
        self.say(sentence, weight)
        self.reload()

    def _changed_elsewhere(self) -> None:
        if not self._refresh_planned:
            self._refresh_planned = True
            self.background.tell(self._refresh_soon, None)

    def _refresh_soon(self, _nothing: None) -> None:
        self._refresh_planned = False
        if self.is_attached:
            self.reload()

    # ------------------------------------------------------------ showing

    def say(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Show a sentence for a few seconds."""
        self._message.say(sentence, weight)

    def failed(self, error: Exception) -> None:
        """Say what went wrong in one sentence; nothing typed is lost."""
        if not sentences.speaks_for_itself(error):
            note(error)
        self.say(sentences.of_error(error), Weight.ERROR)

    def paint(self) -> None:
        """Show what is known."""
        if self.books is not None and self.is_attached:
            self.pane.tell_progress(self.till.progress())
            self.pane.show(self.books, self.notes.said(self.books.shown), self.step)
            self._show_systems()
            self.refresh_bindings()

    def _tick(self) -> None:
        now = self.workstation.clock.now().astimezone(self.workstation.zone)
        self._top.moment = sentences.moment(now)
        self.till.tick()
        self.pane.tell_progress(self.till.progress())
        self._show_systems()

    def _show_systems(self) -> None:
        self._status.states = (self._store_state(), self.till.system_state())

    def _store_state(self) -> SystemState:
        if self.background.is_slow:
            return SystemState(_("Speicher antwortet langsam, Eingaben sind sicher"), SystemLevel.WARN)
        return SystemState(_("Kassenbuch bereit"))

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words for the hint line."""
        step = self.step
        back = "" if self._is_first else _("zum Schalter")
        words = {"next": step_word(step), "back": back, "reprint": _("Drucken")}
        # what Enter does has no second hint
        return words | dict.fromkeys(_BY_ENTER.get(step, ()), "")
