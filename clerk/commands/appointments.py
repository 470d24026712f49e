"""``clerk appointments``: the appointments that another system has made.

``clerk appointments import FILE --json`` prints
``{"site", "booked", "changed", "cancelled", "unchanged", "here_already", "past", "bad": [{"line", "problem"}]}``; exit
status 1 if a line was not taken over.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.people import Workplace
    from clerk.persistence.store import Store
    from clerk.services.import_appointments import AppointmentReport

_EXAMPLE = "clerk appointments import termine.csv"


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(commands, "appointments", _("Termine eines anderen Systems"), example=_EXAMPLE)
    parser = add_command(
        family, "import", _import, _("Termine aus CSV oder iCalendar (.ics) übernehmen"), example=_EXAMPLE
    )
    parser.add_argument("file", type=Path, metavar=_("DATEI"), help=_("die Liste der Termine"))
    parser.add_argument("--site", metavar=_("STANDORT"), help=_("Name des Standorts, wenn es mehrere gibt"))
    offer_json(parser)


def _import(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import catalogue_of_this_machine, this_store
    from clerk.domain.appointment import UnreadableAppointments
    from clerk.machine import SystemClock
    from clerk.persistence.appointments import StoredAppointments
    from clerk.services.import_appointments import ImportAppointments
    from integrations.appointments.reader import read_file

    catalogue, clock = catalogue_of_this_machine(), SystemClock()
    with this_store() as store:
        workplace = _workplace(store, args.site)
        try:
            book = StoredAppointments(store, clock)
            report = ImportAppointments(book, read_file, catalogue, clock, workplace).from_file(args.file)
        except UnreadableAppointments as error:
            raise Problem(str(error)) from error
    if args.json:
        print_json(_view(report, workplace.site_name))
    else:
        _print(report, workplace.site_name)
    return 1 if report.bad else 0


def _workplace(store: "Store", site_name: str | None) -> "Workplace":
    """Return any counter of the site: a list belongs to the site, not to one of them."""
    from clerk.commands._office import site_called
    from clerk.machine import SystemClock
    from clerk.persistence.accounts import StoredAccounts
    from clerk.persistence.office_admin import OfficeAdmin

    office = OfficeAdmin(store, SystemClock())
    site = site_called(office, site_name)
    counters = [counter for counter in office.counters() if counter.site == site.id and counter.active]
    if not counters:
        raise Problem(_("Der Standort {site} hat noch keinen Schalter.").format(site=site.name))
    return StoredAccounts(store, SystemClock()).workplace(counters[0].id)


def _view(report: "AppointmentReport", site: str) -> dict[str, object]:
    from clerk.domain.appointment import Change

    counts = {str(change): report.changes[change] for change in Change}
    bad = [{"line": entry.line, "problem": entry.problem} for entry in report.bad]
    return {"site": site, **counts, "past": report.past, "bad": bad}


def _print(report: "AppointmentReport", site: str) -> None:
    from clerk.services.import_appointments import summary

    say(_("{site}: {summary}").format(site=site, summary=summary(report)))
    if report.bad:
        print_table([_("Zeile"), _("Grund")], [[str(entry.line), entry.problem] for entry in report.bad])
