"""Adding, listing and changing sites, counters and card terminals."""

from sqlmodel import col, select

from clerk.persistence.administration import note
from clerk.persistence.arrivals import stored_id
from clerk.persistence.office_entries import (
    Counter,
    Site,
    TerminalEntry,
    counter_of,
    existing_counter,
    existing_site,
    existing_terminal,
    fill_counter,
    fill_site,
    fill_terminal,
    site_of,
    terminal_of,
    write_skills,
)
from clerk.persistence.store import Store
from clerk.persistence.tables_people import CounterRow, CounterSkillRow, SiteRow, TerminalRow
from clerk.ports import Clock

__all__ = ["Counter", "OfficeAdmin", "Site", "TerminalEntry"]


class OfficeAdmin:
    """Sites, counters and terminals as the administrator sees them.

    ``add_…`` ignores the id it is given and returns the entry with its own. Everything refused raises
    ``AdministrationRefused`` with a sentence.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        """Administer the office of *store*."""
        self._store = store
        self._clock = clock

    def add_site(self, site: Site) -> Site:
        """Add a site."""
        with self._store.write() as session:
            row = SiteRow(name="", office_name="")
            fill_site(session, row, site)
            session.add(row)
            session.flush()
            note(session, self._clock, "site_added", str(row.id))
            return site_of(row)

    def sites(self) -> list[Site]:
        """Return all sites."""
        with self._store.read() as session:
            return [site_of(row) for row in session.exec(select(SiteRow).order_by(col(SiteRow.id)))]

    def change_site(self, site: Site) -> None:
        """Store everything about a site."""
        with self._store.write() as session:
            fill_site(session, existing_site(session, site.id), site)
            note(session, self._clock, "site_changed", str(site.id))

    def add_counter(self, counter: Counter) -> Counter:
        """Add a counter."""
        with self._store.write() as session:
            row = CounterRow(site=counter.site, label="")
            fill_counter(session, row, counter)
            session.add(row)
            session.flush()
            write_skills(session, stored_id(row.id), counter.skills)
            note(session, self._clock, "counter_added", str(row.id))
            return counter_of(row, counter.skills)

    def counters(self) -> list[Counter]:
        """Return all counters, also those out of use."""
        with self._store.read() as session:
            skills: dict[int, set[str]] = {}
            for skill in session.exec(select(CounterSkillRow)):
                skills.setdefault(skill.counter, set()).add(skill.area)
            rows = session.exec(select(CounterRow).order_by(col(CounterRow.site), col(CounterRow.id)))
            return [counter_of(row, skills.get(row.id or 0, ())) for row in rows]

    def change_counter(self, counter: Counter) -> None:
        """Store label, skills, terminal and whether the counter is in use; it stays at its site."""
        with self._store.write() as session:
            fill_counter(session, existing_counter(session, counter.id), counter)
            write_skills(session, counter.id, counter.skills)
            note(session, self._clock, "counter_changed", str(counter.id))

    def add_terminal(self, terminal: TerminalEntry) -> TerminalEntry:
        """Add a card terminal."""
        with self._store.write() as session:
            row = TerminalRow(site=terminal.site, name="", host="", port=0)
            fill_terminal(session, row, terminal)
            session.add(row)
            session.flush()
            note(session, self._clock, "terminal_added", str(row.id))
            return terminal_of(row)

    def terminals(self) -> list[TerminalEntry]:
        """Return all card terminals."""
        with self._store.read() as session:
            return [
                terminal_of(row) for row in session.exec(select(TerminalRow).order_by(col(TerminalRow.id)))
            ]

    def change_terminal(self, terminal: TerminalEntry) -> None:
        """Store everything about a card terminal; it stays at its site."""
        with self._store.write() as session:
            fill_terminal(session, existing_terminal(session, terminal.id), terminal)
            note(session, self._clock, "terminal_changed", str(terminal.id))
