"""``clerk db``: the schema of the store."""

import argparse

from clerk.commands.output import print_json, say
from clerk.commands.parser import Subparsers, add_command, add_family, offer_json
from clerk.locale import _


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(commands, "db", _("Den Datenspeicher pflegen"), example="clerk db check")
    upgrade = add_command(
        family,
        "upgrade",
        _upgrade,
        _("Den Aufbau auf den Stand des Programms bringen"),
        example="clerk db upgrade",
    )
    offer_json(upgrade)
    check = add_command(
        family, "check", _check, _("Aufbau und Datei des Speichers prüfen"), example="clerk db check"
    )
    offer_json(check)


def _upgrade(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import store_of_any_version
    from clerk.persistence import migrate

    with store_of_any_version() as store:
        before = migrate.current(store)
        migrate.upgrade(store)
        after = migrate.current(store)
    if args.json:
        print_json({"before": before, "after": after})
    elif before == after:
        say(_("Der Datenspeicher hat schon den Stand {version}.").format(version=after))
    else:
        say(_("Der Datenspeicher hat jetzt den Stand {version}.").format(version=after))
    return 0


def _check(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import store_of_any_version
    from clerk.persistence import migrate

    with store_of_any_version() as store:
        problems = migrate.check(store)
    if args.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        say("\n".join(problems) or _("Der Datenspeicher ist in Ordnung."))
    return 1 if problems else 0
