"""Translations of the catalogue for hand-outs: ``texts/en.toml`` and ``texts/plain.toml`` beside the shared files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from clerk.catalogue.layers import Layer
from clerk.catalogue.toml_file import Content, TomlFile
from clerk.catalogue.toml_table import Table, unknown
from clerk.domain.catalogue import Catalogue
from clerk.domain.document_rules import RULE_TYPES
from clerk.domain.translations import Translated
from clerk.locale import _


class Texts(Mapping[str, Mapping[str, str]]):
    """Texts by language and name (``document.zb1``), each language read when it is first looked at.

    Most days nobody needs one, and reading them would take as long as reading the catalogue. A file that cannot be
    read counts as empty: a hand-out in German is better than none, and ``clerk catalogue check`` names the mistake.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._files: dict[str, list[tuple[Layer, str]]] = {}
        for layer in layers:
            for name in layer.text_files():
                self._files.setdefault(PurePosixPath(name).stem, []).append((layer, name))
        self._read: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, language: str) -> Mapping[str, str]:
        """Return the texts of a language; raises ``KeyError``."""
        files = self._files[language]
        if language not in self._read:
            parts = (layer.read(name)[1] for layer, name in files)
            self._read[language] = {name: text for content in parts for name, text in _texts(content)}
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    for kind, entries in content.items():
        for entry_id, text in entries.items() if isinstance(entries, dict) else ():
            if isinstance(text, str) and text:
                yield f"{kind}.{entry_id}", text


def check_texts(layers: Sequence[Layer], catalogue: Catalogue, lost: Collection[str]) -> list[TomlFile]:
    """Return the files of all translations, with everything that is wrong in them.

    Ids that were *lost* stand in parts of the catalogue that could not be read.
    """
    known = _known_ids(catalogue)
    files: list[TomlFile] = []
    for layer in layers:
        for name in layer.text_files():
            file, content = layer.read(name)
            files.append(file)
            _check(file, content, known, lost)
    return files


def _check(
    file: TomlFile, content: Content, known: Mapping[str, Sequence[str]], lost: Collection[str]
) -> None:
    table = Table(file, content)
    for kind in known:
        entries = table.table(kind, required=False)
        for entry_id in entries.names():
            if entry_id not in known[kind] and entry_id.partition("/")[0] not in lost:
                entries.report(unknown(_("die Kennung"), entry_id, known[kind]), entry_id)
            entries.text(entry_id)
    table.finish()


def _known_ids(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    lines = (
        f"{service.id}/{line.id}" for service in catalogue.service_versions for line in service.requirements
    )
    return {
        Translated.SERVICE: tuple(dict.fromkeys(service.id for service in catalogue.service_versions)),
        Translated.DOCUMENT: tuple(catalogue.documents),
        Translated.REQUIREMENT: tuple(dict.fromkeys(lines)),
        Translated.RULE: tuple(sorted(RULE_TYPES)),
    }
