"""Words of the catalogue in another language, for hand-outs: what is not translated stays German."""

from enum import StrEnum

from clerk.domain.catalogue import Catalogue


class Translated(StrEnum):
    """What of the catalogue can be translated; a document's short name and label are one text."""

    SERVICE = "service"
    DOCUMENT = "document"
    REQUIREMENT = "requirement"
    RULE = "rule"


PLAIN = "plain"
"""German in plain words (einfache Sprache), kept as a language of its own."""


def translated(catalogue: Catalogue, language: str, kind: Translated, entry_id: str, fallback: str) -> str:
    """Return the text of an entry in *language* (``en``, ``plain``), else the German *fallback*.

    The id of a requirement is ``SERVICE/LINE``, that of a rule its type.
    """
    return catalogue.texts.get(language, {}).get(f"{kind}.{entry_id}", fallback)
