"""Which command of the cash register does what at the simulated terminal, and what it may do while it is busy."""

from collections.abc import Awaitable, Callable

from integrations.zvt import pt_messages as pt
from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import digits_of, number_of
from integrations.zvt.bmp import Bmp, Fields
from integrations.zvt.commands import RepeatService
from integrations.zvt.layout import Control, Head, Parts, dissect
from integrations.zvt.sim_behaviour import Behaviour, Scenario
from integrations.zvt.sim_day import ClosedDay
from integrations.zvt.sim_dialogue import Dialogue, Request
from integrations.zvt.sim_end_of_day import EndOfDay
from integrations.zvt.sim_faults import Step
from integrations.zvt.sim_ledger import Kind
from integrations.zvt.sim_line import Line
from integrations.zvt.sim_receipt import day_messages, receipt_messages
from integrations.zvt.sim_registration import WRONG_CURRENCY, Registration, confirm, currency_fits
from integrations.zvt.sim_result import day_result, result_of
from integrations.zvt.sim_sequence import SequenceNumbers
from integrations.zvt.sim_talk import Talk
from integrations.zvt.sim_terminal import Terminal, clock
from integrations.zvt.tlv import find

SOFTWARE_VERSION = "SIM 1.0"
_NOT_POSSIBLE = 0x83
_BUSY = 0x9C
_WRONG_PASSWORD = 0x37
_NOT_REGISTERED = 0x6B
_ALREADY_REVERSED = 0xB4
_REVERSAL_IMPOSSIBLE = 0xB5
_END_OF_DAY_RECEIPT = b"\x04"

_MOVEMENTS = frozenset((Control.AUTHORISATION, Control.REVERSAL, Control.REFUND, Control.END_OF_DAY))
_ALWAYS_ALLOWED = frozenset((Control.STATUS_ENQUIRY, Control.ABORT))


async def handle(terminal: Terminal, line: Line, command: Apdu) -> None:
    """Carry out one command of the cash register."""
    terminal.book_foreign()
    behaviour = terminal.control.now
    is_movement = command.control in _MOVEMENTS
    if behaviour.scenario is Scenario.SILENT or terminal.is_deaf:
        return
    if behaviour.scenario is Scenario.SILENT_ON_PAYMENT and is_movement:
        return
    fault = behaviour.movement_fault if is_movement else behaviour.question_fault
    talk = Talk(line, command, terminal.numbers, fault, merge=terminal.settings.merge)
    refusal = _refusal(terminal, command.control, behaviour)
    if terminal.numbers.is_repeated(command):
        await talk.accept()
    elif refusal is not None:
        await talk.refuse(refusal)
    else:
        await _COMMANDS[command.control](terminal, talk, dissect(command), command)


def _refusal(terminal: Terminal, control: bytes, behaviour: Behaviour) -> int | None:
    """The code with which a command is refused at once, None if it is carried out."""
    is_movement = control in _MOVEMENTS
    if control not in _COMMANDS or control.hex() in terminal.settings.lacks:
        return _NOT_POSSIBLE
    if is_movement and behaviour.refuse is not None:
        return behaviour.refuse
    if is_movement and terminal.settings.needs_registration and not terminal.registration.made:
        return _NOT_REGISTERED
    if control == Control.REPEAT_RECEIPT and terminal.answers_questions:
        return None
    return _BUSY if terminal.is_busy and control not in _ALWAYS_ALLOWED else None


async def _register(terminal: Terminal, talk: Talk, parts: Parts, command: Apdu) -> None:
    if not _password_fits(terminal, parts):
        await talk.refuse(_WRONG_PASSWORD)
        return
    if not currency_fits(parts):
        await talk.refuse_currency(WRONG_CURRENCY)
        return
    registration = Registration.read(parts)
    terminal.register(registration, command)
    terminal.numbers.agreed = False
    await confirm(talk, registration, terminal.settings)
    agreed = registration.asks_for_numbers and terminal.settings.sequence_ids
    terminal.numbers = SequenceNumbers(agreed=agreed)


async def _log_off(terminal: Terminal, talk: Talk, _parts: Parts, command: Apdu) -> None:
    """06 02 ends with the acknowledgement."""
    terminal.register(Registration(), command)
    await talk.accept()
    terminal.numbers = SequenceNumbers()


