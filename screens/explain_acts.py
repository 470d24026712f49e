"""Explanations of the open visit: why a line is there, and everything about the service."""

from typing import TYPE_CHECKING

from clerk.domain.visit import Step
from clerk.services.knowledge import CaseExplained
from screens import sentences
from screens.modals.explain import ExplainScreen
from screens.modals.knowledge import KnowledgeScreen

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class ExplainActs:
    """Opens the explanation of what is under the cursor, or the page of the service, over the desk."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._knowledge = screen.workstation.knowledge

    def why(self) -> None:
        """Explain the line under the cursor; on the later steps the fees, at the payment those of all cases."""
        pane, desk = self._screen.pane, self._screen.desk
        explained = self._knowledge.explain(desk.view)
        if pane.step is Step.PAYMENT:
            fees = tuple(fee for view in desk.views for fee in self._knowledge.explain(view).fees)
            explained = CaseExplained(explained.requirements, fees)
        in_documents = pane.step is Step.DOCUMENTS
        at = pane.documents.current_id if in_documents else ""
        if at and not explained.tells_of(at):
            self._screen.say(sentences.of_fact(self._knowledge.instead(desk.view, at)))
            return
        self._screen.app.push_screen(ExplainScreen(explained, self.about, at=at, fees=not in_documents))

    def about(self) -> None:
        """Show the knowledge page of the case in front."""
        view = self._screen.desk.view
        self._screen.app.push_screen(KnowledgeScreen(view, self._knowledge.page(view)))
