"""Receipts printed beside what a person does, what is known of the printer, and what it has left over."""

from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.locale import _
from clerk.ports import PrinterFault
from clerk.services.print_out import Printed
from screens import sentences
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.work_frame import WorkFrame

_TRY_AGAIN_SECONDS = 30.0


class ReceiptPrinting:
    """Prints in the background and tells how it went; a fault of the printer stops nothing and is tried again."""

    def __init__(self, screen: "WorkFrame") -> None:
        self._frame = screen
        self._print_out = screen.workstation.print_out
        self._faulty = False
        self._trying_again = False
        self._stornos_owed: list[tuple[Payment, str]] = []

    def system_state(self) -> SystemState:
        """Return the state of the printer."""
        if self._faulty:
            return SystemState(_("Drucker gestört, Belege sind gespeichert"), SystemLevel.DOWN)
        return SystemState(_("Drucker bereit"))

    def storno(self, movement: Payment, reason: str) -> None:
        """Print the receipt over what was given back."""

        def failed(error: Exception) -> None:
            self._stornos_owed.append((movement, reason))
            self._failed(error)

        self._frame.background.alongside(
            lambda: self._print_out.storno_receipt(movement, reason), self._printed, failed
        )

    def catch_up(self) -> None:
        """Print what an earlier run or a fault has left over, without a word if there is nothing."""
        self._trying_again = False
        self._frame.background.alongside(self._print_left_over, self._caught_up_by_itself, self._still_faulty)

    def _print_left_over(self) -> list[Printed]:
        printed = []
        while self._stornos_owed:
            movement, reason = self._stornos_owed[0]
            printed.append(self._print_out.storno_receipt(movement, reason))
            self._stornos_owed.pop(0)
        return printed + self._print_out.catch_up()

    def _caught_up_by_itself(self, printed: list[Printed]) -> None:
        if not printed:
            return
        self._faulty = False
        numbers = ", ".join(document.number for document in printed)
        self._frame.say(_("Nachgedruckt: {numbers}").format(numbers=numbers))
        for document in printed:
            self._ask_to_sign(document)

    def _printed(self, printed: Printed) -> None:
        self._faulty = False
        self._frame.mention(_("Beleg {number} gedruckt.").format(number=printed.number))
        self._ask_to_sign(printed)

    def _ask_to_sign(self, printed: Printed) -> None:
        if printed.to_be_signed:
            self._frame.say(_("Unterschrift auf dem Händlerbeleg einholen."), Weight.WARNING)

    def _failed(self, error: Exception) -> None:
        self._frame.say(
            _("{problem} Der Beleg ist gespeichert und wird nachgedruckt.").format(
                problem=sentences.of_error(error)
            ),
            Weight.ERROR,
        )
        self._faulty = True
        self._still_faulty(error)

    def _still_faulty(self, error: Exception) -> None:
        """Show a fault of the printer in the status line, and try again by itself."""
        self._faulty = self._faulty or isinstance(error, PrinterFault)
        if not self._trying_again:
            self._trying_again = True
            self._frame.set_timer(_TRY_AGAIN_SECONDS, self.catch_up)
