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
    """What is kept of an import: hashes of the description, of the draft as written, and of one written beside it.

    ``pending`` is the hash of a file that was about to be written; whether it was, only the file itself tells. An empty
    text stands for none; without a ``source`` no import has come to its end yet.
    """

    source: str = ""
    draft: str = ""
    beside: str = ""
    pending: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that is to be written for the draft *draft_id*, and what to remember once it is."""

    name: str
    text: str
    draft_id: str
    remember: RememberedDraft


def decide(before: RememberedDraft, source: str, standing: str | None, planned: str) -> Outcome:
    """Return what to do with a description whose hash is *source*.

    *standing* is the hash of the draft's file as it is now, None if it is gone: somebody moved it into the catalogue
    or deleted it. *planned* is the hash of the file that would be written. Only a file that is exactly as an import
    wrote it is ever replaced, also if that one was killed before it could remember.
    """
    of_an_import = standing in {before.draft, before.pending, planned}
    if not before.source:
        return Outcome.NEW if standing is None or of_an_import else Outcome.BESIDE
    if before.source == source and (not before.pending or standing != before.pending):
        return Outcome.UNCHANGED
    return Outcome.CHANGED if of_an_import else Outcome.BESIDE
