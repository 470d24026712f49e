"""One run: a movement that something befalls, cleared up as the program does, compared with the terminal's ledger."""

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

from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.ports import Claim
from integrations.zvt.sim_foreign import pay_at_device
from integrations.zvt.sim_settings import Scenario, choose_scenario
from tests.integrations.zvt.matrix import books
from tests.integrations.zvt.matrix.past import Past
from tests.integrations.zvt.matrix.points import COMMANDS, CutPoint
from tests.integrations.zvt.matrix.programs import Given
from tests.integrations.zvt.matrix.proxy import CASH_REGISTER, TERMINAL, Pass, Proxy
from tests.integrations.zvt.matrix.ways import Habits
from tests.integrations.zvt.matrix.zygote import Zygote, is_alive
from tests.services.till import CENTS, Till

PATIENCE = 60.0
TRIES = 20
BELOW_OUTGOING_PORTS = range(20_100, 32_000)


class Fault(StrEnum):
    """What happens at a cut point."""

    KILLED = "our program is killed with -9"
    CUT = "the line is cut"
    RESTARTED = "the terminal is killed with -9 and started again"


@dataclass
class Run:
    """A till, a terminal, a line, a movement, and what befalls them."""

    till: Till
    zygote: Zygote
    folder: Path
    habits: Habits
    kind: Movement
    past: Past = field(init=False)
    terminal: int = 0
    client: int = 0
    port: int = field(init=False)
    struck: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let there be a past, and switch the terminal on."""
        self.past = Past.of(self.till, self.ledger, self.kind, self.habits)
        self.port = _free_port()
        self.switch_on()
        self.proxy = Proxy(self.port)

    @property
    def ledger(self) -> Path:
        """The truth."""
        return self.folder / "terminal.jsonl"

    @property
    def claim(self) -> Claim:
        """The visit whose money it is."""
        return self.past.claim

    def switch_on(self) -> None:
        """Start the terminal and wait until it listens."""
        given = {
            "ledger": str(self.ledger),
            "port": self.port,
            "pause": 0.01,
            "ack_wait": 0.5,
            **dict(self.habits.settings),
        }
        self.terminal = self.zygote.start("simulator", given)
        _wait(lambda: _listens(self.port))

    def work(
        self,
        point: CutPoint = CutPoint(),  # noqa: B008 - frozen
        fault: Fault = Fault.CUT,
        *,
        order: str = "",
        for_visit: bool = True,
        acknowledge: bool = False,
        decide: bool = False,
        paid: bool = False,
    ) -> None:
        """Let a cash register clear up and do what is wanted (see ``Given``); *fault* happens at *point*."""
        self.proxy.judge = point.judge or (lambda _seen: Pass.ON)
        self.proxy.fault = lambda: self._strike(fault)
        claim = {name: getattr(self.claim, name) for name in ("visit", "counter", "epoch", "account")}
        given = Given(
            store=self.till.office.store.address,
            folder=str(self.till.folder),
            terminal=self.till.terminal,
            port=self.proxy.port,
            claim=claim if for_visit else {},
            order=order,
            original=self.past.paid.id if self.past.paid else 0,
            exclusive=not self.habits.shared,
            acknowledge=acknowledge,
            decide=decide,
            paid=paid,
            dies_before=point.dies_before,
            dies_behind=point.dies_behind,
        )
        self.client = self.zygote.start("client", asdict(given))
        _wait(lambda: not is_alive(self.client))
        self.proxy.drain()

    def befall(self, point: CutPoint, fault: Fault) -> None:
        """Carry the movement out with *fault* at *point*; then clear up as the next program does when it starts."""
        if point.first is not None:
            self.work(point.first, Fault.KILLED, order=self.kind)
            self.work(point, fault)
        else:
            self.work(point, fault, order=self.kind)
        rows = self.till.movements()
        if not rows or rows[-1].is_open:
            self.work()

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
        if self.habits.shared:
            pay_at_device(self.ledger, CENTS)
        self.proxy.cut()
        if fault is Fault.RESTARTED:
            self.switch_on()


@contextmanager
def run_in(folder: Path, zygote: Zygote, kind: Movement, habits: Habits) -> Iterator[Run]:
    """Prepare a run in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(Till.set_up(folder), zygote, folder, habits, kind)
    try:
        yield run
    finally:
        run.close()


def compare(run: Run) -> PaymentState:
    """Compare terminal and journal row by row; return how the movement ended.

    What did not happen is done again as the clerk would, what is left to people they decide: then all must be equal.
    """
    ended = _ended(run)
    if ended.state is PaymentState.MANUAL:
        assert ended.reason in run.habits.manual_for, ended
        run.work(decide=True, paid=_has_happened(run))
        ended = _ended(run)
        assert ended.decision is not None, ended
        return PaymentState.MANUAL
    if ended.state is not PaymentState.PAID:
        _do_again(run)
    if run.kind is Movement.END_OF_DAY:
        _charge_something(run)
    return ended.state


def _ended(run: Run) -> Payment:
    """Return the newest movement, which is over or left to people, as terminal and books have it, once."""
    _wait(lambda: books.is_decided(run.ledger))
    rows = run.till.movements()
    assert len(rows) > run.past.rows, "nothing was tried"
    newest = rows[-1]
    assert newest.is_final or newest.state is PaymentState.MANUAL, newest
    books.require_equal(run.ledger, rows)
    tried = [row for row in rows[run.past.rows :] if row.kind is run.kind]
    command = COMMANDS[run.kind]
    sent = [seen for seen in run.proxy.seen if (seen.sender, seen.control) == (CASH_REGISTER, command)]
    assert len(sent) <= len(tried), f"{command} was sent {len(sent)} times for {len(tried)} movements"
    ways = set(run.till.ways(run.claim))
    assert ways == ({"card"} if _is_paid_for(run, rows) else {None}), ways
    return newest


def _is_paid_for(run: Run, rows: list[Payment]) -> bool:
    """Whether the journal says that the visit has been paid and not been given its money back."""
    done = [row for row in rows if row.visit == run.claim.visit and row.state is PaymentState.PAID]
    paid = sum(1 if row.kind is Movement.PAYMENT else -1 for row in done)
    assert paid in (0, 1), "charged twice, or given back twice"
    return paid == 1


def _has_happened(run: Run) -> bool:
    if run.kind is Movement.END_OF_DAY:
        return len(books.days(run.ledger)) > run.past.days
    return len(books.moved(run.ledger)) > run.past.moved


def _do_again(run: Run) -> None:
    """Let the clerk try again, the team lead having looked at what somebody else paid there, until it is done."""
    choose_scenario(run.ledger, Scenario.APPROVE)
    _repeat_until_done(run, run.kind)


def _charge_something(run: Run) -> None:
    """Charge something after an end of day: the terminal works again, in a period of its own."""
    choose_scenario(run.ledger, Scenario.APPROVE)
    _repeat_until_done(run, Movement.PAYMENT, for_visit=False)


def _repeat_until_done(run: Run, order: Movement, *, for_visit: bool = True) -> None:
    for _try in range(TRIES):
        newest = run.till.movements()[-1]
        seen = run.habits.shared and newest.reason is Reason.UNKNOWN_TRANSACTION
        run.work(order=order, for_visit=for_visit, acknowledge=seen)
        ended = _ended(run)
        if ended.state is PaymentState.PAID:
            return
        assert ended.state in (PaymentState.NOT_SENT, PaymentState.REFUSED), ended
    raise AssertionError(f"the terminal never became ready: {ended}")


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
