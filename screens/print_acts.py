"""Receipts and slips of the open visit, and what is known of the printer."""

from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.domain.slip import Language
from clerk.locale import _
from clerk.services.print_out import Printed, Queued
from screens import sentences
from screens.modals.slip_language import ask_slip_language
from screens.receipt_printing import ReceiptPrinting
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class PrintActs(ReceiptPrinting):
    """What is printed for a visit; what is known of its receipt stays on the payment step."""

    def __init__(self, screen: "DeskScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._note: str | None = None
        self._last: int | None = None

    @property
    def note(self) -> str | None:
        """What is known of the visit's receipt, ``None`` while there is none."""
        return self._note

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
            self._screen.background.alongside(self._print_left_over, self._caught_up, self._failed)
        else:
            self._screen.background.alongside(lambda: self._print_out.copy(last), self._printed, self._failed)

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
        self._note = _("Beleg {number} gedruckt; Strg+R druckt eine Kopie.").format(number=printed.number)
        super()._printed(printed)
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
        super()._ask_to_sign(printed)

    def _caught_up(self, printed: list[Printed]) -> None:
        if printed:
            self._caught_up_by_itself(printed)
        else:
            self._faulty = False
            self._screen.say(_("Es ist nichts nachzudrucken."))

    def _failed(self, error: Exception) -> None:
        super()._failed(error)
        self._note = _("{problem} Der Beleg ist gespeichert; nachdrucken mit Strg+R.").format(
            problem=sentences.of_error(error)
        )
        self._screen.say(self._note, Weight.ERROR)
        self._screen.show_visit()
