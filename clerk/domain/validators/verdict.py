"""The answer of a validator."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a message of a validator is meant: ``HARD`` refuses the value, ``SOFT`` warns and lets it pass."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator says of one value.

    ``normalised`` is the value as it is to be stored (of a refused value: what was typed, tidied as far as it
    could be), ``message`` a German sentence for the clerk, absent when there is nothing to say.
    """

    valid: bool
    normalised: str
    level: Level | None = None
    message: str | None = None


def accept(normalised: str) -> Verdict:
    """Return the verdict on a value without objection."""
    return Verdict(valid=True, normalised=normalised)


def warn(normalised: str, message: str) -> Verdict:
    """Return the verdict on a value that may be right although it looks unusual."""
    return Verdict(valid=True, normalised=normalised, level=Level.SOFT, message=message)


def refuse(normalised: str, message: str) -> Verdict:
    """Return the verdict on a value that cannot be right."""
    return Verdict(valid=False, normalised=normalised, level=Level.HARD, message=message)
