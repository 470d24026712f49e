"""Lays an office's tables over the shipped ones, key by key, and knows afterwards where each key was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clerk.catalogue.toml_file import Content, Reports, TomlFile
from clerk.catalogue.toml_table import unknown
from clerk.locale import _

Part = tuple[TomlFile, Content]
"""One file of one layer, as read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: the *index*-th (from 0) header of a file, or one key below it."""

    file: TomlFile
    header: str = ""
    index: int = 0
    key: str | None = None

    def has(self, key: str) -> bool:
        """Tell whether *key* stands here."""
        return self.file.find(self.header, self.index, self.key or key) is not None

    def report(self, message: str, key: str = "") -> None:
        """Note a problem here."""
        self.file.report(message, self.header, self.index, self.key or key)


@dataclass(frozen=True, slots=True)
class MergedFile:
    """Several files laid over each other, the uppermost first; reports where a key was written last.

    ``lines`` has the places of lists' tables, by header and index in the result.
    """

    files: tuple[TomlFile, ...]
    lines: Mapping[tuple[str, int], tuple[Place, ...]] = field(default_factory=dict)

    @property
    def incomplete(self) -> bool:
        """Whether parts of any of the files could not be read."""
        return any(file.incomplete for file in self.files)

    def report(self, message: str, header: str = "", index: int = 0, key: str = "") -> None:
        """Note a problem in the file that says so."""
        self.place(header, index, key).report(message, key)

    def is_own(self, header: str, index: int) -> bool:
        """Tell whether the office wrote or changed what stands there."""
        return self.place(header, index).file.own

    def place(self, header: str, index: int, key: str = "") -> Place:
        """Return where *key* was written last, else where its table was, else the uppermost file."""
        places = self.lines.get((header, index)) or [Place(file, header, index) for file in self.files]
        for looked_for in (key, ""):
            found = next((place for place in places if place.has(looked_for)), None)
            if found is not None:
                return found
        return places[0]


def over(below: object, above: object) -> object:
    """Return *above* laid over *below*: tables key by key, an empty text takes a key away."""
    if not isinstance(above, dict):
        return above
    laid = dict(below) if isinstance(below, dict) else {}
    for key, value in above.items():
        laid[key] = over(laid.get(key), value)
    return {key: value for key, value in laid.items() if value != ""} if isinstance(below, dict) else laid


def lay_tables(parts: Sequence[Part], required: Sequence[str]) -> tuple[Reports, Content]:
    """Return the tables of the layers as one file; new ones have to have what is *required*."""
    file, content = parts[0]
    if len(parts) == 1:
        return file, content
    laid = dict(content)
    for own_file, own_content in parts[1:]:
        for name, entry in own_content.items():
            if _may_be_laid(own_file, name, entry, laid, required):
                laid[name] = _without_stale_labels(over(laid.get(name), entry), entry)
    return MergedFile(tuple(file for file, _content in reversed(parts))), laid


def _may_be_laid(file: TomlFile, name: str, entry: object, below: Content, required: Sequence[str]) -> bool:
    if name in below or not isinstance(entry, dict):
        return True
    missing = [key for key in required if key not in entry]
    if missing:
        file.report(unknown_or_incomplete(_("den Eintrag"), name, tuple(below), missing), f"[{name}]")
        file.lost |= {name}
    return not missing


def unknown_or_incomplete(what: str, name: str, known: Sequence[str], missing: Sequence[str]) -> str:
    """Return the sentence for an entry that changes nothing known and lacks what a new one needs."""
    needed = ", ".join(f"„{key}“" for key in missing)
    return unknown(what, name, known) + " " + _("Für einen neuen Eintrag fehlt: {keys}.").format(keys=needed)


def _without_stale_labels(laid: object, entry: object) -> object:
    """Drop labels of choices that the upper layer no longer offers."""
    if not (isinstance(laid, dict) and isinstance(entry, dict) and "values" in entry):
        return laid
    values, labels, own = laid["values"], laid.get("value_labels"), entry.get("value_labels")
    if not (isinstance(values, list) and isinstance(labels, dict)):
        return laid
    kept = {name: text for name, text in labels.items() if name in values or name in (own or {})}
    return {**laid, "value_labels": kept}
