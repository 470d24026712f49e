"""What a team lead does: other sites, areas at counters, what is set for an area, the line on the call board."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from textual.content import Content

from clerk.domain.areas import area_name
from clerk.domain.counters import CounterNow, status_name
from clerk.domain.office_load import USUAL_TARGET_MINUTES, AreaLoad, AreaSetting
from clerk.domain.visit_report import VisitReport
from clerk.domain.what_helps import WhatHelps
from clerk.locale import _
from clerk.ports import SiteEntry
from clerk.services.team_lead import LeadView, TeamLead
from screens.modals.ask import Answer, AskScreen
from screens.modals.line import LineScreen
from screens.modals.pick import PickScreen
from screens.modals.visit_report import VisitReportScreen
from screens.modals.what_helps import WhatHelpsScreen
from screens.place import Place
from screens.text import Cell, columns
from screens.theme import MUTED
from screens.work_frame import WorkFrame

_MOST_MINUTES = 480


class LeadActs:
    """The dialogues over the team lead's screen; *done* is called after a change, *go_to* with a chosen site."""

    def __init__(
        self, screen: WorkFrame, lead: TeamLead, done: Callable[[], None], go_to: Callable[[int], None]
    ) -> None:
        self._screen: WorkFrame = screen
        self._place: Place = screen
        self._lead = lead
        self._done = done
        self._go_to = go_to

    def site(self, view: LeadView) -> None:
        """Choose another site."""

        def chosen(site: SiteEntry | None) -> None:
            if site is not None:
                self._go_to(site.id)

        self._place.app.push_screen(
            PickScreen(_("Standort"), view.sites, lambda site: str(site.id), _site_line), chosen
        )

    def visit_report(self, view: LeadView) -> None:
        """Show the day report of visits of the site."""
        reports, background = self._place.workstation.visit_reports, self._place.background
        today = view.load.at.astimezone(ZoneInfo(view.site.zone)).date()

        def read(day: date) -> VisitReport:
            return reports.report(day, view.site.id)

        def show(report: VisitReport) -> None:
            self._place.app.push_screen(VisitReportScreen(report, today, read, background))

        self._screen.in_turn(lambda: read(today), show)

    def what_helps(self, view: LeadView, area: AreaLoad) -> None:
        """Show what would change the wait for an area."""

        def show(helps: WhatHelps) -> None:
            self._place.app.push_screen(WhatHelpsScreen(helps))

        self._screen.in_turn(lambda: self._lead.what_helps(view.site, area), show)

    def open_area(self, view: LeadView, area: AreaLoad) -> None:
        """Choose a counter and open or close the area there."""
        self._screen.in_turn(
            lambda: self._lead.counters(view.site.id), lambda counters: self._counters(area.area, counters)
        )

    def _counters(self, area: str, counters: tuple[CounterNow, ...]) -> None:
        def line(counter: CounterNow, width: int) -> Content:
            doing = _("offen, Enter schließt") if area in counter.skills else _("zu, Enter öffnet")
            label = _("Schalter {label}").format(label=counter.label)
            return columns(
                [Cell(label, 20), Cell(doing, 24), Cell(status_name(counter.status), None, MUTED)], width
            )

        def chosen(counter: CounterNow | None) -> None:
            if counter is None:
                return
            opens = area not in counter.skills
            words = (
                _("{area} ist an Schalter {label} offen, vom nächsten Aufruf dort an.")
                if opens
                else _("{area} ist an Schalter {label} zu. Wer dort gerade bedient wird, bleibt.")
            )
            self._change(
                lambda: self._lead.serve(counter, area, served=opens),
                words.format(area=area_name(area), label=counter.label),
            )

        title = _("{area}: öffnen oder schließen").format(area=area_name(area))
        self._place.app.push_screen(
            PickScreen(title, counters, lambda counter: str(counter.counter), line), chosen
        )

    def set_area(self, view: LeadView, area: AreaLoad) -> None:
        """Choose what to set for an area."""
        setting, usual = area.setting, self._usual_offset()
        offset = usual if setting.walk_in_offset_minutes is None else setting.walk_in_offset_minutes
        target = USUAL_TARGET_MINUTES if setting.target_minutes is None else setting.target_minutes
        answers = [
            Answer("target", _("Zielzeit und Alarm: {minutes} Min. Wartezeit").format(minutes=target)),
            Answer("order", _("Vorrang: ohne Termin fällig nach {minutes} Min.").format(minutes=offset), "v"),
        ]

        def chosen(answer: str | None) -> None:
            if answer == "target":
                self._ask_target(view, area, target)
            elif answer == "order":
                self._ask_order(view, area, offset, usual)

        self._place.app.push_screen(AskScreen(area_name(area.area), answers=answers), chosen)

    def _ask_target(self, view: LeadView, area: AreaLoad, now: int) -> None:
        detail = _(
            "Wartet jemand länger, steht der Bereich hier als Alarm. Der Anteil „in Zielzeit“ "
            "rechnet mit derselben Zahl."
        )
        self._ask_minutes(
            _("Zielzeit {area}").format(area=area_name(area.area)),
            detail,
            now,
            lambda value: self._set(view, area, replace(area.setting, target_minutes=value)),
        )

    def _ask_order(self, view: LeadView, area: AreaLoad, now: int, usual: int) -> None:
        detail = _(
            "Wer ab jetzt ohne Termin ankommt, ist so viele Minuten nach der Ankunft fällig (üblich: {usual}). "
            "Eine kleinere Zahl zieht den Bereich an Schaltern mit mehreren Bereichen vor. Wer schon wartet, "
            "behält seinen Platz."
        ).format(usual=usual)
        self._ask_minutes(
            _("Vorrang {area}").format(area=area_name(area.area)),
            detail,
            now,
            lambda value: self._set(view, area, replace(area.setting, walk_in_offset_minutes=value)),
        )

    def _ask_minutes(self, title: str, detail: str, now: int, then: Callable[[int], None]) -> None:
        def typed(text: str | None) -> None:
            if text is None:
                return
            if text.isascii() and text.isdecimal() and int(text) <= _MOST_MINUTES:
                then(int(text))
            else:
                sentence = _("„{text}“ ist keine Zahl von Minuten bis {most}. Es wurde nichts geändert.")
                self._screen.say(sentence.format(text=text, most=_MOST_MINUTES))

        self._place.app.push_screen(LineScreen(title, _("Minuten"), detail=detail, value=str(now)), typed)

    def _set(self, view: LeadView, area: AreaLoad, setting: AreaSetting) -> None:
        self._change(
            lambda: self._lead.set_area(view.site.id, area.area, setting),
            _("{area} ist geändert.").format(area=area_name(area.area)),
        )

    def set_board_text(self, view: LeadView) -> None:
        """Ask for the office's own line on the call board."""

        def typed(text: str | None) -> None:
            if text is not None:
                line = "" if text == "-" else text
                self._change(
                    lambda: self._lead.set_board_text(view.site.id, line),
                    _("Die Zeile auf der Anzeigetafel ist geändert."),
                )

        self._place.app.push_screen(
            LineScreen(
                _("Anzeigetafel {site}").format(site=view.site.name),
                _("Zeile"),
                detail=_("Sie steht unten auf der Anzeige im Warteraum. Ein Strich (-) nimmt sie weg."),
                value=view.site.board_text,
            ),
            typed,
        )

    def _usual_offset(self) -> int:
        return self._place.workstation.seat.workplace.walk_in_offset_minutes

    def _change(self, act: Callable[[], None], sentence: str) -> None:
        def changed(_nothing: None) -> None:
            self._screen.say(sentence)
            self._done()

        self._screen.in_turn(act, changed)


def _site_line(site: SiteEntry, width: int) -> Content:
    return columns([Cell(site.name, None)], width)
