"""The screen of the day closing: for the own counter, or for a cash supervisor those of the site."""

from collections.abc import Mapping

from textual.widget import Widget

from clerk.locale import _
from clerk.services.workstation import Workstation
from screens.background import Background
from screens.day_acts import DayActs
from screens.day_books import Books, DayChoice, DayNotes, DayStep, next_step, read_books
from screens.day_correction_acts import DayCorrectionActs
from screens.day_keys import DayKeys
from screens.day_till import DayTill
from screens.day_words import step_word
from screens.receipt_printing import ReceiptPrinting
from screens.storno_acts import StornoActs
from screens.storno_run import StornoRun
from screens.widgets.day_pane import DayPane
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemState

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
        super().__init__(workstation, background, is_first=is_first)
        self.notes = notes
        self.books: Books | None = None
        self.till = DayTill(self)
        self.acts = DayActs(self)
        self.printing = ReceiptPrinting(self)
        run = StornoRun(self, self.printing, self.till.storno_began, self.till.heard, self.till.storno_ended)
        self.stornos = StornoActs(
            self,
            run,
            self.reload,
            _("Der Storno ist vorgemerkt. Die Kassenaufsicht sieht ihn in ihrer Liste."),
        )
        self.corrections = DayCorrectionActs(self)
        self._wanted: DayChoice | None = None
        self.pane = DayPane(workstation.zone)

    def body(self) -> Widget:
        """Return the days and the report."""
        return self.pane

    def begin(self) -> None:
        """Show the day that waits for this person first."""
        self.reload()

    def changed_elsewhere(self) -> None:
        """Read the day again."""
        self.reload()

    def turn_broke(self) -> None:
        """Read the day again: it may have changed under what was refused."""
        self.reload()

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

    def reload(self) -> None:
        """Read the day shown again."""
        self.show_day(self._wanted)

    def show_day(self, wanted: DayChoice | None) -> None:
        """Read and show a day; without one the first that waits for this person."""
        self._wanted = wanted
        workstation = self.workstation

        def read(books: Books) -> None:
            # another one may have been chosen meanwhile: the store answers in order, the last one counts
            if self._wanted == wanted:
                self._wanted = books.shown
                self.books = books
                self.paint()

        def unread(error: Exception) -> None:
            self._wanted = self.books.shown if self.books is not None else None
            self.failed(error)

        self.in_turn(lambda: read_books(workstation, wanted), read, unread)

    def changed(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Something was done about the day: say so and read it again."""
        self.say(sentence, weight)
        self.reload()

    # ------------------------------------------------------------ showing

    def paint(self) -> None:
        """Show what is known."""
        if self.books is not None and self.is_attached:
            self.pane.tell_progress(self.till.progress())
            self.pane.show(self.books, self.notes.said(self.books.shown), self.step)
            self.show_systems()
            self.refresh_bindings()

    def second_passed(self) -> None:
        """Go on with what counts seconds."""
        self.till.tick()
        self.pane.tell_progress(self.till.progress())

    def system_states(self) -> tuple[SystemState, ...]:
        """Return the state of store, terminal and printer."""
        return (
            self.store_state(_("Kassenbuch bereit")),
            self.till.system_state(),
            self.printing.system_state(),
        )

    def hint_words(self) -> Mapping[str, str]:
        """Return the closer words for the hint line."""
        step = self.step
        back = "" if self._is_first else _("zum Schalter")
        words = {"next": step_word(step), "back": back, "reprint": _("Drucken")}
        # what Enter does has no second hint
        return words | dict.fromkeys(_BY_ENTER.get(step, ()), "")
