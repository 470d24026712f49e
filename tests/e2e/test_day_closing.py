"""The end of a day in two real terminals: paid, the card terminal closed, signed, confirmed, and nothing after that."""

import re
from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import Kind, read_ledger
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
    counter.wait_for("Tag dieses Schalters ist abgeschlossen")
    assert [row.cents for row in office.payments_that_stand()] == [2740]


def test_a_card_payment_is_taken_back_from_the_day_with_the_receipt_it_has_at_the_desk(
    office: Office,
) -> None:
    counter = paid_and_closed(office)
    counter.press("z")
    counter.wait_for("Storno: 27,40 €, Karte")
    counter.wait_for("am Kartenterminal storniert")
    counter.press("1")
    supervisor_signs(counter)
    counter.wait_for("eingenommen 0,00 €")
    assert office.payments_that_stand() == ()
    counter.wait_until(lambda: bool(storno_receipts(office)))
    counter.wait_for(r"Beleg \S+ gedruckt")


def test_a_payment_of_a_closed_period_is_refunded_from_the_day(office: Office) -> None:
    counter = paid_and_closed(office)
    counter.press("enter")
    counter.wait_for("Kassenschnitt am Terminal machen")
    counter.press("enter")
    counter.wait_for("stimmt überein")
    counter.press("z")
    counter.wait_for("als Gutschrift auf die")
    counter.press("1")
    supervisor_signs(counter)
    counter.wait_for("muss vorliegen")
    counter.press("escape")
    counter.wait_for("Noch zu klären")
    counter.press("x")
    counter.wait_for("muss vorliegen")
    counter.press("enter")
    counter.wait_for("eingenommen 0,00 €")
    assert read_ledger(office.ledger)[-1].kind is Kind.REFUND
    counter.wait_until(lambda: bool(storno_receipts(office)))


def paid_and_closed(office: Office) -> Terminal:
    """Let somebody pay by card and go, and look at the day."""
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    pay(counter)
    hands.close(counter)
    counter.press("ctrl+t")
    counter.wait_for("eingenommen 27,40 €")
    return counter


def storno_receipts(office: Office) -> list[Path]:
    """Return the receipts over money that was given back."""
    printed = office.printed.glob("Beleg*.txt")
    return [path for path in printed if re.search("Storno|Gutschrift", path.read_text(encoding="utf-8"))]


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
