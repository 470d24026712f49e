"""Who pays what: all cases of a visit at once, or the cases of one payer after the other."""

from dataclasses import dataclass

from clerk.domain.settlement import ChargedLine, open_cents
from clerk.domain.visit import Case, Visit


@dataclass(frozen=True, slots=True)
class Share:
    """What is paid now: the open lines, of how many of the cases that still have to be paid."""

    lines: tuple[ChargedLine, ...]
    cases: int
    of: int

    @property
    def is_part(self) -> bool:
        """Whether something is left for another payer."""
        return self.cases < self.of

    @property
    def can_be_split(self) -> bool:
        """Whether there is more than one case to pay."""
        return self.of > 1


class Payers:
    """Remembers which cases the person at the counter pays now; nothing chosen means all."""

    def __init__(self) -> None:
        self._chosen: frozenset[int] = frozenset()

    def choose(self, cases: frozenset[int]) -> None:
        """Let the next payment be for these cases (ids) only."""
        self._chosen = cases

    def forget(self) -> None:
        """Let the next payment be for everything."""
        self._chosen = frozenset()

    def is_chosen(self, case: int) -> bool:
        """Tell whether the case is paid now."""
        return not self._chosen or case in self._chosen

    def share(self, visit: Visit) -> Share:
        """Return what is paid now; everything, once nothing of what was chosen is open any more."""
        unpaid = unpaid_cases(visit)
        now = [case for case in unpaid if self.is_chosen(case.id)] or unpaid
        lines = tuple(line for case in now for line in case.lines if not line.is_settled)
        return Share(lines, len(now), len(unpaid))


def unpaid_cases(visit: Visit) -> list[Case]:
    """Return the cases of *visit* with something left to pay."""
    return [case for case in visit.cases if open_cents(case.lines)]
