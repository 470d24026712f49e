"""Conditions on the facts of a case, decided in three values: yes, no, and still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

Answer = bool | int | str
"""What a fact can be answered with: yes/no, a whole number, or the id of a choice."""


@dataclass(frozen=True, slots=True)
class Open:
    """A fact nobody has answered yet.

    ``may_be`` are the values it can still take (``None`` is *no choice*; empty means any whole number from
    0), ``asks`` the ids of the questions that settle it.
    """

    may_be: tuple[Answer | None, ...]
    asks: frozenset[str]


FactValue = Answer | Open | None
ResolvedFacts = Mapping[str, FactValue]
"""Every fact of the catalogue with its value for one case; ``None`` is *no choice*."""


class Truth(Enum):
    """Whether something holds; ``OPEN`` as long as an unanswered fact decides it."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class Op(StrEnum):
    """How a fact is compared."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    GE = "ge"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Is:
    """One comparison of a fact; ``value`` is a tuple for ``IN`` and a whole number for ``LT`` and ``GE``."""

    fact: str
    op: Op
    value: Answer | tuple[Answer, ...]

    def holds(self, answer: Answer | None) -> bool:
        """Compare one known answer; no choice is equal to nothing and in no list."""
        match self.op:
            case Op.EQ:
                return answer == self.value
            case Op.NE:
                return answer != self.value
            case Op.LT:
                return isinstance(answer, int) and isinstance(self.value, int) and answer < self.value
            case Op.GE:
                return isinstance(answer, int) and isinstance(self.value, int) and answer >= self.value
            case Op.IN:
                return isinstance(self.value, tuple) and answer in self.value


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple["Condition", ...]


Condition = Is | AllOf | AnyOf


def evaluate(condition: Condition | None, facts: ResolvedFacts) -> Truth:
    """Decide *condition* by Kleene's rules: open only where an open fact could still change the result.

    No condition always holds. Raises ``KeyError`` for a fact that *facts* does not have.
    """
    match condition:
        case None:
            return Truth.YES
        case Is():
            return _compare(condition, facts[condition.fact])
        case AllOf(parts):
            return _joined((evaluate(part, facts) for part in parts), ends_with=Truth.NO)
        case AnyOf(parts):
            return _joined((evaluate(part, facts) for part in parts), ends_with=Truth.YES)


def questions_behind(condition: Condition | None, facts: ResolvedFacts) -> frozenset[str]:
    """Return the ids of the unanswered questions that keep *condition* open; empty when it is decided."""
    if condition is None or evaluate(condition, facts) is not Truth.OPEN:
        return frozenset()
    if isinstance(condition, Is):
        value = facts[condition.fact]
        return value.asks if isinstance(value, Open) else frozenset()
    return frozenset().union(*(questions_behind(part, facts) for part in condition.parts))


def comparisons(condition: Condition | None) -> tuple[Is, ...]:
    """Return every comparison in *condition*, from left to right."""
    match condition:
        case None:
            return ()
        case Is():
            return (condition,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(found for part in parts for found in comparisons(part))


def turning_points(comparison: Is) -> tuple[int, ...]:
    """Return whole numbers that show every result *comparison* can have on a number from 0."""
    wanted = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    near = {number + step for number in wanted if isinstance(number, int) for step in (-1, 0, 1)}
    return tuple(sorted(number for number in near | {0} if number >= 0))


def _compare(comparison: Is, value: FactValue) -> Truth:
    if not isinstance(value, Open):
        return Truth.YES if comparison.holds(value) else Truth.NO
    results = {comparison.holds(answer) for answer in value.may_be or turning_points(comparison)}
    if len(results) > 1:
        return Truth.OPEN
    return Truth.YES if results == {True} else Truth.NO


def _joined(results: Iterable[Truth], *, ends_with: Truth) -> Truth:
    seen = set(results)
    if ends_with in seen:
        return ends_with
    if Truth.OPEN in seen:
        return Truth.OPEN
    return Truth.YES if ends_with is Truth.NO else Truth.NO
