"""``clerk validate``: one validator on one value."""

import argparse
from typing import cast

from clerk.commands.arguments import day, related_field, today
from clerk.commands.output import print_json, say
from clerk.commands.parser import Subparsers, add_command, offer_json
from clerk.commands.problems import Problem
from clerk.locale import _


def register(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "validate",
        _validate,
        _("Einen Wert prüfen, wie es das Formular tut"),
        example="clerk validate fin W0L000051T2123456",
    )
    parser.add_argument(
        "kind", metavar=_("ART"), help=_("Art der Prüfung, zum Beispiel fin, evb, kennzeichen, iban")
    )
    parser.add_argument("value", metavar=_("WERT"), help=_("der Wert aus dem Papier"))
    parser.add_argument("--on", type=day, metavar=_("TAG"), help=_("so prüfen, als wäre dieser Tag heute"))
    parser.add_argument(
        "--with",
        dest="related",
        type=related_field,
        action="append",
        default=[],
        metavar=_("FELD=WERT"),
        help=_("Wert eines anderen Feldes desselben Formulars; mehrfach möglich"),
    )
    offer_json(parser)


def _validate(args: argparse.Namespace) -> int:
    from clerk.domain.validators import UnknownValidator, validate

    related = dict(cast("list[tuple[str, str]]", args.related))
    try:
        verdict = validate(args.kind, args.value, on=args.on or today(), related=related)
    except UnknownValidator as error:
        raise Problem(str(error)) from error
    if args.json:
        print_json(
            {
                "valid": verdict.valid,
                "normalised": verdict.normalised,
                "level": verdict.level,
                "message": verdict.message,
            }
        )
    else:
        say(
            _("{value}: {verdict}").format(
                value=verdict.normalised, verdict=_("gültig") if verdict.valid else _("ungültig")
            )
        )
        if verdict.message:
            say(verdict.message)
    return 0 if verdict.valid else 1
