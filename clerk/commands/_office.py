"""Which site, counter or card terminal a command means."""

import json

from clerk.commands.problems import Problem
from clerk.domain.terminal_profile import TerminalProfile, read_profile
from clerk.locale import _
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site, TerminalEntry


def site_called(office: OfficeAdmin, name: str | None) -> Site:
    """Return the site of this name; without a name the only one."""
    sites = office.sites()
    found = [site for site in sites if name in (None, site.name)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(site.name for site in sites)
    raise Problem(_("Bitte mit --site einen dieser Standorte nennen: {names}.").format(names=names))


def counter_numbered(office: OfficeAdmin, number: int) -> Counter:
    """Return the counter with this id."""
    for counter in office.counters():
        if counter.id == number:
            return counter
    raise Problem(
        _("Einen Schalter mit der Kennung {id} gibt es nicht. „clerk counter list“ zeigt alle.").format(
            id=number
        )
    )


def terminal_called(office: OfficeAdmin, name_or_id: str) -> TerminalEntry:
    """Return the card terminal of this name or id."""
    terminals = office.terminals()
    for terminal in terminals:
        if name_or_id in (terminal.name, str(terminal.id)):
            return terminal
    names = ", ".join(terminal.name for terminal in terminals) or _("noch keines")
    raise Problem(
        _("Ein Kartenterminal „{name}“ gibt es nicht. Eingerichtet: {names}.").format(
            name=name_or_id, names=names
        )
    )


def profile_of(terminal: TerminalEntry) -> TerminalProfile:
    """Return the profile of a card terminal; what makes no sense in it raises ``Problem``."""
    try:
        return read_profile(terminal.tid, terminal.host, terminal.port, json.dumps(dict(terminal.profile)))
    except ValueError as error:
        raise Problem(
            _("Kartenterminal „{name}“: {problem}").format(name=terminal.name, problem=error)
        ) from error
