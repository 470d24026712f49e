"""Reads the services of a dldb export: Berlin's with one entry per document, München's without.

``{"data": [...]}``, a list of services, or one service. Other keys are not looked at, and a value of another kind
than expected counts as absent.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from clerk.domain.imported_service import (
    ByteStream,
    Entry,
    IgnoredEntry,
    ImportedService,
    RequirementText,
    SourceFormat,
    SourceKey,
    UnreadableSource,
)
from clerk.domain.rich_text import MOST_LINES, lines_of, plain, shortened
from clerk.locale import _

LARGEST_FILE = 32 * 1024 * 1024
"""JSON is read at once and takes many times its size."""
LONGEST_ID = 200
LONGEST_APPOINTMENT = 480
_GERMAN = frozenset({"", "de", "de_de", "de-de"})
_LEIKA = re.compile(r"[0-9]{14}")

Json: TypeAlias = "str | bool | Sequence[Json] | Mapping[str, Json] | None"
"""As read here: numbers stay texts, so none is too large."""


def read_dldb(stream: ByteStream) -> Iterator[Entry]:
    """Yield the services of the export in *stream*; raises ``UnreadableSource`` before the first one or not at all."""
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnreadableSource(
            _("Die Datei ist größer als {size} MB. Bitte in mehrere Dateien teilen.").format(
                size=LARGEST_FILE // 2**20
            )
        )
    for entry in _entries(_parsed(content)):
        yield _entry(entry)


def _parsed(content: bytes) -> Json:
    try:
        parsed: Json = json.loads(content, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise UnreadableSource(
            _("In Zeile {line}, Zeichen {column} ist das JSON verletzt.").format(
                line=error.lineno, column=error.colno
            )
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            _("Die Zeichenkodierung der Datei wird nicht gelesen. Bitte als UTF-8 ausgeben.")
        ) from error
    except RecursionError as error:
        raise UnreadableSource(
            _("Die Datei ist tiefer geschachtelt als eine Liste von Leistungen.")
        ) from error
    return parsed


def _entries(parsed: Json) -> Sequence[Json]:
    if isinstance(parsed, Mapping):
        data = parsed.get("data", [parsed] if "id" in parsed else None)
        if isinstance(data, Mapping):
            return [data] if "id" in data else list(data.values())
        parsed = data
    if isinstance(parsed, Sequence) and not isinstance(parsed, str):
        return parsed
    raise UnreadableSource(_("Das ist kein dldb-Export: die Liste der Leistungen („data“) fehlt."))


def _entry(entry: Json) -> Entry:
    if not isinstance(entry, Mapping):
        return IgnoredEntry(_("ohne Namen"), _("Der Eintrag ist keine Leistung."))
    key = SourceKey(SourceFormat.DLDB, plain(_text(entry, "id")))
    name = shortened(plain(_text(entry, "name")), 200)
    called = name or key.id or _("ohne Namen")
    meta = _mapping(entry, "meta")
    if not key.id or len(key.id) > LONGEST_ID:
        return IgnoredEntry(called, _("Die Kennung (id) fehlt oder ist keine."))
    if not name:
        return IgnoredEntry(called, _("Der Name fehlt."))
    if _text(meta, "locale").lower() not in _GERMAN:
        return IgnoredEntry(called, _("Der Eintrag ist nicht in deutscher Sprache."))
    return ImportedService(
        key=key,
        name=name,
        summary=plain(_text(entry, "description")),
        leika=_distinct(code for code in _texts(entry, "leika", "leikaId") if _LEIKA.fullmatch(code)),
        keywords=_distinct(
            plain(word) for text in _texts(meta, "keywords") for word in re.split("[,;]", text)
        ),
        requirements=tuple(_requirements(entry))[:MOST_LINES],
        fees=_distinct(line.text for text in _texts(entry, "fees") for line in lines_of(text)),
        legal_basis=_distinct(plain(text) for text in _texts(entry, "legal")),
        processing_time=plain(_text(entry, "process_time")),
        minutes=_minutes(_text(entry, "duration")),
    )


def _requirements(entry: Mapping[str, Json]) -> Iterator[RequirementText]:
    for item in _list(entry, "requirements"):
        if isinstance(item, str):
            yield from (RequirementText(line.text, line.under) for line in lines_of(item))
        if isinstance(item, Mapping):
            name, detail = plain(_text(item, "name")), plain(_text(item, "description"))
            if name or detail:
                yield RequirementText(name or detail, detail=detail if name else "")


def _minutes(text: str) -> int | None:
    if text.isascii() and text.isdecimal() and len(text) < 5 and 0 < int(text) <= LONGEST_APPOINTMENT:
        return int(text)
    return None


def _text(entry: Mapping[str, Json], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _mapping(entry: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = entry.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(entry: Mapping[str, Json], name: str) -> Sequence[Json]:
    value = entry.get(name)
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _texts(entry: Mapping[str, Json], *names: str) -> Iterator[str]:
    """Yield the texts below the keys *names*: one, or a list of texts or of entries with a name."""
    for name in names:
        yield _text(entry, name)
        for item in _list(entry, name):
            if isinstance(item, str):
                yield item
            if isinstance(item, Mapping):
                yield _text(item, "name")


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
