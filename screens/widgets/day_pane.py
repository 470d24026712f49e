"""The days one can choose from, and the one shown: how it stands, what Enter does, its report."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from clerk.domain.money import format_cents
from clerk.locale import _
from screens.day_books import Books, DayChoice, DayStep
from screens.day_words import lead, long_day, short_day, standing, step_word, waits_for
from screens.keymap import key_label
from screens.text import Align, Cell, columns, counter_name, ellipsis, join, pad, safe
from screens.theme import ACCENT, MUTED, WARN
from screens.widgets.big_text import BigText
from screens.widgets.day_lines import WIDEST, day_lines
from screens.widgets.steady_text import SteadyText
from screens.widgets.virtual_list import VirtualList

LIST_BESIDE_FROM = 106
"""Cells from which on there is room for the list beside the report."""
_ROWS_ABOVE, _SCROLL_BAR = 4, 2
_LIST_WIDTH, _NARROW_ROW = 43, 44


class DayPane(Vertical):
    """Draws what it is given; the cursor of its list is moved by the screen."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(id="day")
        self._zone = zone
        self._books: Books | None = None
        self._said: Mapping[str, str] = {}
        self._step = DayStep.NOTHING
        self._progress = ""
        self.days: VirtualList[DayChoice] = VirtualList(lambda choice: choice.key, self._draw, id="day-list")
        self.days.can_focus = False
        self._head = SteadyText(id="day-head")
        self._amount = BigText(id="day-amount")
        self._report = SteadyText(id="day-report")
        self._scroll = VerticalScroll(self._report, id="day-scroll")
        self._scroll.can_focus = False

    def compose(self) -> ComposeResult:
        """List, then the day."""
        yield self.days
        with Vertical(id="day-shown"):
            yield self._head
            yield self._amount
            yield self._scroll

    def show(self, books: Books, said: Mapping[str, str], step: DayStep) -> None:
        """Show a day; the report begins at its top if it is another one than before."""
        other = self._books is None or self._books.shown.key != books.shown.key
        self._books, self._said, self._step = books, said, step
        self.days.show(books.choices)
        self.days.move_to(books.shown.key)
        self._arrange()
        if other:
            self._scroll.scroll_home(animate=False)

    def tell_progress(self, words: str) -> None:
        """Say what happens at the terminal just now; nothing for an empty text."""
        if words != self._progress:
            self._progress = words
            self._arrange()

    def scroll_page(self, direction: int) -> None:
        """Scroll the report by what is in sight."""
        self._scroll.scroll_relative(y=direction * max(1, self._scroll.size.height - 1), animate=False)

    def on_resize(self) -> None:
        """Use the new room."""
        self._arrange()

    def _arrange(self) -> None:
        books = self._books
        if books is None or not self.size.width:
            return
        beside = self.size.width >= LIST_BESIDE_FROM
        self.set_class(beside, "-beside")
        self.days.styles.height = "1fr" if beside else min(len(books.choices), _ROWS_ABOVE)
        self.days.display = len(books.choices) > 1
        list_width = _LIST_WIDTH if beside and self.days.display else 0
        width = self.size.width - list_width - _SCROLL_BAR
        self._head.say(self._head_lines(books, min(width, WIDEST)))
        self._amount.text = format_cents(books.sheet.report.received_cents)
        self._report.say(day_lines(books, self._said, self._zone, width))

    def _head_lines(self, books: Books, width: int) -> Content:
        shown, report = books.shown, books.sheet.report
        title = f"{counter_name(shown.label)} · {long_day(shown.day, books.today)}"
        received = _("eingenommen {amount}").format(amount=format_cents(report.received_cents))
        first = columns(
            [Cell(title, None, "bold"), Cell(received, len(received), "bold", Align.RIGHT)], width
        )
        state = standing(books.sheet, self._zone)
        lines = [first, *(line for line in safe(state).wrap(width))]
        lines.append(self._doing(width))
        hint = lead(books, self._step)
        if hint and not self._progress:
            lines += [safe(hint, MUTED)]
        return join(lines, Content("\n"))

    def _doing(self, width: int) -> Content:
        """Draw what happens, or what Enter does and how to move; the latter gives way."""
        if self._progress:
            return safe(ellipsis("● " + self._progress, width), "bold")
        word, moving = step_word(self._step), self._ways_to_move()
        enter = key_label("enter") + "  " if word else ""
        room = width - cell_len(enter + word)
        rest = pad(moving, room, Align.RIGHT) if cell_len(moving) + 2 <= room else ""
        return join([safe(enter, f"bold {ACCENT}"), safe(word, ACCENT), safe(rest, MUTED)], "")

    def _ways_to_move(self) -> str:
        page = _("Bild auf/ab blättert")
        return _("↑ ↓ anderer Tag · {page}").format(page=page) if self.days.display else page

    def _draw(self, choice: DayChoice, width: int, _selected: bool) -> Content:
        today = self._books.today if self._books is not None else choice.day
        day = short_day(choice.day, today)
        waits = waits_for(choice)
        if width < _NARROW_ROW:
            return columns([Cell(choice.label, 3), Cell(day, 9), Cell(waits, None, WARN)], width)
        return columns([Cell(counter_name(choice.label), 14), Cell(day, 10), Cell(waits, None, WARN)], width)
