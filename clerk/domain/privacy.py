"""Which figures may be shown: none that belongs to a person (rule of the counter 12).

Counts of what was served, times and shares are shown only from 5 cases and 3 counters up, and never so that a figure
held back can be computed from those shown. How many wait, and how long, belongs to the queue and does not come here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

LEAST_CASES = 5
LEAST_COUNTERS = 3

Tally = Mapping[int, int]
"""How many cases each counter (by id) has in a figure; it is only ever counted, never shown."""

Part = TypeVar("Part")


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of a figure that several figures add up to."""
    whole: Counter[int] = Counter()
    for tally in tallies:
        whole.update(tally)
    return whole


def cases(tally: Tally) -> int:
    """Return how many cases are in a figure."""
    return sum(tally.values())


def may_be_shown(tally: Tally) -> bool:
    """Tell whether a figure has enough cases from enough counters."""
    return cases(tally) >= LEAST_CASES and sum(count > 0 for count in tally.values()) >= LEAST_COUNTERS


def shown_parts(parts: Mapping[Part, Tally]) -> frozenset[Part]:
    """Return which parts of a whole may be shown beside their total.

    What the total leaves over for those held back must be showable itself; until it is, the smallest part shown is held
    back too, of equal ones the last. The total may be shown if ``may_be_shown`` says so of all parts together.
    """
    shown = [part for part, tally in parts.items() if may_be_shown(tally)]
    shown.sort(key=lambda part: -cases(parts[part]))
    while shown and len(shown) < len(parts):
        if may_be_shown(together(tally for part, tally in parts.items() if part not in shown)):
            break
        shown.pop()
    return frozenset(shown)


def pieces(spans: Sequence[Tally]) -> tuple[range, ...]:
    """Return the places of consecutive *spans* of a day joined to pieces that may each be shown.

    A piece ends as soon as it has enough; what is left over at the end belongs to the last one. Without enough in all
    of them there is no piece.
    """
    ends: list[int] = []
    begin = 0
    for place in range(len(spans)):
        if may_be_shown(together(spans[begin : place + 1])):
            begin = place + 1
            ends.append(begin)
    if ends:
        ends[-1] = len(spans)
    return tuple(range(start, end) for start, end in zip([0, *ends], ends, strict=False))


def settled(spans: Sequence[Tally], *, day_is_over: bool) -> int:
    """Return how many of the *spans* of a day, from its beginning, go into a figure that is shown while it grows.

    Who compares two states of the figure learns only whole ``pieces``. While the day goes on the last one is held
    back, because what comes after it may stay too little for a piece of its own.
    """
    whole = pieces(spans)
    if day_is_over:
        return len(spans) if whole else 0
    return whole[-2].stop if len(whole) > 1 else 0
