"""What a terminal may be asked at any time: how it is, what it did last, to stop; and the registration."""

import asyncio
from dataclasses import dataclass

from clerk.domain.payment import Movement, TerminalResult
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.connection import Connection, Dial, LineCut, Silence, Unreachable
from integrations.zvt.dialling import dial as usual_dial
from integrations.zvt.messages import Ack, Completion
from integrations.zvt.payment_dialogue import result_of
from integrations.zvt.redact import redact
from integrations.zvt.registration import registration_for
from integrations.zvt.sequence_ids import SequenceIds
from integrations.zvt.session import Collector, End, Session

BUSY = 0x9C
READY = 0x00
_NOT_REGISTERED = 0x6B
_LAST_END_OF_DAY = 0x04
"""TLV 1F01: which receipt to repeat."""

NoAnswer = (Unreachable, Silence, LineCut)
"""A question without an answer: nothing follows from it."""


@dataclass(frozen=True, slots=True)
class LastTransaction:
    """The answer to 06 20. ``understood`` is false if the terminal refused the question itself (84 xx).

    ``busy`` means: ask later. ``message`` is the redacted result.
    """

    result: TerminalResult | None = None
    understood: bool = True
    busy: bool = False
    message: str = ""


class Questions:
    """Asks one terminal, one connection per question. Registers it when it does not know us."""

    def __init__(self, profile: TerminalProfile, password: str, dial: Dial = usual_dial) -> None:
        """Ask the terminal of *profile*, reached by *dial*; *password* is its six digits.

        After the registration ``tid`` is what the terminal calls itself, or ``refusal`` the code it gave instead.
        """
        self._profile = profile
        self.password = password
        self._dial = dial
        self._registered = False
        self.sequence = SequenceIds(wanted=profile.sequence_ids)
        self.tid: str | None = None
        self.refusal: int | None = None

    def forget_registration(self) -> None:
        """Register again before the next payment: the terminal may have been off, or be another one."""
        self._registered = False

    async def connect(self) -> Connection:
        """Open a connection for one command; raises ``Unreachable``."""
        return await self._dial(self._profile)

    async def ensure_registered(self) -> bool:
        """Register unless that was done; return whether the terminal accepts us. Raises ``NoAnswer``."""
        if not self._registered:
            end, _answer = await self._run(registration_for(self._profile, self.password))
            self._registered = isinstance(end, Completion)
            self.tid = end.tid if isinstance(end, Completion) else None
            self.refusal = None if isinstance(end, Completion) else end.code
        return self._registered

    async def status(self) -> int | None:
        """Return the terminal's status byte (05 01), ``None`` if it does not tell one. Raises ``NoAnswer``.

        An end (06 0F) without a status says that the question is over, not that the terminal is ready (rule 3).
        """
        end, _answer = await self._run_known(commands.status_enquiry(self.password))
        if isinstance(end, Completion):
            return end.terminal_status
        return BUSY if end.code == BUSY else None

    async def last_of(self, kind: Movement) -> LastTransaction:
        """Ask for the newest thing of the kind of *kind*: a transaction, or an end of day. Raises ``NoAnswer``."""
        return await (self.last_end_of_day() if kind is Movement.END_OF_DAY else self.last_transaction())

    async def last_transaction(self) -> LastTransaction:
        """Ask for the last successful transaction without printing it (06 20). Raises ``NoAnswer``.

        A terminal that answers with its end of day names no transaction.
        """
        last = await self._repeated(commands.repeat_receipt(self.password))
        closed = last.result is not None and last.result.totals is not None
        return LastTransaction() if closed else last

    async def last_end_of_day(self) -> LastTransaction:
        """Ask for the result of the last end of day without printing it (06 20 with TLV 1F01). Raises ``NoAnswer``."""
        last = await self._repeated(commands.repeat_receipt(self.password, receipt_type=_LAST_END_OF_DAY))
        closed = last.result is not None and last.result.totals is not None
        return last if closed or not last.understood else LastTransaction()

    async def totals(self) -> TerminalTotals | None:
        """Ask for the turnover since the last end of day without closing (06 10). Raises ``NoAnswer``."""
        _end, answer = await self._run_known(commands.totals(self.password))
        return answer.status.totals if answer.status else None

    async def do(self, command: Apdu) -> bool:
        """Let the terminal carry a service command out; return whether it said done. Raises ``NoAnswer``."""
        end, _answer = await self._run_known(command)
        return isinstance(end, Completion) and not end.result_code

    async def stop(self) -> bool:
        """Stop whatever still waits for a card (06 B0); ``False`` if it is too late. Raises ``NoAnswer``."""
        async with await self.connect() as connection:
            session = Session(connection, self._profile, Collector(), sequence=self.sequence)
            return await session.ask(commands.abort())

    async def log_off(self) -> bool:
        """Give the terminal free for use by hand (06 02); return whether it agreed. Raises ``NoAnswer``."""
        self.forget_registration()
        async with await self.connect() as connection:
            session = Session(connection, self._profile, Collector(), sequence=self.sequence)
            return await session.ask(commands.log_off())

    async def wait_settling_time(self) -> None:
        """Give the terminal time for what is still on its way."""
        await asyncio.sleep(self._profile.settle_seconds)

    async def _repeated(self, question: Apdu) -> LastTransaction:
        end, answer = await self._run_known(question)
        if isinstance(end, Ack):
            return LastTransaction(understood=False, busy=end.code == BUSY)
        if answer.status is None or answer.message is None:
            return LastTransaction()
        return LastTransaction(result_of(answer.status), message=redact(answer.message))

    async def _run_known(self, command: Apdu) -> tuple[End, Collector]:
        """Ask, and once more after a registration if the terminal does not know us (6B)."""
        end, answer = await self._run(command)
        if not isinstance(end, Completion) and end.code == _NOT_REGISTERED:
            self._registered = False
            if await self.ensure_registered():
                return await self._run(command)
        return end, answer

    async def _run(self, command: Apdu) -> tuple[End, Collector]:
        answer = Collector()
        async with await self.connect() as connection:
            session = Session(connection, self._profile, answer, sequence=self.sequence)
            return await session.run(command), answer
