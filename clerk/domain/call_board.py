"""What the call board in the waiting room shows: the last calls, newest on top, without names and services."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_CALLS = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A number and where it is expected; ``called_at`` (UTC) is the last call of it, ``counter`` the label there."""

    visit: int
    ticket: str
    counter: str
    called_at: datetime


def last_calls(before: Sequence[Call], now: Sequence[Call], undone: Collection[int]) -> tuple[Call, ...]:
    """Return the calls to show after those shown *before*, newest first.

    *now* are the numbers called or being served at this moment. One that has been served since stays where it was, one
    whose visit is among *undone* goes: its call was taken back, or nobody came.
    """
    calls = {call.visit: call for call in before if call.visit not in undone}
    calls.update((call.visit, call) for call in now)
    newest_first = sorted(calls.values(), key=lambda call: (call.called_at, call.visit), reverse=True)
    return tuple(newest_first[:MOST_CALLS])


def is_new_call(before: Sequence[Call], after: Sequence[Call]) -> bool:
    """Tell whether somebody was called since, or called again."""
    known = {(call.visit, call.called_at) for call in before}
    return any((call.visit, call.called_at) not in known for call in after)
