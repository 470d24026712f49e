"""What every movement at a card terminal has in common: alone there, cleared up first, on disk before it is sent."""

from dataclasses import dataclass

from clerk.domain.payment import Payment
from clerk.ports import CardTerminal, PaymentJournal, PaymentListener, PaymentOrder
from clerk.services.recover_payment import RecoverPayments


@dataclass(frozen=True, slots=True)
class AtTerminal:
    """One terminal at work: the journal knows it as ``id``, the payment network as ``tid``."""

    terminal: CardTerminal
    id: int
    tid: str
    journal: PaymentJournal
    recovery: RecoverPayments

    def carry_out(self, order: PaymentOrder, listener: PaymentListener) -> Payment:
        """Do what *order* says and return it when its dialogue is over; an unclear one comes back unclear.

        Raises ``PaymentBlocked``, ``TerminalInUse``, ``ClaimLost``, ``StoreUnavailable``, ``LeaseLost``.
        """
        with self.recovery.terminal_to_oneself(or_wait=False):
            self.recovery.take_over(listener)
            return self.terminal.carry_out(self.journal.open(order), self.journal, listener)
