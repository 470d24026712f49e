"""What commands print: tables and sentences for people, JSON for programs. The only place that writes to stdout."""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from clerk.commands.problems import Problem
from clerk.domain.plain_text import clean
from clerk.durable_files import replace_file
from clerk.locale import _

_OBEYED_BY_TERMINALS = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def print_json(data: object) -> None:
    """Print *data* as JSON; what a terminal would obey or turn around is escaped, nothing is lost."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    _write(_OBEYED_BY_TERMINALS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def print_json_line(data: object) -> None:
    """Print *data* as one line of JSON at once, for a program that waits for it."""
    text = json.dumps(data, ensure_ascii=True)
    _write(text)
    sys.stdout.flush()


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print *rows* aligned under *header*; cells are cleaned, two blanks between columns."""
    cells = [list(header), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    for row in cells:
        _write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def say(sentence: str) -> None:
    """Print a sentence (or several lines) for the person, cleaned."""
    _write(clean(sentence, multiline=True))


def say_progress(sentence: str) -> None:
    """Print on stderr, at once, what happens meanwhile: stdout is for the answer."""
    sys.stderr.write(clean(sentence) + "\n")
    sys.stderr.flush()


def say_problem(sentence: str) -> None:
    """Print on stderr what went wrong."""
    sys.stderr.write(clean(sentence, multiline=True) + "\n")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


def write_file(path: Path, content: bytes) -> None:
    """Write *content* to a file somebody named, whole or not at all; raises ``Problem``."""
    try:
        replace_file(path, content)
    except OSError as error:
        raise Problem(_("Die Datei {path} lässt sich nicht schreiben.").format(path=path)) from error
