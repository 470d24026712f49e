"""The end of a day in two real terminals: paid, the card terminal closed, signed, confirmed, and nothing after that."""

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, SECRET, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import let_wait_to_pay

pytestmark = pytest.mark.e2e


def test_a_day_is_paid_closed_signed_and_locked_and_takes_nothing_more(office: Office) -> None:
    first, second = let_wait_to_pay(office), let_wait_to_pay(office, "Herr Muster")
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, first.ticket)
    pay(counter)
    hands.close(counter)
    close_the_day(counter)
    assert [row.cents for row in office.payments_that_stand()] == [2740]
    counter.press("escape")
    counter.wait_for("Nächste Nummer aufrufen")
    hands.call_to_pay(counter, second.ticket)
    counter.press("enter")
    counter.wait_for("Tag dieses Schalters ist schon")
    assert [row.cents for row in office.payments_that_stand()] == [2740]


def test_a_card_payment_is_taken_back_from_the_day_before_the_terminal_ends_it(office: Office) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    pay(counter)
    hands.close(counter)
    counter.press("ctrl+t")
    counter.wait_for("eingenommen 27,40 €")
    counter.press("z")
    counter.wait_for("Was zurücknehmen[?]")
    counter.press("enter")
    counter.wait_for("am Kartenterminal storniert")
    counter.type("falscher Betrag")
    counter.press("enter")
    supervisor_signs(counter)
    counter.wait_for("Enter +Storno ausführen")
    counter.press("enter")
    counter.wait_for("Storno über 27,40 € ausführen")
    counter.press("enter")
    counter.wait_for("eingenommen 0,00 €")
    assert office.payments_that_stand() == ()


def pay(counter: Terminal) -> None:
    """Pay by card and go on to the closing page."""
    counter.press("enter")
    counter.wait_for("Bezahlt")
    counter.wait_for(r"Beleg \S+ gedruckt")
    counter.press("enter")


def close_the_day(counter: Terminal) -> None:
    """End the terminal's day, sign, and let the supervisor confirm at this place."""
    counter.press("ctrl+t")
    counter.wait_for("eingenommen 27,40 €")
    counter.wait_for("Enter +Kassenschnitt machen")
    counter.press("enter")
    counter.wait_for("Kassenschnitt am Terminal machen")
    counter.press("enter")
    counter.wait_for("Kassenschnitt: erledigt. Das Terminal hat den Tag abgeschlossen")
    counter.wait_for("stimmt überein")
    counter.wait_for("Enter +Tag unterschreiben")
    counter.press("enter")
    counter.wait_for("unterschreiben[?]")
    counter.press("enter")
    counter.wait_for("Unterschrieben von Kim Beispiel")
    counter.press("enter")
    supervisor_signs(counter)
    counter.wait_for("Abgeschlossen, Nr. 1")


def supervisor_signs(counter: Terminal) -> None:
    """Let the cash supervisor confirm in the dialog that opens."""
    counter.wait_for("Kassenaufsicht bestätigt mit eigenem Namen")
    counter.type("leitung")
    counter.press("enter")
    counter.type(SECRET)
    counter.press("enter")
