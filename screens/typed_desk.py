"""A card terminal without a link: what was begun there is ended by what the clerk types from its receipt."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.domain.settlement import ChargedLine
from clerk.locale import _
from clerk.ports import PaymentProgress
from clerk.services.card_desk import CardDesk
from clerk.services.typed_payment import TypedPayments, awaits_receipt
from screens.typed_receipts import TypedReceipts, named
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class TypedDesk(TypedReceipts):
    """Begins payments too, and tells the desk how such a terminal stands."""

    def __init__(
        self, screen: "DeskScreen", card: CardDesk, typed: TypedPayments, ended: Callable[[Payment], None]
    ) -> None:
        super().__init__(screen, typed, ended)
        self._screen = screen
        self._card = card

    @classmethod
    def at(cls, screen: "DeskScreen", ended: Callable[[Payment], None]) -> "TypedDesk | None":
        """Return one for the terminal of this place, ``None`` if that has a link, or there is none."""
        card = screen.workstation.card
        return cls(screen, card, card.typed, ended) if card and card.typed else None

    def system_state(self, payment: Payment | None) -> SystemState:
        """Return the state of the terminal in words; *payment* is the one of the open visit."""
        if payment is None or payment.is_final:
            return SystemState(_("EC-Terminal ohne Verbindung"))
        if awaits_receipt(payment):
            return SystemState(_("EC-Terminal: Beleg fehlt noch"), SystemLevel.WARN)
        return SystemState(_("EC-Terminal: Zahlung ungeklärt"), SystemLevel.WARN)

    def at_start(self) -> None:
        """Take the terminal over, and say if something begun there belongs to another visit (payment rule 14)."""
        recovery = self._card.recovery
        self._screen.background.run(lambda: recovery.take_over(_quiet), self._left_open, self._screen.failed)

    def _left_open(self, movements: tuple[Payment, ...]) -> None:
        held = self._screen.desk.held
        for movement in movements:
            if movement.locks_terminal and (held is None or held.visit.id != movement.visit):
                sentence = _(
                    "Am Kartenterminal ist noch begonnen: {what}. Erst mit dem Beleg dazu geht dort wieder etwas."
                )
                self._screen.say(sentence.format(what=named(movement)), Weight.WARNING)

    # ------------------------------------------------------------ begun, asked, ended

    def begin(self, lines: Sequence[ChargedLine]) -> None:
        """Write down that *lines* are charged, then tell the clerk to do it."""
        claim = self._screen.desk.require().claim

        def begun(payment: Payment) -> None:
            self._ended(payment)
            self.ask(payment, again=False)

        self._screen.in_turn(lambda: self._card.payments.start(claim, lines, _quiet), begun)


def _quiet(progress: PaymentProgress) -> None:
    """Nothing is told by a terminal without a link."""
