"""What a clerk types from the receipts of a card terminal that has no link to this program."""

from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.money import format_cents, parse_cents
from clerk.domain.payment import Movement, Payment, TerminalResult
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from clerk.locale import _

_USUAL_DIGITS, _MOST_DIGITS = 4, 6
_MOST_COUNT_DIGITS = 5


class TypedField(StrEnum):
    """Where on the form something is typed."""

    RECEIPT = "receipt"
    AMOUNT = "amount"
    COUNT = "count"
    FIRST = "first"
    LAST = "last"


class BadlyTyped(ValueError):  # noqa: N818 - it is what was typed, not a fault of the program
    """What was typed cannot stand on that receipt; ``str()`` is a sentence for the clerk about ``field``."""

    def __init__(self, field: TypedField, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class TypedReceipt:
    """Receipt number (four digits at least, as terminals print it) and amount in cents, as they were typed."""

    receipt: str
    cents: int


def read_receipt(number: str, amount: str) -> TypedReceipt:
    """Return what was typed from the receipt of a payment, a reversal or a refund; raises ``BadlyTyped``."""
    return TypedReceipt(
        receipt_number(number),
        _cents(amount, empty=_("Bitte den Betrag eingeben, der auf dem Beleg steht.")),
    )


def receipt_number(text: str, field: TypedField = TypedField.RECEIPT) -> str:
    """Return a terminal's receipt number with leading zeros: ``42`` → ``0042``; raises ``BadlyTyped``."""
    digits = text.strip()
    if not digits:
        raise BadlyTyped(field, _("Bitte die Belegnummer vom Beleg des Kartenterminals eingeben."))
    if not _is_number(digits, _MOST_DIGITS) or not int(digits):
        raise BadlyTyped(field, _("Eine Belegnummer hat eine bis sechs Ziffern, zum Beispiel 0042."))
    return str(int(digits)).zfill(_USUAL_DIGITS)


def read_totals(amount: str, count: str, first: str, last: str) -> TerminalTotals:
    """Return what was typed from the receipt of an end of day; raises ``BadlyTyped``.

    All cards are one group, for the groups are not typed. The receipt numbers may be left out: some terminals do not
    print them.
    """
    cents = _cents(amount, empty=_("Bitte die Summe eingeben, die auf dem Kassenschnitt steht."))
    number = count.strip()
    if not _is_number(number, _MOST_COUNT_DIGITS):
        raise BadlyTyped(
            TypedField.COUNT, _("Bitte die Anzahl der Buchungen als Zahl eingeben, 0 wenn es keine gab.")
        )
    if cents and not int(number):
        raise BadlyTyped(
            TypedField.COUNT, _("Ohne Buchung gibt es keine Summe. Bitte mit dem Kassenschnitt vergleichen.")
        )
    return TerminalTotals(
        first_receipt=receipt_number(first, TypedField.FIRST) if first.strip() else None,
        last_receipt=receipt_number(last, TypedField.LAST) if last.strip() else None,
        groups=(GroupTotal(CardGroup.OTHER, int(number), cents),),
    )


def require_amount(movement: Payment, typed: TypedReceipt) -> None:
    """Raise ``BadlyTyped`` unless the receipt says the amount that was wanted.

    Another amount on the receipt means that another amount moved: that is taken back at the terminal, and then it
    did not happen.
    """
    if typed.cents == movement.amount_cents:
        return
    amounts = {"typed": format_cents(typed.cents), "due": format_cents(movement.amount_cents)}
    if movement.kind is Movement.PAYMENT:
        sentence = _(
            "Laut Beleg {typed}, zu zahlen sind {due}. Steht es so auf dem Beleg: am Terminal stornieren, dann F10."
        )
    else:
        sentence = _(
            "Laut Beleg {typed}, zurückzugeben sind {due}. Bitte vergleichen; stimmt der Beleg, hilft F10."
        )
    raise BadlyTyped(TypedField.AMOUNT, sentence.format(**amounts))


def result_of(movement: Payment, typed: TypedReceipt) -> TerminalResult:
    """Return what the terminal would have told, had it a link, as far as it is on the receipt.

    Day and time are not asked, so that the same number is the same transaction as long as the terminal's period
    lasts. Neither is the trace: for a payment the receipt number stands for it, which its reversal names again.
    """
    is_payment = movement.kind is Movement.PAYMENT
    taken_back = movement.original if movement.kind is Movement.REVERSAL else None
    return TerminalResult(
        code=0,
        amount_cents=typed.cents,
        tid=movement.tid,
        receipt=typed.receipt,
        trace=typed.receipt if is_payment else None,
        original_trace=taken_back.trace if taken_back else None,
    )


def result_of_day(movement: Payment, totals: TerminalTotals) -> TerminalResult:
    """Return what the terminal would have told about the end of its day."""
    return TerminalResult(code=0, tid=movement.tid, totals=totals)


def _cents(text: str, *, empty: str) -> int:
    typed = text.strip()
    if not typed:
        raise BadlyTyped(TypedField.AMOUNT, empty)
    owed = typed.startswith("-")
    try:
        cents = parse_cents(typed.removeprefix("-"))
    except ValueError as error:
        raise BadlyTyped(TypedField.AMOUNT, str(error)) from error
    return -cents if owed else cents


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most
