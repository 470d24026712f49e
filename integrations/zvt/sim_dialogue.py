"""How the simulated terminal carries out a transaction: card, PIN, result, receipts, end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.commands import Config, positive_ack
from integrations.zvt.layout import Control
from integrations.zvt.receipts import ReceiptType
from integrations.zvt.sim_ledger import Kind, Ledger, Transaction
from integrations.zvt.sim_line import Line
from integrations.zvt.sim_receipt import receipt_lines
from integrations.zvt.sim_settings import Behaviour, LostAck, Scenario, SimulatorSettings

CONTRACT = "455600000"
_GIROCARD = 5
_ABORTED = 0x6C
_WRONG_PIN = 0x37
_DECLINED = 0x05
_WAIT = 0x9C
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Registration:
    """What the cash register said about itself; the default is what holds after a log-off (86)."""

    config: int = 0x86
    tlv: bool = False
    permitted: frozenset[bytes] = frozenset()

    def wants(self, flag: Config) -> bool:
        """Whether a bit of the configuration byte is set."""
        return bool(self.config & flag)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done: kind, amount in cents, and what it refers to."""

    kind: Kind
    cents: int
    order_reference: str | None = None
    original: Transaction | None = None


class Dialogue:
    """One running transaction. It goes on when its line breaks: the customer does not notice."""

    def __init__(
        self,
        line: Line,
        ledger: Ledger,
        settings: SimulatorSettings,
        registration: Registration,
        behaviour: Callable[[], Behaviour],
    ) -> None:
        """Prepare; nothing is sent before :meth:`run`. The scenario is read once, at the start."""
        self._line = line
        self._ledger = ledger
        self._settings = settings
        self._registration = registration
        self._behaviour = behaviour
        self._scenario = behaviour().scenario
        self._waiting_for_card = False
        self._aborted = asyncio.Event()
        self._ended = False

    @property
    def ended(self) -> bool:
        """Whether the last message is out: the next command may follow its acknowledgement at once."""
        return self._ended

    def abort(self) -> bool:
        """Stop, if the terminal still waits for a card; False says that it is too late."""
        if self._waiting_for_card:
            self._aborted.set()
        return self._waiting_for_card

    async def run(self, request: Request) -> None:
        """Carry the transaction out to its end, as the scenario says."""
        await self._accept()
        if request.original is None and not await self._card_presented():
            await self._refuse(request, _ABORTED, "Abbruch")
            return
        await self._show(0x0E)
        if request.original is None:
            await self._enter_pin()
        await self._decide(request)

    async def _accept(self) -> None:
        if self._scenario is Scenario.LATE_ACK:
            await asyncio.sleep(self._settings.late_ack)
        if self._scenario is Scenario.CUT_BEFORE_ACK:
            self._line.cut()
            return
        await self._line.send(positive_ack(), hold=self._settings.merge and self._shows_status)

    async def _decide(self, request: Request) -> None:
        match self._scenario:
            case Scenario.DECLINE:
                await self._refuse(request, _DECLINED, "Karte abgelehnt")
            case Scenario.DECLINE_COMPLETED:
                await self._refuse(request, _DECLINED, "Karte abgelehnt", end=pt.completion())
            case Scenario.CUSTOMER_ABORTS:
                await self._refuse(request, _ABORTED, "Abbruch durch Kunde")
            case Scenario.WRONG_PIN:
                await self._tell_bad_result(request, _WRONG_PIN, "Geheimzahl falsch")
                await self._show(0x15)
                await self._enter_pin()
                await self._approve(request)
            case _:
                await self._approve(request)

    async def _card_presented(self) -> bool:
        """Wait for the card; False if the cash register or the clock put an end to it."""
        self._waiting_for_card = True
        try:
            await self._show(0x0A, "Karte vorhalten\noder einstecken", timeout_minutes=1)
            wait = self._settings.card_wait if self._scenario is Scenario.NO_CARD else self._settings.pause
            async with asyncio.timeout(wait):
                await self._aborted.wait()
        except TimeoutError:
            return self._scenario is not Scenario.NO_CARD
        finally:
            self._waiting_for_card = False
        return False

    async def _enter_pin(self) -> None:
        slow = self._scenario is Scenario.SLOW_PIN
        await self._show(0x01, "Geheimzahl eingeben\nund bestätigen", timeout_minutes=3 if slow else 1)
        if slow:
            await asyncio.sleep(self._settings.slow_pin)

    async def _approve(self, request: Request) -> None:
        await self._show(0x17)
        entry = self._ledger.record(
            request.kind,
            request.cents,
            at=clock(),
            original_trace=request.original.trace if request.original else None,
            order_reference=request.order_reference,
        )
        if self._scenario is Scenario.CUT_BEFORE_RESULT:
            self._line.cut()
        if not await self._delivered(entry):
            return
        self._ledger.book(entry)
        await self._show(0x0B)
        if self._scenario is Scenario.CUT_BEFORE_COMPLETION:
            self._line.cut()
        await self._end(pt.completion())

    async def _delivered(self, entry: Transaction) -> bool:
        """Deliver result and receipts; whatever is not acknowledged is kept or reversed (PA00P015 2.2.8)."""
        answer = await self._tell_result(pt.status_information(result_of(entry), self._settings.charset))
        for message in self._printed(entry):
            if not _accepts(answer):
                break
            answer = await self._tell_receipt(message)
        if _accepts(answer):
            return True
        return await self._kept(entry, refused=answer is not None)

    async def _tell_result(self, message: Apdu) -> Apdu | None:
        if self._scenario is Scenario.CUT_AFTER_APPROVAL:
            await self._line.send(message)
            self._line.cut()
            return None
        answer = await self._line.ask(message)
        for _repeat in range(_REPEATS):
            if answer is None or answer.control != bytes((0x84, _WAIT)):
                break
            await asyncio.sleep(self._settings.pause)
            answer = await self._line.ask(message)
        return answer

    async def _tell_receipt(self, message: Apdu) -> Apdu | None:
        if self._scenario is Scenario.CUT_WHILE_PRINTING:
            await self._line.send(message)
            self._line.cut()
            return None
        return await self._line.ask(message)

    async def _kept(self, entry: Transaction, *, refused: bool) -> bool:
        """Decide about a payment nobody acknowledged; an answer 84 xx takes it back in any case."""
        if not refused and self._behaviour().lost_ack is LostAck.KEEP:
            return True
        await self._show(0x05)
        self._ledger.auto_reverse(entry)
        await self._end(pt.pt_abort(_ABORTED))
        return False

    async def _refuse(self, request: Request, code: int, text: str, end: Apdu | None = None) -> None:
        await self._show(0x0B)
        await self._tell_bad_result(request, code, text)
        await self._end(end or pt.pt_abort(code))

    async def _end(self, message: Apdu) -> None:
        self._ended = True
        await self._line.ask(message)

    async def _tell_bad_result(self, request: Request, code: int, text: str) -> None:
        entry = self._ledger.record(request.kind, request.cents, at=clock(), result=code)
        day, time = line_time(entry.at)
        result = pt.Result(code, entry.tid, day, time, additional_text=text)
        await self._line.ask(pt.status_information(result, self._settings.charset))

    async def _show(self, code: int, text: str | None = None, *, timeout_minutes: int | None = None) -> None:
        """Tell what happens; with a pause, so that a person can read it."""
        if self._shows_status:
            shown = text if self._registration.tlv else None
            message = pt.intermediate_status(
                code, shown, timeout_minutes=timeout_minutes, charset=self._settings.charset
            )
            await self._line.ask(message)
        await asyncio.sleep(self._settings.pause)

    @property
    def _shows_status(self) -> bool:
        return self._registration.wants(Config.INTERMEDIATE_STATUS)

    def _printed(self, entry: Transaction) -> tuple[Apdu, ...]:
        wanted = Config.ECR_PRINTS_PAYMENT | Config.PRINT_MESSAGES
        if self._registration.config & wanted != wanted:
            return ()
        return receipt_messages(entry, self._settings, self._registration)


