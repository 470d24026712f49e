"""Answers for callers: documents and fees of any service, nothing is opened or stored."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ContentSwitcher, Static

from clerk.domain.areas import area_name
from clerk.domain.facts import Answer
from clerk.locale import _
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.commands import bindings_for
from screens.text import safe
from screens.widgets.documents_pane import DocumentsPane
from screens.widgets.finder import Finder, FindItem
from screens.widgets.knowledge_panel import total_line


class AnswersScreen(ModalScreen[None]):
    """Finds a service, then shows its checklist for the facts one sets."""

    HIDDEN_COMMANDS: ClassVar[frozenset[str]] = frozenset({"answers", "lock"})
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("back", "slip")]

    def __init__(self, workstation: Workstation, background: Background, on_day: date) -> None:
        super().__init__()
        self._workstation = workstation
        self._background = background
        self._day = on_day
        self._service: str | None = None
        self._answers: dict[str, Answer] = {}
        items = [
            FindItem(hit.id, hit.name, area_name(hit.area), hit.search_text)
            for hit in workstation.knowledge.services(on=on_day)
        ]
        self._finder = Finder(items, placeholder=_("Welche Leistung?"), id="find")
        self._documents = DocumentsPane(with_documents=False, id="answer")
        self._title = Static(safe(_("Auskunft")), classes="dialog-title")
        self._sum = Static(id="answer-sum")
        self._foot = Static(classes="dialog-foot")
        self._steps = ContentSwitcher(self._finder, self._documents, initial="find")

    def compose(self) -> ComposeResult:
        """Title, finder or checklist, sum, keys."""
        with Vertical(classes="dialog -full"):
            yield self._title
            yield self._steps
            yield self._sum
            yield self._foot

    def on_mount(self) -> None:
        """Begin to type."""
        self._foot.update(safe(_("Enter zeigt Unterlagen und Gebühren · Esc schließt")))
        self._finder.focus_line()

    @on(Finder.Selected)
    def _selected(self, event: Finder.Selected) -> None:
        self._service = event.key
        self._answers = {}
        self._show(fresh=True)
        self._steps.current = "answer"
        self._foot.update(safe(_("j n 1 2 … beantwortet · D druckt das Hinweisblatt · Esc andere Leistung")))
        self._documents.focus_list()

    @on(DocumentsPane.Answered)
    def _answered(self, event: DocumentsPane.Answered) -> None:
        event.stop()
        if event.answer is None:
            self._answers.pop(event.fact, None)
        else:
            self._answers[event.fact] = event.answer
        self._show()

    def _show(self, *, fresh: bool = False) -> None:
        if self._service is None:
            return
        view = self._workstation.knowledge.answer(self._service, self._answers, on=self._day)
        self._title.update(safe(view.service.name))
        self._documents.show(view, fresh=fresh)
        self._sum.update(total_line(view, 60))

    def action_slip(self) -> None:
        """Print what to bring."""
        if self._service is None:
            return
        view = self._workstation.knowledge.answer(self._service, self._answers, on=self._day)
        self._background.run(
            lambda: self._workstation.print_out.slip(None, [view]),
            lambda _path: self._foot.update(safe(_("Hinweisblatt gedruckt."))),
            lambda error: self._foot.update(safe(sentences.of_error(error))),
        )

    def action_back(self) -> None:
        """Go back to the services, then close."""
        if self._steps.current == "answer":
            self._steps.current = "find"
            self._title.update(safe(_("Auskunft")))
            self._sum.update("")
            self._finder.focus_line()
        else:
            self.dismiss(None)
