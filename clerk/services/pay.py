"""Paying by card at the terminal of this counter."""

from collections.abc import Sequence

from clerk.domain.payment import Movement, Payment
from clerk.domain.settlement import ChargedLine, open_cents
from clerk.locale import _
from clerk.ports import Claim, PaymentBlocked, PaymentListener, PaymentOrder
from clerk.services.at_terminal import AtTerminal


class CardPayments:
    """Card payments at one terminal. Calls block until their end: for worker threads."""

    def __init__(self, at: AtTerminal) -> None:
        self._at = at

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
        order = PaymentOrder(self._at.id, self._at.tid, cents, claim.account, claim, unpaid)
        return self._at.carry_out(order, listener)

    def start_without_visit(self, cents: int, account: int, listener: PaymentListener) -> Payment:
        """Charge an amount that belongs to no visit, for a trial of the terminal; as ``start``."""
        return self._at.carry_out(PaymentOrder(self._at.id, self._at.tid, cents, account), listener)

    def abort(self) -> bool:
        """Ask the terminal to stop the running payment; ``False`` if it can only be stopped at the device.

        How it ends, ``start`` returns: the card may have been charged already.
        """
        return self._at.terminal.abort()

    def state_of(self, visit: int) -> Payment | None:
        """Return what counts now at the terminal for a visit: something open, else the newest payment, if any."""
        movements = self._at.journal.of_visit(visit)
        counting = [one for one in movements if one.is_open or one.kind is Movement.PAYMENT]
        return max(counting, key=lambda one: (one.is_open, one.id), default=None)
