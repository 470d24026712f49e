"""The call board: remembers what it has shown, because who has been served stays on it for a while."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from clerk.domain.call_board import Call, is_new_call, last_calls
from clerk.ports import CallsOfSite


class NoSuchSite(Exception):  # noqa: N818
    """The settings name a site that is not in the store; ``str()`` is a sentence for whoever set the board up."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows; ``rings`` is whether a call came that was not on it before."""

    office: str
    site: str
    text: str
    zone: ZoneInfo
    calls: tuple[Call, ...]
    rings: bool


class CallBoard:
    """Follows the calls of one site."""

    def __init__(self, calls: CallsOfSite) -> None:
        self._calls = calls
        self._shown: tuple[Call, ...] | None = None

    def look(self) -> Board:
        """Return what to show now; the first look does not ring. Raises ``StoreUnavailable``."""
        before = self._shown or ()
        now = self._calls.read([call.visit for call in before])
        calls = last_calls(before, now.calls, now.undone)
        rings = self._shown is not None and is_new_call(before, calls)
        self._shown = calls
        return Board(now.office, now.site, now.text, ZoneInfo(now.zone), calls, rings)