async def _authorise(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    cents = _cents(parts.all_fields)
    order = find(parts.all_fields.tlv.items, 0x1F0D) if terminal.settings.echo_order else None
    reference = order.value.decode("ascii", errors="replace") if order else None
    if cents is None:
        await talk.refuse(_NOT_POSSIBLE)
    elif reference is not None and terminal.ledger.find_order(reference) is not None:
        await talk.accept_and_end(pt.pt_abort(_ALREADY_REVERSED))
    else:
        await _transact(terminal, talk, Request(Kind.PAYMENT, cents, order_reference=reference))


async def _reverse(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    """06 30: only in the open period, only once, and only for the amount that was paid."""
    receipt = digits_of(parts.all_fields.get(Bmp.RECEIPT) or b"")
    original = terminal.ledger.find_receipt(receipt) if receipt else None
    cents = _cents(parts.all_fields)
    if not _password_fits(terminal, parts):
        await talk.refuse(_WRONG_PASSWORD)
    elif original is None or cents not in (None, original.cents):
        await talk.accept_and_end(pt.pt_abort(_REVERSAL_IMPOSSIBLE))
    elif not original.stands:
        await talk.accept_and_end(pt.pt_abort(_ALREADY_REVERSED))
    else:
        await _transact(terminal, talk, Request(Kind.REVERSAL, original.cents, original=original))


async def _refund(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    cents = _cents(parts.all_fields)
    if not _password_fits(terminal, parts):
        await talk.refuse(_WRONG_PASSWORD)
    elif cents is None:
        await talk.refuse(_NOT_POSSIBLE)
    else:
        await _transact(terminal, talk, Request(Kind.REFUND, cents))


async def _transact(terminal: Terminal, talk: Talk, request: Request) -> None:
    dialogue = Dialogue(terminal, talk, request)
    await terminal.occupy(dialogue, dialogue.run())


async def _close_day(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    if not _password_fits(terminal, parts):
        await talk.refuse(_WRONG_PASSWORD)
        return
    end_of_day = EndOfDay(terminal, talk)
    await terminal.occupy(end_of_day, end_of_day.run())


async def _repeat(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    """06 20: the last good transaction, or the last end of day; as status, on paper, or both."""
    kind = find(parts.all_fields.tlv.items, 0x1F01)
    wants_day = kind is not None and kind.value == _END_OF_DAY_RECEIPT
    said = _last_day(terminal) if wants_day else _last_transaction(terminal)
    if said is None:
        await talk.accept_and_end(pt.pt_abort(_NOT_POSSIBLE))
        return
    result, receipts = said
    service = (parts.all_fields.get(Bmp.SERVICE_BYTE) or b"\0")[0]
    await talk.accept()
    if service & RepeatService.SEND_STATUS_INFORMATION:
        await talk.tell(Step.RESULT, pt.status_information(result, terminal.settings.charset))
    if not service & RepeatService.NO_PRINT:
        for message in receipts:
            await talk.tell(Step.RECEIPT, message)
    await talk.tell(Step.END, pt.completion())


def _last_transaction(terminal: Terminal) -> tuple[pt.Result, tuple[Apdu, ...]] | None:
    entry = terminal.last_good()
    if entry is None:
        return None
    receipts = receipt_messages(entry, terminal.settings, terminal.registration)
    return result_of(entry, terminal.settings), receipts


def _last_day(terminal: Terminal) -> tuple[pt.Result, tuple[Apdu, ...]] | None:
    day = terminal.ledger.last_day
    if day is None:
        return None
    receipts = day_messages(day, terminal.settings, terminal.registration)
    return day_result(day, terminal.settings.tid), receipts


async def _enquire(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    """05 01: allowed at any time; 9C while a movement runs."""
    service = (parts.all_fields.get(Bmp.SERVICE_BYTE) or b"\0")[0]
    status = terminal.control.now.status if terminal.looks_ready else _BUSY
    version = None if service & 0x02 else SOFTWARE_VERSION
    await talk.accept_and_end(pt.status_completion(status, version))


async def _abort(terminal: Terminal, talk: Talk, _parts: Parts, _command: Apdu) -> None:
    """06 B0: 80 00 while a card is waited for, or when nothing runs; else too late."""
    if terminal.abort():
        await talk.accept()
    else:
        await talk.refuse(_NOT_POSSIBLE)


async def _maintain(_terminal: Terminal, talk: Talk, _parts: Parts, _command: Apdu) -> None:
    """06 70 and 06 93: nothing to repair in a simulation."""
    await talk.accept_and_end(pt.completion())


async def _total(terminal: Terminal, talk: Talk, parts: Parts, _command: Apdu) -> None:
    """06 10: the turnover of the open period; nothing is closed, nothing is printed."""
    if not _password_fits(terminal, parts):
        await talk.refuse(_WRONG_PASSWORD)
        return
    result = day_result(ClosedDay(terminal.ledger.totals(), clock()), terminal.settings.tid)
    await talk.accept()
    await talk.tell(Step.RESULT, pt.status_information(result))
    await talk.tell(Step.END, pt.completion())


def _password_fits(terminal: Terminal, parts: Parts) -> bool:
    return digits_of(parts.head.get(Head.PASSWORD, b"")) == terminal.settings.password


def _cents(fields: Fields) -> int | None:
    amount = fields.get(Bmp.AMOUNT)
    return None if amount is None else number_of(amount)


_COMMANDS: dict[bytes, Callable[[Terminal, Talk, Parts, Apdu], Awaitable[None]]] = {
    Control.REGISTRATION: _register,
    Control.LOG_OFF: _log_off,
    Control.AUTHORISATION: _authorise,
    Control.REVERSAL: _reverse,
    Control.REFUND: _refund,
    Control.REPEAT_RECEIPT: _repeat,
    Control.STATUS_ENQUIRY: _enquire,
    Control.ABORT: _abort,
    Control.DIAGNOSIS: _maintain,
    Control.INITIALISATION: _maintain,
    Control.TOTALS: _total,
    Control.END_OF_DAY: _close_day,
}
