"""``clerk audit``: whether the audit trail and the books of the counters are whole."""

import argparse

from clerk.commands.output import print_json, say
from clerk.commands.parser import Subparsers, add_command, add_family, offer_json
from clerk.locale import _


def register(commands: Subparsers) -> None:
    """Add the commands."""
    family = add_family(commands, "audit", _("Das Protokoll prüfen"), example="clerk audit verify")
    verify = add_command(
        family,
        "verify",
        _verify,
        _("Prüfen, ob Protokoll, Kassenbuch und Abschlüsse lückenlos und unverändert sind"),
        example="clerk audit verify",
    )
    offer_json(verify)


def _verify(args: argparse.Namespace) -> int:
    from clerk.commands._wiring import this_store
    from clerk.persistence import audit_trail, cash_audit

    with this_store() as store:
        problems = audit_trail.verify(store) + cash_audit.verify(store)
    if args.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        say("\n".join(problems) or _("Protokoll, Kassenbuch und Abschlüsse sind lückenlos und unverändert."))
    return 1 if problems else 0
