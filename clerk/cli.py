"""The command line: which commands there are, and how every one of them ends."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

from clerk.commands import workstation
from clerk.commands.output import say_problem
from clerk.commands.parser import Command, Parser, Subparsers
from clerk.commands.problems import Problem
from clerk.locale import _, use_language

SOURCE_LANGUAGE = "de"
LANGUAGES = (SOURCE_LANGUAGE, "en")
ADMINISTRATION = (
    "init",
    "account",
    "site",
    "counter",
    "terminal",
    "appointments",
    "day",
    "catalogue",
    "validate",
    "simulate",
    "db",
    "audit",
)
_INTERRUPTED = 130


def run(argv: Sequence[str]) -> int:
    """Run one command line (without the program's name) and return its exit status.

    0 done, 1 the answer is no, 2 wrong usage or configuration, 3 an outside system could not be reached. What can
    be expected to go wrong ends in one sentence on stderr.
    """
    _make_streams_patient()
    try:
        language, rest = _language_of(argv)
        use_language(language or SOURCE_LANGUAGE)
        parser = make_parser(language, administration=not _starts_screens(rest))
        arguments, unknown = parser.parse_known_args(rest)
        if unknown:
            cast("Parser", arguments.parser).refuse(unknown)
        status = cast("Command", arguments.run)(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # how argparse ends: after --help, or on wrong usage
        return end.code if isinstance(end.code, int) else 2
    except Problem as problem:
        say_problem(str(problem))
        return problem.status
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # the reader has seen enough; the interpreter must not try to flush again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def make_parser(language: str | None = None, *, administration: bool = True) -> Parser:
    """Return the parser of all commands in the language in use; ``lang`` of what it parses is *language*.

    Without *administration* it knows the commands that start the screens only.
    """
    parser = Parser(
        prog="clerk",
        description=_("Arbeitsplatz für Bürgerbüros. Ohne Befehl startet der Arbeitsplatz dieses Rechners."),
        epilog=_("Beispiel: {command}").format(command="clerk demo"),
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=language, help=_("Sprache der Texte"))
    workstation.offer_board(parser)
    parser.set_defaults(run=workstation.run_workstation, parser=parser)
    commands: Subparsers = parser.add_subparsers(title=_("Befehle"), metavar=_("BEFEHL"))
    workstation.register(commands)
    if administration:
        for family in ADMINISTRATION:
            import_module(f"clerk.commands.{family}").register(commands)
    return parser


def _starts_screens(argv: Sequence[str]) -> bool:
    # on the way to the first screen nothing is loaded that it does not need
    return not argv or argv[0] == "demo" or argv[0].startswith("--role")


def _language_of(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the language asked for anywhere before ``--``, and the command line without it.

    It has to be known before the parser with its help texts exists.
    """
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=LANGUAGES)
    ours, verbatim = _split_at_double_dash(argv)
    try:
        known, rest = early.parse_known_args(ours)
    except argparse.ArgumentError:
        return None, list(argv)  # the real parser says what is wrong with it
    return known.lang, [*rest, *verbatim]


def _split_at_double_dash(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    at = argv.index("--") if "--" in argv else len(argv)
    return list(argv[:at]), list(argv[at:])


def _make_streams_patient() -> None:
    """Print what the terminal's encoding lacks as a question mark, instead of failing on a name."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
