"""Numbers given on paper: one line after the other, as fast as one reads them from the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.paper_series import PaperNumber, PaperOutcome, read_arrival, read_number
from clerk.locale import _
from clerk.ports import QueueEntry
from clerk.services.enter_paper import PaperLine
from clerk.services.overview import OverviewRow
from clerk.services.workstation import Workstation
from screens import sentences
from screens.arrival_items import ArrivalItems
from screens.background import Background
from screens.text import Cell, columns, join, safe
from screens.theme import ERROR, MUTED
from screens.widgets.choice_line import Choice
from screens.widgets.field import FieldForm, FormFieldWidget
from screens.widgets.finder import Finder

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class _Entered:
    """A line that was entered, or why it was not; while the store works on it neither."""

    line: PaperLine
    concern: str
    problem: str = ""
    is_stored: bool = False


class PaperScreen(ModalScreen[None]):
    """Number, time, concern: Enter in the last stores the line.

    From then on an empty number is the next one, an empty time the same again.

    Nobody waits for the store: what it refuses stands in the list with the reason, and is entered once more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False, id="back")]

    def __init__(
        self, workstation: Workstation, background: Background, booked: Sequence[OverviewRow]
    ) -> None:
        super().__init__()
        self._workstation = workstation
        self._background = background
        self._items = ArrivalItems(
            booked,
            workstation.knowledge.services(on=workstation.today()),
            workstation.zone,
            workstation.clock.now(),
        )
        self._entered: list[_Entered] = []
        self._list = Static(id="paper-list")
        self._number = FormFieldWidget("number", _("Nummer auf dem Zettel"))
        self._last: PaperLine | None = None
        self._time = FormFieldWidget("time", _("Ankunft"), help=_("920 für 9:20"))
        self._outcome = FormFieldWidget(
            "outcome", _("Stand"), choices=_outcomes(), value=PaperOutcome.WAITING, help=_("← → wählt")
        )
        self._finder = Finder(self._items.items, placeholder=_("Leistung, oder Name des Termins"))

    def compose(self) -> ComposeResult:
        """What was entered above, the line below it, the concern with its hits."""
        with Vertical(classes="dialog -wide -paper"):
            yield Static(safe(_("Papiernummern nacherfassen")), classes="dialog-title")
            yield self._list
            yield FieldForm(self._outcome, self._number, self._time)
            yield self._finder
            yield Static(
                safe(_("Enter weiter, zuletzt speichert es · ↑ zum Stand · Esc fertig")),
                classes="dialog-foot",
            )

    def on_mount(self) -> None:
        """Begin with the first number."""
        self._draw()
        self._number.focus_entry()

    # ------------------------------------------------------------ a line

    @on(FormFieldWidget.NextField)
    def _next_field(self, event: FormFieldWidget.NextField) -> None:
        event.stop()
        if event.field is self._outcome:
            self._number.focus_entry()
        elif event.field is self._number and self._read_number() is not None:
            self._time.focus_entry()
        elif event.field is self._time and self._read_arrival() is not None:
            self._finder.focus_line()

    @on(Finder.Selected)
    def _concern_chosen(self, event: Finder.Selected) -> None:
        number, arrived = self._read_number(), self._read_arrival()
        if number is None or arrived is None:
            return
        concern, words = self._items.chosen(event.key)
        line = PaperLine(
            number=number,
            arrived_at=arrived,
            concern=concern if isinstance(concern, QueueEntry) else concern.id,
            outcome=PaperOutcome(self._outcome.value or PaperOutcome.WAITING),
        )
        self._store(_Entered(line, words))
        self._last = line
        self._number.set_value("", _("leer: {number}").format(number=number.following.ticket))
        self._time.set_value("", _("leer: {time}").format(time=f"{arrived:%H:%M}"))
        self._finder.clear()
        self._time.focus_entry()

    def _read_number(self) -> PaperNumber | None:
        if self._last is not None and not self._number.value.strip():
            return self._last.number.following
        try:
            return read_number(self._number.value)
        except ValueError as problem:
            self._refuse(self._number, problem)
            return None

    def _read_arrival(self) -> datetime | None:
        if self._last is not None and not self._time.value.strip():
            return self._last.arrived_at
        try:
            now = self._workstation.clock.now().astimezone(self._workstation.zone)
            return read_arrival(self._time.value, now)
        except ValueError as problem:
            self._refuse(self._time, problem)
            return None

    def _refuse(self, field: FormFieldWidget, problem: ValueError) -> None:
        field.show_verdict("hard", str(problem))
        field.focus_entry()

    # ------------------------------------------------------------ the store

    def _store(self, entered: _Entered) -> None:
        place = len(self._entered)
        self._entered.append(entered)
        self._draw()

        def stored(_visit: int) -> None:
            self._note(place, _Entered(entered.line, entered.concern, is_stored=True))

        def refused(error: Exception) -> None:
            self._note(place, _Entered(entered.line, entered.concern, sentences.of_error(error)))

        self._background.run(lambda: self._workstation.paper.enter(entered.line), stored, refused)

    def _note(self, place: int, entered: _Entered) -> None:
        self._entered[place] = entered
        if self.is_attached:
            self._draw()

    def _draw(self) -> None:
        # what was refused is shown until the screen is left, whatever came after it
        refused = [entered for entered in self._entered if entered.problem]
        others = [entered for entered in self._entered if not entered.problem]
        shown = [*others[-max(1, _SHOWN - 2 * len(refused)) :], *refused[-2:]]
        count = sum(entered.is_stored for entered in self._entered)
        lines = [safe(_("{count} erfasst").format(count=count), MUTED)]
        self._list.update(
            join([*lines, *(row for entered in shown for row in _rows(entered))], Content("\n"))
        )

    def action_back(self) -> None:
        """The list is done; what was entered is safe."""
        self.dismiss(None)


def _rows(entered: _Entered) -> list[Content]:
    line, width = entered.line, 68
    state = "✓" if entered.is_stored else "!" if entered.problem else "…"
    row = columns(
        [
            Cell(state, 1),
            Cell(line.number.ticket, 6, "bold"),
            Cell(f"{line.arrived_at:%H:%M}", 5),
            Cell(entered.concern, None),
            Cell(outcome_name(line.outcome), 22, MUTED),
        ],
        width,
    )
    return [row, safe(f"   {entered.problem}", ERROR)] if entered.problem else [row]


def outcome_name(outcome: PaperOutcome) -> str:
    """Return how the screen calls what had become of the person."""
    return {
        PaperOutcome.WAITING: _("wartet noch"),
        PaperOutcome.DONE: _("erledigt, ohne Gebühr"),
        PaperOutcome.INCOMPLETE: _("unvollständig"),
        PaperOutcome.REFERRED: _("weiterverwiesen"),
        PaperOutcome.LEFT: _("gegangen"),
    }[outcome]


def _outcomes() -> list[Choice]:
    return [Choice(outcome, outcome_name(outcome)) for outcome in PaperOutcome]
