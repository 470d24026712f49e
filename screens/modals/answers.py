"""Answers for callers: documents and fees of any service, nothing is opened or stored."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import ContentSwitcher, Static

from clerk.domain.areas import area_name
from clerk.domain.case_view import CaseView
from clerk.domain.facts import Answer
from clerk.domain.slip import Language
from clerk.locale import _
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.commands import bindings_for
from screens.modals.explain import ExplainScreen
from screens.modals.knowledge import KnowledgeScreen
from screens.modals.slip_language import ask_slip_language
from screens.text import join, safe
from screens.widgets.documents_pane import DocumentsPane
from screens.widgets.finder import Finder, FindItem
from screens.widgets.knowledge_panel import short_fee_lines

SUM_WIDTH = 70


class AnswersScreen(ModalScreen[None]):
    """Finds a service, then shows its checklist for the facts one sets."""

    HIDDEN_COMMANDS: ClassVar[frozenset[str]] = frozenset({"answers", "lock"})
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("back", "why", "about", "slip")]

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
        self._find()

    def _find(self) -> None:
        self._service = None
        self._steps.current = "find"
        self._title.update(safe(_("Auskunft")))
        self._sum.update("")
        self._foot.update(safe(_("Enter zeigt Unterlagen und Gebühren · Esc schließt")))
        self._finder.focus_line()

    @on(Finder.Selected)
    def _selected(self, event: Finder.Selected) -> None:
        self._service = event.key
        self._answers = {}
        self._steps.current = "answer"
        self._show(fresh=True)
        self._foot.update(safe(_("W warum? · I zur Leistung · D Hinweisblatt · Esc andere Leistung")))
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
        view = self._view()
        if view is None:
            return
        self._title.update(safe(view.service.name))
        self._documents.show(view, fresh=fresh)
        self._sum.update(join(short_fee_lines(view, SUM_WIDTH), Content("\n")))

    def _view(self) -> CaseView | None:
        if self._service is None:
            return None
        return self._workstation.knowledge.answer(self._service, self._answers, on=self._day)

    def action_slip(self) -> None:
        """Ask for the language, then print what to bring."""
        if self._view() is not None:
            self.app.push_screen(ask_slip_language(), self._print_slip)

    def _print_slip(self, language: str | None) -> None:
        view = self._view()
        if language is None or view is None:
            return
        self._background.run(
            lambda: self._workstation.print_out.slip(None, [view], Language(language)),
            lambda _path: self._foot.update(
                safe(_("Hinweisblatt gedruckt · W warum? · I zur Leistung · Esc andere Leistung"))
            ),
            lambda error: self._foot.update(safe(sentences.of_error(error))),
        )

    def action_why(self) -> None:
        """Explain the line under the cursor."""
        view = self._view()
        if view is not None:
            explained, at = self._workstation.knowledge.explain(view), self._documents.current_id
            if at and not explained.tells_of(at):
                self._foot.update(safe(sentences.of_fact(self._workstation.knowledge.instead(view, at))))
                return
            self.app.push_screen(ExplainScreen(explained, self.action_about, at=at))

    def action_about(self) -> None:
        """Show everything about the service."""
        view = self._view()
        if view is not None:
            self.app.push_screen(KnowledgeScreen(view, self._workstation.knowledge.page(view)))

    def action_back(self) -> None:
        """Go back to the services with an empty line, then close."""
        if self._steps.current == "answer":
            self._finder.clear()
            self._find()
        else:
            self.dismiss(None)
