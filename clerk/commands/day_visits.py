"""``clerk day visits``: the day report of visits."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.arguments import day as day_argument
from clerk.commands.output import print_json, say, write_file
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem, Refusal
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.domain.visit_report import VisitReport


def register(family: Subparsers) -> None:
    """Add the command to those of the day."""
    visits = add_command(
        family,
        "visits",
        _visits,
        _("Zeigen, wie viele in einem Besuch fertig wurden, warum andere wiederkommen, Wartezeiten"),
        example="clerk day visits --day 2026-11-22 --csv besuche.csv",
    )
    visits.add_argument("--site", metavar=_("STANDORT"), help=_("sonst der dieses Rechners"))
    visits.add_argument("--day", type=day_argument, metavar=_("TAG"), help=_("sonst heute"))
    visits.add_argument("--login", metavar=_("ANMELDENAME"), help=_("wer sich anmeldet; ohne wird gefragt"))
    visits.add_argument("--pdf", type=Path, metavar=_("DATEI"), help=_("als PDF in diese Datei schreiben"))
    visits.add_argument("--csv", type=Path, metavar=_("DATEI"), help=_("als CSV in diese Datei schreiben"))
    offer_json(visits)


def _visits(args: argparse.Namespace) -> int:
    from clerk.domain.plain_data import to_plain

    report = _report(args)
    if args.pdf:
        from integrations.printing.visit_report_pdf import visit_report_pdf

        write_file(args.pdf, visit_report_pdf(report))
    if args.csv:
        from clerk.domain.visit_report_csv import visit_csv

        write_file(args.csv, visit_csv(report).encode())
    if args.json:
        print_json(to_plain(report))
    elif not args.pdf and not args.csv:
        from clerk.domain.visit_report_text import visit_text

        say(visit_text(report, _).rstrip("\n"))
    return 0


def _report(args: argparse.Namespace) -> "VisitReport":
    """Return the report for who signs in; what is refused becomes a ``Refusal``."""
    from clerk.commands._secrets import signed_in
    from clerk.commands._wiring import catalogue_of_this_machine, settings_of_this_machine, this_store
    from clerk.domain.people import Seat
    from clerk.machine import SystemClock
    from clerk.persistence.accounts import StoredAccounts
    from clerk.persistence.load_figures import StoredLoad
    from clerk.persistence.site_calls import site_called
    from clerk.services.queue_care import NotAllowed
    from clerk.services.visit_reports import VisitReports

    with this_store() as store:
        clock = SystemClock()
        accounts = StoredAccounts(store, clock)
        try:
            workplace = accounts.workplace(settings_of_this_machine().counter)
        except KeyError as error:
            raise Problem(_("Den Schalter dieses Rechners gibt es nicht (mehr).")) from error
        site = workplace.site if args.site is None else site_called(store, args.site)
        if site is None:
            raise Problem(_("Den Standort „{name}“ gibt es nicht.").format(name=args.site))
        seat = Seat(signed_in(accounts, args.login), workplace)
        load, catalogue = StoredLoad(store, clock), catalogue_of_this_machine()
        try:
            return VisitReports(load, catalogue, clock, seat, accounts.has_role).report(args.day, site)
        except NotAllowed as refused:
            raise Refusal(str(refused)) from refused
