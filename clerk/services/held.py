"""A visit together with the right to change it."""

from dataclasses import dataclass, replace

from clerk.domain.visit import Case, Visit
from clerk.ports import Claim


@dataclass(frozen=True, slots=True)
class Held:
    """The visit this counter holds, as last seen, and its claim."""

    claim: Claim
    visit: Visit

    def seeing(self, visit: Visit) -> "Held":
        """Return the same claim with a newer look at the visit."""
        return replace(self, visit=visit)

    def with_case(self, case: Case) -> "Held":
        """Return the same claim with one case changed."""
        return replace(self, visit=self.visit.with_case(case))
