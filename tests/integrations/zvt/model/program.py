"""A program at a counter: the real services, the real journal, the real terminal code, and what befalls it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.ports import ClaimLost, LeaseLost, PaymentBlocked, StoreUnavailable, TerminalInUse, TerminalSilent
from clerk.services.card_desk import CardDesk
from integrations.zvt.terminal import ZvtTerminal
from tests.integrations.zvt.model.line import Died, Fate, FatefulJournal, dial
from tests.services.till import TID

if TYPE_CHECKING:
    from tests.integrations.zvt.model.world import World

REFUSALS = (PaymentBlocked, TerminalInUse, StoreUnavailable, LeaseLost, TerminalSilent, ClaimLost)
"""What a clerk is told when something does not go."""


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
        self.desk = CardDesk.of(self.terminal, till.terminal, TID, self.journal)
        self.payments, self.recovery = self.desk.payments, self.desk.recovery

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
