"""Faults of the simulated terminal: at one chosen message of a command, one thing goes wrong."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Step(StrEnum):
    """The messages of a command, as a fault names them."""

    ACK = "ack"
    """80 00, the answer to the command."""
    STATUS = "status"
    """04 FF."""
    RESULT = "result"
    """04 0F, good or bad."""
    RECEIPT = "receipt"
    """06 D1 and 06 D3."""
    END = "end"
    """06 0F or 06 1E."""


class Moment(StrEnum):
    """On which side of its message a fault strikes."""

    BEFORE = "before"
    AFTER = "after"
    """The message is out, its acknowledgement has not been read."""


class Effect(StrEnum):
    """What goes wrong. Whatever it is, the terminal does not know better than its line and goes on."""

    CUT = "cut"
    """The line breaks."""
    HALF = "half"
    """The message leaves by half, then the line breaks; before and after are the same."""
    SILENCE = "silence"
    """The line stays open and carries nothing any more, in neither direction; a new line works."""
    DEAF = "deaf"
    """The acknowledgement of this message is not heard, everything else is; before and after are the same."""
    KILL = "kill"
    """The terminal loses its power (``kill -9``)."""


_NOTATION = re.compile(r"(?P<effect>[a-z]+)@(?P<moment>[a-z]+)-(?P<step>[a-z]+)(?:#(?P<nth>[1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """An effect at the ``nth`` message of a kind; written ``cut@after-result`` or ``kill@before-receipt#2``."""

    effect: Effect
    moment: Moment
    step: Step
    nth: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the notation.

        Raises:
            ValueError: it is not written like that, or a word is unknown.
        """
        found = _NOTATION.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{text!r} is no fault, one is written like 'cut@after-result' or 'kill@before-receipt#2'"
            )
        effect, moment, step = Effect(found["effect"]), Moment(found["moment"]), Step(found["step"])
        return cls(effect, moment, step, int(found["nth"] or 1))

    def __str__(self) -> str:
        """Return the notation, without the number of a first message."""
        return f"{self.effect}@{self.moment}-{self.step}" + (f"#{self.nth}" if self.nth > 1 else "")
