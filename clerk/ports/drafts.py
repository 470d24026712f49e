"""Drafts of the catalogue."""

from collections.abc import Sequence
from typing import Protocol

from clerk.domain.reimport import PlannedFile, RememberedDraft


class DraftsUnwritable(Exception):  # noqa: N818
    """The folder of the drafts cannot be used; ``str()`` is a sentence for the person."""


class DraftShelf(Protocol):
    """Where drafts of services lie until a person has looked at them."""

    def remembered(self, draft_id: str) -> RememberedDraft:
        """Return what the last import kept of this draft, an empty one if there was none."""

    def standing(self, name: str) -> str | None:
        """Return the hash of the file called *name* as it is now, None without one."""

    def lay_down(self, files: Sequence[PlannedFile]) -> None:
        """Put *files* there, each whole or not at all, and remember them; raises ``DraftsUnwritable``."""
