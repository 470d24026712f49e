"""Who is here: ticket, service, name, and where the documents stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from clerk.domain.case_view import CaseView
from clerk.domain.visit import Visit
from clerk.locale import _
from clerk.services.set_aside import back_name
from screens.text import join, safe
from screens.theme import MUTED, WARN
from screens.widgets.big_text import BigText
from screens.widgets.case_rows import documents_note
from screens.widgets.steady_text import SteadyText

_ROOMY = 2
"""Cases that fit side by side with service and plate in a narrow window."""


class VisitHeader(Horizontal):
    """Three lines: the ticket large, the concern, the person."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self._ticket = BigText(id="ticket")
        self._concern = SteadyText(fixed=True, id="concern")
        self._person = SteadyText(fixed=True, id="person")
        self._cases = SteadyText(fixed=True, id="cases")

    def compose(self) -> ComposeResult:
        """Ticket left, words right."""
        yield self._ticket
        with Vertical():
            yield self._concern
            yield self._person
            yield self._cases

    def show(self, visit: Visit, views: tuple[CaseView, ...], current: int) -> None:
        """Show a visit with the case in front."""
        view = views[current]
        self._ticket.text = visit.ticket
        self._concern.say(safe(view.service.name, "bold"))
        facts = [safe(visit.name, "bold")] if visit.name else []
        facts += [safe(text, MUTED) for text in self._history(visit)]
        facts += [safe(text, WARN) for text in self._awaited(visit, view)]
        facts.append(safe(documents_note(view)))
        self._person.say(join(facts, safe(" · ", MUTED)))
        self._cases.say(_case_tabs(views, current))

    def _history(self, visit: Visit) -> list[str]:
        parts = []
        if visit.appointment_at is not None:
            parts.append(_("Termin {time}").format(time=self._clock(visit.appointment_at)))
        if visit.prechecked_at is not None:
            parts.append(_("vorgeprüft {time}").format(time=self._clock(visit.prechecked_at)))
        return parts

    def _awaited(self, visit: Visit, view: CaseView) -> list[str]:
        """Return what the person has come back with, or since when the case was incomplete."""
        parts = []
        if visit.awaited is not None:
            parts.append(back_name(visit.awaited))
        since = view.case.incomplete_since
        if since is not None:
            day = since.astimezone(self._zone)
            parts.append(_("unvollständig seit {day}").format(day=f"{day:%d.%m.}"))
        return parts

    def _clock(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%H:%M")


def _tab_name(view: CaseView, *, brief: bool) -> str:
    """Return what tells the case from others of its service; *brief* leaves the service out where a plate does."""
    plate = view.plate
    return plate if plate and brief else f"{view.service.short} {plate}".rstrip()


def _case_tabs(views: tuple[CaseView, ...], current: int) -> Content:
    if len(views) == 1:
        return safe(_("Vorgang {number}").format(number=views[0].case.number), MUTED)
    tabs = [
        safe(
            f"{'▶' if place == current else ' '}{place + 1} {_tab_name(view, brief=len(views) > _ROOMY)}",
            "bold" if place == current else MUTED,
        )
        for place, view in enumerate(views)
    ]
    return join([*tabs, safe(_("F11 Vorgänge"), MUTED)], "  ")
