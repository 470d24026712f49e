"""The versions of one entry over time, and how a version of the office fits itself between them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from clerk.catalogue.overlay import Place
from clerk.catalogue.toml_file import Content
from clerk.locale import _

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry as written; ``places`` are where, the uppermost layer first.

    ``lines`` has the places of a service's lines by header and index. ``ends_by_hand`` is whether the layer being
    laid says itself when it ends: such an end is never moved.
    """

    content: Content
    places: tuple[Place, ...]
    lines: Mapping[tuple[str, int], tuple[Place, ...]] = field(default_factory=dict)
    ends_by_hand: bool = False

    @property
    def start(self) -> date | None:
        """Its first day."""
        return _day(self.content.get("valid_from"))

    @property
    def end(self) -> date | None:
        """Its last day."""
        return _day(self.content.get("valid_to"))

    def between(self, start: date | None, end: date | None) -> "Version":
        """Return it with other first and last days."""
        days = {"valid_from": start, "valid_to": end}
        content = {key: value for key, value in self.content.items() if key not in days}
        content |= {key: day for key, day in days.items() if day is not None}
        return replace(self, content=content)


Combine = Callable[[Version, Version], Version]
"""How a version is laid over another one: (below, above)."""


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def in_time(versions: Iterable[Version]) -> list[Version]:
    """Return *versions* by their first day, those without dates first."""
    return sorted(
        versions, key=lambda one: (one.start is not None or one.end is not None, one.start or date.min)
    )


def by_id(versions: Iterable[tuple[str, Version]]) -> dict[str, list[Version]]:
    """Return the versions of each id."""
    found: dict[str, list[Version]] = {}
    for entry_id, version in versions:
        found.setdefault(entry_id, []).append(version)
    return found


def settled(chain: Iterable[Version]) -> list[Version]:
    """Return *chain* as the next layer finds it: now the days on which it ends may be moved."""
    return [replace(version, ends_by_hand=False) for version in chain]


def report_repeated(versions: Sequence[tuple[str, Version]]) -> list[tuple[str, Version]]:
    """Report what one layer says twice about the same id and days; returns the rest."""
    seen: set[tuple[str, date | None, date | None]] = set()
    kept: list[tuple[str, Version]] = []
    for entry_id, version in versions:
        days = (entry_id, version.start, None if version.start else version.end)
        if days in seen:
            sentence = _("„{id}“ steht zweimal für dieselben Tage.")
            version.places[0].report(sentence.format(id=entry_id), "id")
        else:
            kept.append((entry_id, version))
        seen.add(days)
    return kept


def lay_over(chain: Sequence[Version], above: Version, combine: Combine) -> list[Version]:
    """Return the versions of *chain*, which are in order of time, with *above* laid over.

    Without dates *above* changes every version. With ``valid_from`` it changes the version that begins on that day,
    or becomes a version of its own: it takes over what it does not name from the one before, which ends the day
    before, and lasts until the next begins. With ``valid_to`` alone it ends the entry.
    """
    start, end = above.start, above.end
    if start is None and end is None:
        return [combine(version, above) for version in chain]
    for index, version in enumerate(chain):
        if version.start == start and (start is not None or version.end == end):
            return [*chain[:index], combine(version, above), *chain[index + 1 :]]
    if start is None:
        return _ended(chain, above, combine)
    before = [version for version in chain if version.start is None or version.start < start]
    after = list(chain[len(before) :])
    below = before[-1] if before else after[0]
    new = combine(below, above).between(start, end or _end_of_new(below, bool(before), after, start))
    new = replace(new, ends_by_hand=end is not None)
    return [*(closed(before, start)), new, *after]


def closed(before: Sequence[Version], start: date) -> list[Version]:
    """Return *before* with the last one ending on the day before *start*, unless the office says when it ends."""
    if not before:
        return []
    last = before[-1]
    if not last.ends_by_hand and (last.end is None or last.end >= start):
        last = last.between(last.start, start - _ONE_DAY)
    return [*before[:-1], last]


def _end_of_new(below: Version, follows: bool, after: Sequence[Version], start: date) -> date | None:
    if after and after[0].start is not None:
        return after[0].start - _ONE_DAY
    if follows and not below.ends_by_hand and below.end is not None and below.end >= start:
        return below.end
    return None


def _ended(chain: Sequence[Version], above: Version, combine: Combine) -> list[Version]:
    end = above.end or date.max
    kept = [version for version in chain if version.start is None or version.start <= end] or list(chain[:1])
    last = combine(kept[-1], above).between(kept[-1].start, end)
    return [*kept[:-1], replace(last, ends_by_hand=True)]
