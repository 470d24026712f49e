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
    ClaimLost,
    LeaseLost,
    LineLocked,
    PaymentBlocked,
    StoreUnavailable,
    TerminalInUse,
    TerminalSilent,
)
from clerk.services.at_terminal import AtTerminal
from clerk.services.pay import CardPayments
from clerk.services.recover_payment import RecoverPayments
from clerk.services.terminal_check import TerminalCheck
from integrations.zvt.terminal import ZvtTerminal
from tests.integrations.zvt.model.clock import VirtualClock, running_on
from tests.integrations.zvt.model.line import Died, Fate, FatefulJournal, dial
from tests.integrations.zvt.model.terminal import Entry, Manner, ModelTerminal
from tests.persistence.office import claim_of
from tests.services.till import CLERK, LEAD, TID, Till, Watcher

PROFILE = TerminalProfile(tid=TID, host="127.0.0.1")
REFUSALS = (PaymentBlocked, TerminalInUse, StoreUnavailable, LeaseLost, TerminalSilent, ClaimLost)
"""What a clerk is told when something does not go."""


class Violation(AssertionError):  # noqa: N818 - what it is
    """Money was lost, doubled, or can be."""


def demand(truth: bool, what: str) -> None:
    """Raise ``Violation`` unless *truth*."""
    if not truth:
        raise Violation(what)


@dataclass(eq=False)
class Program:
    """A running program at a workplace; ``fate`` is what will befall it."""

    world: "World"
    folder: Path
    fate: Fate = field(default_factory=Fate)

    def __post_init__(self) -> None:
        """Start it: nothing is asked and nothing is held yet."""
        till = self.world.till
        self.journal = FatefulJournal(till.office.store, till.office.clock, self.folder)
        reached = dial(lambda: self.world.terminal, lambda: self.fate, self.journal.owner)
        self.terminal = ZvtTerminal(self.world.profile, "000000", dial=reached)
        self.recovery = RecoverPayments(self.terminal, till.terminal, self.journal)
        at = AtTerminal(self.terminal, till.terminal, TID, self.journal, self.recovery)
        self.payments = CardPayments(at)
        self.check = TerminalCheck(self.terminal, till.terminal, TID, self.journal)

    @contextmanager
    def meeting(self, fate: Fate) -> Iterator[None]:
        """Let something befall the program during the block; a dead one is gone afterwards."""
        fate.on_stop = self.terminal.abort
        fate.on_delay = self.world.let_time_pass
        self.fate = self.journal.fate = fate
        try:
            yield
        except Died:
            pass
        except REFUSALS:
            if not fate.dead:
                self.fate = self.journal.fate = Fate()
                raise
        finally:
            if fate.dead:
                self.end()
            else:
                self.fate = self.journal.fate = Fate()

    def end(self) -> None:
        """End it, as the end of its process does."""
        self.terminal.close()
        self.journal.close()
        if self in self.world.programs:
            self.world.programs.remove(self)


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
        terminal.on_ack = self._acknowledged
        terminal.on_charge = self._charged
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
        payments = self.payments()
        for claim in self.visits:
            charged = [entry for entry in self.entries() if entry.stands and entry.visit == claim.visit]
            if claim.visit not in self.documented:
                demand(len(charged) <= 1, f"visit {claim.visit} was charged twice")
            self._check_lines(claim, [payment for payment in payments if payment.visit == claim.visit])
        for payment in payments:
            self._check_payment(payment)
        self._check_journal()

    def _check_lines(self, claim: Claim, payments: list[Payment]) -> None:
        open_ones = [payment for payment in payments if payment.is_open]
        demand(len(open_ones) <= 1, "two payments of a visit are open")
        ways = set(self.till.ways(claim))
        if open_ones:
            demand(ways == {None}, "a line that an open payment holds was settled")
        if ways == {"card"}:
            paid = [payment for payment in payments if payment.state is PaymentState.PAID]
            demand(len(paid) == 1, "lines are booked without one paid payment")
        elif any(payment.state is PaymentState.PAID for payment in payments):
            demand(claim.visit in self.documented, "a paid payment did not settle its lines")

    def _check_payment(self, payment: Payment) -> None:
        standing = [entry for entry in self.entries_of(payment) if entry.stands]
        if payment.decision is not None:
            return
        if payment.state is PaymentState.PAID:
            demand(len(standing) == 1, "booked, but not paid")
            told = payment.result
            entry = standing[0]
            demand(
                told is not None
                and (told.receipt, told.trace) == (f"{entry.receipt:04d}", f"{entry.trace:06d}"),
                "booked with another transaction",
            )
            demand(entry.cents == payment.amount_cents, "booked with another amount")
        elif payment.is_final:
            demand(not standing, f"paid at the terminal, but {payment.state} in the journal")

    def _check_journal(self) -> None:
        now: dict[int, int] = {}
        for payment, count, last in self.query(
            "SELECT payment, count(*), max(sequence) FROM payment_event GROUP BY payment"
        ):
            demand(count == last, "the journal has a gap")
            now[int(str(payment))] = int(str(count))
        for payment, count in self.events_seen.items():
            demand(now.get(payment, 0) >= count, "the journal has lost something")
        self.events_seen = now

    def _acknowledged(self, entry: Entry) -> None:
        """A good result of ours is acknowledged: it must be in the journal at this moment."""
        stored = self.query("SELECT result_trace FROM payment WHERE id = ?", entry.owner) == [
            (f"{entry.trace:06d}",)
        ]
        demand(stored, "a result was acknowledged before it was stored")

    def _charged(self, payment: int, visit: int | None) -> None:
        """06 01 has arrived: nothing of this terminal may be unknown to us."""
        known = self.query("SELECT state FROM payment WHERE id = ?", payment)
        demand(known == [("sent",)], f"06 01 of a payment that is {known}")

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
