"""Paying by card at the terminal of this counter."""

from collections.abc import Sequence

from clerk.domain.payment import Payment
from clerk.domain.settlement import ChargedLine, open_cents
from clerk.locale import _
from clerk.ports import (
    CardTerminal,
    Claim,
    PaymentBlocked,
    PaymentJournal,
    PaymentListener,
    PaymentOrder,
)
from clerk.services.recover_payment import RecoverPayments


class CardPayments:
    """Card payments at one terminal. Calls block until their end: for worker threads."""

    def __init__(
        self,
        terminal: CardTerminal,
        terminal_id: int,
        tid: str,
        journal: PaymentJournal,
        recovery: RecoverPayments,
    ) -> None:
        """Pay at *terminal*, which the journal knows as *terminal_id* and the payment network as *tid*."""
        self._terminal = terminal
        self._terminal_id = terminal_id
        self._tid = tid
        self._journal = journal
        self._recovery = recovery

    def start(self, claim: Claim, lines: Sequence[ChargedLine], listener: PaymentListener) -> Payment:
        """Charge what is open of *lines* and return the payment when its dialogue is over.

        An unclear payment comes back unclear: ``RecoverPayments`` asks about it. Raises ``PaymentBlocked`` (a
        payment is open, nothing is to pay, or the lines changed), ``TerminalInUse``, ``ClaimLost``,
        ``StoreUnavailable``, ``LeaseLost``.
        """
        unpaid = tuple(line.id for line in lines if not line.is_settled)
        cents = open_cents(tuple(lines))
        if not cents:
            raise PaymentBlocked(_("Hier ist nichts zu bezahlen."))
        return self._charge(
            PaymentOrder(self._terminal_id, self._tid, cents, claim.account, claim, unpaid), listener
        )

    def start_without_visit(self, cents: int, account: int, listener: PaymentListener) -> Payment:
        """Charge an amount that belongs to no visit, for a trial of the terminal; as ``start``."""
        return self._charge(PaymentOrder(self._terminal_id, self._tid, cents, account), listener)

    def abort(self) -> bool:
        """Ask the terminal to stop the running payment; ``False`` if it can only be stopped at the device.

        How it ends, ``start`` returns: the card may have been charged already.
        """
        return self._terminal.abort()

    def state_of(self, visit: int) -> Payment | None:
        """Return the payment of a visit that counts now: an open one, else the newest, if there is any."""
        newest_last = sorted(self._journal.of_visit(visit), key=lambda payment: (payment.is_open, payment.id))
        return newest_last[-1] if newest_last else None

    def _charge(self, order: PaymentOrder, listener: PaymentListener) -> Payment:
        with self._recovery.terminal_to_oneself(or_wait=False):
            self._recovery.take_over(listener)
            return self._terminal.carry_out(self._journal.open(order), self._journal, listener)
