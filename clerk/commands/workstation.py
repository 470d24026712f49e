"""Bare ``clerk`` and ``clerk demo``: the screens."""

import argparse
from dataclasses import replace

from clerk.commands.parser import Subparsers, add_command
from clerk.locale import _

DEMO_ROLES = ("counter", "info-desk", "cash-supervisor")


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


def run_workstation(args: argparse.Namespace) -> int:
    """Start the workstation of this machine on the screen of the person who signs in."""
    from clerk import bootstrap
    from clerk.commands._wiring import settings_with_a_store

    settings = settings_with_a_store()
    language = args.lang or settings.language
    return bootstrap.run_workstation(replace(settings, language=language))


def _run_demo(args: argparse.Namespace) -> int:
    from clerk import demo

    return demo.run_demo(role=args.role, fresh=args.fresh, language=args.lang)
