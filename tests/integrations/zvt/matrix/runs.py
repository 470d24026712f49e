"""One run: a payment that something befalls, cleared up as the program does, compared with the terminal's ledger."""

import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from clerk.domain.payment import Payment, PaymentState
from clerk.ports import Claim
from integrations.zvt.sim_ledger import Kind, Ledger, Transaction, read_ledger
from integrations.zvt.sim_settings import Scenario, choose_scenario
from tests.integrations.zvt.matrix.programs import Given
from tests.integrations.zvt.matrix.proxy import CASH_REGISTER, TERMINAL, Judge, Pass, Proxy, Seen
from tests.integrations.zvt.matrix.zygote import Zygote, is_alive
from tests.services.till import CENTS, TID, Till

PATIENCE = 60.0
ENDS = frozenset(
    {
        PaymentState.NOT_SENT,
        PaymentState.REFUSED,
        PaymentState.PAID,
        PaymentState.NOT_PAID,
        PaymentState.DECLINED,
        PaymentState.MANUAL,
    }
)


class Fault(StrEnum):
    """What happens at a cut point."""

    KILLED = "our program is killed with -9"
    CUT = "the line is cut"
    RESTARTED = "the terminal is killed with -9 and started again"


@dataclass(frozen=True)
class CutPoint:
    """Where: at a message on the line, or right before or behind a write of our own.

    ``first`` is a fault of its own before that, for what happens during recovery.
    """

    judge: Judge | None = None
    dies_before: str = ""
    dies_behind: str = ""
    first: "CutPoint | None" = None


def at(sender: str, command: str, control: str, answers: str = "", *, passes: bool = False) -> CutPoint:
    """Return the point at which *control* is sent on the connection that carries *command*."""
    verdict = Pass.PASSED if passes else Pass.HELD

    def judge(seen: Seen) -> Pass:
        here = (seen.sender, seen.command, seen.control) == (sender, command, control)
        return verdict if here and (not answers or seen.answers == answers) else Pass.ON

    return CutPoint(judge)


LOST_ACK = at(CASH_REGISTER, "0601", "8000", "040f")
POINTS: dict[str, CutPoint] = {
    "while registering": at(TERMINAL, "0600", "060f"),
    "while the baseline is read": at(TERMINAL, "0620", "040f"),
    "behind the baseline": at(CASH_REGISTER, "0620", "8000", "060f"),
    "before 06 01 arrives": at(CASH_REGISTER, "0601", "0601"),
    "after 06 01, before 80 00": at(TERMINAL, "0601", "8000"),
    "between 80 00 and 04 0F, card awaited": at(TERMINAL, "0601", "04ff"),
    "between 80 00 and 04 0F, 04 FF answered": at(CASH_REGISTER, "0601", "8000", "04ff", passes=True),
    "04 0F on its way": at(TERMINAL, "0601", "040f"),
    "04 0F arrived, perhaps persisted": at(TERMINAL, "0601", "040f", passes=True),
    "persisted, acknowledgement lost": LOST_ACK,
    "acknowledged, 06 D3 lost": at(TERMINAL, "0601", "06d3"),
    "06 D3 arrived, its acknowledgement lost": at(CASH_REGISTER, "0601", "8000", "06d3"),
    "all acknowledged, no 06 0F": at(TERMINAL, "0601", "060f"),
    "06 0F arrived, acknowledgement lost": at(CASH_REGISTER, "0601", "8000", "060f"),
    "during recovery, at 06 B0": CutPoint(at(TERMINAL, "06b0", "8000").judge, first=LOST_ACK),
    "during recovery, at 05 01": CutPoint(at(TERMINAL, "0501", "060f").judge, first=LOST_ACK),
    "during recovery, at 06 20": CutPoint(at(TERMINAL, "0620", "040f").judge, first=LOST_ACK),
}
_WRITES = ("baseline_read", "sending", "accepted", "result", "completed")
INSIDE: dict[str, CutPoint] = {
    **{f"before {word} is written": CutPoint(dies_before=word) for word in _WRITES},
    **{f"behind {word} is written": CutPoint(dies_behind=word) for word in _WRITES},
}
"""Points inside our own program: there it can only be killed."""


BELOW_OUTGOING_PORTS = range(20_100, 32_000)


