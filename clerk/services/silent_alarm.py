"""The silent alarm, as the people of one counter raise it and answer those of others."""

from clerk.domain.alarm import AlarmView, view_from
from clerk.domain.people import Workplace
from clerk.ports import AlarmBoard

NOBODY = 0
"""The account where nobody has signed in yet."""


class SilentAlarm:
    """What one counter does with alarms; *account* is written to the audit trail and nowhere else."""

    def __init__(self, board: AlarmBoard, workplace: Workplace, account: int = NOBODY) -> None:
        self._board = board
        self._workplace = workplace
        self._account = account

    def raise_here(self) -> AlarmView:
        """Tell the other counters of the site that help is needed here; return how things stand then."""
        self._board.put_up(self._workplace, self._account)
        return self.look()

    def look(self) -> AlarmView:
        """Return what this counter shows now."""
        return view_from(self._workplace.counter, self._board.open_at(self._workplace.site))

    def go_there(self, alarm: int) -> AlarmView:
        """Say that somebody of this counter goes there."""
        self._board.answer(alarm, self._workplace, self._account)
        return self.look()

    def end(self, alarm: int) -> AlarmView:
        """End an alarm: it is over, or was none."""
        self._board.take_down(alarm, self._workplace, self._account)
        return self.look()
