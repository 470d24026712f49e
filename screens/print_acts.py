"""Receipts and slips of the open visit, and what is known of the printer."""

from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.domain.slip import Language
from clerk.locale import _
from clerk.ports import PrinterFault
from clerk.services.print_out import Printed, Queued
from screens import sentences
from screens.modals.slip_language import ask_slip_language
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


_TRY_AGAIN_SECONDS = 30.0


class PrintActs:
    """Prints in the background and tells how it went; a fault of the printer never stops the visit."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._print_out = screen.workstation.print_out
        self._faulty = False
        self._trying_again = False
        self._note: str | None = None
        self._last: int | None = None

    @property
    def note(self) -> str | None:
        """What is known of the visit's receipt, ``None`` while there is none."""
        return self._note

    def system_state(self) -> SystemState:
        """Return the state of the printer."""
        if self._faulty:
            return SystemState(_("Drucker gestört, Belege sind gespeichert"), SystemLevel.DOWN)
        return SystemState(_("Drucker bereit"))

    def forget(self) -> None:
        """The visit has left."""
        self._note = None

    def look_up(self, visit: int) -> None:
        """Find out whether a visit taken up again has a receipt already, and print one that is owed."""
        self._last = visit
        self._screen.background.run(
            lambda: (self._print_out.number_of(visit), self._print_out.owes_receipt(visit)),
            self._found,
            self._screen.failed,
        )

    def _found(self, found: tuple[str | None, bool]) -> None:
        number, owed = found
        if owed and self._screen.desk.is_serving:
            self.receipt()
        elif number is not None:
            self._note = _("Beleg {number}; Strg+R druckt eine Kopie.").format(number=number)
            self._screen.show_visit()

    def receipt(self) -> None:
        """Print the receipt of the open visit; a second time it is a copy."""
        held = self._screen.desk.require()
        self._last = held.claim.visit
        # asked for in turn, while the visit is ours; the printer may take its time
        self._screen.background.run(lambda: self._print_out.queue(held), self._print, self._failed)

    def _print(self, queued: Queued) -> None:
        self._screen.background.alongside(
            lambda: self._print_out.print_queued(queued), self._printed, self._failed
        )

    def storno(self, movement: Payment, reason: str) -> None:
        """Print the receipt over what was given back."""
        self._screen.background.alongside(
            lambda: self._print_out.storno_receipt(movement, reason), self._printed, self._failed
        )

    def of_terminal(self, payment: Payment) -> None:
        """Print what the terminal wants printed of a payment that came to nothing."""
        self._screen.background.alongside(
            lambda: self._print_out.terminal_receipts(payment), self._terminal_printed, self._failed
        )

    def again(self) -> None:
        """Print what a printer fault has left over, else the last receipt once more."""
        held, last = self._screen.desk.held, self._last
        if held is not None and held.visit.settled_here:
            self.receipt()
        elif self._faulty or last is None:
            self._screen.background.alongside(self._print_out.catch_up, self._caught_up, self._failed)
        else:
            self._screen.background.alongside(lambda: self._print_out.copy(last), self._printed, self._failed)

    def catch_up(self) -> None:
        """Print what an earlier run or a fault has left over, without a word if there is nothing."""
        self._trying_again = False
        self._screen.background.alongside(
            self._print_out.catch_up, self._caught_up_by_itself, self._still_faulty
        )

    def slip(self) -> None:
        """Ask for the language, then print what the customer has to bring."""
        self._screen.app.push_screen(ask_slip_language(), self._print_slip)

    def _print_slip(self, language: str | None) -> None:
        if language is None:
            return
        visit, views = self._screen.desk.require().visit, self._screen.desk.views
        self._screen.background.run(
            lambda: self._print_out.slip(visit, views, Language(language)),
            lambda _path: self._slip_printed(),
            self._failed,
        )

    def _slip_printed(self) -> None:
        self._faulty = False
        self._screen.say(_("Hinweisblatt gedruckt."))

    def _printed(self, printed: Printed) -> None:
        self._faulty = False
        self._note = _("Beleg {number} gedruckt; Strg+R druckt eine Kopie.").format(number=printed.number)
        self._screen.say(_("Beleg {number} gedruckt.").format(number=printed.number))
        self._ask_to_sign(printed)
        self._screen.show_visit()

    def _terminal_printed(self, printed: Printed | None) -> None:
        if printed is not None:
            self._faulty = False
            self._screen.say(_("Beleg des Kartenterminals gedruckt."))
            self._ask_to_sign(printed)

    def _ask_to_sign(self, printed: Printed) -> None:
        if printed.to_be_signed:
            self._note = _("Unterschrift auf dem Händlerbeleg einholen; er bleibt im Amt. {note}").format(
                note=self._note or ""
            )
            self._screen.say(_("Unterschrift auf dem Händlerbeleg einholen."), Weight.WARNING)

    def _caught_up(self, printed: list[Printed]) -> None:
        if printed:
            self._caught_up_by_itself(printed)
        else:
            self._faulty = False
            self._screen.say(_("Es ist nichts nachzudrucken."))

    def _caught_up_by_itself(self, printed: list[Printed]) -> None:
        if not printed:
            return
        self._faulty = False
        numbers = ", ".join(document.number for document in printed)
        self._screen.say(_("Nachgedruckt: {numbers}").format(numbers=numbers))
        for document in printed:
            self._ask_to_sign(document)

    def _failed(self, error: Exception) -> None:
        self._note = _("{problem} Der Beleg ist gespeichert; nachdrucken mit Strg+R.").format(
            problem=sentences.of_error(error)
        )
        self._screen.say(self._note, Weight.ERROR)
        self._faulty = True
        self._still_faulty(error)
        self._screen.show_visit()

    def _still_faulty(self, error: Exception) -> None:
        """Show a fault of the printer in the status line, and try again by itself."""
        self._faulty = self._faulty or isinstance(error, PrinterFault)
        if not self._trying_again:
            self._trying_again = True
            self._screen.set_timer(_TRY_AGAIN_SECONDS, self.catch_up)
