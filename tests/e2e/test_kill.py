"""The program is ended as by a power cut; the next start offers exactly where it was."""

import pytest

from integrations.zvt.sim_settings import Scenario
from tests.e2e import hands
from tests.e2e.office import COUNTER, INFO_DESK, Office, Place
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import CENTS, FORM, let_wait, let_wait_to_pay

pytestmark = pytest.mark.e2e

GOES_ON = r"Der Besuch ([A-Z]\d{3}) geht hier weiter"
LAST_SECOND = 1.0
"""What was typed before may not be lost, in seconds."""


def test_killed_during_the_pre_check_it_goes_on_with_the_same_answers_and_ticks(office: Office) -> None:
    info_desk = office.open(INFO_DESK)
    hands.register_walk_in(info_desk, "Frau Beispiel")
    hands.answer_facts(info_desk)
    info_desk.press("space")
    info_desk.wait_for("ok +Ausweis")
    info_desk.press("minus")
    info_desk.wait_for("fehlt +Zulassungsbescheinigung Teil I ")
    before = kill_after_a_second(info_desk)
    again = office.start(INFO_DESK)
    office.sign_in(again, INFO_DESK)
    ticket = again.wait_for(GOES_ON)[1]
    assert hands.drawn(ticket, before)
    for words in (
        "Frau Beispiel",
        "nein +Das Fahrzeug ist abgemeldet",
        "Privatperson",
        "ja +Das Kennzeichen bleibt",
    ):
        again.wait_for(words)
    again.wait_for("ok +Ausweis")
    again.wait_for("fehlt +Zulassungsbescheinigung Teil I ")
    again.wait_for("1 fehlt")


def test_killed_while_typing_in_the_form_what_was_typed_is_there_again(office: Office) -> None:
    waiting = let_wait(office)
    counter = office.open(COUNTER)
    hands.call_next(counter, waiting.ticket)
    counter.wait_for("alle vorgelegt")
    counter.press("enter")
    counter.wait_for("Feld E der ZB I")
    typed = FORM["fin"][:11]
    counter.type(typed)
    counter.wait_for(typed)
    kill_after_a_second(counter)
    again = go_on(office, COUNTER, waiting.ticket)
    again.wait_for(typed)
    again.wait_for("Antrag .*●")
    again.wait_for("Frau Beispiel")


def test_killed_during_the_card_payment_it_finds_out_and_never_charges_again(office: Office) -> None:
    office.let_terminal_have_a_history()
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    office.let_card_terminal(Scenario.SLOW_PIN)
    counter.press("enter")
    counter.wait_for("Geheimzahl")
    counter.kill9()
    office.let_card_terminal(Scenario.APPROVE)
    again = go_on(office, COUNTER, waiting.ticket)
    again.wait_for("Bezahlt", timeout=30)
    [payment] = office.payments_that_stand()
    assert payment.cents == CENTS
    again.press("enter")
    hands.close(again)
    assert len(office.payments_that_stand()) == 1


def kill_after_a_second(terminal: Terminal) -> str:
    """Let a quiet second pass, end the program, and return what its screen showed."""
    terminal.settle(quiet=LAST_SECOND)
    shown = terminal.screen_text()
    terminal.kill9()
    return shown


def go_on(office: Office, place: Place, ticket: str) -> Terminal:
    """Start the program again and see that the visit with *ticket* goes on."""
    again = office.start(place)
    office.sign_in(again, place)
    hands.wait_for_large(again, ticket)
    return again
