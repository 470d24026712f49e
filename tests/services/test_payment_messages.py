"""What the clerk reads about a card payment."""

from dataclasses import replace

import pytest

from clerk.domain.payment import Decision, PaymentState, Reason
from clerk.services.payment_messages import explain
from tests.domain.payments import APPROVED, DECLINED, STOPPED, in_state

NOT_CHARGED = (PaymentState.DECLINED, PaymentState.REFUSED, PaymentState.NOT_SENT)


@pytest.mark.parametrize("state", list(PaymentState))
def test_only_a_paid_payment_is_called_paid(state: PaymentState) -> None:
    message = explain(replace(in_state(state), result=APPROVED))
    assert (message.title == "Bezahlt") is (state is PaymentState.PAID)
    assert message.sentence.endswith((".", "?"))
    assert "!" not in message.title + message.sentence


def test_a_paid_payment_names_amount_receipt_and_time() -> None:
    message = explain(replace(in_state(PaymentState.PAID), result=APPROVED))
    assert message.sentence == "27,40 € mit Karte bezahlt, Terminalbeleg 0042, 10:30 Uhr."


def test_a_payment_booked_by_two_people_says_so() -> None:
    decided = replace(in_state(PaymentState.PAID), decision=Decision(1, 2, "Beleg gesehen"))
    assert "zwei Personen" in explain(decided).sentence


def test_a_declined_payment_names_no_reason() -> None:
    for code in (0x05, 0x33, 0x37, 0x71):
        message = explain(
            replace(in_state(PaymentState.DECLINED), result=replace(DECLINED, code=code), code=code)
        )
        assert message.title == "Zahlung abgelehnt"
        assert message.sentence == "Die Karte wurde nicht belastet."


def test_who_stopped_a_payment_is_told_apart() -> None:
    stopped = replace(in_state(PaymentState.DECLINED), result=STOPPED, code=0x6C)
    assert explain(stopped).title == "Vom Kunden abgebrochen"
    assert explain(replace(stopped, abort_asked=True)).title == "Zahlung abgebrochen"


def test_a_terminal_that_is_off_is_asked_about_in_plain_words() -> None:
    message = explain(replace(in_state(PaymentState.NOT_SENT), reason=Reason.UNREACHABLE))
    assert message.title == "Nicht gesendet"
    assert message.sentence.startswith("Terminal antwortet nicht – ist es eingeschaltet?")


@pytest.mark.parametrize("state", NOT_CHARGED)
@pytest.mark.parametrize("reason", [None, *Reason])
def test_every_end_without_money_offers_another_way(state: PaymentState, reason: Reason | None) -> None:
    message = explain(replace(in_state(state), reason=reason))
    assert "Die Karte wurde nicht belastet." in message.sentence
    assert any("Gebührenbescheid" in step for step in message.next_steps)


@pytest.mark.parametrize("state", [PaymentState.UNKNOWN, PaymentState.RECOVERY, PaymentState.MANUAL])
@pytest.mark.parametrize("reason", [None, *Reason])
def test_an_unclear_payment_offers_neither_a_new_charge_nor_another_way(
    state: PaymentState, reason: Reason | None
) -> None:
    message = explain(replace(in_state(state), reason=reason))
    assert message.title == "Ungeklärt – nicht erneut belasten"
    assert "nicht belastet" not in message.sentence
    assert not any("Neu kassieren" in step or "Anders bezahlen" in step for step in message.next_steps)


def test_a_stopped_terminal_offers_no_second_try() -> None:
    for reason in (Reason.OTHER_TERMINAL, Reason.UNKNOWN_TRANSACTION):
        message = explain(replace(in_state(PaymentState.NOT_SENT), reason=reason))
        assert "Noch einmal versuchen" not in message.next_steps


def test_an_abort_that_came_too_late_is_said_beside_what_was_paid() -> None:
    paid = replace(in_state(PaymentState.PAID), result=APPROVED)
    assert explain(replace(paid, abort_asked=True)).sentence.endswith("10:30 Uhr. Der Abbruch kam zu spät.")
    assert "Abbruch" not in explain(paid).sentence
