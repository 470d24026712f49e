"""The file of a draft: a service in the catalogue's own format, with a comment at everything a person has to decide.

It is valid TOML. What is not known is not made up: such a key is missing, or its line is a comment, and once the file
has been moved into the catalogue the catalogue's check names it.
"""

from collections.abc import Iterable, Iterator, Sequence

from clerk.domain.draft import Draft, DraftLine
from clerk.domain.imported_service import SourceFormat
from clerk.domain.money import format_cents
from clerk.domain.plain_text import clean
from clerk.domain.recognition import Certainty
from clerk.domain.rich_text import shortened
from clerk.locale import _

SHORT_NAME = 22
SOURCE_ID = "IMPORT"
_LONGEST_COMMENT = 400
_FORMAT_NAMES = {SourceFormat.XZUFI: "XZuFi", SourceFormat.DLDB: "dldb"}


def draft_toml(draft: Draft) -> str:
    """Return the content of the file of *draft*; the same draft gives the same text."""
    parts = (_head(draft), _service(draft), _tables(draft), _requirements(draft), _fees(draft), _end(draft))
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(draft: Draft) -> Iterator[str]:
    key = draft.service.key
    origin = _("Entwurf aus {format}, Kennung {id}").format(format=_FORMAT_NAMES[key.format], id=key.id)
    yield _comment(origin + (f" ({key.agency})" if key.agency else "") + ".")
    yield _comment(
        _(
            "Gilt nicht, solange er im Ordner drafts liegt. Alles mit „prüfen“ entscheiden, dann umbenennen und in den"
        )
    )
    yield _comment(
        _("Ordner seines Aufgabengebiets verschieben; „clerk catalogue check“ nennt, was noch fehlt.")
    )
    if draft.service.summary:
        yield _comment(_("Quelle: {text}").format(text=_quoted(draft.service.summary)))
    for known in draft.same_key:
        yield _to_check(
            _("Der Katalog hat zu diesem LeiKa-Schlüssel schon „{service}“.").format(service=known)
        )
    for language, name in sorted((draft.service.names or {}).items()):
        yield _comment(_("Name ({language}): {text}").format(language=language, text=_quoted(name)))


def _service(draft: Draft) -> Iterator[str]:
    service = draft.service
    yield ""
    yield _to_check(_("Kennung des Amts wählen; die Datei heißt wie sie."))
    yield f"id = {_text(draft.id)}"
    yield f"name = {_text(service.name)}"
    yield _to_check(_("kurzer Name, höchstens {count} Zeichen").format(count=SHORT_NAME))
    yield f"short = {_text(shortened(service.name, SHORT_NAME))}"
    if draft.area is None:
        yield _to_check(_("Aufgabengebiet eintragen"))
        yield '# area = ""'
    else:
        yield _to_check(_("Aufgabengebiet, nach dem LeiKa-Schlüssel vermutet"))
        yield f"area = {_text(draft.area)}"
    yield f"keywords = {_texts(service.keywords)}"
    yield "core = false"
    yield _to_check(_("Kommt man ein zweites Mal?"))
    yield "two_contacts = false"
    yield _to_check(_("Rechtsgrundlage laut Quelle"))
    yield f"legal_basis = {_texts(service.legal_basis)}"
    yield _to_check(_("Fragen, die über Unterlagen und Gebühren entscheiden"))
    yield "deciding_facts = []"
    yield "flow = []"
    yield "follow_up = []"
    if service.processing_time:
        yield _comment(
            _("Bearbeitungsdauer laut Quelle: {text}").format(text=_quoted(service.processing_time))
        )


def _tables(draft: Draft) -> Iterator[str]:
    minutes = draft.service.minutes
    yield from ("", "[info_desk]")
    yield _to_check(_("Kann die Infotheke vorprüfen und abschließen?"))
    yield from ("precheck = true", 'can_finish = "no"', "", "[minutes]")
    yield _to_check(_("Dauer am Schalter") if minutes is None else _("Dauer laut Quelle"))
    yield "# typical = 0" if minutes is None else f"typical = {minutes}"
    yield _to_check(
        _("„{source}“ in sources.toml anlegen oder eine andere Quelle nennen").format(source=SOURCE_ID)
    )
    yield from (f"source = {_text(SOURCE_ID)}", "verified = false")


def _requirements(draft: Draft) -> Iterator[str]:
    if not draft.lines:
        yield from ("", _to_check(_("Die Quelle nennt keine Unterlagen.")))
    for line in draft.lines:
        yield from ("", "[[requirement]]", *_requirement(line))


def _requirement(line: DraftLine) -> Iterator[str]:
    if line.source.under:
        yield _comment(_("Quelle, unter {text}:").format(text=_quoted(line.source.under)))
    yield _comment(_("Quelle: {text}").format(text=_quoted(line.source.text)))
    if line.source.detail:
        yield _comment(_("Quelle: {text}").format(text=_quoted(line.source.detail)))
    yield from (_to_check(str(mark)) for mark in line.marks)
    yield f"id = {_text(line.id)}"
    yield f"label = {_text(line.source.text)}"
    groups = line.recognition.groups
    match groups:
        case () if line.certainty is Certainty.UNKNOWN:
            yield _to_check(_("Unterlage aus documents.toml eintragen oder dort anlegen"))
            yield '# document = ""'
        case ((document,),):
            yield f"document = {_text(document)}"
        case _:
            yield f"one_of = [{', '.join(_texts(group) for group in groups)}]"
    yield 'by = "customer"'


def _fees(draft: Draft) -> Iterator[str]:
    if draft.service.fees:
        yield from (
            "",
            _to_check(_("Gebühren in fees.toml suchen oder anlegen und hier als [[fee]] eintragen.")),
        )
    yield from (_comment(_("Quelle: {text}").format(text=_quoted(fee))) for fee in draft.service.fees)
    for cents in draft.amounts:
        yield _to_check(
            _("Betrag im Text, unsicher: {amount}, cents = {cents}").format(
                amount=format_cents(cents), cents=cents
            )
        )


def _end(draft: Draft) -> Iterator[str]:
    for key in draft.service.leika:
        yield from (
            "",
            "[[leika]]",
            f"key = {_text(key)}",
            f"source = {_text(SOURCE_ID)}",
            "verified = false",
        )
    yield from ("", "[fee_composition]")
    yield _to_check(_("Gebühren geprüft?"))
    yield from ('status = "local_example"', "", "[provenance]")
    yield _to_check(_("Woher stammen die Angaben, wer hat sie geprüft?"))
    yield from ('legal_basis = "imported"', 'flow = "unknown"', 'info_desk = "unknown"')
    yield f"minutes = {_text('unknown' if draft.service.minutes is None else 'imported')}"


def _to_check(sentence: str) -> str:
    return _comment(_("prüfen: {what}").format(what=sentence))


def _comment(sentence: str) -> str:
    return f"# {clean(sentence)}"


def _quoted(text: str) -> str:
    return f"„{shortened(text, _LONGEST_COMMENT)}“"


def _texts(texts: Sequence[str]) -> str:
    return f"[{', '.join(_all(texts))}]"


def _all(texts: Iterable[str]) -> Iterator[str]:
    return (_text(text) for text in texts)


def _text(text: str) -> str:
    """Return *text* as a TOML string; control characters cannot be in it after cleaning."""
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
