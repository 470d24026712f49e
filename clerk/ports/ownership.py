"""Time, who owns a visit, and a store that does not answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time of the store's machine."""

    def now(self) -> datetime:
        """Return the current time, UTC and aware."""


class StoreUnavailable(Exception):  # noqa: N818
    """The store did not answer in time; nothing was written. ``str()`` is a sentence for the clerk."""


class ClaimLost(Exception):  # noqa: N818
    """The visit belongs to another counter by now, or to a newer claim; nothing was written (payment rule 16)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one counter to change one visit; valid while the visit's ``epoch`` is the same."""

    visit: int
    counter: int
    epoch: int
    account: int
