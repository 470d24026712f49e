"""How a payment looks at the counter, in words, from what is known of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from clerk.domain.payment import Payment, PaymentState, Reason
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


def test_what_nobody_knows_at_the_terminal_does_not_keep_a_settled_visit_from_going_on() -> None:
    unknown = replace(PAID, state=PaymentState.NOT_SENT, reason=Reason.UNKNOWN_TRANSACTION)
    assert next_word(facts(unknown)) == "ansehen und freigeben"
    settled = replace(facts(unknown), nothing_due=True)
    assert next_word(settled) == "weiter zum Abschluss"
    assert look(settled).title == "Erledigt"


def test_after_a_storno_enter_charges_nothing_before_that_was_seen() -> None:
    taken_back = replace(facts(), taken_back=True)
    assert look(taken_back).title == "Zurückgegeben"
    assert next_word(taken_back) == "neu kassieren"


def test_a_terminal_that_gives_back_is_not_shown_as_charging() -> None:
    shown = look(replace(facts(), running=True, giving_back=True))
    assert shown.title == "Das Terminal gibt den Betrag zurück"
    assert shown.keys == ()


def test_an_asked_abort_is_not_offered_a_second_time() -> None:
    assert look(replace(facts(), running=True)).keys == ("Esc    Zahlung am Terminal abbrechen",)
    (asked,) = look(replace(facts(), running=True, stopping=True)).keys
    assert "Abbruch ist angefragt" in asked


def test_a_storno_that_waits_is_said_where_the_fee_is_paid() -> None:
    waits = look(replace(facts(PAID), nothing_due=True, storno_waits=True))
    assert (waits.tone, waits.title) == (Tone.UNCLEAR, "Storno vorgemerkt")
    assert any("Z" in key for key in look(replace(facts(PAID), nothing_due=True)).keys)
