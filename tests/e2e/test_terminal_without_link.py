"""A visit whose card payment is done at a terminal that stands alone: amount typed there, receipt typed back."""

from dataclasses import replace

import pytest

from clerk.machine import SystemClock
from clerk.persistence.office_admin import OfficeAdmin
from tests.e2e import hands
from tests.e2e.office import COUNTER, LARGE, SMALL, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import let_wait_to_pay

pytestmark = pytest.mark.e2e

BEGUN = "Zahlung am Terminal begonnen"


@pytest.fixture(name="mobile")
def _mobile(office: Office) -> Office:
    """The office, its terminal being one for house calls; the simulated one stays on and must hear nothing."""
    with office.opened_store() as store:
        admin = OfficeAdmin(store, SystemClock())
        [entry] = admin.terminals()
        admin.change_terminal(replace(entry, name="Mobil", profile={"link": "none"}))
    return office


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_a_visit_is_paid_with_a_typed_receipt_and_closed(mobile: Office, size: tuple[int, int]) -> None:
    waiting = let_wait_to_pay(mobile)
    counter = mobile.open(COUNTER, size)
    hands.call_to_pay(counter, waiting.ticket)
    begin(counter)
    assert mobile.payment_state == "sent"
    type_receipt(counter, "42", "27,04")
    counter.wait_for("Laut Beleg 27,04 €, zu zahlen sind 27,40 €")
    counter.press("backspace", "backspace")
    counter.type("40")
    counter.press("enter")
    expect_paid(mobile, counter, "0042")
    assert mobile.payments_that_stand() == (), "nobody spoke to a terminal"


def test_after_a_kill_the_begun_payment_asks_for_its_receipt_and_is_not_begun_again(mobile: Office) -> None:
    waiting = let_wait_to_pay(mobile)
    counter = mobile.open(COUNTER)
    hands.call_to_pay(counter, waiting.ticket)
    begin(counter)
    counter.kill9()
    again = mobile.start(COUNTER)
    mobile.sign_in(again, COUNTER)
    again.wait_for(BEGUN)
    again.press("enter")
    again.wait_for("Zahlung war begonnen: was steht auf dem Beleg")
    type_receipt(again, "42", "27,40")
    expect_paid(mobile, again, "0042")


def begin(counter: Terminal) -> None:
    """Begin the payment; the form is open."""
    counter.wait_for("EC-Terminal ohne Verbindung")
    counter.press("enter")
    counter.wait_for("am Kartenterminal eingeben und kassieren")
    hands.wait_for_large(counter, "27,40 €")


def type_receipt(counter: Terminal, number: str, amount: str) -> None:
    """Type what the terminal printed."""
    counter.type(number)
    counter.press("enter")
    counter.type(amount)
    counter.press("enter")


def expect_paid(office: Office, counter: Terminal, receipt: str) -> None:
    """See that it is paid, and close the visit."""
    counter.wait_for("Bezahlt")
    counter.wait_for(f"Terminalbeleg {receipt}")
    counter.wait_for(r"Beleg \S+ gedruckt")
    counter.press("enter")
    hands.close(counter)
    assert office.payment_state == "paid"
    [printed] = office.printed.glob("Beleg*.txt")
    assert receipt in printed.read_text(encoding="utf-8")
