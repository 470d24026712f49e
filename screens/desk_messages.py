"""What the panes of the desk and a scanner tell, and who acts on it."""

from textual import on

from screens.desk_keys import DeskKeys
from screens.visit_desk import VisitDesk
from screens.widgets.application_pane import ApplicationPane
from screens.widgets.closing_pane import ClosingPane
from screens.widgets.documents_pane import DocumentsPane
from screens.widgets.queue_home import QueueHome
from screens.zone_acts import ZoneActs


class DeskMessages(DeskKeys):
    """Hands on what was said below the screen."""

    desk: VisitDesk
    zone: ZoneActs

    # ------------------------------------------------------------ scans

    def zone_begins(self) -> None:
        """A scanner begins to type a machine readable zone."""
        self.zone.begins()

    def zone_scanned(self, zone: str) -> None:
        """It has typed all lines."""
        self.zone.scanned(zone)

    def zone_broken(self) -> None:
        """It was broken off."""
        self.zone.broken()

    # ------------------------------------------------------------ what the panes tell
    # what was typed in the moment in which somebody takes the visit over arrives when it is gone

    @on(QueueHome.Chosen)
    def _visit_chosen(self, event: QueueHome.Chosen) -> None:
        row = event.row
        self._act("chosen", lambda: self.queue.chosen(row))

    @on(DocumentsPane.Answered)
    def _fact_answered(self, event: DocumentsPane.Answered) -> None:
        event.stop()
        if self.desk.is_serving:
            self.visit.answer(event.fact, event.answer)

    @on(DocumentsPane.Marked)
    def _documents_marked(self, event: DocumentsPane.Marked) -> None:
        event.stop()
        if self.desk.is_serving:
            self.desk.mark(event.presences)

    @on(ApplicationPane.Typed)
    def _typed(self, event: ApplicationPane.Typed) -> None:
        event.stop()
        if self.desk.is_serving:
            self.visit.reopening.typed(event.field, event.value)

    @on(DocumentsPane.GoOn)
    @on(ApplicationPane.Completed)
    def _go_on(self) -> None:
        self.action_next()

    @on(ClosingPane.Ticked)
    def _ticked(self, event: ClosingPane.Ticked) -> None:
        if self.desk.is_serving:
            self.visit.tick(event.items, done=event.done)

    @on(ClosingPane.CaseChosen)
    def _case_chosen(self, event: ClosingPane.CaseChosen) -> None:
        if self.desk.is_serving:
            self.desk.choose_case(event.place)

    @on(ClosingPane.OutcomeChosen)
    def _outcome_chosen(self, event: ClosingPane.OutcomeChosen) -> None:
        if self.desk.is_serving:
            self.visit.set_outcome(event.outcome)
