"""The office that the state machine plays: clerks, faults and terminals in any order."""

import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import hypothesis.strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from clerk.domain.payment import Movement
from clerk.ports import TerminalInUse
from tests.integrations.zvt.model.backup import back_up, restore
from tests.integrations.zvt.model.line import Blow, Fate
from tests.integrations.zvt.model.manners import Manner
from tests.integrations.zvt.model.program import REFUSALS, Program
from tests.integrations.zvt.model.strategies import BLOWS, GIVE_BACK, MANNERS, PLACES, WHICH, fate_at
from tests.integrations.zvt.model.terminal import ModelTerminal
from tests.integrations.zvt.model.truth import demand
from tests.integrations.zvt.model.world import World, world
from tests.services.till import CENTS, Watcher

FAST_DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None

counted: Counter[str] = Counter()
"""Steps, and how movements ended."""


class Office(RuleBasedStateMachine):
    """One terminal, its clerks, and everything that can go wrong."""

    def __init__(self) -> None:
        """Open an office."""
        super().__init__()
        self._left = ExitStack()
        self.world: World
        self.backup: Path | None = None
        self.steps = 0

    @initialize(
        exclusive=st.booleans(), reference=st.booleans(), abort_ok=st.booleans(), history=st.booleans()
    )
    def open_office(self, *, exclusive: bool, reference: bool, abort_ok: bool, history: bool) -> None:
        """Put up a terminal."""
        folder = self._left.enter_context(tempfile.TemporaryDirectory(dir=FAST_DISK))
        self.world = self._left.enter_context(
            world(Path(folder), exclusive=exclusive, order_reference=reference, abort_ok=abort_ok)
        )
        self.world.terminal.echoes = reference
        if history:
            self.world.terminal.pay_elsewhere(CENTS)
        self.world.new_visit()
        self.after_opening()

    def after_opening(self) -> None:
        """Hook for tests of this test."""

    def teardown(self) -> None:
        """Close it."""
        if hasattr(self, "world"):
            counted.update(f"{payment.kind} {payment.state}" for payment in self.world.payments())
        self._left.close()

    # ------------------------------------------------------------ clerks

    @rule()
    def somebody_comes(self) -> None:
        """One more visit, with the same amount to pay."""
        if len(self.world.visits) < 10:
            self.world.new_visit()

    @rule(which=WHICH, manner=MANNERS, blows=BLOWS)
    def pay(self, which: int, manner: Manner, blows: dict[int, Blow]) -> None:
        """Charge a visit, paid already or not, and something may befall us."""
        visits = self.world.visits
        self.world.pay(visits[which % len(visits)], manner, Fate(dict(blows)))

    @rule(which=WHICH, manner=MANNERS, places=PLACES, foreign=st.booleans())
    def pay_and_clear_up(self, which: int, manner: Manner, places: dict[str, Blow], foreign: bool) -> None:
        """Charge, lose the terminal at a place that matters, and clear up at once; the customer may be slow."""
        office = self.world
        office.pay(office.visits[which % len(office.visits)], manner, fate_at(places, "0601"))
        self._clear_up(foreign=foreign)

    @rule(which=WHICH, kind=st.sampled_from(list(GIVE_BACK)), manner=MANNERS, blows=BLOWS)
    def give_back(self, which: int, kind: Movement, manner: Manner, blows: dict[int, Blow]) -> None:
        """Give a payment back, given back already or not, and something may befall us."""
        visits = self.world.visits
        self.world.give_back(visits[which % len(visits)], kind, manner, Fate(dict(blows)))

    @rule(
        which=WHICH,
        kind=st.sampled_from(list(GIVE_BACK)),
        manner=MANNERS,
        places=PLACES,
        foreign=st.booleans(),
    )
    def give_back_and_clear_up(
        self, which: int, kind: Movement, manner: Manner, places: dict[str, Blow], foreign: bool
    ) -> None:
        """Give a payment back that was just made, lose the terminal at a place that matters, and clear up at once."""
        office = self.world
        claim = office.visits[which % len(office.visits)]
        office.wait_until_quiet()
        office.acknowledge()
        office.pay(claim)
        office.give_back(claim, kind, manner, fate_at(places, GIVE_BACK[kind]))
        self._clear_up(foreign=foreign)

    @rule(manner=MANNERS, blows=BLOWS)
    def close_day(self, manner: Manner, blows: dict[int, Blow]) -> None:
        """Close the terminal's day, and something may befall us."""
        self.world.close_day(manner, Fate(dict(blows)))

    @rule(manner=MANNERS, places=PLACES)
    def close_day_and_clear_up(self, manner: Manner, places: dict[str, Blow]) -> None:
        """Close the day, lose the terminal at a place that matters, and clear up at once."""
        self.world.close_day(manner, fate_at(places, "0650"))
        self._clear_up(foreign=False)

    def _clear_up(self, *, foreign: bool) -> None:
        """Ask at once; before that somebody else may pay."""
        office = self.world
        if foreign and not office.profile.exclusive:
            office.wait_until_quiet()
            office.terminal.pay_elsewhere(CENTS)
        office.recover()
        office.wait_until_quiet()

    @rule()
    def time_passes(self) -> None:
        """Nothing happens for a while."""
        self.world.wait_until_quiet()

    @rule(which=WHICH)
    def pay_undisturbed(self, which: int) -> None:
        """Charge a visit."""
        visits = self.world.visits
        self.world.pay(visits[which % len(visits)])

    @rule(blows=BLOWS)
    def recover(self, blows: dict[int, Blow]) -> None:
        """Ask the terminal, and something may befall us."""
        self.world.recover(Fate(dict(blows)))

    @rule()
    def recover_undisturbed(self) -> None:
        """Ask the terminal."""
        self.world.recover()

    @rule()
    def leave_to_people(self) -> None:
        """Give up asking."""
        self.world.leave_to_people()

    @rule()
    def decide(self) -> None:
        """Two people look and decide."""
        self.world.decide_all()

    @rule()
    def look_at_the_terminal(self) -> None:
        """The team lead releases a terminal that was stopped."""
        self.world.acknowledge()

    @rule(which=WHICH)
    def settle_otherwise(self, which: int) -> None:
        """Let a customer pay later, by notice."""
        visits = self.world.visits
        self.world.settle_otherwise(visits[which % len(visits)])

    @rule(which=WHICH)
    def take_over(self, which: int) -> None:
        """Another counter goes on with a visit; the first one tries to charge it all the same."""
        visits = self.world.visits
        before = visits[which % len(visits)]
        self.world.take_over(before)
        demand(self.world.pay(before) in ("ClaimLost", "PaymentBlocked", "TerminalInUse"), "a zombie charged")

    @rule()
    def restart(self) -> None:
        """End the program and start it again."""
        self.world.restart()

    # ------------------------------------------------------------ programs

    @rule(which=WHICH)
    def a_second_program_pays(self, which: int) -> None:
        """A second program on the same machine has to keep away from a terminal in use."""
        self.world.recover()
        first = self.world.program()
        second = Program(self.world, first.folder)
        visits = self.world.visits
        claim = visits[which % len(visits)]
        try:
            second.payments.start(claim, self.world.till.lines(claim), Watcher())
        except REFUSALS as refusal:
            demand(isinstance(refusal, TerminalInUse) or refusal.args[0].startswith("Hier ist"), str(refusal))
        finally:
            second.end()

    @rule(which=WHICH, other=WHICH, point=st.integers(0, 45), manner=MANNERS)
    def a_frozen_program_wakes_up(self, which: int, other: int, point: int, manner: Manner) -> None:
        """While one stands still, another one whose lock is not the same takes over, then the first goes on."""
        visits = self.world.visits
        claim, second_claim = visits[which % len(visits)], visits[other % len(visits)]

        def meanwhile() -> None:
            self.world.pay_with_another_program(second_claim)

        self.world.pay(claim, manner, Fate({point: Blow.FREEZE}, on_freeze=meanwhile))
        self.world.restart()

    # ------------------------------------------------------------ the terminal

    @precondition(lambda self: not self.world.profile.exclusive)
    @rule(cents=st.sampled_from([CENTS, CENTS, 100]))
    def somebody_else_pays(self, cents: int) -> None:
        """Another till charges at the same terminal."""
        self.world.terminal.pay_elsewhere(cents)

    @precondition(lambda self: not self.world.profile.exclusive)
    @rule(which=WHICH)
    def somebody_reverses_at_the_device(self, which: int) -> None:
        """A payment is reversed at the terminal itself: from then on its visit is for people to look at."""
        paid = [entry for entry in self.world.terminal.entries if entry.stands]
        if paid:
            entry = paid[which % len(paid)]
            self.world.terminal.reverse_at_device(entry)
            if entry.given_back and entry.visit is not None:
                self.world.documented.add(entry.visit)

    @rule(clear=st.booleans())
    def the_day_ends_at_the_device(self, clear: bool) -> None:
        """Somebody closes the day at the terminal itself."""
        self.world.terminal.end_day(clear=clear)

    @rule(number=st.sampled_from([9999, 9998]))
    def receipt_numbers_wrap(self, number: int) -> None:
        """The next numbers are 9999, 0001, …"""
        self.world.terminal.next_receipt = number

    @rule(new=st.booleans())
    def the_terminal_is_swapped(self, new: bool) -> None:
        """Another terminal, with or without a history, stands there for one payment; then the first again."""
        office = self.world
        first = office.terminal
        other = ModelTerminal(office.clock, tid="52500002")
        if not new:
            other.pay_elsewhere(CENTS)
        office.replace_terminal(other)
        office.pay(office.visits[0])
        office.replace_terminal(first)
        demand(not any(entry.owner for entry in other.entries if entry.stands), "charged at another terminal")

    # ------------------------------------------------------------ the store

    @precondition(lambda self: self.backup is None)
    @rule()
    def back_up(self) -> None:
        """Copy the store while no payment is open, and not before the terminal has been used for the first time.

        A store that knows nothing of its terminal takes it as it is.
        """
        till = self.world.till
        if till.journal().last_known(till.terminal) is None:
            return
        if all(payment.is_final for payment in self.world.payments()):
            self.backup = back_up(self.world)

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        """Put the copy back."""
        if self.backup is not None:
            restore(self.world, self.backup)

    # ------------------------------------------------------------ what must hold

    @invariant()
    def money_is_where_the_journal_says(self) -> None:
        """Compare the terminal with the journal."""
        counted["steps"] += 1
        self.steps += 1
        if hasattr(self, "world"):
            self.world.check()
