"""Carrying a confirmed storno of a card payment out at the terminal: as a reversal, or as a refund to the card."""

from clerk.domain.payment import WITHOUT_EFFECT, Movement, Payment, PaymentState
from clerk.domain.storno import StornoRequest, Undoing
from clerk.locale import _
from clerk.ports import PaymentJournal, PaymentListener
from clerk.services.give_back import GiveBack
from clerk.services.payment_messages import explain
from clerk.services.storno import Storno, StornoRefused

_MOVEMENTS = {Undoing.REVERSAL: Movement.REVERSAL, Undoing.REFUND: Movement.REFUND}


class StornoAtTerminal:
    """Gives back at one terminal what was confirmed. Calls block until their end: for worker threads."""

    def __init__(self, storno: Storno, give_back: GiveBack, journal: PaymentJournal) -> None:
        self._storno = storno
        self._give_back = give_back
        self._journal = journal

    def run(self, request: StornoRequest, account: int, listener: PaymentListener) -> Payment:
        """Give back what *request* says and return the movement when its dialogue is over.

        What happened is booked by the payment journal, which closes the request. What the terminal refused lets it
        fail, so that it can be asked for again; what never reached the terminal leaves it as it is. Raises
        ``StornoRefused`` for a request that nobody confirmed, and what ``GiveBack.run`` raises.
        """
        payment, kind = request.payment, _MOVEMENTS.get(request.undoing)
        if payment is None or kind is None or self._storno.confirmed_for(payment) is None:
            raise StornoRefused(_("Dieser Storno ist nicht bestätigt, oder schon erledigt."))
        if not request.at_terminal:
            raise StornoRefused(_("Diesen Betrag kann nur die Kasse überweisen."))
        moved = self._give_back.run(self._journal.get(payment), kind, account, listener)
        if moved.state in WITHOUT_EFFECT - {PaymentState.NOT_SENT}:
            self._storno.failed(request.id, explain(moved).sentence)
        return moved
