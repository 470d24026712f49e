"""What can befall a program at every point where it waits, and a line in memory that leads to the model terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, cast

from clerk.domain.payment import Payment
from clerk.domain.payment_events import PaymentEvent
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import PaymentOrder, StoreUnavailable
from integrations.zvt.apdu import Apdu, parse_apdu
from integrations.zvt.connection import Connection, Dial, LineCut, Silence, Unreachable
from tests.integrations.zvt.model.terminal import MOVEMENTS, ModelTerminal, Wire

_LEAVES = frozenset(f"before {command} leaves" for command in MOVEMENTS)


class Died(BaseException):
    """The program was killed here: nothing of it runs any more."""


class Blow(StrEnum):
    """What happens at one point."""

    DIE = "the program is killed"
    CUT = "the line is cut"
    MUTE = "the line swallows everything from here on"
    STORE_DOWN = "the store takes nothing any more"
    STOP = "the clerk asks to stop"
    FREEZE = "the program stands still"
    OFF = "the terminal is off"
    DELAY = "twenty seconds pass"


@dataclass(eq=False)
class Fate:
    """Counts the points a program passes; at some of them, by number or by name, something happens.

    ``struck`` is what did.
    """

    blows: dict[int, Blow] = field(default_factory=dict)
    named: dict[str, Blow] = field(default_factory=dict)
    on_stop: Callable[[], object] = field(default=lambda: None)
    on_freeze: Callable[[], object] = field(default=lambda: None)
    on_delay: Callable[[], object] = field(default=lambda: None)
    passed: int = 0
    dead: bool = False
    store_down: bool = False
    line: "MemoryConnection | None" = None
    struck: list[tuple[Blow, str]] = field(default_factory=list)

    def pass_by(self, where: str) -> None:
        """Pass a point; raises ``Died``."""
        if self.dead:
            raise Died
        blow = self.blows.get(self.passed) or self.named.pop(where, None)
        self.passed += 1
        if blow is None:
            return
        self.struck.append((blow, where))
        if blow is Blow.DIE:
            self.dead = True
            raise Died
        if blow in (Blow.CUT, Blow.MUTE, Blow.OFF) and self.line is not None:
            self.line.spoil(mute=blow is Blow.MUTE)
        elif blow is Blow.STORE_DOWN:
            self.store_down = True
        elif blow is Blow.STOP:
            self.on_stop()
        elif blow is Blow.DELAY:
            self.on_delay()
        elif blow is Blow.FREEZE and where not in _LEAVES:
            self.on_freeze()  # there nothing can help but the lease, which the kernel holds for who stands still

    @property
    def is_off(self) -> bool:
        """Whether the terminal cannot be reached any more."""
        return any(blow is Blow.OFF for blow, _where in self.struck)


class MemoryConnection:
    """A connection to the model terminal; in place of ``Connection``."""

    def __init__(self, terminal: ModelTerminal, wire: Wire, fate: Fate) -> None:
        """Lead to *terminal*."""
        self._terminal = terminal
        self._wire = wire
        self._fate = fate
        self._muted = False
        self._cut = False

    async def send(self, apdu: Apdu) -> None:
        """Send; raises ``LineCut``."""
        message = apdu.encode().hex()
        self._fate.pass_by(f"before {message[:4]} leaves")
        if self._cut:
            raise LineCut
        if not self._muted:
            self._terminal.hear(self._wire, message)
        self._fate.pass_by(f"behind {message[:4]}")

    async def receive(self, seconds: float) -> Apdu:
        """Return the next message; raises ``Silence``, ``LineCut``."""
        for _turn in range(3):
            await asyncio.sleep(0)
        message = self._next(seconds)
        self._fate.pass_by(f"{message[:4]} has arrived")
        return parse_apdu(bytes.fromhex(message))

    def spoil(self, *, mute: bool) -> None:
        """Cut the line, or swallow everything from here on."""
        self._muted = True
        self._wire.inbox.clear()
        if not mute:
            self._cut = True
            self._terminal.hang_up(self._wire)

    async def close(self) -> None:
        """Hang up."""
        self._terminal.hang_up(self._wire)

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Hang up."""
        await self.close()

    def _next(self, seconds: float) -> str:
        deadline = self._terminal.clock.now + seconds
        while self._muted or not self._wire.inbox:
            if self._cut:
                raise LineCut
            if not self._terminal.next_event(deadline):
                raise Silence
            if self._muted:
                self._wire.inbox.clear()
        return self._wire.inbox.pop(0)


def dial(
    terminal: Callable[[], ModelTerminal],
    fate: Callable[[], Fate],
    owner: Callable[[], tuple[int, int | None]],
) -> Dial:
    """Return how the model terminal is reached."""

    async def reach(_profile: TerminalProfile) -> Connection:
        fate().pass_by("before the connection")
        if fate().is_off:
            raise Unreachable
        line = MemoryConnection(terminal(), Wire(owner), fate())
        fate().line = line
        return cast("Connection", line)

    return cast("Callable[[TerminalProfile], Awaitable[Connection]]", reach)


class FatefulJournal(StoredPaymentJournal):
    """The real journal of a program that something may befall before and after each of its writes."""

    fate: Fate = Fate()
    paying: Payment | None = None

    def open(self, order: PaymentOrder) -> Payment:
        """Open, and remember who pays."""
        self._strike("before intent")
        self.paying = super().open(order)
        self._strike("behind intent")
        return self.paying

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Record."""
        self._strike(f"before {event.word}")
        recorded = super().record(payment, event, message)
        self._strike(f"behind {event.word}")
        return recorded

    def keep_receipt(self, payment: Payment, receipt: TerminalReceipt, message: str = "") -> None:
        """Keep a receipt of the terminal."""
        self._strike("before a receipt")
        super().keep_receipt(payment, receipt, message)

    def owner(self) -> tuple[int, int | None]:
        """Return the movement that is being carried out, and its visit."""
        return (self.paying.id, self.paying.visit) if self.paying else (0, None)

    def _strike(self, where: str) -> None:
        self.fate.pass_by(where)
        if self.fate.store_down:
            raise StoreUnavailable("down")
