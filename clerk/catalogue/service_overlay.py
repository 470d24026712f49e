"""Lays an office's services over the shipped ones: new ones, whole ones instead, or only what they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from clerk.catalogue.line_removal import lines_to_remove
from clerk.catalogue.overlay import MergedFile, Part, Place, over, unknown_or_incomplete
from clerk.catalogue.toml_file import Content, Reports, TomlFile
from clerk.catalogue.toml_table import unknown
from clerk.catalogue.versions import Version, by_id, closed, in_time, lay_over, report_repeated, settled
from clerk.locale import _

OVERRIDE = "override"
REMOVE = "remove"
LINES: Mapping[str, tuple[str, ...]] = {
    "requirement": ("by",),
    "field": ("label", "validator", "required", "use"),
    "fee": ("fee",),
}
"""The lists of a service, with what a new line of each has to have."""
_REQUIRED = ("name", "short", "area", "info_desk", "minutes")
_EITHER = {"document": "one_of", "one_of": "document"}


Chains = dict[str, list[Version]]
"""The versions of each service, in order of time."""


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """One version of a service to be read: its content, where problems belong, and the files that make it up."""

    reports: Reports
    content: Content
    files: tuple[TomlFile, ...]


def lay_services(layers: Sequence[Sequence[Part]]) -> list[ServiceEntry]:
    """Return the versions of the services of all layers."""
    chains = by_id(_version(part) for part in layers[0])
    for layer in layers[1:]:
        written = report_repeated([_version(part) for part in layer if part[1]])
        for service_id, versions in by_id(written).items():
            for version in in_time(versions):
                _lay(chains, service_id, version)
        chains = {service_id: settled(chain) for service_id, chain in chains.items()}
    return [_entry(version) for chain in chains.values() for version in chain]


def id_of(file: TomlFile) -> str:
    """Return the id of the service a file is named for."""
    return file.name.rpartition("/")[2].removesuffix(".toml").partition("@")[0]


def _version(part: Part) -> tuple[str, Version]:
    file, content = part
    return id_of(file), Version(content, (Place(file),), ends_by_hand=file.own and "valid_to" in content)


def _entry(version: Version) -> ServiceEntry:
    files = tuple(dict.fromkeys(place.file for place in version.places))
    reports = files[0] if len(files) == 1 else MergedFile(files, version.lines)
    return ServiceEntry(reports, version.content, files)


def _lay(chains: Chains, service_id: str, above: Version) -> None:
    file = above.places[0].file
    override = above.content.get(OVERRIDE, False)
    chain = chains.get(service_id, [])
    if not isinstance(override, bool):
        file.report(
            _("„{key}“ muss {wanted} sein.").format(key=OVERRIDE, wanted=_("true oder false")), key=OVERRIDE
        )
    elif not override:
        chains[service_id] = _replaced(chain, above)
    elif not chain:
        file.report(unknown(_("die Leistung"), service_id, chains), key=OVERRIDE)
    else:
        patch, removed = _checked(chain, service_id, above)
        chains[service_id] = lay_over(chain, patch, partial(_service_over, removed=removed))


def _replaced(chain: Sequence[Version], above: Version) -> list[Version]:
    """Return the versions when *above* counts from its first day on, or altogether, instead of the others."""
    file = above.places[0].file
    missing = [key for key in _REQUIRED if key not in above.content]
    if chain and missing and not file.incomplete:
        sentence = _(
            "Die Datei ersetzt die ausgelieferte Leistung ganz, aber es fehlt: {keys}. Soll sie nur ändern, was sie "
            "nennt, gehört „override = true“ an ihren Anfang."
        )
        file.report(sentence.format(keys=", ".join(missing)), key="id")
        return list(chain)
    content = {key: value for key, value in above.content.items() if key != OVERRIDE}
    start = above.start
    if start is None:
        return [replace(above, content=content)]
    before = [version for version in chain if version.start is None or version.start < start]
    return [*closed(before, start), replace(above, content=content)]


def _checked(
    chain: Sequence[Version], service_id: str, above: Version
) -> tuple[Version, frozenset[tuple[str, str]]]:
    """Return what of *above* can be laid over, and which lines it removes; reports the rest."""
    file = above.places[0].file
    if above.content.get("id", service_id) != service_id:
        file.report(_("Die Datei heißt wie die Leistung „{id}“.").format(id=service_id), key="id")
    known = {kind: tuple(dict.fromkeys(_ids(chain, kind))) for kind in LINES}
    content = {key: value for key, value in above.content.items() if key not in {OVERRIDE, REMOVE, "id"}}
    places: dict[tuple[str, int], tuple[Place, ...]] = {}
    for kind in LINES:
        if is_list_of_tables(content.get(kind)):
            kept = _lines_to_lay(file, kind, content[kind], known[kind])
            content[kind] = [line for line, _place in kept]
            places |= {(f"[[{kind}]]", index): (place,) for index, (_line, place) in enumerate(kept)}
    patch = replace(above, content=content, lines=places)
    named = {(kind, line_id) for kind in LINES for line_id in _ids([patch], kind)}
    removed = lines_to_remove(file, above.content.get(REMOVE), known, named)
    return patch, removed


def _ids(chain: Sequence[Version], kind: str) -> list[str]:
    return [str(line.get("id")) for version in chain for line, _places in _lines(version, kind)]


def _lines(version: Version, kind: str) -> list[tuple[Content, tuple[Place, ...]]]:
    """Return the lines of a list with their places."""
    entries = version.content.get(kind)
    header = f"[[{kind}]]"
    return [
        (line, version.lines.get((header, index)) or (Place(version.places[0].file, header, index),))
        for index, line in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(line, dict)
    ]


def is_list_of_tables(value: object) -> bool:
    """Tell whether *value* is what ``[[name]]`` makes."""
    return isinstance(value, list) and all(isinstance(line, dict) for line in value)


def _lines_to_lay(
    file: TomlFile, kind: str, entries: object, known: Sequence[str]
) -> list[tuple[Content, Place]]:
    seen: set[str] = set()
    kept: list[tuple[Content, Place]] = []
    for index, line in enumerate(entries if isinstance(entries, list) else []):
        place = Place(file, f"[[{kind}]]", index)
        line_id = line.get("id")
        missing = _missing(kind, line)
        if not isinstance(line_id, str):
            place.report(_("Die Zeile braucht eine „id“."))
        elif line_id in seen:
            place.report(_("Die Kennung „{id}“ steht zweimal.").format(id=line_id), "id")
        elif line_id not in known and missing:
            place.report(unknown_or_incomplete(_("die Zeile"), line_id, known, missing), "id")
            file.lost |= {line_id}
        else:
            kept.append((line, place))
        seen.add(str(line_id))
    return kept


def _missing(kind: str, line: Content) -> list[str]:
    missing = [key for key in LINES[kind] if key not in line]
    if kind == "requirement" and not _EITHER.keys() & line.keys():
        missing.append("document")
    return missing


def _service_over(below: Version, above: Version, *, removed: frozenset[tuple[str, str]]) -> Version:
    content = dict(below.content)
    places: dict[tuple[str, int], tuple[Place, ...]] = {}
    for key, value in above.content.items():
        content[key] = over(content.get(key), value)
    for kind in LINES:
        if kind in above.content and not is_list_of_tables(above.content[kind]):
            continue
        laid = _laid_lines(below, above, kind, removed)
        content[kind] = [line for line, _places in laid]
        places |= {(f"[[{kind}]]", index): line_places for index, (_line, line_places) in enumerate(laid)}
    content = {key: value for key, value in content.items() if value != ""}
    return Version(content, (*above.places, *below.places), places, below.ends_by_hand or above.ends_by_hand)


def _laid_lines(
    below: Version, above: Version, kind: str, removed: frozenset[tuple[str, str]]
) -> list[tuple[Content, tuple[Place, ...]]]:
    own = {str(line["id"]): (line, places) for line, places in _lines(above, kind)}
    laid: list[tuple[Content, tuple[Place, ...]]] = []
    for line, places in _lines(below, kind):
        line_id = str(line.get("id"))
        if (kind, line_id) in removed:
            continue
        change, own_places = own.pop(line_id, ({}, ()))
        laid.append((_line_over(line, change), (*own_places, *places)))
    new = [(line, places) for line, places in own.values() if not _missing(kind, line)]
    return [*laid, *new]


def _line_over(below: Content, above: Content) -> Content:
    """Return a line with what changes in it; naming its document takes the place of alternatives and the reverse."""
    kept = {key: value for key, value in below.items() if _EITHER.get(key) not in above}
    return {key: value for key, value in {**kept, **above}.items() if value != ""}
