"""``clerk site``: the buildings of the office and the times of their queues."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Parser, Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _

if TYPE_CHECKING:
    from clerk.persistence.office_admin import Site


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands, "site", _("Standorte einrichten"), example="clerk site add Nebenstelle --office Bürgerbüro"
    )
    listing = add_command(family, "list", _list, _("Alle Standorte auflisten"), example="clerk site list")
    offer_json(listing)
    add = add_command(
        family,
        "add",
        _add,
        _("Einen Standort einrichten"),
        example="clerk site add Nebenstelle --office Bürgerbüro",
    )
    add.add_argument("name", metavar=_("NAME"), help=_("wie er heißt"))
    add.add_argument(
        "--office", metavar=_("BEHÖRDE"), help=_("Name der Behörde; sonst der des ersten Standorts")
    )
    _take_times(add)
    change = add_command(
        family,
        "change",
        _change,
        _("Einen Standort ändern"),
        example='clerk site change 1 --last-arrival "Mo-Do 15:30, Fr 11:30"',
    )
    change.add_argument("id", type=int, metavar=_("KENNUNG"), help=_("siehe clerk site list"))
    change.add_argument("--name", metavar=_("NAME"), help=_("neuer Name"))
    change.add_argument("--office", metavar=_("BEHÖRDE"), help=_("Name der Behörde"))
    _take_times(change)


def _take_times(parser: Parser) -> None:
    parser.add_argument(
        "--last-arrival",
        metavar=_("ZEITEN"),
        help=_("letzte Ankunft je Wochentag, etwa „Mo-Do 15:30, Fr 11:30“; leer: kein Ende"),
    )
    for option, words in (
        ("--walk-in-minutes", _("nach so vielen Minuten ist dran, wer ohne Termin kommt")),
        ("--no-show-minutes", _("nach so vielen Minuten wird wieder aufgerufen, wer nicht kam")),
        ("--calls", _("nach so vielen Aufrufen gilt jemand als nicht erschienen")),
    ):
        parser.add_argument(option, type=int, metavar=_("ZAHL"), help=words)
    offer_json(parser)


def _list(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_office

    with this_office() as office:
        sites = office.sites()
    if args.json:
        print_json(
            [
                {
                    "id": site.id,
                    "name": site.name,
                    "office": site.office_name,
                    "last_arrival": site.last_arrivals,
                    "walk_in_minutes": site.walk_in_offset_minutes,
                    "no_show_minutes": site.no_show_minutes,
                    "calls": site.calls_until_missed,
                }
                for site in sites
            ]
        )
        return 0
    print_table(
        (_("Kennung"), _("Standort"), _("Behörde"), _("letzte Ankunft")),
        [(str(site.id), site.name, site.office_name, site.last_arrivals or "–") for site in sites],
    )
    return 0


def _add(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_office

    with this_office() as office:
        first = office.sites()[0]
        site = office.add_site(_with(replace(first, id=0, name=args.name, last_arrivals=""), args))
    sentence = _("Standort „{name}“ ist eingerichtet, Kennung {id}. Schalter: clerk counter add.")
    return _report(args, site.id, sentence.format(name=site.name, id=site.id))


def _change(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_office

    with this_office() as office:
        before = next((site for site in office.sites() if site.id == args.id), None)
        if before is None:
            raise Problem(
                _("Den Standort {number} gibt es nicht. „clerk site list“ zeigt alle.").format(number=args.id)
            )
        after = _with(before, args)
        if args.name:
            after = replace(after, name=args.name)
        if after == before:
            raise Problem(_("Daran ändert sich nichts. „clerk site change --help“ zeigt, was geht."))
        office.change_site(after)
    return _report(args, after.id, _("Standort „{name}“ ist geändert.").format(name=after.name))


def _with(site: "Site", args: argparse.Namespace) -> "Site":
    """Return *site* with what was given on the command line."""
    given = {
        "office_name": args.office,
        "last_arrivals": args.last_arrival,
        "walk_in_offset_minutes": args.walk_in_minutes,
        "no_show_minutes": args.no_show_minutes,
        "calls_until_missed": args.calls,
    }
    return replace(site, **{name: value for name, value in given.items() if value is not None})


def _report(args: argparse.Namespace, site: int, sentence: str) -> int:
    if args.json:
        print_json({"id": site})
    else:
        say(sentence)
    return 0
