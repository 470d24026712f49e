"""Giving a card payment back at the terminal: as a reversal while its period is open, as a refund afterwards."""

from clerk.domain.payment import Movement, Payment
from clerk.ports import PaymentListener, PaymentOrder
from clerk.services.at_terminal import AtTerminal


class GiveBack:
    """Gives payments back at one terminal. Who may ask for it and who confirms it, ``storno`` decides."""

    def __init__(self, at: AtTerminal) -> None:
        self._at = at

    def run(self, payment: Payment, kind: Movement, account: int, listener: PaymentListener) -> Payment:
        """Give *payment* back whole, by *kind*, and return the row of it when its dialogue is over.

        A refund needs the card; neither is ever repeated by itself (payment rule 10). Raises ``PaymentBlocked`` if
        that is impossible, with the way that is left, and what ``AtTerminal.carry_out`` raises.
        """
        order = PaymentOrder(
            self._at.id, self._at.tid, payment.amount_cents, account, kind=kind, original=payment.id
        )
        return self._at.carry_out(order, listener)
