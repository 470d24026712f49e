"""What the simulated terminal says in the course of one command, with the fault that strikes in it."""

import os
import signal
from collections import Counter

from integrations.zvt.apdu import Apdu
from integrations.zvt.commands import negative_ack, positive_ack
from integrations.zvt.layout import Control
from integrations.zvt.sequence_ids import with_number
from integrations.zvt.sim_faults import Effect, Fault, Moment, Step
from integrations.zvt.sim_line import Line
from integrations.zvt.sim_sequence import SequenceNumbers


class Talk:
    """One command of the cash register and the answers to it. Over a broken line nothing arrives, nothing fails."""

    def __init__(
        self, line: Line, command: Apdu, numbers: SequenceNumbers, fault: Fault | None, *, merge: bool
    ) -> None:
        """Answer *command* on *line*; *merge* lets 80 00 travel with the message behind it."""
        self._line = line
        self._command = command
        self._numbers = numbers
        self._fault = fault
        self._merge = merge
        self._said: Counter[Step] = Counter()

    @property
    def is_over(self) -> bool:
        """Whether nothing can arrive any more."""
        return not self._line.is_open

    async def accept(self, *, more_follows: bool = False) -> None:
        """80 00; only where a message follows at once can it wait for that one."""
        await self._answer(positive_ack(), hold=self._merge and more_follows)

    async def refuse(self, code: int) -> None:
        """84 xx."""
        await self._answer(negative_ack(code))

    async def refuse_currency(self, code: int) -> None:
        """84 1E xx, the one refusal with its code behind it."""
        await self._answer(Apdu(bytes.fromhex("841e"), bytes((code,))))

    async def tell(self, step: Step, message: Apdu, *, times: int = 1) -> Apdu | None:
        """Say something and return its acknowledgement, None if none was heard.

        Without one it is said again, up to *times* in all, with the same number.
        """
        number = self._numbers.next()
        numbered = message if number is None else with_number(message, int(number))
        answer: Apdu | None = None
        for _time in range(times):
            answer = await self._say(step, numbered, number)
            if answer is not None or self.is_over:
                break
        return answer

    async def accept_and_end(self, end: Apdu) -> None:
        """80 00, and the end at once."""
        await self.accept(more_follows=True)
        await self.tell(Step.END, end)

    async def _answer(self, ack: Apdu, *, hold: bool = False) -> None:
        number = self._numbers.echo(self._command)
        numbered = ack if number is None else with_number(ack, int(number))
        fault = self._due(Step.ACK)
        if fault is None or fault.effect is Effect.DEAF:
            await self._line.send(numbered, hold=hold)
        elif fault.effect is Effect.HALF:
            await self._line.send_half(numbered)
        elif fault.moment is Moment.BEFORE:
            self._strike(fault)
        else:
            await self._line.send(numbered)
            self._strike(fault)

    async def _say(self, step: Step, message: Apdu, number: str | None) -> Apdu | None:
        fault = self._due(step)
        if fault is None:
            return await self._line.ask(message, number)
        if fault.effect is Effect.DEAF:
            await self._line.ask_in_vain(message)
        elif fault.effect is Effect.HALF:
            await self._line.send_half(message)
        elif fault.moment is Moment.BEFORE:
            self._strike(fault)
        else:
            await self._line.send(message)
            self._strike(fault)
        return None

    def _due(self, step: Step) -> Fault | None:
        self._said[step] += 1
        fault = self._fault
        return fault if fault and (fault.step, fault.nth) == (step, self._said[step]) else None

    def _strike(self, fault: Fault) -> None:
        match fault.effect:
            case Effect.SILENCE:
                self._line.fall_silent()
            case Effect.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            case _:
                self._line.cut()


def is_accepted(answer: Apdu | None) -> bool:
    """Whether an acknowledgement is a positive one: 80 00 or 84 00."""
    return answer is not None and answer.control in (Control.POSITIVE_ACK, Control.POSITIVE_ACK_84)
