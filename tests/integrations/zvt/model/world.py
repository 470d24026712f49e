"""An office with one model terminal, its programs, its clerks, and what must be true of it at any moment."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from clerk.domain.payment import Payment, PaymentState
from clerk.domain.people import Workplace
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.visit import ParkReason
from clerk.persistence.sqlite_engine import load_driver
from clerk.persistence.store import Store
from clerk.ports import (
    Claim,
    LineLocked,
)
from tests.integrations.zvt.model import truth
from tests.integrations.zvt.model.clock import VirtualClock, running_on
from tests.integrations.zvt.model.line import Fate
from tests.integrations.zvt.model.manners import Entry, Manner
from tests.integrations.zvt.model.program import REFUSALS, Program
from tests.integrations.zvt.model.terminal import ModelTerminal
from tests.persistence.office import claim_of
from tests.services.till import CLERK, LEAD, TID, Till, Watcher

PROFILE = TerminalProfile(tid=TID, host="127.0.0.1")


@dataclass(eq=False)
class World:
    """Everything, and the truth."""

    till: Till
    clock: VirtualClock
    terminal: ModelTerminal
    profile: TerminalProfile = PROFILE
    programs: list[Program] = field(default_factory=list)
    visits: list[Claim] = field(default_factory=list)
    documented: set[int] = field(default_factory=set)
    """Visits of which a person decided something, or which a restored backup has lost."""
    terminals: list[ModelTerminal] = field(default_factory=list)
    seats: int = 0
    visits_backed_up: list[Claim] = field(default_factory=list)
    events_seen: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the first terminal there."""
        self.replace_terminal(self.terminal)

    def replace_terminal(self, terminal: ModelTerminal) -> None:
        """Put another terminal in the place of the one there, and watch what is charged and acknowledged."""
        terminal.on_ack = lambda entry: truth.acknowledged(self, entry)
        terminal.on_charge = lambda payment, visit: truth.charged(self, payment, visit)
        self.terminal = terminal
        if terminal not in self.terminals:
            self.terminals.append(terminal)

    # ------------------------------------------------------------ what people do

    def program(self) -> Program:
        """Return the program at the counter, started if none runs."""
        if not self.programs:
            self.programs.append(Program(self, self.till.folder))
        return self.programs[0]

    def new_visit(self) -> Claim:
        """Let somebody come who has 27,40 € to pay."""
        self.seats += 1
        claim = self.till.charged_visit(self._counter())
        self.visits.append(claim)
        return claim

    def pay(self, claim: Claim, manner: Manner | None = None, fate: Fate | None = None) -> str:
        """Charge a visit; return what the clerk is told: the state, or why not."""
        self.terminal.manner = manner or Manner()
        program = self.program()
        told = "died"
        try:
            with program.meeting(fate or Fate()):
                told = program.payments.start(claim, self.till.lines(claim), Watcher()).state
        except REFUSALS as refusal:
            told = type(refusal).__name__
        return told

    def recover(self, fate: Fate | None = None) -> None:
        """Ask about everything that is open, once."""
        program = self.program()
        try:
            with program.meeting(fate or Fate()):
                program.recovery.run(Watcher())
        except REFUSALS:
            pass

    def let_time_pass(self) -> None:
        """Let twenty seconds pass."""
        self.clock.now += 20.0

    def pay_with_another_program(self, claim: Claim) -> None:
        """A minute later, let a program that does not see the locks of the first one take over and charge."""
        self.clock.now += 60.0
        second = Program(self, self.till.folder.with_name("another-folder"))
        try:
            second.payments.start(claim, self.till.lines(claim), Watcher())
        except REFUSALS:
            pass
        finally:
            second.end()

    def wait_until_quiet(self) -> None:
        """Wait until nothing runs at the terminal any more."""
        while self.terminal.next_event(self.clock.now + 300):
            pass

    def leave_to_people(self) -> None:
        """Stop asking a terminal that does not come back."""
        for payment in self.payments():
            if payment.state is PaymentState.UNKNOWN:
                try:
                    self.program().journal.hold(payment.terminal)
                    self.program().recovery.leave_to_people(payment)
                except REFUSALS:
                    pass

    def settle_otherwise(self, claim: Claim) -> bool:
        """Try to settle a visit by notice; return whether that went."""
        try:
            self.till.settle_otherwise(claim)
        except (LineLocked, ValueError):
            return False
        return True

    def take_over(self, claim: Claim) -> None:
        """Set a visit aside and take it up at another counter."""
        queue = self.till.office.queue
        queue.park(claim, ParkReason.FETCHES_PAPER)
        self.seats += 1
        taken = claim_of(queue.take(self._counter(), CLERK, claim.visit))
        self.visits[self.visits.index(claim)] = taken

    def restart(self) -> None:
        """End the program and start another one."""
        self.program().end()
        self.program()

    def decide_all(self) -> None:
        """Let two people look at the terminal once it is quiet, and decide what is left to them, as it is."""
        self.wait_until_quiet()
        for payment in self.payments():
            if payment.state is PaymentState.MANUAL:
                paid = any(entry.stands for entry in self.entries_of(payment))
                self.program().recovery.decide_manually(
                    payment, paid=paid, note="Journal des Terminals angesehen", by=CLERK, second=LEAD
                )

    def acknowledge(self) -> None:
        """Let the team lead look at a terminal that was stopped because of an unknown transaction."""
        check = self.program().check
        try:
            seen = check.last_transaction()
            if seen is not None:
                for entry in self.entries():
                    if entry.visit is not None and not self._is_known(entry):
                        self.documented.add(entry.visit)
                check.acknowledge(seen, LEAD)
        except REFUSALS:
            pass

    def back_up(self) -> Path:
        """Copy the store."""
        path = self.till.folder.parent / "backup.db"
        path.unlink(missing_ok=True)
        self.visits_backed_up = list(self.visits)
        with closing(load_driver().connect(str(self.store_path))) as source:
            source.execute("VACUUM INTO ?", (str(path),))
        return path

    def restore(self, backup: Path) -> None:
        """End all programs and put the copy in the place of the store."""
        for program in tuple(self.programs):
            program.end()
        self.till.office.store.close()
        for suffix in ("", "-wal", "-shm"):
            self.store_path.with_name(self.store_path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(backup, self.store_path)
        self.till.office.store = Store.open(self.store_path)
        self.events_seen.clear()
        self.visits = list(self.visits_backed_up)
        there = {claim.visit for claim in self.visits}
        for entry in self.entries():
            if entry.owner is not None and not self._is_known(entry):
                entry.owner = -1
            if entry.visit not in there:
                entry.visit = None
        self.documented &= there

    # ------------------------------------------------------------ what is

    @property
    def store_path(self) -> Path:
        """The file of the store."""
        return self.till.office.store.path

    def entries(self) -> list[Entry]:
        """Return what was done at the terminal."""
        return [entry for terminal in self.terminals for entry in terminal.entries]

    def entries_of(self, payment: Payment) -> list[Entry]:
        """Return what was done at the terminal for a payment."""
        return [entry for entry in self.entries() if entry.owner == payment.id]

    def payments(self) -> list[Payment]:
        """Return all payments of all visits."""
        journal = self.till.journal()
        return [payment for claim in self.visits for payment in journal.of_visit(claim.visit)]

    def newest(self, claim: Claim) -> Payment:
        """Return the newest payment of a visit."""
        return self.till.journal().of_visit(claim.visit)[-1]

    def check(self) -> None:
        """Raise ``Violation`` unless everything that must always hold holds."""
        truth.check(self)

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the store."""
        with self.till.office.store.read_connection() as store:
            return [tuple(row) for row in store.exec_driver_sql(sql, values).all()]

    def _is_known(self, entry: Entry) -> bool:
        return any(
            payment.result is not None and payment.result.trace == f"{entry.trace:06d}"
            for payment in self.payments()
        )

    def _counter(self) -> Workplace:
        return self.till.office.counter(str(100 + self.seats))


@contextmanager
def world(folder: Path, **profile: object) -> Iterator[World]:
    """Open an office whose terminal has one payment behind it, all in virtual time."""
    clock = VirtualClock()
    with running_on(clock):
        office = World(Till.set_up(folder), clock, ModelTerminal(clock), replace(PROFILE, **profile))  # type: ignore[arg-type]
        try:
            yield office
        finally:
            for program in tuple(office.programs):
                program.end()
            office.till.office.store.close()
