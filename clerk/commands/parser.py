"""argparse in the language in use: help, usage, and what is wrong with a command line."""

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from clerk.domain.plain_text import clean
from clerk.locale import _

if TYPE_CHECKING:
    Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"
else:
    Subparsers = argparse._SubParsersAction

_INVALID_CHOICE = re.compile(
    r"argument (?P<name>.+?): invalid choice: '(?P<value>.*)' \(choose from (?P<known>.+)\)", re.DOTALL
)

Command = Callable[[argparse.Namespace], int]
"""What carries out a parsed command line and returns the exit status."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable["argparse._MutuallyExclusiveGroup"],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("Aufruf: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser without abbreviated options that names its parts and its complaints in the language in use."""

    def __init__(self, *, prog: str, description: str, epilog: str) -> None:
        """Take what the help shows: the command, what it does, an example."""
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._positionals.title = _("Angaben")
        self._optionals.title = _("Optionen")
        self.add_argument("-h", "--help", action="help", help=_("diese Hilfe zeigen und beenden"))

    def error(self, message: str) -> NoReturn:
        """End with status 2 and a sentence on stderr."""
        self.print_usage(sys.stderr)
        hint = _("Hilfe mit Beispiel: {program} --help").format(program=self.prog)
        self.exit(2, f"{clean(_in_words(message))}\n{hint}\n")

    def refuse(self, words: Sequence[str]) -> NoReturn:
        """End as ``error`` does because this command knows nothing of *words*."""
        self.error(f"unrecognized arguments: {' '.join(words)}")


def add_command(commands: Subparsers, name: str, run: Command, purpose: str, *, example: str) -> Parser:
    """Add the command *name* that *run* carries out, with what it is for and an example.

    What is parsed names the parser as ``parser``: it refuses what is too much with the usage of its own command.
    """
    parser = commands.add_parser(
        name, help=purpose, description=purpose, epilog=_("Beispiel: {command}").format(command=example)
    )
    parser.set_defaults(run=run, parser=parser)
    return parser


def add_family(commands: Subparsers, name: str, purpose: str, *, example: str) -> Subparsers:
    """Add the command *name* that only has commands of its own; return where to add them."""
    family = commands.add_parser(
        name, help=purpose, description=purpose, epilog=_("Beispiel: {command}").format(command=example)
    )
    return family.add_subparsers(title=_("Befehle"), metavar=_("BEFEHL"), required=True)


def offer_json(parser: Parser) -> None:
    """Let a command print its data as JSON instead of a table."""
    parser.add_argument("--json", action="store_true", help=_("als JSON statt als Tabelle ausgeben"))


def _in_words(message: str) -> str:
    """Return argparse's English *message* as a sentence; what we do not know we pass on as it is."""
    choice = _INVALID_CHOICE.fullmatch(message)
    if choice:
        return _no_such_choice(choice["name"], choice["value"], choice["known"].replace("'", "").split(", "))
    for pattern, sentence in _sentences().items():
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return sentence.format(**match.groupdict())
    return _("Der Aufruf passt nicht: {message}").format(message=message)


def _no_such_choice(name: str, value: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1)
    if near:
        return _("{name}: „{value}“ gibt es nicht. Gemeint ist vielleicht „{word}“.").format(
            name=name, value=value, word=near[0]
        )
    return _("{name}: „{value}“ gibt es nicht. Möglich: {known}.").format(
        name=name, value=value, known=", ".join(known)
    )


def _sentences() -> dict[str, str]:
    """Return the sentence for each message of argparse (Python 3.11 to 3.13)."""
    return {
        r"the following arguments are required: (?P<names>.+)": _("Es fehlt: {names}."),
        r"one of the arguments (?P<names>.+) is required": _("Es fehlt eine dieser Angaben: {names}."),
        r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)": _(
            "{name} und {other} gehen nicht zusammen."
        ),
        r"unrecognized arguments: (?P<value>.+)": _("„{value}“ gehört nicht zu diesem Befehl."),
        r"argument (?P<name>.+?): expected (?:one|at least one) argument": _("Nach {name} fehlt der Wert."),
        r"argument (?P<name>.+?): invalid int value: '(?P<value>.*)'": _(
            "{name}: „{value}“ ist keine ganze Zahl."
        ),
        r"argument (?P<name>.+?): ignored explicit argument '(?P<value>.*)'": _("{name} hat keinen Wert."),
        # raised by the types of our own, which speak the language in use already
        r"argument (?P<name>.+?): (?P<sentence>.+)": "{name}: {sentence}",
    }
