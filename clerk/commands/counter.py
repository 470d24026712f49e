"""``clerk counter``: the numbered workplaces."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Parser, Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands,
        "counter",
        _("Schalter einrichten"),
        example="clerk counter add 7 --area kfz --area fahrerlaubnis",
    )
    listing = add_command(family, "list", _list, _("Alle Schalter auflisten"), example="clerk counter list")
    offer_json(listing)
    add = add_command(
        family,
        "add",
        _add,
        _("Einen Schalter einrichten"),
        example="clerk counter add 7 --area kfz --terminal Theke",
    )
    add.add_argument("label", metavar=_("NUMMER"), help=_("wie ihn die Anzeige nennt, zum Beispiel 7"))
    add.add_argument("--site", metavar=_("STANDORT"), help=_("Name des Standorts, wenn es mehrere gibt"))
    _take_settings(add)
    change = add_command(
        family,
        "change",
        _change,
        _("Einen Schalter ändern"),
        example="clerk counter change 1 --area kfz --area info",
    )
    change.add_argument("id", type=int, metavar=_("KENNUNG"), help=_("siehe clerk counter list"))
    change.add_argument("--label", metavar=_("NUMMER"), help=_("neue Bezeichnung"))
    _take_settings(change)
    change.add_argument("--no-terminal", action="store_true", help=_("das Kartenterminal wegnehmen"))
    change.add_argument("--active", choices=("yes", "no"), help=_("no nimmt den Schalter außer Betrieb"))


def _take_settings(parser: Parser) -> None:
    parser.add_argument(
        "--area", action="append", metavar=_("GEBIET"), help=_("Aufgabengebiet; mehrfach möglich, sonst alle")
    )
    parser.add_argument("--terminal", metavar=_("TERMINAL"), help=_("Name oder Kennung des Kartenterminals"))
    offer_json(parser)


def _list(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_office

    with this_office() as office:
        sites = {site.id: site.name for site in office.sites()}
        terminals = {terminal.id: terminal.name for terminal in office.terminals()}
        counters = office.counters()
    if args.json:
        print_json(
            [
                {
                    "id": counter.id,
                    "label": counter.label,
                    "site": sites[counter.site],
                    "areas": sorted(counter.skills),
                    "terminal": terminals.get(counter.terminal or 0),
                    "active": counter.active,
                }
                for counter in counters
            ]
        )
        return 0
    print_table(
        (_("Kennung"), _("Schalter"), _("Standort"), _("Terminal"), _("in Betrieb"), _("Aufgabengebiete")),
        [
            (
                str(counter.id),
                counter.label,
                sites[counter.site],
                terminals.get(counter.terminal or 0, "–"),
                _("ja") if counter.active else _("nein"),
                ", ".join(sorted(counter.skills)),
            )
            for counter in counters
        ],
    )
    return 0


def _add(args: argparse.Namespace) -> int:
    from clerk.commands._office import site_called, terminal_called
    from clerk.commands._wiring import areas_of_this_machine, this_office
    from clerk.persistence.office_admin import Counter

    areas = areas_of_this_machine()
    with this_office() as office:
        counter = office.add_counter(
            Counter(
                id=0,
                site=site_called(office, args.site).id,
                label=args.label,
                skills=_known_areas(args.area or areas, areas),
                terminal=terminal_called(office, args.terminal).id if args.terminal else None,
            )
        )
    sentence = _("Schalter „{label}“ ist eingerichtet, Kennung {id}.")
    return _report(args, counter.id, sentence.format(label=counter.label, id=counter.id))


def _change(args: argparse.Namespace) -> int:
    from clerk.commands._office import counter_numbered, terminal_called
    from clerk.commands._wiring import areas_of_this_machine, this_office

    if args.terminal and args.no_terminal:
        raise Problem(_("--terminal und --no-terminal schließen sich aus."))
    with this_office() as office:
        before = counter_numbered(office, args.id)
        after = before
        if args.label:
            after = replace(after, label=args.label)
        if args.area:
            after = replace(after, skills=_known_areas(args.area, areas_of_this_machine()))
        if args.terminal:
            after = replace(after, terminal=terminal_called(office, args.terminal).id)
        if args.no_terminal:
            after = replace(after, terminal=None)
        if args.active:
            after = replace(after, active=args.active == "yes")
        if after == before:
            raise Problem(_("Daran ändert sich nichts. „clerk counter change --help“ zeigt, was geht."))
        office.change_counter(after)
    return _report(args, after.id, _("Schalter „{label}“ ist geändert.").format(label=after.label))


def _known_areas(wanted: Sequence[str], known: Sequence[str]) -> frozenset[str]:
    for area in wanted:
        if area not in known:
            raise Problem(
                _("Das Aufgabengebiet „{area}“ gibt es nicht. Möglich: {known}.").format(
                    area=area, known=", ".join(known)
                )
            )
    return frozenset(wanted)


def _report(args: argparse.Namespace, counter: int, sentence: str) -> int:
    if args.json:
        print_json({"id": counter})
    else:
        say(sentence)
    return 0
