"""How every command behaves: help, language, mistakes, exit status."""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

from clerk.cli import make_parser
from clerk.commands import validate
from clerk.commands.parser import Parser
from tests.cli.conftest import Clerk, as_process

HEAVY = (
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "argon2",
    "keyring",
    "httpx",
    "fpdf",
)


def _all_parsers(parser: Parser) -> Iterator[Parser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from _all_parsers(child)


@pytest.mark.parametrize("arguments", [("--help",), ("terminal", "--help"), ("validate", "evb", "A1B2C3D")])
def test_help_and_validate_start_without_the_heavy_libraries(arguments: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from clerk.cli import run\n"
        f"run({list(arguments)!r})\n"
        f"sys.exit(','.join(name for name in {HEAVY!r} if name in sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.stderr, ended.returncode) == ("\n", 1)


def test_the_program_sets_the_frame_rate_before_textual_is_imported() -> None:
    script = (
        "import os, sys\n"
        "from clerk.__main__ import main\n"
        "sys.argv = ['clerk', '--help']\n"
        "main()\n"
        "print(os.environ['TEXTUAL_FPS'], 'textual' in sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.splitlines()[-1] == "120 False"


def test_every_command_shows_an_example_that_it_understands() -> None:
    parser = make_parser()
    examples = [(found.prog, found.epilog or "") for found in _all_parsers(parser)]
    assert len(examples) > 25
    for program, epilog in examples:
        label, _colon, example = epilog.partition(": ")
        assert label == "Beispiel", program
        words = shlex.split(example)
        assert words[0] == "clerk", program
        parser.parse_args(words[1:])


def test_the_help_is_german_throughout(clerk: Clerk) -> None:
    answer = clerk("catalogue", "fees", "--help")
    assert answer.status == 0
    for english in ("usage", "positional", "options", "show this help"):
        assert english not in answer.out
    assert answer.out.startswith("Aufruf: clerk catalogue fees")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("catalog",), "Gemeint ist vielleicht „catalogue“."),
        (("catalogue",), "Es fehlt: BEFEHL."),
        (("catalogue", "show"), "Es fehlt: ID."),
        (("catalogue", "list", "--jsn"), "„--jsn“ gehört nicht zu diesem Befehl."),
        (("terminal", "presets", "nix"), "„nix“ gehört nicht zu diesem Befehl."),
        (("terminal", "receipts"), "Es fehlt eine dieser Angaben: --payment --receipt."),
        (("terminal", "receipts", "--payment", "1", "--receipt", "1"), "gehen nicht zusammen."),
        (("terminal", "receipts", "--receipt", "KB-1"), "eine bis sechs Ziffern"),
        (("terminal", "decode"), "Es fehlt: HEX."),
        (("catalogue", "import"), "Es fehlt: "),
        (("catalogue", "list", "--json=ja"), "--json hat keinen Wert."),
        (("validate", "date", "1.1.2026", "--on"), "Nach --on fehlt der Wert."),
        (("validate", "date", "1.1.2026", "--on", "bald"), "„bald“ ist kein Tag."),
        (("validate", "fin", "W", "--with", "x"), "FELD=WERT"),
        (("counter", "change", "eins"), "„eins“ ist keine ganze Zahl."),
        (("terminal", "pay", "--cents", "27,40"), "27,40 € sind 2740."),
        (("terminal", "simulate", "--port", "70000"), "„70000“ ist kein Port."),
        (("terminal", "add", "Theke", "--host", "x", "--tid", "12"), "acht Ziffern"),
        (("--lang", "fr"), "Möglich: de, en."),
        (("imagine",), "„imagine“ gibt es nicht."),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(
    clerk: Clerk, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = clerk(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert sentence in answer.err
    assert "--help" in answer.err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("terminal", "presets", "nix"), "clerk terminal presets"),
        (("terminal", "totals", "--login", "admin"), "clerk terminal totals"),
        (("terminal", "nix"), "clerk terminal"),
        (("nix",), "clerk"),
        (("demo", "nix"), "clerk demo"),
    ],
)
def test_a_word_too_much_is_answered_with_the_usage_of_its_own_command(
    clerk: Clerk, arguments: tuple[str, ...], command: str
) -> None:
    usage = clerk(*arguments).err.splitlines()[0]
    assert usage.startswith(f"Aufruf: {command} [-h]")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("db", "check"),
        ("account", "list"),
        ("counter", "list"),
        ("terminal", "list"),
        ("terminal", "status"),
        ("audit", "verify"),
    ],
)
def test_a_machine_without_settings_is_told_how_to_get_them(clerk: Clerk, arguments: tuple[str, ...]) -> None:
    answer = clerk(*arguments)
    assert answer.status == 2
    assert "„clerk init“ legt sie an" in answer.err
    assert "Traceback" not in answer.err


def test_the_language_may_be_named_before_and_after_the_command(clerk: Clerk) -> None:
    assert clerk("--lang", "en", "validate", "evb", "A1B2C3D").status == 0
    assert clerk("validate", "evb", "A1B2C3D", "--lang", "de").status == 0


def test_what_stands_behind_a_double_dash_is_a_value(clerk: Clerk) -> None:
    answer = clerk("validate", "text", "--json", "--", "--lang")
    assert answer.json == {"valid": True, "normalised": "--lang", "level": None, "message": None}


def test_ctrl_c_ends_quietly(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(validate, "_validate", interrupted)
    answer = clerk("validate", "text", "x")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "clerk", "catalogue", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_the_real_command_answers_with_its_exit_status() -> None:
    assert as_process("validate", "evb", "A1B2C3D").returncode == 0
    assert as_process("validate", "evb", "A1B2C3").returncode == 1
    assert as_process("validate", "evbb", "A1B2C3D").returncode == 2
