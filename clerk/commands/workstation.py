"""Bare ``clerk`` and ``clerk demo``: the screens."""

import argparse
from dataclasses import replace

from clerk.commands.parser import Parser, Subparsers, add_command
from clerk.locale import _

CALL_BOARD = "call-board"
DEMO_ROLES = ("counter", "info-desk", "team-lead", "cash-supervisor", CALL_BOARD)


def register(commands: Subparsers) -> None:
    """Add ``clerk demo``; bare ``clerk`` is what the parser runs without a command."""
    demo = add_command(
        commands,
        "demo",
        _run_demo,
        _("Ein Übungsbüro mit Kartenterminal und Besuchen starten, oder einem laufenden beitreten"),
        example="clerk demo --role info-desk",
    )
    demo.add_argument("--role", choices=DEMO_ROLES, default="counter", help=_("Platz im Übungsbüro"))
    demo.add_argument("--fresh", action="store_true", help=_("ein neues Übungsbüro beginnen"))


def offer_board(parser: Parser) -> None:
    """Let bare ``clerk`` be told to be a call board."""
    parser.add_argument(
        "--role", choices=(CALL_BOARD,), help=_("die Anzeigetafel im Warteraum statt eines Arbeitsplatzes")
    )


def run_workstation(args: argparse.Namespace) -> int:
    """Start the workstation of this machine on the screen of the person who signs in, or its call board."""
    from clerk import bootstrap
    from clerk.commands._wiring import settings_with_a_store

    settings = settings_with_a_store()
    settings = replace(settings, language=args.lang or settings.language)
    if args.role == CALL_BOARD:
        return bootstrap.run_call_board(settings)
    return bootstrap.run_workstation(settings)


def _run_demo(args: argparse.Namespace) -> int:
    from clerk import demo

    return demo.run_demo(role=args.role, fresh=args.fresh, language=args.lang)
