"""Numbers that were given on paper while the program was off, and are entered afterwards (rule of the counter 11)."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clerk.domain.visit import Outcome
from clerk.locale import _

_NUMBER = re.compile(r"([A-Z]{0,2})[ -]?([0-9]{1,4})")
_TIME = re.compile(r"([0-9]{1,2})(?:[:., ]?([0-9]{2}))?")


class PaperOutcome(StrEnum):
    """What had become of the person by the time the paper was entered."""

    WAITING = "waiting"
    DONE = "done"
    INCOMPLETE = "incomplete"
    REFERRED = "referred"
    LEFT = "left"

    @property
    def of_case(self) -> Outcome | None:
        """How the case ended, None where nobody was served."""
        return None if self in {PaperOutcome.WAITING, PaperOutcome.LEFT} else Outcome(self.value)


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number as it stands on paper: letters of the series, then the number; ``ticket`` is how screens show it."""

    letters: str
    number: int

    @property
    def ticket(self) -> str:
        """The number with at least three digits, as the program writes its own."""
        return f"{self.letters}{self.number:03d}"

    @property
    def following(self) -> "PaperNumber":
        """The next one of the pad."""
        return PaperNumber(self.letters, self.number + 1)


def read_number(text: str) -> PaperNumber:
    """Read what stands on the paper: ``N 17``, ``n017``, ``17``; ``ValueError`` with a sentence."""
    found = _NUMBER.fullmatch(text.strip().upper())
    if found is None or int(found[2]) == 0:
        raise ValueError(_("Eine Nummer wie auf dem Zettel, zum Beispiel N017 oder 17."))
    return PaperNumber(found[1], int(found[2]))


def read_arrival(text: str, now: datetime) -> datetime:
    """Read a time of today before *now* (at the office): ``9:20``, ``920``, ``9``; ``ValueError`` with a sentence."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("Die Uhrzeit der Ankunft, zum Beispiel 9:20 oder 920."))
    arrived = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if arrived > now:
        raise ValueError(_("Diese Uhrzeit kommt erst noch."))
    return arrived