def receipt_messages(
    entry: Transaction, settings: SimulatorSettings, registration: Registration
) -> tuple[Apdu, ...]:
    """The merchant's and the customer's receipt: text blocks where 06 D3 is permitted, else line by line."""
    messages: list[Apdu] = []
    for receipt in (ReceiptType.MERCHANT, ReceiptType.CUSTOMER):
        lines = receipt_lines(entry, receipt)
        if registration.tlv and Control.TEXT_BLOCK in registration.permitted:
            messages.append(pt.text_block(lines, receipt, settings.charset))
        else:
            messages += pt.print_lines(lines, settings.charset)
    return tuple(messages)


def result_of(entry: Transaction) -> pt.Result:
    """What the line tells about a good transaction, at once or repeated by 06 20."""
    day, time = line_time(entry.at)
    return pt.Result(
        code=entry.result,
        tid=entry.tid,
        date=day,
        time=time,
        cents=entry.cents,
        receipt=entry.receipt,
        trace=entry.trace,
        turnover=entry.turnover,
        original_trace=entry.original_trace,
        contract=CONTRACT,
        card_type=_GIROCARD,
        card_name="girocard",
        order_reference=entry.order_reference,
    )


def clock() -> str:
    """The terminal's clock: local time, to the second."""
    return datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")


def line_time(at: str) -> tuple[str, str]:
    """Split the terminal's clock into MMDD and HHMMSS."""
    day, time = at.split("T")
    return day[5:7] + day[8:10], time.replace(":", "")


def _accepts(answer: Apdu | None) -> bool:
    return answer is not None and answer.control in (Control.POSITIVE_ACK, Control.POSITIVE_ACK_84)
