"""What happens to a draft when its description is imported again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_BESIDE = 99
_UNFINISHED = "unfinished"
"""Stands for a description of which only that it was being imported is known."""


class Outcome(StrEnum):
    """What an import did with one description."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class RememberedDraft:
    """What is kept of an import: hashes of the description, of the draft as written, and of one written beside it.

    An empty text stands for none. ``pending`` is the hash of a file that is about to be written; ``settled`` finds out
    after a crash whether it was.
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


def beside_names(draft_id: str) -> Iterator[str]:
    """Yield the names a file beside the draft may have, in the order in which they are taken."""
    yield f"{draft_id}.neu.toml"
    yield from (f"{draft_id}.neu-{number}.toml" for number in range(2, MOST_BESIDE + 1))


def settled(draft_id: str, before: RememberedDraft, standing: Callable[[str], str | None]) -> RememberedDraft:
    """Return what an import that died would have remembered of its file, as far as it came.

    *standing* gives the hash of a file by its name. What it wrote counts as an import's; its description has to be
    looked at again, whatever it says.
    """
    if not before.pending:
        return before
    if standing(f"{draft_id}.toml") == before.pending:
        return RememberedDraft(_UNFINISHED, before.pending, before.beside)
    if any(standing(name) == before.pending for name in beside_names(draft_id)):
        return RememberedDraft(_UNFINISHED, before.draft, before.pending)
    return replace(before, pending="")


def decide(before: RememberedDraft, source: str, standing: str | None, planned: str) -> Outcome:
    """Return what to do with a description whose hash is *source*.

    *standing* is the hash of the draft's file as it is now, None if it is gone: somebody moved it into the catalogue
    or deleted it. *planned* is the hash of the file that would be written. Only a file that is exactly as an import
    wrote it is ever replaced.
    """
    of_an_import = standing in {before.draft, planned}
    if not before.source:
        return Outcome.NEW if standing is None or of_an_import else Outcome.BESIDE
    if before.source == source:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if of_an_import else Outcome.BESIDE
