"""What F12 does: the visit goes on in another area, at another site, or with a specialist office."""

from typing import TYPE_CHECKING

from clerk.domain.areas import area_name
from clerk.domain.visit import Outcome, Step
from clerk.locale import _
from clerk.ports import SiteName
from clerk.services.set_aside import Forwarded
from screens import reasons
from screens.modals.line import LineScreen
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.modals.ticket_issued import TicketIssuedScreen
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_OFFICE, _SITE = "office", "site:"


class ForwardActs:
    """Sends the open visit elsewhere; it keeps its place wherever it waits."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._workstation = screen.workstation
        self._office = ""

    def forward(self) -> None:
        """Ask where to, then why."""
        if not self._screen.visit.busy_paying():
            self._screen.in_turn(self._workstation.set_aside.other_sites, self._ask_where)

    def _ask_where(self, sites: tuple[SiteName, ...]) -> None:
        here = self._desk.require().visit.area
        offered = [Reason(area, area_name(area)) for area in self._areas() if area != here]
        offered.append(Reason(_OFFICE, _("an eine Fachstelle verweisen, der Vorgang endet hier")))
        offered += [
            Reason(f"{_SITE}{site.site}", _("anderer Standort: {site}").format(site=site.name))
            for site in sites
        ]

        def chosen(where: GivenReason | None) -> None:
            if where is None:
                return
            if where.id == _OFFICE:
                self._ask_office()
            elif where.id.startswith(_SITE):
                self._ask_area(next(site for site in sites if where.id == f"{_SITE}{site.site}"))
            else:
                self._ask_why(where.id, None)

        self._screen.app.push_screen(ReasonScreen(_("Wohin weiterleiten?"), offered), chosen)

    def _areas(self) -> list[str]:
        return sorted({service.area for service in self._workstation.catalogue.services})

    # ------------------------------------------------------------ to another area or site

    def _ask_area(self, site: SiteName) -> None:
        here = self._desk.require().visit.area
        areas = sorted(self._areas(), key=lambda area: area != here)

        def chosen(area: GivenReason | None) -> None:
            if area is not None:
                self._ask_why(area.id, site)

        title = _("{site}: in welchen Bereich?").format(site=site.name)
        offered = [Reason(area, area_name(area)) for area in areas]
        self._screen.app.push_screen(ReasonScreen(title, offered), chosen)

    def _ask_why(self, area: str, site: SiteName | None) -> None:
        def given(reason: GivenReason | None) -> None:
            if reason is not None:
                self._send(area, site, reason.id)

        detail = _("Der Platz in der Reihe bleibt.")
        title = _("Warum nach {area}?").format(area=area_name(area))
        self._screen.app.push_screen(ReasonScreen(title, reasons.forward_reasons(), detail=detail), given)

    def _send(self, area: str, site: SiteName | None, reason: str) -> None:
        held = self._desk.require()
        set_aside = self._workstation.set_aside
        self._screen.in_turn(
            lambda: set_aside.forward(held, area, reason, site=None if site is None else site.site),
            lambda answer: self._sent(answer, area, site),
        )

    def _sent(self, answer: Forwarded, area: str, site: SiteName | None) -> None:
        self._screen.gone("")
        weight = Weight.INFO if answer.open else Weight.WARNING
        self._screen.say(f"{_waits(answer, area)} {_served(answer)}".strip(), weight)
        if site is not None:
            sentence = _("Neue Nummer am Standort {site}, der Platz in der Reihe bleibt.").format(
                site=site.name
            )
            self._screen.app.push_screen(TicketIssuedScreen(answer.ticket, sentence))

    # ------------------------------------------------------------ to a specialist office

    def _ask_office(self) -> None:
        def named(office: str | None) -> None:
            if office is not None:
                self._keep_office("")
                self._desk.set_outcome(Outcome.REFERRED, office, self._referred)

        title = _("„{service}“ an eine Fachstelle verweisen").format(service=self._desk.view.service.name)
        detail = _("Eine noch nicht bezahlte Gebühr entfällt hier.")
        self._screen.app.push_screen(
            LineScreen(title, _("Fachstelle"), detail=detail, value=self._office, keep=self._keep_office),
            named,
        )

    def _keep_office(self, office: str) -> None:
        self._office = office

    def _referred(self) -> None:
        number = self._desk.view.case.number
        for place, view in enumerate(self._desk.views):
            if view.case.is_open:
                self._desk.choose_case(place)
                self._screen.visit.go_to(Step.DOCUMENTS)
                self._screen.say(
                    _("Vorgang {number} ist verwiesen, der nächste geht weiter.").format(number=number)
                )
                return
        self._screen.visit.go_to(Step.CLOSING)
        self._screen.say(
            _("Vorgang {number} ist verwiesen. Enter schließt den Besuch ab.").format(number=number)
        )


def _waits(answer: Forwarded, area: str) -> str:
    return _("{ticket} wartet jetzt für {area}, der Platz in der Reihe bleibt.").format(
        ticket=answer.ticket, area=area_name(area)
    )


def _served(answer: Forwarded) -> str:
    if not answer.able:
        return _("Dort bearbeitet das aber kein Schalter: bitte die Teamleitung rufen.")
    return "" if answer.open else _("Gerade ist dafür kein Schalter offen.")
