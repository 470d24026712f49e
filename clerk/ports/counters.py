"""The sites of the office and the counters of each, as they are now."""

from dataclasses import dataclass
from typing import Protocol

from clerk.domain.counters import CounterNow, CounterStatus


@dataclass(frozen=True, slots=True)
class SiteName:
    """A site of the office and what it is called."""

    site: int
    name: str


class Counters(Protocol):
    """What the counters are set to.

    No method takes a person or a time: there is nothing from which one could see who was away when.
    """

    def sites(self) -> tuple[SiteName, ...]:
        """Return all sites."""

    def of_site(self, site: int) -> tuple[CounterNow, ...]:
        """Return the counters in use at a site."""

    def status(self, counter: int) -> CounterStatus:
        """Return what a counter is set to; ``KeyError`` if there is none."""

    def set_status(self, counter: int, status: CounterStatus) -> None:
        """Set a counter to *status*; ``KeyError`` if there is none."""
