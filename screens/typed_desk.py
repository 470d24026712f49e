"""A card terminal without a link: what was begun there is ended by what the clerk types from its receipt."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment
from clerk.domain.settlement import ChargedLine
from clerk.domain.typed_receipt import BadlyTyped, TypedField, read_receipt, read_totals
from clerk.locale import _
from clerk.ports import PaymentProgress
from clerk.services.card_desk import CardDesk
from clerk.services.movement_messages import movement_name
from clerk.services.typed_payment import TypedPayments, WithoutMoney, awaits_receipt
from screens import sentences
from screens.modals.ask import Answer, AskScreen
from screens.modals.typed_payment import ReceiptForm, Typed, TypedPaymentScreen
from screens.widgets.message_line import Weight
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_ENTER_RECEIPT, _TO_PEOPLE = "receipt", "people"


class TypedDesk:
    """Begins payments and asks for their receipts; *ended* gets a movement in the state it came to."""

    def __init__(
        self, screen: "DeskScreen", card: CardDesk, typed: TypedPayments, ended: Callable[[Payment], None]
    ) -> None:
        self._screen = screen
        self._card = card
        self._typed = typed
        self._ended = ended

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
                self._screen.say(sentence.format(what=_named(movement)), Weight.WARNING)

    # ------------------------------------------------------------ begun, asked, ended

    def begin(self, lines: Sequence[ChargedLine]) -> None:
        """Write down that *lines* are charged, then tell the clerk to do it."""
        claim = self._screen.desk.require().claim

        def begun(payment: Payment) -> None:
            self._ended(payment)
            self.ask(payment, again=False)

        self._screen.in_turn(lambda: self._card.payments.start(claim, lines, _quiet), begun)

    def ask(self, movement: Payment, *, again: bool = True) -> None:
        """Ask for the receipt of an open movement; what no receipt here can end is left to two people.

        *again* says that somebody may have been at the terminal already.
        """
        if not awaits_receipt(movement):
            self._end(None, lambda: self._typed.leave_to_people(movement))
            return
        form = TypedPaymentScreen(
            receipt_form(movement, again=again),
            lambda typed: self._book(movement, form, typed),
            lambda: self.otherwise(movement, form),
        )
        self._screen.app.push_screen(form)

    def otherwise(self, movement: Payment, form: TypedPaymentScreen | None = None) -> None:
        """Ask what happened at the terminal instead; *form* is the one that lies over the screen."""

        def chosen(answer: str | None) -> None:
            if answer == _ENTER_RECEIPT and form is None:
                self.ask(movement)
            elif answer == _TO_PEOPLE:
                self._end(form, lambda: self._typed.leave_to_people(movement))
            elif answer in set(WithoutMoney):
                self._end(form, lambda: self._typed.not_done(movement, WithoutMoney(answer)))

        self._screen.app.push_screen(_question(movement), chosen)

    def _book(self, movement: Payment, form: TypedPaymentScreen, typed: Typed) -> None:
        def book() -> Payment:
            if movement.kind is Movement.END_OF_DAY:
                totals = read_totals(*(typed[field] for field in _DAY))
                return self._typed.day_closed(movement, totals)
            receipt = read_receipt(typed[TypedField.RECEIPT], typed[TypedField.AMOUNT])
            return self._typed.done(movement, receipt)

        self._end(form, book)

    def _end(self, form: TypedPaymentScreen | None, work: Callable[[], Payment]) -> None:
        def ended(movement: Payment) -> None:
            if form is not None:
                form.leave()
            self._ended(movement)

        def failed(error: Exception) -> None:
            if form is None or not form.is_current:
                self._screen.failed(error)
            elif isinstance(error, BadlyTyped):
                form.refuse(error.field, str(error))
            else:
                form.refuse(None, sentences.of_error(error))

        self._screen.background.run(work, ended, failed)


_DAY = (TypedField.AMOUNT, TypedField.COUNT, TypedField.FIRST, TypedField.LAST)


def receipt_form(movement: Payment, *, again: bool) -> ReceiptForm:
    """Return the form for the receipt of a movement."""
    if movement.kind is Movement.END_OF_DAY:
        names = (_("Summe"), _("Anzahl Buchungen"), _("erste Belegnummer"), _("letzte Belegnummer"))
        return ReceiptForm(
            movement_name(movement.kind), "", _task(movement), dict(zip(_DAY, names, strict=True))
        )
    title = movement_name(movement.kind)
    task = _task(movement)
    if again and movement.kind is Movement.PAYMENT:
        title = _("Zahlung war begonnen: was steht auf dem Beleg?")
        task = _("Erst am Terminal nachsehen. Ist schon kassiert, nicht noch einmal.\nVom Beleg abschreiben:")
    labels = {TypedField.RECEIPT: _("Belegnummer"), TypedField.AMOUNT: _("Betrag laut Beleg")}
    return ReceiptForm(title, format_cents(movement.amount_cents), task, labels)


def _task(movement: Payment) -> str:
    match movement.kind:
        case Movement.PAYMENT:
            return _("Diesen Betrag am Kartenterminal eingeben und kassieren.\nDanach vom Beleg abschreiben:")
        case Movement.REVERSAL:
            receipt = movement.original.receipt if movement.original else None
            return _(
                "Am Kartenterminal Beleg {receipt} stornieren.\nDanach vom Stornobeleg abschreiben:"
            ).format(receipt=receipt or "–")
        case Movement.REFUND:
            return _("Diesen Betrag am Kartenterminal gutschreiben.\nDanach vom Beleg abschreiben:")
        case Movement.END_OF_DAY:
            return _("Am Kartenterminal den Kassenschnitt machen.\nDanach von dessen Beleg abschreiben:")


def _question(movement: Payment) -> AskScreen:
    answers = [Answer(_ENTER_RECEIPT, _("Beleg eingeben"))]
    if movement.kind is Movement.PAYMENT:
        answers.append(Answer(WithoutMoney.DECLINED, _("abgelehnt, nichts belastet"), "a"))
        answers.append(Answer(WithoutMoney.STOPPED, _("abgebrochen, nichts belastet"), "b"))
    else:
        answers.append(Answer(WithoutMoney.STOPPED, _("nicht ausgeführt"), "n"))
    answers.append(Answer(_TO_PEOPLE, _("unklar: zu zweit entscheiden"), "z"))
    detail = _(
        "Hat das Terminal einen Beleg gedruckt, gehört er hier eingegeben: sonst wird doppelt belastet."
    )
    return AskScreen(
        _("{what}: wie ist es ausgegangen?").format(what=_named(movement)), answers=answers, detail=detail
    )


def _named(movement: Payment) -> str:
    name = movement_name(movement.kind)
    if movement.kind is Movement.END_OF_DAY:
        return name
    return _("{movement} über {amount}").format(movement=name, amount=format_cents(movement.amount_cents))


def _quiet(progress: PaymentProgress) -> None:
    """Nothing is told by a terminal without a link."""
