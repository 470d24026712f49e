"""The names under which the catalogue's documents stand in descriptions of others."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from clerk.domain.catalogue import Document
from clerk.domain.recognition import Vocabulary

SYNONYMS = Path(__file__).with_name("synonyms.toml")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def load_vocabulary(documents: Mapping[str, Document]) -> Vocabulary:
    """Return the names of *documents*: their own, and those of ``synonyms.toml``.

    An office's own documents are recognised by their label and short name; a synonym of a document that the
    catalogue does not have counts for nothing.
    """
    sure: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for document, names in read_synonyms().items():
        if document in documents:
            sure |= dict.fromkeys(names.get("sure", ()), document)
            doubtful |= dict.fromkeys(names.get("doubtful", ()), document)
    for entry in documents.values():
        for name in (entry.label, entry.short, _IN_BRACKETS.sub("", entry.label)):
            sure.setdefault(name, entry.id)
    return Vocabulary(sure, doubtful)


def read_synonyms() -> dict[str, dict[str, list[str]]]:
    """Return the shipped table: document, then ``sure`` or ``doubtful``, then names."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))
