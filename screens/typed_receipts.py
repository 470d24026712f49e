"""Asking for the receipt of what was begun at a terminal without a link, on any screen."""

from collections.abc import Callable

from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment
from clerk.domain.typed_receipt import BadlyTyped, TypedField, read_receipt, read_totals
from clerk.locale import _
from clerk.services.movement_messages import movement_name
from clerk.services.typed_payment import TypedPayments, WithoutMoney, awaits_receipt
from screens import sentences
from screens.modals.ask import Answer, AskScreen
from screens.modals.typed_payment import ReceiptForm, Typed, TypedPaymentScreen
from screens.place import Place

_ENTER_RECEIPT, _TO_PEOPLE = "receipt", "people"


class TypedReceipts:
    """Asks for receipts at *screen*; *ended* gets a movement in the state it came to."""

    def __init__(self, screen: Place, typed: TypedPayments, ended: Callable[[Payment], None]) -> None:
        self._place = screen
        self._typed = typed
        self._ended = ended

    @classmethod
    def for_place(cls, screen: Place, ended: Callable[[Payment], None]) -> "TypedReceipts | None":
        """Return one for the terminal of a place, ``None`` if that has a link, or there is none."""
        card = screen.workstation.card
        return cls(screen, card.typed, ended) if card and card.typed else None

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
        self._place.app.push_screen(form)

    def otherwise(self, movement: Payment, form: TypedPaymentScreen | None = None) -> None:
        """Ask what happened at the terminal instead; *form* is the one that lies over the screen."""

        def chosen(answer: str | None) -> None:
            if answer == _ENTER_RECEIPT and form is None:
                self.ask(movement)
            elif answer == _TO_PEOPLE:
                self._end(form, lambda: self._typed.leave_to_people(movement))
            elif answer in set(WithoutMoney):
                self._end(form, lambda: self._typed.not_done(movement, WithoutMoney(answer)))

        self._place.app.push_screen(_question(movement), chosen)

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
                self._place.failed(error)
            elif isinstance(error, BadlyTyped):
                form.refuse(error.field, str(error))
            else:
                form.refuse(None, sentences.of_error(error))

        self._place.background.run(work, ended, failed)


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
        _("{what}: wie ist es ausgegangen?").format(what=named(movement)), answers=answers, detail=detail
    )


def named(movement: Payment) -> str:
    """Return what was begun, with its amount."""
    name = movement_name(movement.kind)
    if movement.kind is Movement.END_OF_DAY:
        return name
    return _("{movement} über {amount}").format(movement=name, amount=format_cents(movement.amount_cents))
