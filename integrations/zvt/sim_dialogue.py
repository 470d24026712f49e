"""How the simulated terminal carries out a transaction: card, PIN, result, receipts, end."""

import asyncio
from dataclasses import dataclass, replace

from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.commands import Config
from integrations.zvt.sim_behaviour import LostAck, Scenario
from integrations.zvt.sim_cards import Card, card_of_customer
from integrations.zvt.sim_faults import Step
from integrations.zvt.sim_receipt import receipt_messages
from integrations.zvt.sim_result import bad_result, result_of
from integrations.zvt.sim_talk import Talk, is_accepted
from integrations.zvt.sim_terminal import Terminal, clock
from integrations.zvt.sim_transaction import Kind, Transaction

_ABORTED = 0x6C
_WRONG_PIN = 0x37
_DECLINED = 0x05
_DAY_OPEN = 0xF0
_WAIT = 0x9C
_REPEATS = 3
_PINS = 3
_CARD_RECORD = "0102030405060708"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done: kind, amount in cents, and what it refers to."""

    kind: Kind
    cents: int
    order_reference: str | None = None
    original: Transaction | None = None

    @property
    def needs_card(self) -> bool:
        """Whether somebody must present a card; a reversal knows its card."""
        return self.original is None


class Display:
    """What a terminal shows while it works, told to the cash register where it wants to know (04 FF)."""

    def __init__(self, terminal: Terminal, talk: Talk) -> None:
        """Show what belongs to one command."""
        self._settings = terminal.settings
        self._registration = terminal.registration
        self._talk = talk

    @property
    def is_told(self) -> bool:
        """Whether the cash register wants to know."""
        return self._registration.wants(Config.INTERMEDIATE_STATUS)

    async def show(self, code: int, text: str | None = None, *, timeout_minutes: int | None = None) -> bool:
        """Tell what happens; with a pause, so that a person can read it. False if nobody acknowledged."""
        heard = True
        if self.is_told:
            shown = text if self._registration.tlv else None
            charset = self._settings.charset
            message = pt.intermediate_status(code, shown, timeout_minutes=timeout_minutes, charset=charset)
            heard = await self._talk.tell(Step.STATUS, message) is not None
        await asyncio.sleep(self._settings.pause)
        return heard


class Dialogue:
    """One running transaction. It goes on when its line breaks: the customer does not notice."""

    def __init__(self, terminal: Terminal, talk: Talk, request: Request) -> None:
        """Prepare; nothing is sent before :meth:`run`. The behaviour is read once, at the start."""
        self._terminal = terminal
        self._settings = terminal.settings
        self._ledger = terminal.ledger
        self._talk = talk
        self._request = request
        self._display = Display(terminal, talk)
        self._behaviour = terminal.control.now
        self._scenario = self._behaviour.scenario
        self._card = self._card_used()
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

    async def run(self) -> None:
        """Carry the transaction out to its end, as the behaviour says."""
        if self._scenario is Scenario.LATE_ACK:
            await asyncio.sleep(self._settings.late_ack)
        await self._talk.accept(more_follows=self._display.is_told)
        if self._ledger.must_close:
            await self._refuse(_DAY_OPEN)
            return
        if self._request.needs_card and not await self._card_presented():
            await self._refuse(_ABORTED)
            return
        await self._display.show(0x0E)
        if self._request.needs_card and self._scenario is not Scenario.SIGNATURE:
            await self._enter_pin()
        await self._decide()

    def _card_used(self) -> Card:
        original = self._request.original
        if original is not None:
            return original.card
        return card_of_customer(len(self._ledger.transactions), self._settings.card_seed)

    async def _decide(self) -> None:
        if self._behaviour.result:
            await self._refuse(self._behaviour.result)
            return
        match self._scenario:
            case Scenario.DECLINE | Scenario.DECLINE_COMPLETED:
                await self._refuse(_DECLINED)
            case Scenario.CUSTOMER_ABORTS:
                await self._refuse(_ABORTED)
            case Scenario.WRONG_PIN if self._request.needs_card:
                await self._miss_pin()
                await self._approve()
            case Scenario.WRONG_PIN_THRICE if self._request.needs_card:
                for _pin in range(_PINS - 1):
                    await self._miss_pin()
                await self._display.show(0x18)
                await self._refuse(_WRONG_PIN)
            case _:
                await self._approve()

    async def _card_presented(self) -> bool:
        """Wait for the card; False if the cash register or the clock put an end to it."""
        self._waiting_for_card = True
        try:
            await self._display.show(0x0A, "Karte vorhalten\noder einstecken", timeout_minutes=1)
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
        await self._display.show(
            0x01, "Geheimzahl eingeben\nund bestätigen", timeout_minutes=3 if slow else 1
        )
        if slow:
            await asyncio.sleep(self._settings.slow_pin)

    async def _miss_pin(self) -> None:
        await self._tell_bad_result(_WRONG_PIN)
        await self._display.show(0x15)
        await self._enter_pin()

    async def _approve(self) -> None:
        await self._display.show(0x17)
        if self._scenario is Scenario.WAIT_STATUS:
            await self._display.show(_WAIT)
            await self._display.show(_WAIT)
        entry = self._ledger.record(
            self._request.kind,
            self._request.cents,
            at=clock(),
            original_trace=self._request.original.trace if self._request.original else None,
            order_reference=self._request.order_reference,
            card=self._card,
            signed=self._scenario is Scenario.SIGNATURE and self._request.needs_card,
        )
        self._terminal.leave_unsettled()
        if not await self._delivered(entry):
            return
        self._terminal.settle(entry, kept=True)
        await self._display.show(0x0B)
        await self._end(pt.completion())

    async def _delivered(self, entry: Transaction) -> bool:
        """Deliver result and receipts; whatever is not acknowledged is kept or reversed (PA00P015 2.2.8)."""
        answer: Apdu | None = None
        for message in self._results(entry):
            answer = await self._tell_result(message)
            if not is_accepted(answer):
                break
        for message in receipt_messages(entry, self._settings, self._terminal.registration):
            if not is_accepted(answer):
                break
            answer = await self._talk.tell(Step.RECEIPT, message)
        if is_accepted(answer):
            return True
        return await self._kept(entry, refused=answer is not None)

    def _results(self, entry: Transaction) -> tuple[Apdu, ...]:
        result = result_of(entry, self._settings)
        message = pt.status_information(result, self._settings.charset)
        match self._scenario:
            case Scenario.DUPLICATE_RESULT:
                return message, message
            case Scenario.SECOND_RESULT:
                return message, pt.status_information(replace(result, card_record=_CARD_RECORD))
            case _:
                return (message,)

    async def _tell_result(self, message: Apdu) -> Apdu | None:
        """Tell a good result; again when nobody answers in time, or when we are asked to wait (84 9C)."""
        times = 1 + self._settings.result_repeats
        answer = await self._talk.tell(Step.RESULT, message, times=times)
        for _repeat in range(_REPEATS):
            if answer is None or answer.control != bytes((0x84, _WAIT)):
                break
            await asyncio.sleep(self._settings.pause)
            answer = await self._talk.tell(Step.RESULT, message, times=times)
        return answer

    async def _kept(self, entry: Transaction, *, refused: bool) -> bool:
        """Decide about a payment nobody acknowledged; an answer 84 xx takes it back in any case."""
        if not refused and self._terminal.control.now.lost_ack is LostAck.KEEP:
            return True
        await self._display.show(0x05)
        self._terminal.settle(entry, kept=False)
        await self._end(pt.pt_abort(_ABORTED))
        return False

    async def _refuse(self, code: int) -> None:
        await self._display.show(0x0B)
        await self._tell_bad_result(code)
        await self._end(
            pt.completion() if self._scenario is Scenario.DECLINE_COMPLETED else pt.pt_abort(code)
        )

    async def _end(self, message: Apdu) -> None:
        self._terminal.begin_settling()
        self._ended = True
        await self._talk.tell(Step.END, message)

    async def _tell_bad_result(self, code: int) -> None:
        request = self._request
        entry = self._ledger.record(request.kind, request.cents, at=clock(), result=code, card=self._card)
        message = pt.status_information(bad_result(code, entry.tid, entry.at), self._settings.charset)
        await self._talk.tell(Step.RESULT, message)
