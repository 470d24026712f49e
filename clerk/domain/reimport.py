"""What happens to a draft when its description is imported again."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What an import did with one description."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class RememberedDraft:
    """What is kept of an import: hashes of the description, of the draft as written, and of one written beside it."""

    source: str
    draft: str
    beside: str = ""


def decide(before: RememberedDraft | None, source: str, standing: str | None, planned: str) -> Outcome:
    """Return what to do with a description whose hash is *source*.

    *standing* is the hash of the draft's file as it is now, None if it is gone: somebody moved it into the catalogue
    or deleted it. *planned* is the hash of the file that would be written. Only a file that is exactly as an import
    wrote it is ever replaced; one that is exactly as planned was written by an import that could not remember it.
    """
    if before is None:
        return Outcome.NEW if standing in {None, planned} else Outcome.BESIDE
    if before.source == source:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if standing in {before.draft, planned} else Outcome.BESIDE
