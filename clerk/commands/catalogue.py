"""``clerk catalogue``: what the services need and cost."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.commands.arguments import json_object, today
from clerk.commands.catalogue_import import register_import
from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Parser, Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _, ngettext

if TYPE_CHECKING:
    from clerk.domain.catalogue import Catalogue


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands,
        "catalogue",
        _("Leistungen nachschlagen und den Katalog prüfen"),
        example="clerk catalogue list",
    )
    offer_json(
        add_command(
            family, "list", _list, _("Alle Leistungen auflisten"), example="clerk catalogue list --json"
        )
    )
    show = add_command(
        family,
        "show",
        _show,
        _("Eine Leistung ganz zeigen"),
        example="clerk catalogue show kfz-umschreibung-innerhalb",
    )
    _take_service(show)
    offer_json(show)
    check = add_command(
        family,
        "check",
        _check,
        _("Einen eigenen Katalog zusammen mit dem ausgelieferten prüfen"),
        example="clerk catalogue check ./katalog",
    )
    check.add_argument(
        "directory",
        nargs="?",
        type=Path,
        metavar=_("ORDNER"),
        help=_("ein eigener Katalog, statt dem dieses Rechners"),
    )
    offer_json(check)
    _register_answers(family)
    register_import(family)


def _register_answers(family: Subparsers) -> None:
    documents = add_command(
        family,
        "documents",
        _documents,
        _("Welche Unterlagen ein Fall braucht; nicht genannte Angaben gelten als nein"),
        example="""clerk catalogue documents kfz-umschreibung-innerhalb --facts '{"proxy": true}'""",
    )
    fees = add_command(
        family,
        "fees",
        _fees,
        _("Was ein Fall kostet; nicht genannte Angaben gelten als nein"),
        example="""clerk catalogue fees kfz-umschreibung-innerhalb --facts '{"plate_keep": true}'""",
    )
    for parser in (documents, fees):
        _take_service(parser)
        parser.add_argument(
            "--facts",
            type=json_object,
            default={},
            metavar="JSON",
            help=_("Angaben zum Fall als JSON-Objekt"),
        )
        offer_json(parser)
    fees.add_argument(
        "--form",
        type=json_object,
        default={},
        metavar="JSON",
        help=_("Felder des Antrags, die eine Menge nennen"),
    )


def _take_service(parser: Parser) -> None:
    parser.add_argument("service", metavar="ID", help=_("Kennung der Leistung, siehe clerk catalogue list"))


def _list(args: argparse.Namespace) -> int:
    from clerk.catalogue.changes import Kind, changes_in
    from clerk.catalogue.views import list_view
    from clerk.commands._wiring import layers_of_this_machine

    catalogue = _catalogue_of_today()
    own = {change.id for change in changes_in(layers_of_this_machine()) if change.kind is Kind.SERVICE}
    if args.json:
        print_json(list_view(catalogue, own))
        return 0
    print_table(
        (_("Kennung"), _("Gebiet"), _("Minuten"), _("Leistung")),
        [
            (service.id, service.area, str(service.minutes.typical), _marked(service.name, service.id in own))
            for service in catalogue.services
        ],
    )
    return 0


def _marked(name: str, own: bool) -> str:
    return _("{name} (eigener Katalog)").format(name=name) if own else name


def _show(args: argparse.Namespace) -> int:
    from clerk.catalogue.changes import changes_in, changes_of
    from clerk.catalogue.views import show_view
    from clerk.commands import catalogue_text
    from clerk.commands._wiring import layers_of_this_machine
    from clerk.domain.catalogue import UnknownService

    catalogue = _catalogue_of_today()
    try:
        service = catalogue.service(args.service)
    except UnknownService as error:
        raise Problem(str(error)) from error
    changes = changes_of(service, changes_in(layers_of_this_machine()))
    if args.json:
        print_json(show_view(catalogue, service.id, changes))
    else:
        say(catalogue_text.page(service, catalogue, changes))
    return 0


def _check(args: argparse.Namespace) -> int:
    from clerk.catalogue.checker import check_catalogue
    from clerk.commands._wiring import catalogue_folder, names_of_all_sites

    directory: Path | None = args.directory or catalogue_folder()
    if directory is not None and not directory.is_dir():
        raise Problem(_("Den Ordner {directory} gibt es nicht.").format(directory=directory))
    # sites of this machine say nothing about a folder that is meant for another one
    known_sites = None if args.directory else names_of_all_sites()
    problems = check_catalogue(directory, known_sites)
    if args.json:
        print_json(
            [{"file": problem.file, "line": problem.line, "problem": problem.message} for problem in problems]
        )
    elif problems:
        count = len(problems)
        say("\n".join(str(problem) for problem in problems))
        say(ngettext("{count} Fehler im Katalog.", "{count} Fehler im Katalog.", count).format(count=count))
    else:
        say(_("Der Katalog ist in Ordnung."))
    return 1 if problems else 0


def _documents(args: argparse.Namespace) -> int:
    from clerk.catalogue.views import BadFacts, documents_view, read_facts
    from clerk.commands import catalogue_text
    from clerk.domain.catalogue import UnknownService

    catalogue = _catalogue_of_today()
    try:
        if args.json:
            print_json(documents_view(catalogue, args.service, args.facts))
        else:
            answers = read_facts(catalogue, args.facts)
            catalogue_text.print_documents(catalogue.service(args.service), catalogue, answers)
    except (UnknownService, BadFacts) as error:
        raise Problem(str(error)) from error
    return 0


def _fees(args: argparse.Namespace) -> int:
    from clerk.catalogue.views import BadFacts, fees_view, read_facts, read_form
    from clerk.commands import catalogue_text
    from clerk.domain.catalogue import UnknownService

    catalogue = _catalogue_of_today()
    try:
        if args.json:
            print_json(fees_view(catalogue, args.service, args.facts, args.form))
        else:
            service = catalogue.service(args.service)
            answers = read_facts(catalogue, args.facts)
            catalogue_text.print_fees(service, catalogue, answers, read_form(service, args.form))
    except (UnknownService, BadFacts) as error:
        raise Problem(str(error)) from error
    return 0


def _catalogue_of_today() -> "Catalogue":
    from clerk.commands._wiring import catalogue_of_this_machine

    return catalogue_of_this_machine().at(today())
