"""The ``leistung`` elements of an XZuFi message, one after another, from bytes nobody vouches for.

Expat itself instead of ElementTree: document types are refused where the parser meets them, so no entity is ever
declared, expanded or fetched (XZuFi messages have none); memory is bounded by one ``leistung``; and a token that does
not end is refused, which older Expat versions read again with every piece (CVE-2023-52425).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from clerk.domain.imported_service import ByteStream, UnreadableSource
from clerk.locale import _

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
LARGEST_FILE = 256 * 1024 * 1024
LONGEST_TOKEN = 1024 * 1024
DEEPEST = 100
MOST_NAMES = 2000
HIGHEST = 3
"""Elements around a ``leistung``; one that stands deeper is a part of something else."""
MOST_ELEMENTS = 4_000_000
MOST_NODES = 20_000
"""Elements of one ``leistung``."""
MOST_TEXT = 2_000_000
"""Characters of one ``leistung``."""
_PIECE = 64 * 1024
_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252"}
)
_VERSIONS = ("2.2", "2.2.0")
_FAMILY = "/xzufi/"
_SERVICE = "leistung"
_REMOVE = "loesche"


@dataclass(slots=True)
class Element:
    """An element by its local name, with texts and elements in their order."""

    name: str
    attributes: Mapping[str, str]
    content: list["str | Element"] = field(default_factory=list)

    def children(self, name: str) -> Iterator["Element"]:
        """Yield the direct children called *name*."""
        return (child for child in self.content if isinstance(child, Element) and child.name == name)

    def below(self, name: str) -> Iterator["Element"]:
        """Yield all elements called *name* below this one, in the order of the file."""
        for child in self.content:
            if isinstance(child, Element):
                if child.name == name:
                    yield child
                yield from child.below(name)

    def child_text(self, name: str) -> str:
        """Return the text of the first child called *name*, empty without one."""
        return next((child.text for child in self.children(name)), "")

    @property
    def text(self) -> str:
        """The texts inside, elements as the markup they were."""
        return "".join(
            part if isinstance(part, str) else f"<{part.name}>{part.text}</{part.name}>"
            for part in self.content
        ).strip()


@dataclass(frozen=True, slots=True)
class FoundService:
    """A ``leistung``; ``removed`` where the message asks to delete it, ``too_large`` where it was not kept whole."""

    element: Element
    removed: bool = False
    too_large: bool = False


def services_in(stream: ByteStream) -> Iterator[FoundService]:
    """Yield every ``leistung`` of the message in *stream*.

    Raises ``UnreadableSource`` where the message is no XZuFi 2.2, is broken, or is built to do harm; what was yielded
    before is whole.
    """
    collector = _Collector()
    parser = _parser(collector)
    fed = 0
    while piece := stream.read(_PIECE):
        fed += len(piece)
        if fed > LARGEST_FILE:
            raise UnreadableSource(
                _("Die Datei ist größer als {size} MB. Bitte in mehrere Nachrichten teilen.").format(
                    size=LARGEST_FILE // 2**20
                )
            )
        yield from _parse(parser, piece, collector)
        if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TOKEN:
            raise UnreadableSource(_("Ein Zeichen „<“ ist über mehr als 1 MB nicht geschlossen."))
    yield from _parse(parser, b"", collector, last=True)


def _parse(
    parser: expat.XMLParserType, piece: bytes, collector: "_Collector", *, last: bool = False
) -> Iterator[FoundService]:
    fault: UnreadableSource | None = None
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        fault = UnreadableSource(
            _("In Zeile {line} ist das XML verletzt ({reason}).").format(
                line=error.lineno, reason=expat.ErrorString(error.code)
            )
        )
    except (ValueError, LookupError) as error:
        fault = error if isinstance(error, UnreadableSource) else UnreadableSource(_wrong_encoding())
    yield from collector.take()
    if fault is not None:
        raise fault


def _parser(collector: "_Collector") -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _PIECE
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.EntityDeclHandler = _refuse_document_type
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.characters
    return parser


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise UnreadableSource(_wrong_encoding())


def _wrong_encoding() -> str:
    return _("Die Zeichenkodierung der Datei wird nicht gelesen. Bitte als UTF-8 ausgeben.")


def _refuse_document_type(*_declaration: object) -> None:
    raise UnreadableSource(
        _(
            "Die Datei enthält eine Dokumenttyp-Definition (DOCTYPE). Das gehört nicht in XZuFi und wird nicht gelesen."
        )
    )


class _Collector:
    """Keeps the ``leistung`` that is open, and those that are finished until somebody takes them."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._elements = 0
        self._path: list[str] = []
        self._open: list[Element] = []
        """The elements from the ``leistung`` down to the innermost; no further ones while it is too large."""
        self._service_depth = 0
        self._nodes = 0
        self._characters = 0
        self._ready: list[FoundService] = []

    def take(self) -> list[FoundService]:
        """Return what is finished, each once."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, full_name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if not self._elements:
            _check_root(full_name, attributes)
        self._bound(full_name, attributes)
        name = full_name.rpartition(" ")[2]
        if self._open:
            self._open_inside(name, attributes)
        elif name == _SERVICE and len(self._path) <= HIGHEST:
            self._service_depth = len(self._path)
            self._open.append(_element(name, attributes))
        self._path.append(name)

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._path.pop()
        if not self._open:
            return
        if len(self._path) == self._service_depth:
            service = FoundService(self._open[0], removed=_REMOVE in self._path, too_large=self._too_large)
            self._ready.append(service)
            self._open.clear()
            self._nodes = self._characters = 0
        elif not self._too_large:
            self._open.pop()

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        if self._open and not self._too_large:
            self._characters += len(text)
            self._open[-1].content.append(text)

    @property
    def _too_large(self) -> bool:
        return self._nodes > MOST_NODES or self._characters > MOST_TEXT

    def _open_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._too_large:
            return
        element = _element(name, attributes)
        self._nodes += 1
        self._characters += sum(len(value) for value in attributes.values())
        self._open[-1].content.append(element)
        self._open.append(element)

    def _bound(self, full_name: str, attributes: Mapping[str, str]) -> None:
        """Refuse what no message has: the parser remembers every name and every open element."""
        self._elements += 1
        if full_name not in self._names or attributes:
            self._names.add(full_name)
            self._names.update(attributes)
        beyond = len(self._names) > MOST_NAMES or self._elements > MOST_ELEMENTS
        if beyond or len(self._path) >= DEEPEST:
            raise UnreadableSource(
                _(
                    "Der Aufbau der Datei ist nicht der einer XZuFi-Nachricht: zu viele Ebenen, Namen oder Elemente."
                )
            )


def _element(name: str, attributes: Mapping[str, str]) -> Element:
    return Element(name, {key.rpartition(" ")[2]: value for key, value in attributes.items()})


def _check_root(full_name: str, attributes: Mapping[str, str]) -> None:
    """Refuse a file whose first element is not one of XZuFi 2.2."""
    namespace = full_name.rpartition(" ")[0]
    version = next((value for key, value in attributes.items() if key.endswith("xzufiVersion")), _VERSIONS[0])
    if _FAMILY not in namespace:
        raise UnreadableSource(
            _("Das ist keine XZuFi-Nachricht: der Namensraum des ersten Elements passt nicht.")
        )
    if namespace != NAMESPACE or version not in _VERSIONS:
        raise UnreadableSource(
            _(
                "Die Nachricht hat eine andere Version von XZuFi; gelesen wird 2.2. Bitte in dieser Version ausgeben."
            )
        )
