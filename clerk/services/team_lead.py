"""What a team lead sees of the load, and what they set: areas at counters, targets, the order of arrivals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clerk.domain.counters import CounterNow
from clerk.domain.office_load import AreaLoad, AreaSetting, SiteLoad, site_load
from clerk.domain.office_time import day_bounds
from clerk.domain.people import Role, Seat
from clerk.domain.what_helps import WhatHelps
from clerk.locale import _
from clerk.ports import Clock, Counters, OfficeLoad, SiteEntry
from clerk.services.forecasts import Forecasts
from clerk.services.queue_care import NotAllowed

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LeadView:
    """A site and its load; ``sites`` are those one can change to."""

    site: SiteEntry
    sites: tuple[SiteEntry, ...]
    load: SiteLoad


class TeamLead:
    """The team lead's figures, all under the privacy rule, and acts; *may_act* asks the store for the role again."""

    def __init__(
        self,
        load: OfficeLoad,
        counters: Counters,
        clock: Clock,
        seat: Seat,
        may_act: Callable[[int, Role], bool],
        forecasts: Forecasts,
    ) -> None:
        self._load = load
        self._counters = counters
        self._clock = clock
        self._seat = seat
        self._may_act = may_act
        self._forecasts = forecasts

    def now(self, site: int | None = None) -> LeadView:
        """Return the load of a site, without one that of this workplace; raises ``NotAllowed``."""
        self._require_lead()
        sites = self._load.sites()
        wanted = self._seat.workplace.site if site is None else site
        shown = next(entry for entry in sites if entry.id == wanted)
        at = self._clock.now()
        zone = ZoneInfo(shown.zone)
        begin, end = day_bounds(at.astimezone(zone).date(), zone)
        facts = self._load.facts(shown.id, begin, end, _in_full_hours(at))
        expected = self._forecasts.known(shown.id)
        return LeadView(shown, sites, site_load(facts, self._counters.of_site(shown.id), expected))

    def renew_forecast(self, view: LeadView) -> None:
        """Make the forecasts of a site anew, for the next look at it."""
        self._require_lead()
        self._forecasts.renew(view.site, {area.area: area.setting for area in view.load.areas})

    def what_helps(self, site: SiteEntry, area: AreaLoad) -> WhatHelps:
        """Return what would change the wait of people who arrive now for an area."""
        self._require_lead()
        return self._forecasts.what_helps(site, area.area, area.setting)

    def counters(self, site: int) -> tuple[CounterNow, ...]:
        """Return the counters of a site and what is served there."""
        self._require_lead()
        return self._counters.of_site(site)

    def serve(self, counter: CounterNow, area: str, *, served: bool) -> None:
        """Open or close an area at a counter; who is being served there stays."""
        self._require_lead()
        self._load.serve(counter.counter, area, served=served, account=self._seat.identity.account)

    def set_area(self, site: int, area: str, setting: AreaSetting) -> None:
        """Set from which wait on an area is late, and when people without an appointment are due.

        The latter counts for arrivals from now on: the time somebody in the queue was given is not changed.
        """
        self._require_lead()
        self._load.set_area(site, area, setting, self._seat.identity.account)

    def set_board_text(self, site: int, text: str) -> None:
        """Set the office's own line on the call board."""
        self._require_lead()
        self._load.set_board_text(site, text, self._seat.identity.account)

    def _require_lead(self) -> None:
        if not self._may_act(self._seat.identity.account, Role.TEAM_LEAD):
            raise NotAllowed(_("Das darf nur die Teamleitung oder ihre Vertretung."))


def _in_full_hours(at: datetime) -> datetime:
    """Return the full hour at least one hour after *at*."""
    return (at + 2 * _HOUR).replace(minute=0, second=0, microsecond=0)
