"""The customer pays at the cash office: sent there, and back with its receipt number or without."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.money import format_cents
from clerk.domain.settlement import awaited_from_cash_office, open_cents
from clerk.domain.visit import ParkReason
from clerk.locale import _
from screens.modals.ask import Answer, AskScreen
from screens.modals.cash_receipt import CashReceiptScreen

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class CashOfficeActs:
    """Notes what is paid at the cash office, and asks how it went before anything else is done with it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._workstation = screen.workstation

    @property
    def is_awaited(self) -> bool:
        """Whether the customer was sent to the cash office and nobody has said how it went."""
        return self._desk.is_open and bool(awaited_from_cash_office(self._desk.require().visit.lines))

    def send(self) -> None:
        """Park the visit while the customer pays what is open at the cash office."""
        held, share = self._desk.require(), self._screen.payment.payers.share()
        if not share.lines:
            self._screen.say(
                _("Was an der Kasse zu zahlen ist, steht erst fest, wenn der Antrag bestätigt ist: F6.")
            )
            return
        sentence = _("{ticket} geparkt: {amount} sind an der Kasse zu zahlen.").format(
            ticket=held.visit.ticket, amount=format_cents(open_cents(share.lines))
        )

        def work() -> None:
            self._workstation.settle.send_to_cash_office(held, [line.id for line in share.lines])
            self._workstation.set_aside.park(held, ParkReason.CASH_OFFICE)

        self._screen.in_turn(work, lambda _none: self._screen.gone(sentence))

    def came_back(self) -> None:
        """Ask whether it was paid there; then the receipt number settles it, or it is to be paid here again."""
        lines = awaited_from_cash_office(self._desk.require().visit.lines)
        answers = [
            Answer("paid", _("ja, Belegnummer eingeben")),
            Answer("not_paid", _("nein, nicht bezahlt: andere Zahlungsart"), "n"),
        ]
        amount = format_cents(open_cents(lines))
        question = _("{amount} an der Kasse bezahlt?").format(amount=amount)

        def decided(answer: str | None) -> None:
            if answer == "paid":
                self.ask_number(
                    amount, lambda number: self._desk.back_from_cash_office(number, self._settled)
                )
            elif answer == "not_paid":
                self._desk.back_from_cash_office(None, self._screen.show_visit)

        self._screen.app.push_screen(AskScreen(question, answers=answers), decided)

    def ask_number(self, what: str, then: Callable[[str], None]) -> None:
        """Ask for the receipt number of the cash office; *what* says which amount it stands for, and why."""

        def given(number: str | None) -> None:
            if number is not None:
                then(number)

        self._screen.app.push_screen(CashReceiptScreen(what, self._workstation.settle.receipt_number), given)

    def _settled(self) -> None:
        self._screen.show_visit()
        self._screen.printing.receipt()
