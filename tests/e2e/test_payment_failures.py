"""Card payments that do not work: what the screen says, what is possible then, and what moved at the terminal."""

import re
import socket

import pytest

from integrations.zvt.sim_settings import Scenario
from tests.e2e import hands
from tests.e2e.office import COUNTER, SECRET, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import CENTS, let_wait_to_pay

pytestmark = pytest.mark.e2e

UNCLEAR = "Ungeklärt"
OTHER_WAYS = "Wie wird stattdessen bezahlt"
KEYS_OF_THE_DESK = "F1 Hilfe"


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        pytest.param(Scenario.DECLINE, ("Zahlung abgelehnt", "nicht belastet"), id="declined"),
        pytest.param(
            Scenario.CUSTOMER_ABORTS,
            ("Vom Kunden abgebrochen", "nicht belastet"),
            id="aborted by the customer",
        ),
        pytest.param(Scenario.SWITCHED_OFF, ("Nicht gesendet", r"eingeschaltet\?"), id="switched off"),
        pytest.param(
            Scenario.NO_CARD, ("Zahlung abgebrochen", "nicht belastet"), id="aborted at the workstation"
        ),
    ],
)
def test_a_payment_that_fails_is_never_called_paid_and_another_way_closes_the_visit(
    office: Office, scenario: Scenario, says: tuple[str, ...]
) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(scenario)
    if scenario is Scenario.SWITCHED_OFF:
        counter.wait_until(lambda: is_off(office))
    counter.press("enter")
    if scenario is Scenario.NO_CARD:
        counter.wait_for("Karte vorhalten")
        counter.press("escape")
    for words in says:
        counter.wait_for(words)
    counter.wait_for("F10")
    hands.pay_another_way(counter)
    assert "Bezahlt" not in shown(counter)
    assert office.payments_that_stand() == ()
    counter.wait_until(lambda: any(office.printed.glob("Beleg*.txt")))
    [receipt] = office.printed.glob("Beleg*.txt")
    assert "Gebührenbescheid" in receipt.read_text(encoding="utf-8")


def test_a_terminal_that_falls_silent_after_sending_leaves_the_payment_unclear_until_it_answers(
    office: Office,
) -> None:
    office.know_card_terminal(t3_seconds=1.5)
    counter = office.open(COUNTER)
    pay_one_before(office, counter)
    waiting = let_wait_to_pay(office)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.SILENT_ON_PAYMENT)
    counter.press("enter")
    counter.wait_until(lambda: office.payment_state == "sent")
    office.let_card_terminal(Scenario.SILENT)
    expect_unclear(counter)
    office.let_card_terminal(Scenario.APPROVE)
    counter.wait_for("Nicht bezahlt", timeout=30)
    assert len(office.payments_that_stand()) == 1, "only the payment of the visit before"
    counter.press("enter")
    counter.wait_for("Bezahlt")
    assert len(office.payments_that_stand()) == 2
    counter.press("enter")
    hands.close(counter)


def test_a_line_that_breaks_before_the_result_charges_once_and_is_cleared_up(office: Office) -> None:
    office.let_terminal_have_a_history()
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.SLOW_PIN)
    counter.press("enter")
    counter.wait_for("Geheimzahl")
    office.let_card_terminal(Scenario.SWITCHED_OFF)
    expect_unclear(counter)
    counter.wait_until(lambda: len(office.payments_that_stand()) == 1)
    office.let_card_terminal(Scenario.APPROVE)
    counter.wait_for("Bezahlt", timeout=30)
    [payment] = office.payments_that_stand()
    assert payment.cents == CENTS
    counter.press("enter")
    hands.close(counter)
    assert len(office.payments_that_stand()) == 1


def test_a_line_cut_after_the_approval_is_cleared_up_by_the_program_itself(office: Office) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.CUT_AFTER_APPROVAL)
    counter.press("enter")
    counter.wait_for("Bezahlt")
    [payment] = office.payments_that_stand()
    counter.wait_for(f"(?i)beleg {payment.receipt}")
    counter.press("enter")
    hands.close(counter)
    assert len(office.payments_that_stand()) == 1


