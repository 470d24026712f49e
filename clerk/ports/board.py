"""What the call board reads."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from clerk.domain.call_board import Call


@dataclass(frozen=True, slots=True)
class CallsNow:
    """The calls of a site at one moment, with what stands around them; ``text`` is the office's own line.

    ``calls`` are the numbers called or being served, ``undone`` those of the visits asked about whose call was taken
    back or met nobody. ``zone`` is the time zone of the site.
    """

    office: str
    site: str
    text: str
    zone: str
    calls: tuple[Call, ...]
    undone: frozenset[int]


class CallsOfSite(Protocol):
    """The calls of one site, without anything about the person."""

    def read(self, shown: Collection[int]) -> CallsNow:
        """Return the calls now, and what became of the visits *shown*; raises ``StoreUnavailable``."""
