"""What is typed from the receipt of a terminal without a link, and what it may end."""

from dataclasses import replace

import pytest

from clerk.domain.payment import Movement, Original, Payment, PaymentState, TerminalResult
from clerk.domain.payment_by_hand import EndedAtDevice, ReceiptTyped
from clerk.domain.payment_events import IllegalPaymentStep, PaymentEvent, advance
from clerk.domain.terminal_totals import CardGroup
from clerk.domain.typed_receipt import (
    BadlyTyped,
    TypedField,
    TypedReceipt,
    read_receipt,
    read_totals,
    result_of,
)
from tests.domain.payments import in_state

CENTS = 2740
OURS = TypedReceipt("0042", CENTS)


def begun() -> Payment:
    """Return a payment whose amount is being typed into the terminal."""
    return in_state(PaymentState.SENT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("42", "0042"), ("0042", "0042"), (" 7 ", "0007"), ("000042", "0042"), ("123456", "123456")],
)
def test_a_receipt_number_is_kept_as_terminals_print_it(typed: str, kept: str) -> None:
    assert read_receipt(typed, "27,40") == TypedReceipt(kept, CENTS)


@pytest.mark.parametrize(
    ("number", "amount", "field", "sentence"),
    [
        ("", "27,40", TypedField.RECEIPT, "Bitte die Belegnummer vom Beleg"),
        ("0000", "27,40", TypedField.RECEIPT, "eine bis sechs Ziffern"),
        ("1234567", "27,40", TypedField.RECEIPT, "eine bis sechs Ziffern"),
        ("42a", "27,40", TypedField.RECEIPT, "eine bis sechs Ziffern"),
        ("٤٢", "27,40", TypedField.RECEIPT, "eine bis sechs Ziffern"),
        ("42", "", TypedField.AMOUNT, "Bitte den Betrag eingeben"),
        ("42", "27.40", TypedField.AMOUNT, "zum Beispiel 27,40"),
    ],
)
def test_what_cannot_be_on_a_receipt_is_refused_in_words(
    number: str, amount: str, field: TypedField, sentence: str
) -> None:
    with pytest.raises(BadlyTyped, match=sentence) as refused:
        read_receipt(number, amount)
    assert refused.value.field is field


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (("", "1", "", ""), TypedField.AMOUNT, "Bitte die Summe eingeben"),
        (("27,40", "", "", ""), TypedField.COUNT, "als Zahl"),
        (("27,40", "0", "", ""), TypedField.COUNT, "Ohne Buchung"),
        (("27,40", "1", "x", ""), TypedField.FIRST, "eine bis sechs Ziffern"),
        (("27,40", "1", "1", "0"), TypedField.LAST, "eine bis sechs Ziffern"),
    ],
)
def test_what_cannot_be_on_an_end_of_day_is_refused_in_words(
    typed: tuple[str, str, str, str], field: TypedField, sentence: str
) -> None:
    with pytest.raises(BadlyTyped, match=sentence) as refused:
        read_totals(*typed)
    assert refused.value.field is field


def test_a_day_with_more_given_back_than_taken_has_a_sum_below_zero() -> None:
    totals = read_totals("-27,40", "1", "", "")
    assert (totals.cents, totals.groups[0].group) == (-CENTS, CardGroup.OTHER)


def test_the_receipt_ends_the_payment_and_its_number_is_its_identity() -> None:
    paid = advance(begun(), ReceiptTyped(result_of(begun(), OURS)))
    assert paid.state is PaymentState.PAID
    assert str(paid.key) == "52500001/1/-/0042/0042/-"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_cents": CENTS + 1},
        {"tid": "52500002"},
        {"receipt": None, "trace": None},
        {"code": 5},
        {"original_trace": "0041"},
    ],
    ids=str,
)
def test_what_is_not_an_approval_of_this_payment_ends_nothing(wrong: dict[str, str | int | None]) -> None:
    told: TerminalResult = replace(result_of(begun(), OURS), **wrong)  # type: ignore[arg-type]
    with pytest.raises(IllegalPaymentStep):
        advance(begun(), ReceiptTyped(told))


@pytest.mark.parametrize("state", sorted(set(PaymentState) - {PaymentState.SENT}))
@pytest.mark.parametrize("event", [ReceiptTyped(result_of(begun(), OURS)), EndedAtDevice(stopped=False)])
def test_only_what_waits_for_its_receipt_is_ended_by_hand(state: PaymentState, event: PaymentEvent) -> None:
    with pytest.raises(IllegalPaymentStep):
        advance(in_state(state), event)


def test_a_reversal_names_what_it_takes_back() -> None:
    reversal = replace(begun(), kind=Movement.REVERSAL, original=Original(3, "0041", "000101"))
    told = result_of(reversal, OURS)
    assert (told.original_trace, told.trace) == ("000101", None)
    assert advance(reversal, ReceiptTyped(told)).state is PaymentState.PAID
