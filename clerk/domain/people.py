"""The people who use the program, and their roles."""

from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.arrival_hours import NO_END, LastArrivals


class Role(StrEnum):
    """What a signed-in person may do, see product.md, section *Who uses it*."""

    CLERK = "clerk"
    INFO_DESK = "info_desk"
    TEAM_LEAD = "team_lead"
    CASH_SUPERVISOR = "cash_supervisor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in person."""

    account: int
    login: str
    display_name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Workplace:
    """The counter a person works at.

    ``label`` is what the board shows (``7``), ``skills`` the areas its clerk is trained for, ``terminal`` the
    id of its card terminal if it has one. ``last_arrivals`` is until when people may arrive at its site.
    """

    counter: int
    label: str
    site: int
    site_name: str
    office_name: str
    skills: frozenset[str]
    terminal: int | None
    zone: str
    walk_in_offset_minutes: int
    no_show_minutes: int
    calls_until_missed: int
    last_arrivals: LastArrivals = NO_END


@dataclass(frozen=True, slots=True)
class Seat:
    """Who works where: a signed-in person at a workplace."""

    identity: Identity
    workplace: Workplace
