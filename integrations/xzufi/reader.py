"""Reads the services of an XZuFi 2.2 message.

Text modules by their code (``urn:de:xzufi:codeliste:leistungstextmodulleika``): 02 and 03 name, 05 and 24 short text,
07 legal basis, 08 documents; besides costs, processing time, keywords, LeiKa keys. The codes and elements are those of
messages that were read; not validated against the schema.
"""

import re
from collections.abc import Iterable, Iterator

from clerk.domain.imported_service import (
    ByteStream,
    Entry,
    IgnoredEntry,
    ImportedService,
    RequirementText,
    SourceFormat,
    SourceKey,
)
from clerk.domain.rich_text import lines_of, plain, shortened
from clerk.locale import _
from integrations.xzufi.elements import Element, FoundService, services_in

GERMAN = frozenset({"", "de", "de-de", "deu", "ger"})
PLAIN_GERMAN = "plain"
KEPT_LANGUAGES = frozenset({"en", PLAIN_GERMAN})
LONGEST_ID = 200
_CODES = {
    "leistungsbezeichnung": "02",
    "leistungsname": "03",
    "kurztext": "05",
    "handlungsgrundlagen": "07",
    "rechtsgrundlagen": "07",
    "erforderliche unterlagen": "08",
    "teaser": "24",
}
"""Modules that give their name instead of a code."""
_NO_CODE = "00"
_READ = frozenset(_CODES.values())
_LEIKA = re.compile(r"[0-9]{14}")
_PLAIN = re.compile(r"de[-_].*(?:leicht|easy|simple|plain|ls|einfach)")

Texts = dict[str, dict[str, list[str]]]
"""Module, then language (German is the empty text), then texts."""


def read_xzufi(stream: ByteStream) -> Iterator[Entry]:
    """Yield the services of the message in *stream*; raises ``UnreadableSource`` where it cannot be read further."""
    return map(_entry, services_in(stream))


def _entry(found: FoundService) -> Entry:
    element = found.element
    identity = next(element.children("id"), Element("id", {}))
    key = SourceKey(
        SourceFormat.XZUFI,
        plain(identity.text),
        plain(identity.attributes.get("schemeAgencyID", "")),
    )
    texts = _texts(element)
    names = _first_of(texts, "03", "02")
    called = names.get("") or key.id or next(iter(names.values()), "") or _("ohne Namen")
    if found.removed:
        return IgnoredEntry(called, _("Die Nachricht meldet sie als gelöscht."))
    if found.too_large:
        return IgnoredEntry(called, _("Der Text ist länger als der einer Leistung."))
    if not key.id or len(key.id) > LONGEST_ID:
        return IgnoredEntry(called, _("Die Kennung (id) fehlt oder ist keine."))
    if "" not in names:
        return IgnoredEntry(called, _("Es gibt keinen Namen in deutscher Sprache."))
    return _service(element, key, texts, names)


def _service(element: Element, key: SourceKey, texts: Texts, names: dict[str, str]) -> ImportedService:
    german = {code: found.get("", []) for code, found in texts.items()}
    title = _first_of(texts, "02").get("", "")
    keywords = [plain(word.text) for word in element.below("begriff") if _language(word) == ""]
    kept = {code: name for code, name in names.items() if code in KEPT_LANGUAGES}
    languages = {_language(found) for found in element.below("inhalt")} - {""}
    return ImportedService(
        key=key,
        name=names[""],
        summary=plain(" ".join(german.get("05") or german.get("24") or [])),
        leika=_leika_keys(element),
        keywords=_distinct([*([title] if title != names[""] else []), *keywords]),
        requirements=tuple(
            RequirementText(line.text, line.under) for text in german.get("08", []) for line in lines_of(text)
        ),
        fees=_distinct(_fees(element)),
        legal_basis=_distinct(line.text for text in german.get("07", []) for line in lines_of(text)),
        processing_time=_processing_time(element),
        names=kept or None,
        ignored_languages=tuple(sorted(languages - set(kept))),
    )


def _texts(element: Element) -> Texts:
    texts: Texts = {}
    for module in element.children("modulText"):
        kind = next(module.children("leikaTextmodul"), Element("", {}))
        code = plain(kind.child_text("code")).zfill(2)
        if code == _NO_CODE:
            code = _CODES.get(plain(kind.child_text("name")).lower(), "")
        if code not in _READ:
            continue
        for content in module.children("inhalt"):
            text = content.text
            if plain(text):
                texts.setdefault(code, {}).setdefault(_language(content), []).append(text)
    return texts


def _first_of(texts: Texts, *codes: str) -> dict[str, str]:
    """Return the text of the first module that has one, in each language."""
    found: dict[str, str] = {}
    for code in codes:
        for language, values in texts.get(code, {}).items():
            found.setdefault(language, shortened(plain(values[0]), 200))
    return found


def _language(element: Element) -> str:
    """Return the language: empty for German, ``plain`` for plain German, else its code."""
    code = plain(element.attributes.get("languageCode", "")).lower()
    if code in GERMAN:
        return ""
    if _PLAIN.match(code):
        return PLAIN_GERMAN
    return shortened(code.split("-")[0] if code.startswith("en") else code, 20)


def _leika_keys(element: Element) -> tuple[str, ...]:
    codes = (
        plain(code.text) for reference in element.below("referenzLeiKa") for code in reference.below("code")
    )
    return _distinct(code for code in codes if _LEIKA.fullmatch(code))


def _fees(element: Element) -> Iterator[str]:
    for module in element.children("modulKosten"):
        for text in module.below("beschreibung"):
            if _language(text) == "":
                yield from (line.text for line in lines_of(text.text))
        for amount in module.below("betrag"):
            currency = next((plain(unit.text) for unit in module.below("waehrung")), "") or "EUR"
            yield f"{plain(amount.text)} {currency}"


def _processing_time(element: Element) -> str:
    for module in element.children("modulBearbeitungsdauer"):
        described = [plain(text.text) for text in module.below("beschreibung") if _language(text) == ""]
        measured = [
            f"{plain(length.text)} {plain(next((unit.text for unit in module.below('einheit')), ''))}"
            for length in module.below("dauer")
        ]
        return shortened("; ".join(part.strip() for part in (*measured, *described) if part.strip()))
    return ""


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
