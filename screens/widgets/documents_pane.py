"""The step *Unterlagen*: what decides the case and what has to be seen."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import FactType
from clerk.domain.condition import Truth
from clerk.domain.facts import Answer, Question
from clerk.domain.precheck import ChecklistLine, Presence
from screens.commands import bindings_for
from screens.widgets.case_rows import (
    CaseRow,
    Heading,
    case_rows,
    explanation,
    render_answer_row,
    render_row,
    row_key,
)
from screens.widgets.knowledge_panel import KnowledgePanel
from screens.widgets.steady_text import SteadyText
from screens.widgets.virtual_list import VirtualList


class CaseList(VirtualList[CaseRow]):
    """The rows of a case; the cursor passes over headings, letters and digits answer the fact under it."""

    def action_cursor_by(self, rows: int) -> None:
        """Move the cursor, over headings."""
        place = self.cursor + rows
        while 0 <= place < len(self.rows) and isinstance(self.rows[place], Heading):
            place += 1 if rows > 0 else -1
        if 0 <= place < len(self.rows):
            self.cursor = place

    def leave_heading(self) -> None:
        """Put the cursor on the next row if it stands on a heading."""
        if isinstance(self.current, Heading):
            self.action_cursor_by(1)


class DocumentsPane(Vertical):
    """Facts and documents of one case; used at the info desk, at the counter and for answers to callers."""

    class Answered(Message):
        """A fact was answered."""

        def __init__(self, fact: str, answer: Answer | None) -> None:
            super().__init__()
            self.fact = fact
            self.answer = answer

    class Marked(Message):
        """The state of required documents was said."""

        def __init__(self, presences: dict[str, Presence]) -> None:
            super().__init__()
            self.presences = presences

    class GoOn(Message):
        """Enter was pressed: the documents are done."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("presented", "missing", "all_presented", "more")]

    def __init__(self, *, with_documents: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._with_documents = with_documents
        self._view: CaseView | None = None
        self._more = False
        self._go_on_from: str | None = None
        self._offered: frozenset[str] = frozenset()
        self._list: CaseList = CaseList(
            row_key, render_row if with_documents else render_answer_row, id="case-list"
        )
        self._explanation = SteadyText(fixed=True, id="explanation")
        self._knowledge = KnowledgePanel()

    def compose(self) -> ComposeResult:
        """List left, knowledge right where there is room, one explanation below."""
        with Horizontal():
            yield self._list
            yield self._knowledge
        yield self._explanation

    def on_mount(self) -> None:
        """Explain the row under the cursor in the same frame in which it moves."""
        self._list.follow(self._explain)

    def on_resize(self) -> None:
        """Explain in the new width."""
        self.call_after_refresh(lambda: self._explain(self._list.current))

    @property
    def current_id(self) -> str:
        """The id of the document line or fact under the cursor, empty when there is none."""
        row = self._list.current
        match row:
            case Question():
                return row.fact.id
            case ChecklistLine():
                return row.id
            case _:
                return ""

    @property
    def is_at_fact(self) -> bool:
        """Whether the cursor stands on a fact, which keys answer, and not on a document, which they tick."""
        return isinstance(self._list.current, Question)

    def _explain(self, row: CaseRow | None) -> None:
        self._explanation.say(explanation(row, self._explanation.size.width - 2))
        offered = _ticks(row)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def show(self, view: CaseView, *, fresh: bool = False) -> None:
        """Show a case; *fresh* puts the cursor where the work begins."""
        self._view = view
        if fresh:
            self._more = False
        self._list.show(self._rows(view))
        if fresh:
            self._go_on_from = None
            self._list.action_to_start()
            self._to_first_open()
        self._go_on()
        self._list.leave_heading()
        self._knowledge.show(view)

    def _rows(self, view: CaseView) -> list[CaseRow]:
        return case_rows(view, more=self._more, checking=self._with_documents)

    def focus_list(self) -> None:
        """Let keys go to the list."""
        self._list.focus()

    def to_open_question(self) -> bool:
        """Put the cursor on the first unanswered question; return whether there is one."""
        if self._view is None:
            return False
        for question in self._view.questions:
            if question.answer is None:
                return self._list.move_to(row_key(question))
        return False

    def _to_first_open(self) -> None:
        if self._view is None or self.to_open_question():
            return
        for line in self._view.checklist.lines:
            if line in self._view.checklist.missing or line in self._view.checklist.unchecked:
                self._list.move_to(row_key(line))
                return

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Documents are ticked only where a visit is open, and where the cursor stands on one."""
        if action in {"presented", "missing"}:
            return self._with_documents and action in _ticks(self._list.current)
        return self._with_documents or action != "all_presented"

    def on_virtual_list_selected(self, event: VirtualList.Selected) -> None:
        """Go on to the next step."""
        event.stop()
        self.post_message(self.GoOn())

    def action_presented(self) -> None:
        """The document under the cursor was presented; a fact under it changes to its next answer."""
        row = self._list.current
        if isinstance(row, Question):
            self._answer(row, next_answer(row))
        else:
            self._mark(Presence.PRESENTED)

    def action_missing(self) -> None:
        """The document under the cursor is missing."""
        self._mark(Presence.MISSING)

    def action_all_presented(self) -> None:
        """Everything nobody has looked at was presented."""
        if self._view is not None and self._view.checklist.unchecked:
            unchecked = {line.id: Presence.PRESENTED for line in self._view.checklist.unchecked}
            self.post_message(self.Marked(unchecked))

    def action_more(self) -> None:
        """Show or hide the facts nobody has to ask."""
        self._more = not self._more
        if self._view is not None:
            self._list.show(self._rows(self._view))
            self._list.leave_heading()

    def on_key(self, event: events.Key) -> None:
        """Answer the fact under the cursor with a letter or digit."""
        row = self._list.current
        if not isinstance(row, Question):
            return
        answer = answer_by_key(row, event.key, event.character)
        if answer is not None:
            event.stop()
            self._answer(row, answer.value, stay=answer.stay)

    def _answer(self, row: Question, answer: Answer | None, *, stay: bool = False) -> None:
        # the answer may bring new questions: the cursor goes on when they are shown
        self._go_on_from = None if row.answer is not None or stay else row_key(row)
        self.post_message(self.Answered(row.fact.id, answer))

    def _go_on(self) -> None:
        answered, self._go_on_from = self._go_on_from, None
        if answered is not None and not self.to_open_question():
            self._list.move_to(answered)
            self._list.action_cursor_by(1)

    def _mark(self, presence: Presence) -> None:
        row = self._list.current
        if isinstance(row, ChecklistLine) and row.applies is Truth.YES:
            again = row.state is presence
            self.post_message(self.Marked({row.id: Presence.UNCHECKED if again else presence}))
            if not again:
                self._list.action_cursor_by(1)


def _ticks(row: CaseRow | None) -> frozenset[str]:
    """Return which of the ticking commands do something on *row*; a fact goes to its next answer."""
    match row:
        case ChecklistLine(applies=Truth.YES):
            return frozenset({"presented", "missing"})
        case Question() if row.fact.type is not FactType.INT:
            return frozenset({"presented"})
        case _:
            return frozenset()


class KeyedAnswer:
    """What a key says about a fact; *stay* while more digits may follow."""

    def __init__(self, value: Answer | None, *, stay: bool = False) -> None:
        self.value = value
        self.stay = stay


def answer_by_key(row: Question, key: str, character: str | None) -> KeyedAnswer | None:
    """Return what a key answers to a question, ``None`` if it is no answer to it."""
    fact = row.fact
    if key == "backspace" and row.answer is not None:
        if fact.type is FactType.INT and int(row.answer) > 9:
            return KeyedAnswer(int(row.answer) // 10, stay=True)
        return KeyedAnswer(None, stay=True)
    if fact.type is FactType.BOOL:
        return {"j": KeyedAnswer(True), "n": KeyedAnswer(False)}.get((character or "").lower())
    if character is None or not character.isascii() or not character.isdigit():
        return None
    digit = int(character)
    if fact.type is FactType.INT:
        number = int(row.answer or 0) * 10 + digit
        return KeyedAnswer(number if number < 1000 else digit, stay=True)
    return KeyedAnswer(fact.values[digit - 1]) if 1 <= digit <= len(fact.values) else None


def next_answer(row: Question) -> Answer | None:
    """Return the answer after the present one: no, yes for a fact; the next value of a choice."""
    fact = row.fact
    if fact.type is FactType.BOOL:
        return row.answer is not True
    values = fact.values
    if row.answer not in values:
        return values[0]
    return values[(values.index(str(row.answer)) + 1) % len(values)]
