"""The day report of visits: for a team lead, of any site and day."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from clerk.domain.catalogue import Catalogue, UnknownService
from clerk.domain.office_time import day_bounds
from clerk.domain.people import Role, Seat
from clerk.domain.precheck import requirement_label
from clerk.domain.visit_report import ReportOf, VisitReport, visit_report
from clerk.locale import _
from clerk.ports import Clock, OfficeLoad
from clerk.services.queue_care import NotAllowed


class VisitReports:
    """Makes the report; *may_see* asks the store for the role."""

    def __init__(
        self,
        load: OfficeLoad,
        catalogue: Catalogue,
        clock: Clock,
        seat: Seat,
        may_see: Callable[[int, Role], bool],
    ) -> None:
        self._load = load
        self._catalogue = catalogue
        self._clock = clock
        self._seat = seat
        self._may_see = may_see

    def report(self, day: date | None = None, site: int | None = None) -> VisitReport:
        """Return the report of a day, without one of today, at a site, without one of this workplace's.

        Raises ``NotAllowed``, ``KeyError`` for an unknown site.
        """
        if not self._may_see(self._seat.identity.account, Role.TEAM_LEAD):
            raise NotAllowed(_("Das darf nur die Teamleitung oder ihre Vertretung."))
        sites = {entry.id: entry for entry in self._load.sites()}
        entry = sites[self._seat.workplace.site if site is None else site]
        zone = ZoneInfo(entry.zone)
        today = self._clock.now().astimezone(zone).date()
        wanted = day or today
        begin, end = day_bounds(wanted, zone)
        facts = self._load.facts(entry.id, begin, end, end)
        missing = self._load.missing_documents(entry.id, begin, end)
        of = ReportOf(self._seat.workplace.office_name, entry.name, zone, wanted, wanted < today)
        return visit_report(of, facts, missing, self._document)

    def _document(self, service: str, requirement: str) -> str:
        """Return the document a requirement asks for, its own words where several would do."""
        try:
            lines = self._catalogue.service(service).requirements
        except UnknownService:
            return requirement
        line = next((line for line in lines if line.id == requirement), None)
        if line is None:
            return requirement
        if len(line.documents) == 1:
            return self._catalogue.documents[line.documents[0]].label
        return requirement_label(line, self._catalogue)
