"""The step *Zahlung*: what is to pay, what the terminal says, and how it ended."""

import textwrap
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size

from clerk.domain.money import format_cents
from clerk.domain.settlement import ChargedLine, Way, open_cents
from clerk.domain.visit import Case, Visit
from clerk.locale import _
from screens.text import Align, Cell, columns, join, safe
from screens.theme import ERROR, MUTED, OK, WARN
from screens.widgets.big_text import BigText
from screens.widgets.steady_text import SteadyText

ONE_LINE_FROM, MOST_WIDTH = 90, 112
LARGE_AMOUNT = 3
"""Rows the amount takes where there is room."""
AMOUNT_WIDTH = 11
_ROOMY = 100
KEY_WIDTH = 7
"""Cells a key takes before the words for what it does."""


class Tone(StrEnum):
    """How a payment looks: by word and sign, the colour only beside."""

    CALM = "calm"
    RUNNING = "running"
    GOOD = "good"
    BAD = "bad"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PaymentLook:
    """What to say about the payment: a title, a sentence, and what one can press now.

    ``now`` are the ids of the lines that are paid now or just were, where that is not everything.
    """

    tone: Tone
    title: str
    sentence: str
    keys: tuple[str, ...] = ()
    seconds: int | None = None
    now: frozenset[int] | None = None


def way_name(way: Way) -> str:
    """Return how the user interface names a way of paying."""
    return {
        Way.CARD: _("Karte"),
        Way.NOTICE: _("Gebührenbescheid"),
        Way.CASH_OFFICE: _("an der Kasse bezahlt"),
        Way.EXEMPT: _("gebührenfrei nach Gesetz"),
    }[way]


class PaymentPane(Vertical, can_focus=True):
    """Shows amount, fee lines and the state of the payment."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._amount = BigText(id="amount")
        self._lines = SteadyText(id="pay-lines")
        self._state = SteadyText(id="pay-state")
        self._shown: tuple[Visit, PaymentLook] | None = None
        # Textual knows no size of what is not shown, and the pane is filled while another step is
        self._room = Size(MOST_WIDTH, MOST_WIDTH)

    def compose(self) -> ComposeResult:
        """Amount on top, lines, then the words of the terminal."""
        yield self._amount
        yield self._lines
        yield self._state

    def show(self, visit: Visit, look: PaymentLook) -> None:
        """Show the fee lines of *visit* and how the payment stands."""
        self._shown = visit, look
        self._arrange(visit, look)

    def on_resize(self) -> None:
        """Use the new room."""
        self._room = self.size
        if self._shown is not None:
            self._arrange(*self._shown)

    def _arrange(self, visit: Visit, look: PaymentLook) -> None:
        now = tuple(line for line in visit.lines if look.now is None or line.id in look.now)
        total = open_cents(now) or sum(line.cents for line in now)
        self._amount.text = format_cents(total) if visit.lines else "–"
        # what to press comes first; where there is little room, the amount gets small before labels are cut
        width, count = min(self._room.width, MOST_WIDTH), len(visit.lines)
        room = self._room.height - LARGE_AMOUNT - 2 - _rows(look, width)
        most_room = room + LARGE_AMOUNT - 1
        in_two = width < ONE_LINE_FROM and most_room >= 2 * count
        self._amount.set_class(room < (2 * count if in_two else count), "-small")
        draw = _two_lines if in_two else _line
        if count > max(most_room, len(visit.cases)):
            rows = [_case_row(case, width, look.now) for case in visit.cases if case.lines]
        else:
            rows = [draw(line, width, look.now) for line in visit.lines]
        self._lines.say(Content("\n").join(rows))
        self._state.say(look_content(look, width))


def look_content(look: PaymentLook, width: int) -> Content:
    """Draw the words of a payment's state in *width* cells: sign and title, the sentence, the keys."""
    sign, style = {
        Tone.CALM: ("", "bold"),
        Tone.RUNNING: ("● ", "bold"),
        Tone.GOOD: ("✓ ", f"bold {OK}"),
        Tone.BAD: ("✕ ", f"bold {ERROR}"),
        Tone.UNCLEAR: ("! ", f"bold {WARN}"),
    }[look.tone]
    clock = "" if look.seconds is None else f"   {look.seconds // 60}:{look.seconds % 60:02d}"
    parts = [safe(f"{sign}{look.title}{clock}", style), safe(look.sentence)]
    if look.keys:
        parts += [safe(""), *(safe(line, MUTED) for line in _key_lines(look, width))]
    return join(parts, Content("\n"))


def _rows(look: PaymentLook, width: int) -> int:
    sentence = textwrap.wrap(look.sentence, max(width, 20)) or [""]
    return 1 + len(sentence) + (1 + len(_key_lines(look, width)) if look.keys else 0)


def _key_lines(look: PaymentLook, width: int) -> list[str]:
    indent = " " * KEY_WIDTH
    return [
        line for key in look.keys for line in textwrap.wrap(key, max(width, 20), subsequent_indent=indent)
    ]


def _case_row(case: Case, width: int, now: frozenset[int] | None) -> Content:
    """Draw one row for a whole case: a dealer with ten vehicles has more fee lines than a screen has rows."""
    label = _("Vorgang {number}").format(number=case.number)
    notes = dict.fromkeys(_note(line, now) for line in case.lines)
    cents = sum(line.cents for line in case.lines)
    amount = Cell(format_cents(cents), AMOUNT_WIDTH, "", Align.RIGHT)
    return columns([Cell(label), Cell(", ".join(filter(None, notes)), 24, OK), amount], width)


def _note(line: ChargedLine, now: frozenset[int] | None) -> str:
    if line.settlement is not None:
        return f"✓ {way_name(line.settlement.way)}"
    if line.to_cash_office:
        return _("an der Kasse")
    return "" if now is None or line.id in now else _("später")


def _two_lines(line: ChargedLine, width: int, now: frozenset[int] | None) -> Content:
    label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
    room = max(width - AMOUNT_WIDTH - 2, 20)
    first, *rest = textwrap.wrap(label, room, break_on_hyphens=False) or [""]
    below = "  " + " · ".join(filter(None, (" ".join(rest), line.tariff)))
    settled = _note(line, now)
    rows = (
        [Cell(first), Cell(format_cents(line.cents), AMOUNT_WIDTH, "", Align.RIGHT)],
        [Cell(below, None, MUTED), Cell(settled, cell_len(settled), OK, Align.RIGHT)],
    )
    return join([columns(cells, width) for cells in rows], Content("\n"))


def _line(line: ChargedLine, width: int, now: frozenset[int] | None) -> Content:
    label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
    settled = _note(line, now)
    cells = [
        Cell(label),
        Cell(line.tariff, 12 if width < _ROOMY else 18, MUTED),
        Cell(format_cents(line.cents), AMOUNT_WIDTH, "", Align.RIGHT),
    ]
    if settled:
        cells.append(Cell(settled, min(len(settled), 18 if width < _ROOMY else 28), OK))
    return columns(cells, width)
