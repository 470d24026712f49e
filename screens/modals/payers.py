"""Paying separately: which cases the person at the counter pays now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.case_view import CaseView
from clerk.domain.money import format_cents
from clerk.domain.settlement import open_cents
from clerk.locale import _
from screens.payers import Payers
from screens.text import Align, Cell, columns, safe
from screens.theme import ACCENT, OK
from screens.widgets.virtual_list import VirtualList

PLATE_WIDTH = 12


@dataclass(frozen=True, slots=True)
class UnpaidCase:
    """A case that still has to be paid, as the list shows it; cents; ``plate`` is empty where it has none."""

    id: int
    number: str
    name: str
    plate: str
    cents: int


def unpaid(views: Sequence[CaseView]) -> list[UnpaidCase]:
    """Return the cases with something left to pay, as the list shows them."""
    return [
        UnpaidCase(view.case.id, view.case.number, view.service.name, view.plate, cents)
        for view in views
        if (cents := open_cents(view.case.lines))
    ]


class PayersScreen(ModalScreen[frozenset[int] | None]):
    """Ticks of the cases to pay now; the result are their ids."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", show=False, id="presented"),
        Binding("escape", "back", show=False, id="back"),
    ]

    def __init__(self, cases: Sequence[UnpaidCase], chosen: frozenset[int]) -> None:
        super().__init__()
        self._cases = tuple(cases)
        self._chosen = set(chosen)
        self._list: VirtualList[UnpaidCase] = VirtualList(lambda case: str(case.id), self._draw)
        self._sum = Static(classes="dialog-text")

    def compose(self) -> ComposeResult:
        """List, sum, keys."""
        with Vertical(classes="dialog -wide -find"):
            yield Static(safe(_("Getrennt zahlen: Was wird jetzt bezahlt?")), classes="dialog-title")
            yield self._list
            yield self._sum
            yield Static(
                safe(_("Leertaste wählt aus oder ab · Enter übernimmt · Esc zurück")), classes="dialog-foot"
            )

    def on_mount(self) -> None:
        """Show the cases."""
        self._show()
        self._list.focus()

    def _show(self) -> None:
        self._list.show(self._cases)
        cents = sum(case.cents for case in self._cases if case.id in self._chosen)
        rest = sum(case.cents for case in self._cases) - cents
        sentence = _("Jetzt {now}, danach noch {rest}.")
        self._sum.update(safe(sentence.format(now=format_cents(cents), rest=format_cents(rest)), "bold"))

    def _draw(self, case: UnpaidCase, width: int, _selected: bool) -> Content:
        paid_now = case.id in self._chosen
        return columns(
            [
                Cell(_("jetzt") if paid_now else _("später"), 7, OK if paid_now else ""),
                Cell(case.number, 12, ACCENT),
                *([Cell(case.plate, PLATE_WIDTH)] if case.plate else []),
                Cell(case.name),
                Cell(format_cents(case.cents), 11, "", Align.RIGHT),
            ],
            width,
        )

    def action_turn(self) -> None:
        """Pay the case under the cursor now, or later."""
        case = self._list.current
        if case is not None:
            self._chosen ^= {case.id}
            self._show()
            self._list.action_cursor_by(1)

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Take the choice; without one there is nothing to pay now."""
        event.stop()
        if not self._chosen:
            self._sum.update(safe(_("! Bitte mindestens einen Vorgang auswählen."), "bold $amt-warn"))
            return
        self.dismiss(frozenset(self._chosen))

    def action_back(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)


def ask_payers(views: Sequence[CaseView], payers: Payers) -> PayersScreen:
    """Return the question which cases are paid now, with what was chosen before."""
    cases = unpaid(views)
    return PayersScreen(cases, frozenset(case.id for case in cases if payers.is_chosen(case.id)))
