"""How sure the catalogue is of what it says, and where it was read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.catalogue import Catalogue, FeeItem, Source
from clerk.locale import _

_LAW_NUMBER = re.compile(r"BJNR\w{6,}")
"""The number every federal law and ordinance has at gesetze-im-internet.de."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Certainty(StrEnum):
    """How sure a statement of the catalogue is."""

    PROVEN = "proven"
    CONFIRMED = "confirmed"
    EXAMPLE = "example"
    UNCONFIRMED = "unconfirmed"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read; ``as_of`` is a day as the clerk reads it, perhaps only a year or empty.

    ``law`` is the short title of a law or ordinance, empty for any other source.
    """

    law: str
    as_of: str
    certainty: Certainty


def certainty_of(word: str) -> Certainty:
    """Return how sure a source or a part of an entry is, from the catalogue's own word for it."""
    return {"verified": Certainty.PROVEN, "memory": Certainty.MEMORY}.get(word, Certainty.UNCONFIRMED)


def certainty_text(certainty: Certainty) -> str:
    """Return how sure something is, in words."""
    return {
        Certainty.PROVEN: _("belegt"),
        Certainty.CONFIRMED: _("vom Amt bestätigt"),
        Certainty.EXAMPLE: _("örtliches Beispiel"),
        Certainty.UNCONFIRMED: _("nicht bestätigt"),
        Certainty.MEMORY: _("aus dem Gedächtnis"),
    }[certainty]


def evidence_text(evidence: Evidence) -> str:
    """Return how sure something is, in one line, and by which law; other sources mean nothing at the counter."""
    if not evidence.law:
        if evidence.certainty is Certainty.PROVEN:
            return _("belegt durch veröffentlichte Praxis anderer Stellen")
        return certainty_text(evidence.certainty)
    parts = [evidence.law]
    if evidence.as_of:
        dated = any(sign.isdigit() for sign in evidence.as_of)
        parts.append(_("Stand {day}").format(day=evidence.as_of) if dated else evidence.as_of)
    return _("{source} – {certainty}").format(
        source=", ".join(parts), certainty=certainty_text(evidence.certainty)
    )


def of_sources(ids: Iterable[str], catalogue: Catalogue) -> tuple[Evidence, ...]:
    """Return the evidence of the sources *ids*, each once and in their order."""
    sources = [catalogue.sources[source] for source in dict.fromkeys(ids)]
    return tuple(
        Evidence(_law(source), local_day(source.as_of), certainty_of(source.confidence)) for source in sources
    )


def of_fee(item: FeeItem, catalogue: Catalogue) -> Evidence:
    """Return how sure the amount of *item* is."""
    source = catalogue.sources[item.source]
    return Evidence(_law(source), local_day(item.as_of or source.as_of), certainty_of_fee(item, catalogue))


def certainty_of_fee(item: FeeItem, catalogue: Catalogue) -> Certainty:
    """Return how sure the amount of *item* is; an example stays one until the office confirms it."""
    if item.confirmed:
        return Certainty.CONFIRMED
    if item.example:
        return Certainty.EXAMPLE
    if item.verified:
        return Certainty.PROVEN
    read_in = certainty_of(catalogue.sources[item.source].confidence)
    return Certainty.MEMORY if read_in is Certainty.MEMORY else Certainty.UNCONFIRMED


def _law(source: Source) -> str:
    return source.title.partition(",")[0] if _LAW_NUMBER.search(source.ref) else ""


def local_day(as_of: str) -> str:
    """Return an ISO day as it is written here (``19.08.2026``); anything else as it is."""
    return _DAY.sub(r"\3.\2.\1", as_of)
