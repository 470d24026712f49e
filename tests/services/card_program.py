"""A running program at a till, as a process of its own would have it, against a simulated terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from clerk.domain.payment import Movement, Payment
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import Claim
from clerk.services.card_desk import CardDesk
from clerk.services.pay import CardPayments
from clerk.services.recover_payment import RecoverPayments
from clerk.services.terminal_check import TerminalCheck
from integrations.zvt.sim_ledger import read_ledger
from tests.integrations.zvt.paying import terminal_at
from tests.integrations.zvt.simulator_process import SimulatedTerminal
from tests.services.till import CLERK, TID, Till, Watcher


@dataclass
class Desk:
    """The services of one running program."""

    payments: CardPayments
    recovery: RecoverPayments
    check: TerminalCheck
    card: CardDesk
    journal: StoredPaymentJournal
    till: Till

    def pay(self, claim: Claim) -> Payment:
        """Charge all of a visit."""
        return self.payments.start(claim, self.till.lines(claim), Watcher())

    def give_back(self, payment: Payment, kind: Movement = Movement.REVERSAL) -> Payment:
        """Give a payment back."""
        return self.card.give_back.run(payment, kind, CLERK.account, Watcher())

    def close_day(self) -> Payment:
        """Close the terminal's period."""
        return self.card.end_of_day.run(CLERK.account, Watcher())


@contextmanager
def program(till: Till, port: int, **profile: object) -> Iterator[Desk]:
    """Run a program at the till, from its start to its end."""
    journal = till.journal()
    with terminal_at(port, **profile) as terminal:
        card = CardDesk.of(terminal, till.terminal, TID, journal)
        yield Desk(card.payments, card.recovery, card.check, card, journal, till)
    journal.close()


def standing(simulator: SimulatedTerminal) -> list[int]:
    """Return the cents of everything that the terminal charged and kept."""
    return [entry.cents for entry in read_ledger(simulator.ledger) if entry.stands]
