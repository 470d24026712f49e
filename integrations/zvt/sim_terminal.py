"""The simulated terminal: which command does what, and what it may do while a transaction runs."""

from collections.abc import Awaitable, Callable

from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import digits_of, number_of
from integrations.zvt.bmp import Bmp, Fields
from integrations.zvt.charsets import charset_of_tag
from integrations.zvt.commands import EURO, RepeatService, negative_ack, positive_ack
from integrations.zvt.layout import Control, Head, Parts, dissect
from integrations.zvt.sim_dialogue import (
    Dialogue,
    Registration,
    Request,
    clock,
    line_time,
    receipt_messages,
    result_of,
)
from integrations.zvt.sim_ledger import Kind, Ledger, Transaction
from integrations.zvt.sim_line import Line
from integrations.zvt.sim_settings import BehaviourSwitch, LostAck, Scenario, SimulatorSettings
from integrations.zvt.tlv import find, walk

SOFTWARE_VERSION = "SIM 1.0"
_NOT_POSSIBLE = 0x83
_BUSY = 0x9C
_WRONG_PASSWORD = 0x37
_WRONG_CURRENCY = 0x6F
_ALREADY_REVERSED = 0xB4
_REVERSAL_IMPOSSIBLE = 0xB5
_END_OF_DAY_RECEIPT = b"\x04"


