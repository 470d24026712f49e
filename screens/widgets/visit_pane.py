"""A visit being served: header, step bar, and the pane of the step."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from clerk.domain.case_view import CaseView
from clerk.domain.closing import hindrances, with_outcomes
from clerk.domain.money import format_cents
from clerk.domain.visit import Outcome, Step, Visit
from clerk.locale import _
from screens.visit_desk import VisitDesk
from screens.widgets import step_bar
from screens.widgets.application_pane import ApplicationPane
from screens.widgets.closing_pane import ClosingPane
from screens.widgets.documents_pane import DocumentsPane
from screens.widgets.payment_pane import PaymentLook, PaymentPane, Tone
from screens.widgets.visit_header import VisitHeader


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was shown last; *current* is the place of the case in front."""

    visit: Visit
    views: tuple[CaseView, ...]
    current: int
    look: PaymentLook
    receipt: str | None


class VisitPane(Vertical):
    """The four steps of a visit are one screen, so that going on takes one frame."""

    def __init__(self, zone: ZoneInfo, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._header = VisitHeader(zone)
        self._bar = step_bar.StepBar()
        self.documents = DocumentsPane(id=Step.DOCUMENTS)
        self.application = ApplicationPane(id=Step.APPLICATION)
        self.payment = PaymentPane(id=Step.PAYMENT)
        self.closing = ClosingPane(id=Step.CLOSING)
        self._steps = ContentSwitcher(
            self.documents, self.application, self.payment, self.closing, initial=Step.DOCUMENTS, id="steps"
        )
        self._case: int | None = None
        self._stale: set[Step] = set()
        self._seen: _Seen | None = None

    def compose(self) -> ComposeResult:
        """Header, bar, step."""
        yield self._header
        yield self._bar
        yield self._steps

    @property
    def step(self) -> Step:
        """The step shown."""
        return Step(self._steps.current or Step.DOCUMENTS)

    def show(self, desk: VisitDesk, look: PaymentLook, receipt: str | None, *, fresh: bool = False) -> None:
        """Show the visit as it stands; *fresh* puts cursors where the work begins."""
        self._seen = _Seen(desk.require().visit, desk.views, desk.case_index, look, receipt)
        if fresh or self._case != desk.view.case.id:
            self._case = desk.view.case.id
            self._stale = set(Step)
            # the fields are placed while the documents are read, so that going on to them takes one frame
            self.call_after_refresh(self._show_step, Step.APPLICATION)
        self._header.show(self._seen.visit, desk.views, desk.case_index)
        self._bar.steps = _bar_steps(desk.views, look)
        self._bar.current = self.step
        self._show_step(self.step)

    def _show_step(self, step: Step) -> None:
        """Bring the pane of one step up to date; the others wait until they are gone to."""
        if self._seen is None:
            return
        seen, view = self._seen, self._seen.views[self._seen.current]
        match step:
            case Step.DOCUMENTS:
                self.documents.show(view, fresh=step in self._stale)
            case Step.APPLICATION:
                self.application.show(view, seen.visit.name)
            case Step.PAYMENT:
                self.payment.show(seen.visit, seen.look)
            case Step.CLOSING:
                unclear = seen.look.tone is Tone.UNCLEAR
                found = hindrances(with_outcomes(seen.visit), payment_unclear=unclear)
                self.closing.show(seen.views, seen.current, found, seen.receipt)
        self._stale.discard(step)

    def go_to(self, step: Step) -> None:
        """Show a step and put the cursor into it."""
        self._show_step(step)
        self._steps.current = step
        self._bar.current = step
        match step:
            case Step.DOCUMENTS:
                self.documents.focus_list()
            case Step.APPLICATION:
                self.application.focus_form()
            case Step.PAYMENT:
                self.payment.focus()
            case Step.CLOSING:
                self.closing.focus()


def _bar_steps(views: tuple[CaseView, ...], look: PaymentLook) -> tuple[step_bar.Step, ...]:
    open_entries = sum(view.open_entries for view in views)
    wrong = sum(len(view.form.errors) for view in views)
    missing = sum(len(view.checklist.missing) for view in views)
    confirmed = all(view.case.confirmed_at is not None for view in views)
    return (
        step_bar.Step(
            Step.DOCUMENTS,
            _("Unterlagen"),
            note=_("{count} fehlt").format(count=missing) if missing else "",
            done=all(view.checklist.complete for view in views),
        ),
        step_bar.Step(
            Step.APPLICATION,
            _("Antrag"),
            note="" if confirmed else _application_note(open_entries, wrong),
            done=confirmed,
        ),
        step_bar.Step(
            Step.PAYMENT, _("Zahlung"), note=_due(views), done=look.tone is Tone.GOOD and look.now is None
        ),
        step_bar.Step(Step.CLOSING, _("Aushändigen und Abschluss"), short=_("Abschluss")),
    )


def _application_note(open_entries: int, wrong: int) -> str:
    if wrong:
        return _("{count} falsch").format(count=wrong)
    return _("{count} offen").format(count=open_entries) if open_entries else ""


def _due(views: tuple[CaseView, ...]) -> str:
    amounts = [view.open_cents if view.case.outcome in {None, Outcome.DONE} else 0 for view in views]
    if any(amount is None for amount in amounts):
        return _("noch zu klären")
    total = sum(amount or 0 for amount in amounts)
    return format_cents(total) if total else ""