def test_what_the_terminal_cannot_clear_up_is_decided_by_two_people(office: Office) -> None:
    # a terminal that was never heard of before: nothing then, nothing now proves nothing
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.SILENT_ON_PAYMENT)
    counter.press("enter")
    counter.wait_for("zu zweit entscheiden")
    refuses_other_ways(counter)
    counter.press("enter")
    say_what_the_terminal_shows(counter, "2", "keine Zahlung im Journal")
    sign_second(counter, COUNTER.login)
    counter.wait_for("muss eine andere sein")
    sign_second(counter, "leitung")
    counter.wait_for("Nicht bezahlt")
    hands.pay_another_way(counter)
    assert office.payments_that_stand() == ()


def test_a_terminal_that_never_comes_back_leaves_the_decision_to_two_people(office: Office) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.SLOW_PIN)
    counter.press("enter")
    counter.wait_for("Geheimzahl")
    office.let_card_terminal(Scenario.SWITCHED_OFF)
    counter.wait_for(UNCLEAR)
    counter.wait_until(lambda: office.payment_state == "unknown")
    counter.press("f10")
    counter.wait_for("zu zweit entscheiden")
    counter.press("z")
    counter.wait_for("nicht erreichbar")
    counter.press("enter")
    say_what_the_terminal_shows(counter, "1", "Beleg 0001")
    sign_second(counter, "leitung")
    counter.wait_for("Bezahlt")
    counter.wait_for("von zwei Personen")
    counter.press("enter")
    hands.close(counter)
    # whether the device still finished what it was doing when it went off is its own affair; never twice
    assert len(office.payments_that_stand()) <= 1


def pay_one_before(office: Office, counter: Terminal) -> None:
    """Let the terminal have a payment it can compare with."""
    waiting = let_wait_to_pay(office, "Herr Mustermann")
    hands.call_to_pay(counter, waiting.ticket)
    counter.press("enter")
    counter.wait_for("Bezahlt")
    counter.press("enter")
    hands.close(counter)


def expect_unclear(counter: Terminal) -> None:
    """See that nobody knows how it ended: no other way of paying, and Enter asks instead of charging."""
    counter.wait_for(UNCLEAR)
    refuses_other_ways(counter)
    counter.press("enter")
    counter.settle()
    counter.wait_for(UNCLEAR)


def refuses_other_ways(counter: Terminal) -> None:
    """See that F10 offers no other way of paying; what it may ask instead is left by Esc."""
    counter.press("f10")
    counter.settle()
    assert OTHER_WAYS not in counter.screen_text(), counter.framed()
    if KEYS_OF_THE_DESK not in counter.screen_text():
        counter.press("escape")
    counter.wait_for(KEYS_OF_THE_DESK)
    counter.wait_for(UNCLEAR)


def say_what_the_terminal_shows(counter: Terminal, answer: str, seen: str) -> None:
    """Say which of the two it is, and what was to be seen at the device."""
    counter.wait_for("Was zeigt das Terminal")
    counter.press(answer)
    counter.wait_for("was zu sehen war")
    counter.type(seen)
    counter.press("enter")
    counter.wait_for("Kassenaufsicht oder Teamleitung")


def sign_second(counter: Terminal, login: str) -> None:
    """Sign as the second person."""
    counter.type(login)
    counter.press("enter")
    counter.type(SECRET)
    counter.press("enter")


def shown(terminal: Terminal) -> str:
    """Everything that was written to the terminal, without its control sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.raw.decode(errors="replace"))


def is_off(office: Office) -> bool:
    """Whether the card terminal takes no connections."""
    try:
        socket.create_connection(("127.0.0.1", office.terminal_port), timeout=1).close()
    except OSError:
        return True
    return False
