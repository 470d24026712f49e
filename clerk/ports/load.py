"""The figures of a site, what the team lead sets, and the forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clerk.domain.learned_minutes import Closings
from clerk.domain.office_load import AreaSetting, LoadFacts
from clerk.domain.visit_report import MissingAt


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A site of the office as the team lead chooses it; ``zone`` is its time zone."""

    id: int
    name: str
    zone: str
    board_text: str


class OfficeLoad(Protocol):
    """What the store knows of the load, and the settings of areas. Changes are noted in the audit trail."""

    def sites(self) -> tuple[SiteEntry, ...]:
        """Return all sites by their names."""

    def facts(self, site: int, begin: datetime, end: datetime, coming_until: datetime) -> LoadFacts:
        """Return the queue now and what happened between *begin* and *end*, a consistent view."""

    def missing_documents(self, site: int, begin: datetime, end: datetime) -> tuple[MissingAt, ...]:
        """Return what was missing when visits were closed with an incomplete case."""

    def serve(self, counter: int, area: str, *, served: bool, account: int) -> None:
        """Open or close an area at a counter."""

    def set_area(self, site: int, area: str, setting: AreaSetting, account: int) -> None:
        """Keep what is set for an area."""

    def set_board_text(self, site: int, text: str, account: int) -> None:
        """Keep the office's own line on the call board."""


class ServedSoFar(Protocol):
    """What a forecast learns from; nothing of it is shown."""

    def closings(self, site: int, begin: datetime, end: datetime) -> tuple[Closings, ...]:
        """Return what was closed between *begin* and *end*, summed up per service and hour."""

    def serving_since(self, site: int) -> Mapping[int, datetime]:
        """Return since when (UTC) each visit of a site is being served."""
