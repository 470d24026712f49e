"""A number is called: the ticket in large digits, and the keys for what happens now."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from clerk.domain.case_view import CaseView
from clerk.domain.visit import Visit
from clerk.locale import _
from clerk.services.overview import PrecheckNote
from screens.text import join, safe
from screens.theme import MUTED
from screens.widgets.big_text import BigText
from screens.widgets.queue_home import precheck_text


class CalledPane(Vertical, can_focus=True):
    """Shows who was called."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._ticket = BigText(tall=True, id="called-ticket")
        self._about = Static(id="called-about")

    def compose(self) -> ComposeResult:
        """Ticket, then everything one should know before the person sits down."""
        yield Static(safe(_("Aufgerufen"), MUTED), id="called-word")
        yield self._ticket
        yield self._about

    def show(self, visit: Visit, views: tuple[CaseView, ...], note: PrecheckNote) -> None:
        """Show a called visit."""
        self._ticket.text = visit.ticket
        remark, style = precheck_text(note)
        lines = [
            safe(" + ".join(view.service.name for view in views), "bold"),
            join([safe(visit.name), safe(remark, style), safe(_before(visit), MUTED)], "   "),
            safe(""),
            safe(_("Enter  ist da")),
            safe(_("F2     noch einmal aufrufen")),
            safe(_("Entf   nicht erschienen")),
            safe(_("Esc    Aufruf zurücknehmen, der Platz in der Reihe bleibt"), MUTED),
        ]
        self._about.update(Content("\n").join(lines))


def _before(visit: Visit) -> str:
    """Return what has happened to the visit before this call: others did not find the person, or sent them here."""
    if visit.calls > 1:
        return _("{count}. Aufruf").format(count=visit.calls)
    if visit.blocked_reason:
        return _("weitergeleitet: {reason}").format(reason=_(visit.blocked_reason))
    return ""
