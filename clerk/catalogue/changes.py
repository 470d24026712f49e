"""What an office has changed or added in its own catalogue, and in which file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clerk.catalogue.layers import OFFICE_FILE, Layer
from clerk.catalogue.service_overlay import LINES, id_of
from clerk.catalogue.shared_files import DOCUMENTS_FILE, FACTS_FILE, FEES_FILE
from clerk.catalogue.toml_file import Content
from clerk.domain.catalogue import Service


class Kind(StrEnum):
    """What of the catalogue was changed."""

    SERVICE = "service"
    DOCUMENT = "document"
    FACT = "fact"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry as the office wrote it: its file and the keys it names; lines of services as ``fee.g230``."""

    kind: Kind
    id: str
    file: str
    keys: tuple[str, ...]


def changes_in(layers: Sequence[Layer]) -> tuple[Change, ...]:
    """Return what the office's own layers change or add, the lowest layer first."""
    return tuple(change for layer in layers if layer.own for change in _changes_in(layer))


def changes_of(service: Service, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the *changes* that make a difference to *service*."""
    used: dict[Kind, Collection[str]] = {
        Kind.SERVICE: (service.id,),
        Kind.DOCUMENT: {document for line in service.requirements for document in line.documents},
        Kind.FEE: {rule.fee for rule in service.fees},
        Kind.FACT: {*service.deciding_facts, *service.facts_compared},
    }
    return tuple(change for change in changes if change.id in used[change.kind])


def _changes_in(layer: Layer) -> Iterator[Change]:
    for kind, name in ((Kind.DOCUMENT, DOCUMENTS_FILE), (Kind.FACT, FACTS_FILE)):
        for entry_id, entry in _content(layer, name).items():
            yield Change(kind, entry_id, layer.prefix + name, _keys(entry))
    for entry in _tables(_content(layer, FEES_FILE).get("fee")):
        keys = tuple(key for key in entry if key != "id")
        yield Change(Kind.FEE, str(entry.get("id")), layer.prefix + FEES_FILE, keys)
    office = _content(layer, OFFICE_FILE)
    for kind, section in ((Kind.FACT, "settings"), (Kind.FEE, "confirmed")):
        for entry_id in _keys(office.get(section)):
            yield Change(kind, entry_id, layer.prefix + OFFICE_FILE, (section,))
    for name in layer.service_files()[0]:
        file, content = layer.read(name)
        yield Change(Kind.SERVICE, id_of(file), file.shown_name, tuple(_service_keys(content)))


def _service_keys(content: Content) -> Iterator[str]:
    for key, value in content.items():
        if key in LINES:
            yield from (f"{key}.{line.get('id')}" for line in _tables(value))
        elif key != "id":
            yield key


def _content(layer: Layer, name: str) -> Content:
    return layer.read(name)[1] if layer.has(name) else {}


def _keys(table: object) -> tuple[str, ...]:
    return tuple(table) if isinstance(table, dict) else ()


def _tables(value: object) -> list[Content]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
