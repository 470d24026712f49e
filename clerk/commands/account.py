"""``clerk account``: who may sign in."""

import argparse
from dataclasses import replace

from clerk.commands.output import print_json, print_table, say
from clerk.commands.parser import Parser, Subparsers, add_command, add_family, offer_json
from clerk.commands.problems import Problem
from clerk.domain.people import Role
from clerk.locale import _

ROLES = tuple(role.value for role in Role)


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(
        commands,
        "account",
        _("Anmeldungen einrichten"),
        example='clerk account add beispiel --name "Frau Beispiel" --role clerk',
    )
    listing = add_command(
        family, "list", _list, _("Alle Anmeldungen auflisten"), example="clerk account list"
    )
    offer_json(listing)
    add = add_command(
        family,
        "add",
        _add,
        _("Eine Anmeldung anlegen; das Kennwort wird gefragt oder steht in CLERK_NEW_PASSWORD"),
        example='clerk account add beispiel --name "Frau Beispiel" --role clerk --role info_desk',
    )
    add.add_argument("login", metavar=_("ANMELDENAME"), help=_("Groß und klein ist gleich"))
    add.add_argument(
        "--name", required=True, metavar=_("NAME"), help=_("wie ihn Kolleginnen und Kollegen lesen")
    )
    _take_roles(add, required=True)
    offer_json(add)
    change = add_command(
        family,
        "change",
        _change,
        _("Eine Anmeldung ändern"),
        example="clerk account change beispiel --role clerk --role team_lead",
    )
    change.add_argument("login", metavar=_("ANMELDENAME"), help=_("siehe clerk account list"))
    change.add_argument("--name", metavar=_("NAME"), help=_("neuer Name"))
    _take_roles(change, required=False)
    change.add_argument(
        "--password",
        action="store_true",
        help=_("neues Kennwort fragen, oder es steht in CLERK_NEW_PASSWORD"),
    )
    change.add_argument("--active", choices=("yes", "no"), help=_("no sperrt die Anmeldung"))
    offer_json(change)


def _take_roles(parser: Parser, *, required: bool) -> None:
    parser.add_argument(
        "--role", action="append", choices=ROLES, required=required, help=_("Rolle; mehrfach möglich")
    )


def _list(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import these_accounts

    with these_accounts() as accounts:
        entries = accounts.all()
    if args.json:
        print_json(
            [
                {
                    "id": entry.id,
                    "login": entry.login,
                    "name": entry.display_name,
                    "roles": sorted(entry.roles),
                    "active": entry.active,
                }
                for entry in entries
            ]
        )
        return 0
    print_table(
        (_("Anmeldename"), _("Name"), _("aktiv"), _("Rollen")),
        [
            (
                entry.login,
                entry.display_name,
                _("ja") if entry.active else _("nein"),
                ", ".join(sorted(entry.roles)),
            )
            for entry in entries
        ],
    )
    return 0


def _add(args: argparse.Namespace) -> int:
    from clerk.commands._secrets import new_password
    from clerk.commands._wiring import these_accounts

    with these_accounts() as accounts:
        account = accounts.add(args.login, args.name, new_password(), map(Role, args.role))
    return _report(args, account.login, _("Die Anmeldung „{login}“ ist angelegt."))


def _change(args: argparse.Namespace) -> int:
    from clerk.commands._secrets import new_password
    from clerk.commands._wiring import these_accounts

    with these_accounts() as accounts:
        before = accounts.find(args.login)
        after = replace(
            before,
            display_name=args.name or before.display_name,
            roles=frozenset(map(Role, args.role)) if args.role else before.roles,
            active=args.active == "yes" if args.active else before.active,
        )
        if after == before and not args.password:
            raise Problem(_("Daran ändert sich nichts. „clerk account change --help“ zeigt, was geht."))
        if args.password:
            accounts.set_password(before, new_password())
        if after != before:
            accounts.change(after)
    return _report(args, after.login, _("Die Anmeldung „{login}“ ist geändert."))


def _report(args: argparse.Namespace, login: str, sentence: str) -> int:
    if args.json:
        print_json({"login": login})
    else:
        say(sentence.format(login=login))
    return 0
