"""Where silent alarms of a site are kept."""

from typing import Protocol

from clerk.domain.alarm import Alarm
from clerk.domain.people import Workplace


class AlarmBoard(Protocol):
    """The alarms of all counters. Owns its transactions; ``StoreUnavailable`` if nothing could be written or read.

    *account* goes to the audit trail only; 0 is nobody signed in.
    """

    def put_up(self, workplace: Workplace, account: int) -> None:
        """Raise the alarm of a counter; one that is shown and that nobody has answered stays as it is."""

    def open_at(self, site: int) -> tuple[Alarm, ...]:
        """Return the alarms of a site that are to be shown."""

    def answer(self, alarm: int, workplace: Workplace, account: int) -> None:
        """Note that somebody of this counter goes there; the first answer stays."""

    def take_down(self, alarm: int, workplace: Workplace, account: int) -> None:
        """End an alarm; one that has ended stays so."""
