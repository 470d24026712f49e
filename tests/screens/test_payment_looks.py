"""How a payment looks at the counter, in words, from what is known of it."""

from datetime import UTC, date, datetime

from clerk.domain.payment import Payment, PaymentState
from clerk.domain.settlement import ChargedLine
from screens.payers import Share
from screens.payment_looks import PaymentFacts, look, next_word
from screens.widgets.payment_pane import Tone

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
PAID = Payment(1, 1, 1, 1, 1, "12345678", 1, 2740, (10,), NOON, NOON, PaymentState.PAID)
REST = ChargedLine(20, "f20", "Gebühr", "221.8", 2420, "authority", date(2026, 11, 23))


def facts(
    payment: Payment | None = None,
    *,
    part_paid: bool = False,
    confirmed: bool = True,
    taken_up: bool = False,
    unsure: bool = False,
) -> PaymentFacts:
    return PaymentFacts(
        payment=payment,
        running=False,
        clearing_up=False,
        text=None,
        seconds=0,
        nothing_due=False,
        has_lines=True,
        has_terminal=True,
        fault=None,
        confirmed=confirmed,
        share=Share((REST,), 1, 1),
        part_paid=part_paid,
        taken_up=taken_up,
        unsure=unsure,
    )


def test_after_a_paid_part_enter_charges_nothing_before_the_payment_was_seen() -> None:
    paid = facts(PAID, part_paid=True)
    shown = look(paid)
    assert (shown.tone, shown.title) == (Tone.GOOD, "Bezahlt")
    assert "27,40 €" in shown.sentence
    assert shown.keys == ("Enter  weiter: die übrigen Vorgänge",)
    assert shown.now == frozenset({10})
    assert next_word(paid) == "weiter: die übrigen Vorgänge"


def test_once_the_paid_part_was_seen_the_rest_is_ready_to_be_paid() -> None:
    seen = facts(PAID)
    assert look(seen).title == "Bereit zur Kartenzahlung"
    assert next_word(seen) == "Kartenzahlung starten"


def test_a_case_taken_up_again_says_why_it_has_to_be_confirmed_once_more() -> None:
    assert "noch einmal bestätigen" in look(facts(confirmed=False, taken_up=True)).sentence
    assert "noch einmal" not in look(facts(confirmed=False)).sentence


def test_an_amount_the_office_has_not_confirmed_says_so_before_it_is_charged() -> None:
    assert "≈ Betrag nicht vom Amt bestätigt" in look(facts(unsure=True)).sentence
    assert "≈" not in look(facts()).sentence
