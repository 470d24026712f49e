"""How the simulated terminal closes its day: 06 50."""

from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.sim_behaviour import DayEnd, LostAck, Scenario
from integrations.zvt.sim_dialogue import Display
from integrations.zvt.sim_faults import Step
from integrations.zvt.sim_receipt import day_messages
from integrations.zvt.sim_result import bad_result, day_result
from integrations.zvt.sim_talk import Talk
from integrations.zvt.sim_terminal import Terminal, clock

_SHOWN = (0x0E, 0x06, 0x0E, 0x17)
"""As card complete's terminals show it."""
_ABORTED = 0x6C
_NOT_POSSIBLE = 0x77
_FAILURES = {
    Scenario.DECLINE: _NOT_POSSIBLE,
    Scenario.DECLINE_COMPLETED: _NOT_POSSIBLE,
    Scenario.CUSTOMER_ABORTS: _ABORTED,
}
_UPDATE_FOLLOWS = 0xE0
_REBOOT_FOLLOWS = 0xFC
_FOLLOWING = {DayEnd.UPDATE: _UPDATE_FOLLOWS, DayEnd.REBOOT: _REBOOT_FOLLOWS}


class EndOfDay:
    """A running end of day.

    The day is closed when the host says so, before the result is told: whatever breaks afterwards, it is closed.
    A line that breaks earlier makes no difference to a terminal that keeps what was not acknowledged; one that
    reverses gives the end of day up, and the day stays open.
    """

    def __init__(self, terminal: Terminal, talk: Talk) -> None:
        """Prepare; nothing is sent before :meth:`run`."""
        self._terminal = terminal
        self._talk = talk
        self._display = Display(terminal, talk)
        self._behaviour = terminal.control.now
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether the last message is out."""
        return self._ended

    def abort(self) -> bool:
        """It is always too late."""
        return False

    async def run(self) -> None:
        """Close the day, as the behaviour says."""
        await self._talk.accept(more_follows=self._display.is_told)
        heard = [await self._display.show(code) for code in _SHOWN]
        gives_up = self._talk.is_over or not all(heard)
        failure = self._failure()
        if gives_up and self._terminal.control.now.lost_ack is LostAck.REVERSE:
            await self._end(pt.pt_abort(_ABORTED))
        elif failure is not None:
            await self._fail(failure)
        else:
            await self._close()

    def _failure(self) -> int | None:
        if self._behaviour.result:
            return self._behaviour.result
        if self._behaviour.end_of_day is DayEnd.FAILS:
            return _NOT_POSSIBLE
        return _FAILURES.get(self._behaviour.scenario)

    async def _fail(self, code: int) -> None:
        if code == _NOT_POSSIBLE:
            self._terminal.ledger.fail_day()
        settings = self._terminal.settings
        result = bad_result(code, settings.tid, clock())
        await self._talk.tell(Step.RESULT, pt.status_information(result, settings.charset))
        completed = self._behaviour.scenario is Scenario.DECLINE_COMPLETED
        await self._end(pt.completion() if completed else pt.pt_abort(code))

    async def _close(self) -> None:
        terminal = self._terminal
        day = terminal.ledger.close_day(clock())
        await self._talk.tell(Step.RESULT, pt.status_information(day_result(day, terminal.settings.tid)))
        for message in day_messages(day, terminal.settings, terminal.registration):
            await self._talk.tell(Step.RECEIPT, message)
        how = self._behaviour.end_of_day
        await self._end(pt.completion(_FOLLOWING.get(how)))
        if how is DayEnd.UPDATE:
            terminal.update_software()
        elif how is DayEnd.REBOOT:
            terminal.reboot()

    async def _end(self, message: Apdu) -> None:
        self._terminal.begin_settling()
        self._ended = True
        await self._talk.tell(Step.END, message)
