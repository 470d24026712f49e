"""Paying otherwise than by card: which way, with what reason, and once more whether it is to be booked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.money import format_cents
from clerk.domain.settlement import Way, open_cents
from clerk.locale import _
from screens import reasons
from screens.modals.ask import Answer, AskScreen
from screens.modals.reason import GivenReason, ReasonScreen
from screens.widgets.payment_pane import way_name

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class OtherWays:
    """Settles the open fee lines of the visit without the card."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._payment = screen.payment

    def choose(self) -> None:
        """Ask for the way and its reason, or say why there is nothing to choose."""
        if not self._payment.payers.share().lines:
            confirmed = all(view.case.confirmed_at is not None for view in self._desk.views)
            nothing = _("Es ist nichts zu bezahlen.")
            self._screen.say(nothing if confirmed else _("Erst den Antrag bestätigen: F6 öffnet ihn."))
            return
        if self._screen.visit.busy_paying():
            return
        if self._payment.is_unclear:
            self._payment.stop_waiting()
            return
        if self._screen.cash_office.is_awaited:
            self._screen.cash_office.came_back()
            return
        screen = ReasonScreen(
            _("Wie wird stattdessen bezahlt?"), reasons.other_ways(), note_label=_("Bemerkung")
        )
        self._screen.app.push_screen(screen, self._given)

    def _given(self, given: GivenReason | None) -> None:
        if given is None:
            return
        if given.id == reasons.TO_CASH_OFFICE:
            self._screen.cash_office.send()
            return
        way_id, _sep, german_reason = given.id.partition(":")
        way = Way(way_id)
        lines = self._payment.payers.share().lines
        amount = format_cents(open_cents(lines))
        shown = ": ".join(filter(None, (_(german_reason), given.text)))
        kept = ": ".join(filter(None, (german_reason, given.text)))

        def settle(reference: str | None) -> None:
            self._desk.settle(
                [line.id for line in lines],
                way,
                reason=kept,
                reference=reference,
                then=self._screen.printing.receipt,
            )

        if way is Way.CASH_OFFICE:
            # its own question: Enter after the number books it
            self._screen.cash_office.ask_number(f"{amount} · {shown}", settle)
        else:
            self._ask(way, amount, shown, lambda: settle(None))

    def _ask(self, way: Way, amount: str, reason: str, book: Callable[[], None]) -> None:
        question = _("{amount} buchen: {way}?").format(amount=amount, way=way_name(way))
        detail = _("Grund: {reason}\nDanach nimmt es nur noch ein Storno zu zweit zurück.").format(
            reason=reason
        )

        def decided(answer: str | None) -> None:
            if answer is not None:
                book()

        answers = [Answer("book", _("buchen und Beleg drucken"))]
        self._screen.app.push_screen(AskScreen(question, answers=answers, detail=detail), decided)
