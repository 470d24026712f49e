"""A card terminal small enough to be believed, written from PA00P015 without any of the program's code.

It has one card slot and a list of transactions. A payment (06 01) goes: 80 00; 04 FF *card please*; the customer
shows a card after ``Manner.card_after`` seconds, or nobody does; PIN and host take ``host_seconds``; the result
(04 0F); one text block (06 D3); 06 0F. Every message but 80 00 waits five seconds for its acknowledgement, or ends
at once when the line is gone, and the dialogue goes on: the customer does not notice. A good result is final once
the 04 0F and the 06 D3 are acknowledged. If not, the terminal keeps it or takes it back, as its manner says
(zvt.md section 3.1), with or without a reversal of its own that 06 20 shows. 06 B0 stops it while it waits for the
card, else it is too late (84 83). While it is busy everything is answered with 9C, but some show status 00 while
they wait for a card and repeat their last transaction (payment rule 3). No payment lasts longer than T4 after its
last message. 06 20 names the last good transaction that the terminal did not take back, or, if its memory is
cleared, none. Time is virtual seconds.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from tests.integrations.zvt.model.clock import VirtualClock
from tests.integrations.zvt.model.manners import ACK, Entry, Manner, Outcome

ACK_WAIT = 5.0
CARD_PLEASE = "04ff020a01"
COMPLETED = "060f00"


@dataclass(eq=False)
class Wire:
    """One connection, seen from the terminal: what it said waits in ``inbox``."""

    owner: Callable[[], tuple[int, int | None]] | None = None
    inbox: list[str] = field(default_factory=list)
    is_open: bool = True

    def say(self, message: str) -> None:
        """Send, if anybody listens."""
        if self.is_open:
            self.inbox.append(message)


Step = tuple[str, str | float]
Talk = Generator[Step, bool, None]


@dataclass(eq=False)
class _Running:
    """The dialogue at the card slot: what it waits for and until when."""

    talk: Talk
    wire: Wire
    until: float = 0.0
    waits_for_card: bool = False
    waits_for_ack: bool = False


@dataclass(eq=False)
class ModelTerminal:
    """The terminal; ``on_ack`` is told when a good result of ours has been acknowledged."""

    clock: VirtualClock
    tid: str = "52500001"
    day: str = "0511"
    next_receipt: int = 41
    next_trace: int = 101
    manner: Manner = field(default_factory=Manner)
    entries: list[Entry] = field(default_factory=list)
    charges: int = 0
    cleared: bool = False
    echoes: bool = False
    on_ack: Callable[[Entry], None] = field(default=lambda _entry: None)
    on_charge: Callable[[int, int | None], None] = field(default=lambda _payment, _visit: None)
    _running: _Running | None = None

    # ------------------------------------------------------------ what tests do to it

    def pay_elsewhere(self, cents: int) -> None:
        """Somebody else pays at this terminal, if nothing runs."""
        if self._running is None:
            self._enter(None, None, cents).final = True

    def end_day(self, *, restart_numbers: bool, clear: bool) -> None:
        """Close the day at the device, if nothing runs."""
        if self._running is None:
            self.cleared = clear
            if restart_numbers:
                self.next_receipt, self.next_trace = 1, 1

    def hang_up(self, wire: Wire) -> None:
        """The line is gone."""
        wire.is_open = False
        running = self._running
        if running and running.wire is wire and running.waits_for_ack:
            self._resume(acknowledged=False)

    def next_event(self, deadline: float) -> bool:
        """Let time pass until something happens; ``False`` if nothing does before *deadline*."""
        if self._running is None or self._running.until > deadline:
            self.clock.now = max(self.clock.now, deadline)
            return False
        self.clock.now = max(self.clock.now, self._running.until)
        self._resume(acknowledged=False)
        return True

    def hear(self, wire: Wire, message: str) -> None:
        """Take a message of the cash register."""
        self._catch_up()
        control = message[:4]
        if control[:2] in ("80", "84"):
            if self._running and self._running.wire is wire and self._running.waits_for_ack:
                self._resume(acknowledged=message == ACK)
        elif control == "06b0":
            self._abort(wire)
        elif self._running and not (self._running.waits_for_card and self.manner.shows_idle):
            self._say_busy(wire, control)
        elif control == "0601" and self._running:
            wire.say("849c00")
        else:
            _COMMANDS[control](self, wire, message)

    # ------------------------------------------------------------ commands

    def _register(self, wire: Wire, _message: str) -> None:
        wire.say(ACK)
        wire.say(f"060f0a190029{self.tid}490978")

    def _status(self, wire: Wire, _message: str) -> None:
        wire.say(ACK)
        wire.say("060f0100")

    def _repeat(self, wire: Wire, _message: str) -> None:
        wire.say(ACK)
        good = [entry for entry in self.entries if entry.final and not entry.taken_back]
        if not good or self.cleared or self.manner.mute_repeat:
            wire.say("061e0183")
            return
        wire.say(self._result(good[-1]))
        wire.say(COMPLETED)

    def _authorise(self, wire: Wire, message: str) -> None:
        payment, visit = wire.owner() if wire.owner else (0, None)
        self.charges += 1
        self.on_charge(payment, visit)
        position = message.find("1f0d0c")
        reference = bytes.fromhex(message[position + 6 : position + 30]).decode() if position > 0 else None
        talk = self._payment(payment, visit, int(message[8:20]), reference if self.echoes else None)
        self._running = _Running(talk, wire)
        self._step(next(talk, None))

    def _abort(self, wire: Wire) -> None:
        if self._running is None:
            wire.say(self.manner.idle_abort)
        elif self._running.waits_for_card:
            wire.say(ACK)
            self._resume(acknowledged=True)
        else:
            wire.say("848300")

    def _say_busy(self, wire: Wire, control: str) -> None:
        if control == "0501":
            wire.say(ACK)
            wire.say("060f019c")
        else:
            wire.say("849c00")

    # ------------------------------------------------------------ a payment

    def _payment(self, payment: int, visit: int | None, cents: int, reference: str | None) -> Talk:
        manner = self.manner
        if manner.outcome is Outcome.REFUSED:
            yield "say", "849c00"
            return
        yield "say", ACK
        if manner.outcome is Outcome.REPEATED_FIRST and self.entries:
            yield "ask", self._result(self.entries[-1])
        yield "ask", CARD_PLEASE
        stopped = yield "card", 60.0 if manner.outcome is Outcome.NO_CARD else manner.card_after
        if stopped or manner.outcome is Outcome.NO_CARD:
            yield "ask", self._failure("6c")
            yield "ask", "061e016c"
            return
        yield "wait", manner.host_seconds
        if manner.outcome in (Outcome.DECLINED, Outcome.DECLINED_COMPLETED):
            yield "ask", self._failure("05")
            yield "ask", "061e0105" if manner.outcome is Outcome.DECLINED else COMPLETED
            return
        if manner.outcome is Outcome.WRONG_PIN_FIRST:
            yield "ask", self._failure("37")
            yield "wait", manner.host_seconds
        if manner.outcome is Outcome.OTHER_AMOUNT:
            cents += 100
        entry = self._enter(payment, visit, cents)
        entry.reference = reference
        acknowledged = yield "ask", self._result(entry)
        if acknowledged:
            self.on_ack(entry)
            acknowledged = yield "ask", "06d30a0608250607044f4b4f4b"
        entry.final, entry.taken_back = True, not (acknowledged or manner.keeps)
        if entry.taken_back and manner.shows_reversal:
            reversal = self._enter(None, None, entry.cents)
            reversal.final, reversal.reverses = True, entry.trace
        if acknowledged:
            yield "ask", COMPLETED

    def _enter(self, payment: int | None, visit: int | None, cents: int) -> Entry:
        seconds = int(self.clock.now)
        time = f"{seconds // 3600 % 24:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
        entry = Entry(payment, visit, cents, self.next_receipt, self.next_trace, time)
        self.next_receipt = self.next_receipt % 9999 + 1
        self.next_trace = self.next_trace % 999_999 + 1
        self.entries.append(entry)
        self.cleared = False
        return entry

    def _result(self, entry: Entry) -> str:
        original = "" if entry.reverses is None else f"37{entry.reverses:06d}"
        echo = "" if entry.reference is None else f"060f1f0d0c{entry.reference.encode().hex()}"
        return _message(
            "040f",
            f"270004{entry.cents:012d}29{self.tid}0b{entry.trace:06d}0c{entry.time}0d{self.day}"
            f"87{entry.receipt:04d}{original}{echo}",
        )

    def _failure(self, code: str) -> str:
        trace, self.next_trace = self.next_trace, self.next_trace % 999_999 + 1
        return _message("040f", f"27{code}29{self.tid}0b{trace:06d}")

    # ------------------------------------------------------------ the pace of the dialogue

    def _catch_up(self) -> None:
        while self._running and self._running.until <= self.clock.now:
            self._resume(acknowledged=False)

    def _resume(self, *, acknowledged: bool) -> None:
        running = self._running
        if running is None:
            return
        try:
            step = running.talk.send(acknowledged)
        except StopIteration:
            step = None
        if self._running is running:
            self._step(step)

    def _step(self, step: Step | None) -> None:
        """Do what comes next, until the dialogue waits for something or is over."""
        while (running := self._running) is not None:
            if step is None:
                self._running = None
                return
            kind, what = step
            if isinstance(what, str):
                running.wire.say(what)
            running.waits_for_card = kind == "card"
            running.waits_for_ack = kind == "ask" and running.wire.is_open
            if kind != "say" and (kind != "ask" or running.wire.is_open):
                running.until = self.clock.now + (what if isinstance(what, float) else ACK_WAIT)
                return
            try:
                step = running.talk.send(False)
            except StopIteration:
                step = None


def _message(control: str, body: str) -> str:
    return f"{control}{len(body) // 2:02x}{body}"


_COMMANDS: dict[str, Callable[[ModelTerminal, Wire, str], None]] = {
    "0600": ModelTerminal._register,
    "0501": ModelTerminal._status,
    "0620": ModelTerminal._repeat,
    "0601": ModelTerminal._authorise,
}
