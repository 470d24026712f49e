"""The catalogue's TOML files as text: where something stands, what is wrong there, and what can still be read."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from clerk.locale import _

Content = Mapping[str, object]
"""A TOML file, or a table of one, as Python reads it."""

_MOST_MISTAKES = 50
"""Broken blocks of one file that are looked for; whoever has more has not written TOML."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in the catalogue: the file (within its folder), the line if known, and a German sentence."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = (
            self.file
            if self.line is None
            else _("{file}, Zeile {line}").format(file=self.file, line=self.line)
        )
        return f"{place}: {self.message}"


class Reports(Protocol):
    """What takes note of mistakes at their place; ``incomplete`` when parts of it could not be read.

    ``is_own`` tells whether the office wrote what stands at a place.
    """

    @property
    def incomplete(self) -> bool: ...
    def report(self, message: str, header: str = "", index: int = 0, key: str = "") -> None: ...
    def is_own(self, header: str, index: int) -> bool: ...


@dataclass(slots=True, eq=False)
class TomlFile:
    """One file with the problems found in it so far.

    ``name`` is its path in its layer, ``prefix`` goes before it in messages; ``own`` is whether the office wrote it;
    ``lost`` are the ids in blocks that could not be read.
    """

    name: str
    text: str
    prefix: str = ""
    own: bool = False
    lost: frozenset[str] = frozenset()
    incomplete: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def shown_name(self) -> str:
        """Its name in messages."""
        return self.prefix + self.name

    def report(self, message: str, header: str = "", index: int = 0, key: str = "") -> None:
        """Note a problem at *key* below the *index*-th (from 0) header line *header*."""
        line = (
            self.find(header, index, key) or self.find(header, index) or self._find_inline(header, key) or 1
        )
        self.problems.append(Problem(self.shown_name, line if self.text else None, message))

    def is_own(self, header: str, index: int) -> bool:  # noqa: ARG002 - a file is written by one of both
        """Tell whether the office wrote it."""
        return self.own

    def find(self, header: str, index: int = 0, key: str = "") -> int | None:
        """Return the line (from 1) of *key* below a header, without *key* that of the header itself."""
        lines = self.text.splitlines()
        starts = [number for number, line in enumerate(lines) if _is_header(line, header)] if header else [-1]
        if index >= len(starts):
            return None
        if not key:
            return starts[index] + 1 if header else None
        for number in range(starts[index] + 1, len(lines)):
            if _is_entry(lines[number], key):
                return number + 1
            if lines[number].startswith("["):
                break
        return None

    def _find_inline(self, header: str, key: str) -> int | None:
        """Return the line of a table that is written as ``name.key = …`` or ``name = { … }``."""
        name = header.strip("[]")
        return self.find("", 0, f"{name}.{key}") or self.find("", 0, name)


def _is_header(line: str, header: str) -> bool:
    written = line.partition("#")[0]
    return written.startswith("[") and re.sub(r"""[\s"']""", "", written) == header


def _is_entry(line: str, key: str) -> bool:
    return re.match(rf'["\']?{re.escape(key)}["\']?\s*=', line.strip()) is not None


def read_toml(path: Path, name: str, *, prefix: str = "", own: bool = False) -> tuple[TomlFile, Content]:
    """Read a file; what is no TOML is reported, and the blocks around it are read all the same."""
    try:
        # utf-8-sig: editors on Windows put a mark before the text
        file = TomlFile(name, path.read_text(encoding="utf-8-sig"), prefix, own)
    except (OSError, UnicodeDecodeError):
        file = TomlFile(name, "", prefix, own, incomplete=True)
        file.report(_("Die Datei fehlt oder ist nicht als UTF-8 lesbar."))
        return file, {}
    try:
        return file, tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        return file, _read_around(file, error)


def _read_around(file: TomlFile, error: tomllib.TOMLDecodeError) -> Content:
    """Report every violation of TOML and return what stands in the other blocks."""
    file.incomplete = True
    lines = file.text.splitlines()
    for _attempt in range(_MOST_MISTAKES):
        line = _line_of(error, lines)
        sentence = _("Hier ist die Schreibweise von TOML verletzt: {reason}")
        file.problems.append(Problem(file.shown_name, line, sentence.format(reason=_reason(error))))
        file.lost |= _take_block(lines, line - 1)
        file.text = "\n".join(lines)
        try:
            return tomllib.loads(file.text)
        except tomllib.TOMLDecodeError as next_error:
            error = next_error
    return {}


def _line_of(error: tomllib.TOMLDecodeError, lines: list[str]) -> int:
    """Return the line of the mistake: the last one with text if the file ends too early."""
    named = re.search(r"at line (\d+)", str(error))
    number = min(int(named[1]) if named else len(lines), len(lines))
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    return max(number, 1)


def _take_block(lines: list[str], place: int) -> frozenset[str]:
    """Blank the block around the line *place* (from its header to the next) and return the ids in it."""
    first = next((number for number in range(place, -1, -1) if lines[number].startswith("[")), 0)
    after = (number for number in range(max(place, first + 1), len(lines)) if lines[number].startswith("["))
    last = next(after, len(lines))
    block = lines[first:last]
    lines[first:last] = [""] * len(block)
    ids = (re.match(r"""\s*(?:id\s*=\s*|\[)["']?([^"'\[\]]+)""", line) for line in block)
    return frozenset(found[1] for found in ids if found)


def _reason(error: tomllib.TOMLDecodeError) -> str:
    text = str(error)
    known = {
        "Cannot declare": _("Dieser Abschnitt steht zweimal."),
        "Cannot overwrite": _("Dieser Name steht zweimal."),
        "Duplicate inline": _("Dieser Name steht zweimal."),
        "Invalid value": _(
            "Nach „=“ fehlt ein Wert; Text gehört in Anführungszeichen, ja heißt true, nein false."
        ),
        "Expected '='": _("Nach dem Namen fehlt „=“."),
        "Unclosed array": _("Einer Liste fehlt „]“ oder ein Komma."),
        "Unclosed inline": _("Einer Klammer fehlt „}“ oder ein Komma."),
        "Unterminated string": _("Einem Text fehlt das Anführungszeichen am Ende."),
        "Illegal character": _("Einem Text fehlt das Anführungszeichen am Ende."),
        "Expected newline": _("Hinter dem Wert steht noch etwas."),
        "Expected ']": _("Dem Namen des Abschnitts fehlt „]“."),
        "Unescaped '\\'": _("Vor „\\“ gehört ein zweites „\\“."),
        "Expected \"'": _("Einem Text fehlt das Anführungszeichen am Ende."),
        "Invalid statement": _("Hier wird ein Name und „=“ erwartet."),
        "Invalid initial": _("Hier wird ein Name und „=“ erwartet."),
    }
    return next((sentence for start, sentence in known.items() if text.startswith(start)), text)
