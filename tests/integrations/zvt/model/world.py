"""An office with one model terminal, its programs, its clerks, and what must be true of it at any moment."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.people import Workplace
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.visit import ParkReason
from clerk.ports import (
    Claim,
    LineLocked,
)
from tests.integrations.zvt.model import truth
from tests.integrations.zvt.model.clock import VirtualClock, running_on
from tests.integrations.zvt.model.line import Fate
from tests.integrations.zvt.model.manners import Day, Entry, Manner
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
    heard: Counter[int] = field(default_factory=Counter)
    """How often the terminal was asked to carry each movement out."""

    def __post_init__(self) -> None:
        """Put the first terminal there."""
        self.replace_terminal(self.terminal)

    def replace_terminal(self, terminal: ModelTerminal) -> None:
        """Put another terminal in the place of the one there, and watch what is asked and acknowledged."""
        terminal.on_ack = lambda entry: truth.acknowledged(self, entry)
        terminal.on_closed = lambda day: truth.closed(self, day)
        terminal.on_command = lambda control, owner: truth.asked(self, control, owner)
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
        lines = self.till.lines(claim)
        return self._do(lambda program: program.payments.start(claim, lines, Watcher()), manner, fate)

    def give_back(
        self,
        claim: Claim,
        kind: Movement = Movement.REVERSAL,
        manner: Manner | None = None,
        fate: Fate | None = None,
    ) -> str:
        """Give the newest paid payment of a visit back; return what the clerk is told."""
        paid = [payment for payment in self.of_visit(claim) if payment.kind is Movement.PAYMENT]
        booked = [payment for payment in paid if payment.state is PaymentState.PAID]
        if not booked:
            return "nothing to give back"
        return self._do(
            lambda program: program.desk.give_back.run(booked[-1], kind, CLERK.account, Watcher()),
            manner,
            fate,
        )

    def close_day(self, manner: Manner | None = None, fate: Fate | None = None) -> str:
        """Close the terminal's day; return what the clerk is told."""
        return self._do(lambda program: program.desk.end_of_day.run(CLERK.account, Watcher()), manner, fate)

    def _do(self, what: Callable[[Program], Payment], manner: Manner | None, fate: Fate | None) -> str:
        self.terminal.manner = manner or Manner()
        program = self.program()
        told = "died"
        try:
            with program.meeting(fate or Fate()):
                told = what(program).state
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
                paid = self.has_happened(payment)
                self.program().recovery.decide_manually(
                    payment, paid=paid, note="Journal des Terminals angesehen", by=CLERK, second=LEAD
                )

    def acknowledge(self) -> None:
        """Let the team lead look at a terminal that was stopped because of an unknown transaction."""
        check = self.program().desk.check
        try:
            seen = check.last_transaction()
            if seen is not None:
                for entry in self.entries():
                    if entry.visit is not None and not self.knows(entry):
                        self.documented.add(entry.visit)
                check.acknowledge(seen, LEAD)
        except REFUSALS:
            pass

    # ------------------------------------------------------------ what is

    @property
    def store_path(self) -> Path:
        """The file of the store."""
        return Path(self.till.office.store.address)

    def entries(self) -> list[Entry]:
        """Return what was done at the terminal."""
        return [entry for terminal in self.terminals for entry in terminal.entries]

    def entries_of(self, payment: Payment) -> list[Entry]:
        """Return what was done at the terminal for a payment."""
        return [entry for entry in self.entries() if entry.owner == payment.id]

    def has_happened(self, payment: Payment) -> bool:
        """Tell whether a movement was done at the terminal, or a reversal by somebody else; people can see that."""
        if payment.kind is Movement.END_OF_DAY:
            return any(day.owner == payment.id for day in self.days())
        mine = any(entry.happened for entry in self.entries_of(payment))
        if payment.kind is Movement.REVERSAL:
            return mine or any(entry.given_back for entry in self.originals_of(payment))
        return mine

    def days(self) -> list[Day]:
        """Return the closed days."""
        return [day for terminal in self.terminals for day in terminal.days]

    def originals_of(self, payment: Payment) -> list[Entry]:
        """Return what was done at the terminal for the payment that *payment* gives back."""
        original = payment.original.payment if payment.original else None
        return [entry for entry in self.entries() if entry.owner == original]

    def payments(self) -> list[Payment]:
        """Return every movement of the journal, oldest first."""
        return self.till.movements()

    def of_visit(self, claim: Claim) -> list[Payment]:
        """Return the movements of a visit, oldest first."""
        return [payment for payment in self.payments() if payment.visit == claim.visit]

    def newest(self, claim: Claim) -> Payment:
        """Return the newest movement of a visit."""
        return self.of_visit(claim)[-1]

    def newest_of_all(self) -> Payment:
        """Return the newest movement."""
        return self.payments()[-1]

    def check(self) -> None:
        """Raise ``Violation`` unless everything that must always hold holds."""
        truth.check(self)

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the store."""
        with self.till.office.store.read_connection() as store:
            return [tuple(row) for row in store.exec_driver_sql(sql, values).all()]

    def knows(self, entry: Entry) -> bool:
        """Tell whether the journal has seen a transaction."""
        told = (f"{entry.receipt:04d}", f"{entry.trace:06d}", entry.time)
        results = [payment.result for payment in self.payments() if payment.result]
        return any((result.receipt, result.trace, result.time) == told for result in results)

    def knows_day(self, day: Day) -> bool:
        """Tell whether the journal has seen a closed day."""
        results = [payment.result for payment in self.payments() if payment.result and payment.result.totals]
        return any(result.time == day.time for result in results)

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