class Terminal:
    """One terminal with one card slot, whatever number of lines lead to it."""

    def __init__(self, settings: SimulatorSettings) -> None:
        """Switch on: read the ledger, and take back what a crash left unbooked if it is that kind."""
        self.settings = settings
        self.ledger = Ledger(settings.ledger, tid=settings.tid, first_receipt=settings.first_receipt)
        self.control = BehaviourSwitch(settings)
        self._registration = Registration()
        self._running: Dialogue | None = None
        left = self.ledger.unfinished()
        if left is not None and settings.lost_ack is LostAck.REVERSE:
            self.ledger.auto_reverse(left)

    async def handle(self, line: Line, apdu: Apdu) -> None:
        """Carry out one command of the cash register."""
        scenario = self.control.now.scenario
        if scenario is Scenario.SILENT:
            return
        if scenario is Scenario.SILENT_ON_PAYMENT and apdu.control == Control.AUTHORISATION:
            return
        command = _COMMANDS.get(apdu.control)
        if command is None:
            await line.send(negative_ack(_NOT_POSSIBLE))
        elif self.is_busy and apdu.control not in _ALWAYS_ALLOWED:
            await line.send(negative_ack(_BUSY))
        else:
            await command(self, line, dissect(apdu))

    async def register(self, line: Line, parts: Parts) -> None:
        """06 00."""
        head = parts.head
        if not self._password_fits(parts):
            await line.send(negative_ack(_WRONG_PASSWORD))
            return
        currency = head.get(Head.CURRENCY)
        if currency is not None and number_of(currency) != EURO:
            await line.send(Apdu(bytes.fromhex("841e"), bytes((_WRONG_CURRENCY,))))
            return
        container = parts.all_fields.tlv.items
        permitted = frozenset(item.value for item in walk(container) if item.tag == 0x0A)
        config = head.get(Head.CONFIG_BYTE, b"\x86")[0]
        with_tlv = any(field.tlv is not None for field in parts.all_fields.items)
        self._registration = Registration(config, with_tlv, permitted)
        wished = find(container, 0x14)
        charset = charset_of_tag(wished.value) if wished else None
        echoed = charset if charset is self.settings.charset else None
        answer = pt.registration_completion(self.settings.tid, charset=echoed, permitted=sorted(permitted))
        await self._accept_and_end(line, answer)

    async def log_off(self, line: Line, _parts: Parts) -> None:
        """06 02: ends with the acknowledgement."""
        self._registration = Registration()
        await line.send(positive_ack())

    async def authorise(self, line: Line, parts: Parts) -> None:
        """06 01."""
        cents = _cents(parts.all_fields)
        order = find(parts.all_fields.tlv.items, 0x1F0D) if self.settings.echo_order else None
        reference = order.value.decode("ascii", errors="replace") if order else None
        if cents is None:
            await line.send(negative_ack(_NOT_POSSIBLE))
        elif reference is not None and self.ledger.find_order(reference) is not None:
            await self._accept_and_end(line, pt.pt_abort(_ALREADY_REVERSED))
        else:
            await self._transact(line, Request(Kind.PAYMENT, cents, order_reference=reference))

    async def reverse(self, line: Line, parts: Parts) -> None:
        """06 30: only in the open period, only once, and only for the amount that was paid."""
        receipt = digits_of(parts.all_fields.get(Bmp.RECEIPT) or b"")
        original = self.ledger.find_receipt(receipt) if receipt else None
        cents = _cents(parts.all_fields)
        if original is None or cents not in (None, original.cents):
            await self._accept_and_end(line, pt.pt_abort(_REVERSAL_IMPOSSIBLE))
        elif not original.stands:
            await self._accept_and_end(line, pt.pt_abort(_ALREADY_REVERSED))
        else:
            await self._transact(line, Request(Kind.REVERSAL, original.cents, original=original))

    async def refund(self, line: Line, parts: Parts) -> None:
        """06 31."""
        cents = _cents(parts.all_fields)
        if cents is None:
            await line.send(negative_ack(_NOT_POSSIBLE))
            return
        await self._transact(line, Request(Kind.REFUND, cents))

    async def repeat(self, line: Line, parts: Parts) -> None:
        """06 20: the last good transaction, or the last end of day; as status, on paper, or both."""
        kind = find(parts.all_fields.tlv.items, 0x1F01)
        service = (parts.all_fields.get(Bmp.SERVICE_BYTE) or b"\0")[0]
        if kind is not None and kind.value == _END_OF_DAY_RECEIPT:
            await self._repeat_day(line)
            return
        entry = self.ledger.last_good
        if entry is None:
            await self._accept_and_end(line, pt.pt_abort(_NOT_POSSIBLE))
            return
        await line.send(positive_ack())
        if service & RepeatService.SEND_STATUS_INFORMATION:
            await line.ask(pt.status_information(result_of(entry), self.settings.charset))
        if not service & RepeatService.NO_PRINT:
            for message in self._receipts(entry):
                await line.ask(message)
        await line.ask(pt.completion())

    async def enquire(self, line: Line, parts: Parts) -> None:
        """05 01: allowed at any time; 9C while a transaction runs."""
        service = (parts.all_fields.get(Bmp.SERVICE_BYTE) or b"\0")[0]
        status = _BUSY if self.is_busy else 0x00
        version = None if service & 0x02 else SOFTWARE_VERSION
        await self._accept_and_end(line, pt.status_completion(status, version))

    async def abort(self, line: Line, _parts: Parts) -> None:
        """06 B0: 80 00 while a card is waited for, or when nothing runs; else too late."""
        if not self.is_busy or (self._running and self._running.abort()):
            await line.send(positive_ack())
        else:
            await line.send(negative_ack(_NOT_POSSIBLE))

    async def maintain(self, line: Line, _parts: Parts) -> None:
        """06 70 and 06 93: nothing to repair in a simulation."""
        await self._accept_and_end(line, pt.completion())

    async def total(self, line: Line, _parts: Parts) -> None:
        """06 10."""
        await self._report(line, self.ledger.totals())

    async def close_day(self, line: Line, parts: Parts) -> None:
        """06 50."""
        if not self._password_fits(parts):
            await line.send(negative_ack(_WRONG_PASSWORD))
            return
        await self._report(line, self.ledger.close_day())

    async def _transact(self, line: Line, request: Request) -> None:
        dialogue = Dialogue(line, self.ledger, self.settings, self._registration, lambda: self.control.now)
        self._running = dialogue
        try:
            await dialogue.run(request)
        finally:
            if self._running is dialogue:
                self._running = None

    @property
    def is_busy(self) -> bool:
        """Whether a transaction runs."""
        return self._running is not None and not self._running.ended

    async def _repeat_day(self, line: Line) -> None:
        totals = self.ledger.last_day
        if totals is None:
            await self._accept_and_end(line, pt.pt_abort(_NOT_POSSIBLE))
            return
        await self._report(line, totals)

    async def _report(self, line: Line, totals: TerminalTotals) -> None:
        day, time = line_time(clock())
        result = pt.Result(0, self.settings.tid, day, time, cents=totals.cents, totals=totals)
        await line.send(positive_ack())
        await line.ask(pt.status_information(result))
        await line.ask(pt.completion())

    async def _accept_and_end(self, line: Line, end: Apdu) -> None:
        await line.send(positive_ack(), hold=self.settings.merge)
        await line.ask(end)

    def _receipts(self, entry: Transaction) -> tuple[Apdu, ...]:
        return receipt_messages(entry, self.settings, self._registration)

    def _password_fits(self, parts: Parts) -> bool:
        return digits_of(parts.head.get(Head.PASSWORD, b"")) == self.settings.password


def _cents(fields: Fields) -> int | None:
    amount = fields.get(Bmp.AMOUNT)
    return None if amount is None else number_of(amount)


_ALWAYS_ALLOWED = frozenset((Control.STATUS_ENQUIRY, Control.ABORT))
_COMMANDS: dict[bytes, Callable[[Terminal, Line, Parts], Awaitable[None]]] = {
    Control.REGISTRATION: Terminal.register,
    Control.LOG_OFF: Terminal.log_off,
    Control.AUTHORISATION: Terminal.authorise,
    Control.REVERSAL: Terminal.reverse,
    Control.REFUND: Terminal.refund,
    Control.REPEAT_RECEIPT: Terminal.repeat,
    Control.STATUS_ENQUIRY: Terminal.enquire,
    Control.ABORT: Terminal.abort,
    Control.DIAGNOSIS: Terminal.maintain,
    Control.INITIALISATION: Terminal.maintain,
    Control.TOTALS: Terminal.total,
    Control.END_OF_DAY: Terminal.close_day,
}
