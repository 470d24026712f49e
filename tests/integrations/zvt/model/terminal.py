"""A card terminal small enough to be believed, written from PA00P015 without any of the program's code.

It has one card slot, a list of transactions and a list of closed days. A payment (06 01) or refund (06 31) goes: 80
00; 04 FF *card please*; the customer shows a card after ``Manner.card_after`` seconds, or nobody does; PIN and host
take ``host_seconds``; the result (04 0F); one text block (06 D3); 06 0F. A reversal (06 30) needs no card, and an end
of day (06 50) nothing at all. Every message but 80 00 waits five seconds for its acknowledgement, or ends at once when
the line is gone, and the dialogue goes on: the customer does not notice. A good result is final once the 04 0F and the
06 D3 are acknowledged. If not, the terminal keeps it or takes it back, as its manner says (zvt.md section 3.1), with or
without a reversal of its own that 06 20 shows; a closed day stays closed. 06 B0 stops it while it waits for the card,
else it is too late (84 83). While it is busy everything is answered with 9C, but some show status 00 while they wait
for a card, or until the host has had its last word, and repeat their last transaction (payment rule 3). No movement
lasts longer than T4 after its last message. 06 20 names the last good transaction that the terminal did not take back,
or, if its memory is cleared, none; asked for it, the last closed day. Time is virtual seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.integrations.zvt.model.clock import VirtualClock
from tests.integrations.zvt.model.manners import ACK, Day, Entry, Manner
from tests.integrations.zvt.model.talks import (
    COMPLETED,
    Order,
    Step,
    Talk,
    day_result,
    end_of_day,
    result,
    transaction,
)

ACK_WAIT = 5.0
KINDS = {"0601": "payment", "0630": "reversal", "0631": "refund"}
MOVEMENTS = (*KINDS, "0650")


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


@dataclass(eq=False)
class _Running:
    """The dialogue at the card slot: what it waits for and until when."""

    talk: Talk
    wire: Wire
    known: tuple[int, int] = (0, 0)
    until: float = 0.0
    waits_for_card: bool = False
    waits_for_ack: bool = False


@dataclass(eq=False)
class ModelTerminal:
    """The terminal.

    ``on_ack`` and ``on_closed`` are told when a good result of ours has been acknowledged, ``on_command`` when a
    movement is asked for: its command, and which of ours it is.
    """

    clock: VirtualClock
    tid: str = "52500001"
    day: str = "0511"
    next_receipt: int = 41
    next_trace: int = 101
    manner: Manner = field(default_factory=Manner)
    entries: list[Entry] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    period: int = 1
    deaf_until: float = 0.0
    cleared: bool = False
    echoes: bool = False
    on_ack: Callable[[Entry], None] = field(default=lambda _entry: None)
    on_closed: Callable[[Day], None] = field(default=lambda _day: None)
    on_command: Callable[[str, int], None] = field(default=lambda _control, _owner: None)
    _running: _Running | None = None
    _settled_at: float = 0.0
    _known: tuple[int, int] = (0, 0)

    # ------------------------------------------------------------ what tests do to it

    def pay_elsewhere(self, cents: int) -> None:
        """Somebody else pays at this terminal, if nothing runs."""
        if self._running is None:
            self.enter(None, None, cents).final = True

    def reverse_at_device(self, entry: Entry) -> None:
        """Somebody reverses a payment at the device, if nothing runs and that is possible."""
        if self._running is None and entry.stands and entry.period == self.period:
            entry.given_back = True
            reversal = self.enter(None, None, entry.cents, kind="reversal")
            reversal.final, reversal.reverses = True, entry.trace

    def end_day(self, *, clear: bool) -> None:
        """Close the day at the device, if nothing runs; its numbers go on."""
        if self._running is None:
            self.clock.now += 5.0
            self.manner = Manner()
            self.close(None)
            self.cleared = clear

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
        if self.clock.now < self.deaf_until:
            return
        if control[:2] in ("80", "84"):
            if self._running and self._running.wire is wire and self._running.waits_for_ack:
                self._resume(acknowledged=message == ACK)
            return
        if control in MOVEMENTS:
            self.on_command(control, wire.owner()[0] if wire.owner else 0)
        if control == "06b0":
            self._abort(wire)
        elif self._running and not (self._running.waits_for_card and self.manner.shows_idle):
            self._say_busy(wire, control)
        elif control in MOVEMENTS and (self._running or self.clock.now < self._settled_at):
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

    def _repeat(self, wire: Wire, message: str) -> None:
        wire.say(ACK)
        settled = self.clock.now >= self._settled_at
        entries = self.entries if settled else self.entries[: self._known[0]]
        days = self.days if settled else self.days[: self._known[1]]
        good = [entry for entry in entries if entry.happened]
        wants_day = "1f010104" in message
        if self.manner.mute_repeat or not (days if wants_day else good) or (self.cleared and not wants_day):
            wire.say("061e0183")
            return
        wire.say(day_result(self, days[-1]) if wants_day else result(self, good[-1]))
        wire.say(COMPLETED)

    def _move(self, wire: Wire, message: str) -> None:
        owner, visit = wire.owner() if wire.owner else (0, None)
        if message[:4] == "0650":
            talk = end_of_day(self, owner)
        else:
            talk = transaction(self, _order(message, owner, visit, echoes=self.echoes))
        self._running = _Running(talk, wire, (len(self.entries), len(self.days)))
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

    # ------------------------------------------------------------ what it does

    def enter(self, owner: int | None, visit: int | None, cents: int, *, kind: str = "payment") -> Entry:
        """Write a transaction down with the next numbers."""
        receipt, trace = self.next_receipt, self.next_trace
        entry = Entry(owner, visit, cents, receipt, trace, self._time(), self.period, kind)
        self.next_receipt = self.next_receipt % 9999 + 1
        self.next_trace = self.next_trace % 999_999 + 1
        self.entries.append(entry)
        self.cleared = False
        return entry

    def close(self, owner: int | None) -> Day:
        """Close the day."""
        done = [entry for entry in self.entries if entry.period == self.period and entry.happened]
        paid = [entry.cents for entry in done if entry.stands]
        receipts = [entry.receipt for entry in done] or [0]
        day = Day(owner, self._time(), receipts[0], receipts[-1], len(paid), sum(paid))
        self.days.append(day)
        self.period += 1
        if self.manner.restarts:
            self.next_receipt, self.next_trace = 1, 1
        return day

    def paid_with(self, receipt: int | None) -> Entry | None:
        """Return the newest payment of the open period with a receipt number."""
        fits = [
            entry
            for entry in self.entries
            if (entry.receipt, entry.period, entry.kind) == (receipt, self.period, "payment")
            and entry.happened
        ]
        return fits[-1] if fits else None

    def _time(self) -> str:
        seconds = int(self.clock.now)
        return f"{seconds // 3600 % 24:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"

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
                self._known, self._settled_at = running.known, self.clock.now + self.manner.settling
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


def _order(message: str, owner: int, visit: int | None, *, echoes: bool) -> Order:
    """Read 06 01, 06 30, 06 31: amount, receipt and our number where they stand in ours."""
    kind = KINDS[message[:4]]
    fields = message[6:] if kind == "payment" else message[12:]
    receipt = int(fields[2:6]) if kind == "reversal" else None
    amount = fields[6:] if kind == "reversal" else fields
    position = message.find("1f0d0c")
    reference = bytes.fromhex(message[position + 6 : position + 30]).decode() if position > 0 else None
    return Order(kind, owner, visit, int(amount[2:14]), reference if echoes else None, receipt)


_COMMANDS: dict[str, Callable[[ModelTerminal, Wire, str], None]] = {
    "0600": ModelTerminal._register,
    "0501": ModelTerminal._status,
    "0620": ModelTerminal._repeat,
    **dict.fromkeys(MOVEMENTS, ModelTerminal._move),
}
