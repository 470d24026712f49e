"""Sites, counters and card terminals as the administrator sees them, and their rows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, col, delete, select

from clerk.domain.arrival_hours import last_arrivals_text, parse_last_arrivals
from clerk.locale import _
from clerk.persistence.administration import AdministrationRefused, required
from clerk.persistence.arrivals import stored_id
from clerk.persistence.tables_people import CounterRow, CounterSkillRow, SiteRow, TerminalRow

ProfileValue = str | int | float | bool | None
_PORTS = range(1, 65536)


@dataclass(frozen=True, slots=True)
class Site:
    """A building of the office with the settings of its queue (minutes).

    ``last_arrivals`` is until when people may arrive, like ``Mo-Do 15:30, Fr 11:30``.
    """

    id: int
    name: str
    office_name: str
    zone: str = "Europe/Berlin"
    walk_in_offset_minutes: int = 60
    no_show_minutes: int = 5
    calls_until_missed: int = 3
    last_arrivals: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A numbered workplace; ``skills`` are areas, ``terminal`` the id of its card terminal."""

    id: int
    site: int
    label: str
    skills: frozenset[str]
    terminal: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class TerminalEntry:
    """A card terminal and where it is reached; ``profile`` holds the settings of the payment adapter."""

    id: int
    site: int
    name: str
    host: str
    port: int
    tid: str = ""
    profile: Mapping[str, ProfileValue] = field(default_factory=dict)


def existing_site(session: Session, site: int) -> SiteRow:
    """Return the row of a site; raises ``AdministrationRefused`` if there is none."""
    row = session.get(SiteRow, site)
    if row is None:
        raise AdministrationRefused(_("Den Standort {number} gibt es nicht.").format(number=site))
    return row


def existing_counter(session: Session, counter: int) -> CounterRow:
    """Return the row of a counter; raises ``AdministrationRefused`` if there is none."""
    row = session.get(CounterRow, counter)
    if row is None:
        raise AdministrationRefused(_("Den Schalter {number} gibt es nicht.").format(number=counter))
    return row


def existing_terminal(session: Session, terminal: int) -> TerminalRow:
    """Return the row of a card terminal; raises ``AdministrationRefused`` if there is none."""
    row = session.get(TerminalRow, terminal)
    if row is None:
        raise AdministrationRefused(_("Das Kartenterminal {number} gibt es nicht.").format(number=terminal))
    return row


def fill_site(session: Session, row: SiteRow, site: Site) -> None:
    """Put everything about *site* into its row; raises ``AdministrationRefused``."""
    name = required(site.name, _("Der Name des Standorts"))
    same_name = session.exec(select(SiteRow).where(SiteRow.name == name)).first()
    if same_name is not None and same_name is not row:
        raise AdministrationRefused(_("Den Standort „{name}“ gibt es schon.").format(name=name))
    try:
        ZoneInfo(site.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise AdministrationRefused(
            _("Die Zeitzone „{zone}“ ist unbekannt.").format(zone=site.zone)
        ) from None
    if min(site.walk_in_offset_minutes, site.no_show_minutes) < 0 or site.calls_until_missed < 1:
        raise AdministrationRefused(_("Minuten dürfen nicht negativ sein, und ein Aufruf ist das Mindeste."))
    try:
        row.last_arrivals = last_arrivals_text(parse_last_arrivals(site.last_arrivals))
    except ValueError as problem:
        raise AdministrationRefused(str(problem)) from None
    row.name = name
    row.office_name = required(site.office_name, _("Der Name der Behörde"))
    row.zone = site.zone
    row.walk_in_offset_minutes = site.walk_in_offset_minutes
    row.no_show_minutes = site.no_show_minutes
    row.calls_until_missed = site.calls_until_missed


def fill_counter(session: Session, row: CounterRow, counter: Counter) -> None:
    """Put label, terminal and use of *counter* into its row; raises ``AdministrationRefused``."""
    existing_site(session, row.site)
    label = required(counter.label, _("Die Bezeichnung des Schalters"))
    same_label = session.exec(
        select(CounterRow).where(CounterRow.site == row.site, CounterRow.label == label)
    ).first()
    if same_label is not None and same_label is not row:
        raise AdministrationRefused(_("Den Schalter „{label}“ gibt es dort schon.").format(label=label))
    if counter.terminal is not None and existing_terminal(session, counter.terminal).site != row.site:
        raise AdministrationRefused(_("Dieses Kartenterminal steht an einem anderen Standort."))
    row.label = label
    row.terminal = counter.terminal
    row.active = counter.active


def write_skills(session: Session, counter: int, skills: Iterable[str]) -> None:
    """Replace the areas served at a counter."""
    session.exec(delete(CounterSkillRow).where(col(CounterSkillRow.counter) == counter))
    session.add_all(CounterSkillRow(counter=counter, area=area) for area in sorted(skills))


def fill_terminal(session: Session, row: TerminalRow, terminal: TerminalEntry) -> None:
    """Put everything about *terminal* into its row; raises ``AdministrationRefused``."""
    existing_site(session, row.site)
    name = required(terminal.name, _("Der Name des Kartenterminals"))
    same_name = session.exec(select(TerminalRow).where(TerminalRow.name == name)).first()
    if same_name is not None and same_name is not row:
        raise AdministrationRefused(_("Das Kartenterminal „{name}“ gibt es schon.").format(name=name))
    if terminal.port not in _PORTS:
        raise AdministrationRefused(
            _("Der Port {port} liegt nicht zwischen 1 und 65535.").format(port=terminal.port)
        )
    row.name = name
    row.host = required(terminal.host, _("Die Adresse des Kartenterminals"))
    row.port = terminal.port
    row.tid = terminal.tid
    row.profile = json.dumps(dict(terminal.profile), ensure_ascii=False)


def site_of(row: SiteRow) -> Site:
    """Return the entry of a written row."""
    return Site(
        id=stored_id(row.id),
        name=row.name,
        office_name=row.office_name,
        zone=row.zone,
        walk_in_offset_minutes=row.walk_in_offset_minutes,
        no_show_minutes=row.no_show_minutes,
        calls_until_missed=row.calls_until_missed,
        last_arrivals=row.last_arrivals,
    )


def counter_of(row: CounterRow, skills: Iterable[str]) -> Counter:
    """Return the entry of a written row with its skills."""
    return Counter(
        id=stored_id(row.id),
        site=row.site,
        label=row.label,
        skills=frozenset(skills),
        terminal=row.terminal,
        active=row.active,
    )


def terminal_of(row: TerminalRow) -> TerminalEntry:
    """Return the entry of a written row."""
    return TerminalEntry(
        id=stored_id(row.id),
        site=row.site,
        name=row.name,
        host=row.host,
        port=row.port,
        tid=row.tid,
        profile=json.loads(row.profile),
    )
