"""The byte vectors of other implementations and of real terminals, read once."""

import json
from pathlib import Path
from typing import TypedDict, cast


class Message(TypedDict):
    """One line of a recorded dialogue."""

    t: str
    dir: str
    hex: str
    name: str


class Sequence(TypedDict):
    """A recorded dialogue."""

    id: str
    test_case: str
    messages: list[Message]


class Vector(TypedDict, total=False):
    """One byte fact; ``decoded`` is there for kind ``apdu``."""

    id: str
    kind: str
    transport: str
    hex: str
    apdu_hex: str
    crc_low_high: str
    flags: list[str]
    fragments: list[str]
    decoded: dict[str, object]
    asserted_by_source: dict[str, object]


_FILE = Path(__file__).parents[2] / "data" / "zvt-vectors.json"
_CONTENT: dict[str, object] = json.loads(_FILE.read_text(encoding="utf-8"))
VECTORS = cast("list[Vector]", _CONTENT["vectors"])
SEQUENCES = cast("list[Sequence]", _CONTENT["sequences"])


def of_kind(kind: str) -> list[Vector]:
    """All vectors of one kind."""
    return [vector for vector in VECTORS if vector["kind"] == kind]
