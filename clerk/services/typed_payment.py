"""Card payments at a terminal without a link: begun here, done at the device, typed back from its receipt.

The same lease, the same journal, the same identity as with a link (payment rule 12). They are begun by the services of
every terminal (``CardPayments``, ``GiveBack``, ``EndOfDay``), which come back with a movement that is still open.
"""

from enum import StrEnum

from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.domain.payment_by_hand import EndedAtDevice, ReceiptTyped
from clerk.domain.payment_clearing import FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import PaymentEvent
from clerk.domain.terminal_totals import TerminalTotals
from clerk.domain.typed_receipt import (
    BadlyTyped,
    TypedField,
    TypedReceipt,
    require_amount,
    result_of,
    result_of_day,
)
from clerk.locale import _
from clerk.ports import IdentityTaken, PaymentBlocked
from clerk.services.at_terminal import AtTerminal


class WithoutMoney(StrEnum):
    """How it ended at the device without any money moved."""

    DECLINED = "declined"
    STOPPED = "stopped"


def awaits_receipt(movement: Payment) -> bool:
    """Tell whether a movement at a terminal without a link waits for what its receipt says."""
    return movement.state is PaymentState.SENT


class TypedPayments:
    """Ends the open movements of one terminal by what a person reads there. All calls need the store only."""

    def __init__(self, at: AtTerminal) -> None:
        self._at = at

    def begun(self, kind: Movement) -> Payment | None:
        """Return the movement of this kind that waits for its receipt, as after a crash, if there is one."""
        waiting = (one for one in self._at.journal.open_at(self._at.id) if awaits_receipt(one))
        return next((one for one in waiting if one.kind is kind), None)

    def done(self, movement: Payment, typed: TypedReceipt) -> Payment:
        """Book a payment, reversal or refund with what its receipt says.

        Raises ``BadlyTyped`` if the amount is another one or the receipt number is booked already, and nothing is
        changed then; ``PaymentBlocked`` if the movement does not wait for a receipt any more; what
        ``AtTerminal.carry_out`` raises.
        """
        require_amount(movement, typed)
        taken = BadlyTyped(
            TypedField.RECEIPT,
            _(
                "Diese Belegnummer ist schon gebucht. Bitte die Nummer von diesem Beleg eingeben; "
                "die Zahlung bleibt offen."
            ),
        )
        if self._at.journal.has_receipt(movement, typed.receipt):
            raise taken
        try:
            return self._end(movement, ReceiptTyped(result_of(movement, typed)))
        except IdentityTaken as error:
            raise taken from error

    def day_closed(self, movement: Payment, totals: TerminalTotals) -> Payment:
        """Book an end of day with the totals of its receipt; raises ``PaymentBlocked`` as ``done`` does."""
        return self._end(movement, ReceiptTyped(result_of_day(movement, totals)))

    def not_done(self, movement: Payment, how: WithoutMoney) -> Payment:
        """End a movement of which the device says that no money moved; raises as ``day_closed``."""
        return self._end(movement, EndedAtDevice(stopped=how is WithoutMoney.STOPPED))

    def leave_to_people(self, movement: Payment) -> Payment:
        """Leave a movement of which nobody can say how it ended to two people; its fee lines stay locked.

        Also what was open when the link was taken away. Raises ``PaymentBlocked`` if it is over.
        """
        with self._at.recovery.terminal_to_oneself(or_wait=True):
            current = self._current(movement)
            if not current.can_be_asked:
                raise _over()
            asked = self._at.journal.record(current, RecoveryBegan())
            return self._at.journal.record(asked, FoundUnclear(Reason.NO_RESULT))

    def _end(self, movement: Payment, event: PaymentEvent) -> Payment:
        with self._at.recovery.terminal_to_oneself(or_wait=True):
            current = self._current(movement)
            if not awaits_receipt(current):
                raise _over()
            return self._at.journal.record(current, event)

    def _current(self, movement: Payment) -> Payment:
        if movement.terminal != self._at.id:
            raise PaymentBlocked(
                _(
                    "Begonnen wurde das an einem anderen Kartenterminal. Dort gehört auch der Beleg eingegeben."
                )
            )
        self._at.journal.hold(self._at.id)
        return self._at.journal.get(movement.id)


def _over() -> PaymentBlocked:
    return PaymentBlocked(_("Zu dieser Zahlung ist inzwischen etwas anderes eingetragen."))