@dataclass
class Run:
    """A till, a terminal, a line, and what befalls them."""

    till: Till
    zygote: Zygote
    folder: Path
    settings: dict[str, object]
    claim: Claim = field(init=False)
    terminal: int = 0
    client: int = 0
    port: int = field(init=False)
    struck: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the terminal have one equal payment behind it, and switch it on."""
        self.claim = self.till.charged_visit()
        before = Ledger(self.ledger, tid=TID)
        before.book(before.record(Kind.PAYMENT, CENTS, at="2026-05-11T08:00:00"))
        self.port = _free_port()
        self.switch_on()
        self.proxy = Proxy(self.port)

    @property
    def ledger(self) -> Path:
        """The truth."""
        return self.folder / "terminal.jsonl"

    def switch_on(self) -> None:
        """Start the terminal and wait until it listens."""
        given = {
            "ledger": str(self.ledger),
            "port": self.port,
            "pause": 0.01,
            "ack_wait": 0.5,
            **self.settings,
        }
        self.terminal = self.zygote.start("simulator", given)
        _wait(lambda: _listens(self.port))

    def work(self, point: CutPoint, fault: Fault, *, charge: bool) -> None:
        """Let a cash register charge, or only clear up; *fault* happens at *point*."""
        told = self.folder / "told.json"
        told.unlink(missing_ok=True)
        self.proxy.judge = point.judge or (lambda _seen: Pass.ON)
        self.proxy.fault = lambda: self._strike(fault)
        given = Given(
            store=str(self.till.office.store.path),
            folder=str(self.till.folder),
            terminal=self.till.terminal,
            port=self.proxy.port,
            claim={name: getattr(self.claim, name) for name in ("visit", "counter", "epoch", "account")},
            told=str(told),
            charge=charge,
            dies_before=point.dies_before,
            dies_behind=point.dies_behind,
        )
        self.client = self.zygote.start("client", asdict(given))
        _wait(lambda: not is_alive(self.client))

    def befall(self, point: CutPoint, fault: Fault) -> None:
        """Charge with *fault* at *point*; then clear up as the next program does when it starts."""
        if point.first is not None:
            self.work(point.first, Fault.KILLED, charge=True)
            self.work(point, fault, charge=False)
        else:
            self.work(point, fault, charge=True)
        payment = self.payment()
        if payment is None or payment.is_open:
            self.work(CutPoint(), fault, charge=False)

    def payment(self) -> Payment | None:
        """Return the newest payment of the visit."""
        payments = self.till.journal().of_visit(self.claim.visit)
        return payments[-1] if payments else None

    def standing(self) -> list[Transaction]:
        """Return what the customer has paid in the end."""
        return [entry for entry in read_ledger(self.ledger)[1:] if entry.stands]

    def told(self) -> str:
        """Return what was said on the line, in short."""
        return " ".join(
            f"{seen.control}{'<' if seen.sender == TERMINAL else '>'}" for seen in self.proxy.seen
        )

    def close(self) -> None:
        """Switch off."""
        _kill(self.terminal)
        if is_alive(self.client):
            _kill(self.client)
        self.proxy.close()
        self.till.office.store.close()

    def _strike(self, fault: Fault) -> None:
        self.struck.append(fault)
        if fault is Fault.KILLED:
            _kill(self.client)
        if fault is Fault.RESTARTED:
            _kill(self.terminal)
        self.proxy.cut()
        if fault is Fault.RESTARTED:
            self.switch_on()


@contextmanager
def run_in(folder: Path, zygote: Zygote, **settings: object) -> Iterator[Run]:
    """Prepare a run in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(Till.set_up(folder), zygote, folder, settings)
    try:
        yield run
    finally:
        run.close()


def compare(run: Run) -> PaymentState:
    """Compare terminal and journal row by row, charge again where that is offered; return how the payment ended."""
    payment = run.payment()
    assert payment is not None, "nothing was tried"
    standing, ways = run.standing(), set(run.till.ways(run.claim))
    assert payment.state in ENDS, payment
    assert len(standing) <= 1, "charged twice"
    if payment.state is PaymentState.PAID:
        (entry,) = standing
        assert payment.result is not None
        assert (payment.result.receipt, payment.result.trace) == (entry.receipt, entry.trace)
        assert payment.amount_cents == entry.cents == CENTS
        assert ways == {"card"}
        return payment.state
    assert ways == {None}, "booked, but not paid"
    if payment.state is PaymentState.MANUAL:
        return payment.state
    assert not standing, f"paid, but {payment.state}"
    choose_scenario(run.ledger, Scenario.APPROVE)
    run.work(CutPoint(), Fault.CUT, charge=True)
    assert (again := run.payment()) is not None
    assert again.state is PaymentState.PAID, again
    assert len(run.standing()) == 1
    assert set(run.till.ways(run.claim)) == {"card"}
    return payment.state


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    _wait(lambda: not is_alive(process))


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    """Return a port that no outgoing connection is given: one of those could take it while the terminal is off."""
    while True:
        port = secrets.choice(BELOW_OUTGOING_PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def _wait(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)
