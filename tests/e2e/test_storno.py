"""Taking a card payment back at the counter: asked for, confirmed by a second person, done at the terminal."""

import pytest

from integrations.zvt.sim_ledger import Kind, read_ledger
from tests.e2e import hands
from tests.e2e.office import COUNTER, LARGE, SECRET, SMALL, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import let_wait_to_pay

pytestmark = pytest.mark.e2e


def pay(office: Office, size: tuple[int, int]) -> Terminal:
    """Pay a visit by card and look at the payment."""
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER, size)
    hands.call_to_pay(counter, waiting.ticket)
    counter.press("enter")
    counter.wait_for("Bezahlt")
    return counter


def sign(counter: Terminal, login: str) -> None:
    """Sign as the second person."""
    counter.type(login)
    counter.press("enter")
    counter.type(SECRET)
    counter.press("enter")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_a_payment_is_taken_back_at_the_terminal_when_the_cash_supervisor_confirms(
    office: Office, size: tuple[int, int]
) -> None:
    counter = pay(office, size)
    counter.press("z")
    counter.wait_for("Storno: 27,40 €, Karte")
    counter.wait_for("am Kartenterminal storniert")
    counter.press("1")
    counter.wait_for("Storno über 27,40 € bestätigen")
    sign(counter, COUNTER.login)
    counter.wait_for("bestätigt nur die Kassenaufsicht")
    sign(counter, "leitung")
    counter.wait_for("Storno am Terminal: erledigt")
    counter.wait_for("Enter  neu kassieren")
    assert office.payments_that_stand() == ()
    assert [row.kind for row in read_ledger(office.ledger)] == [Kind.PAYMENT, Kind.REVERSAL]
    counter.wait_until(
        lambda: any("Storno" in path.read_text() for path in office.printed.glob("Beleg*.txt"))
    )
    counter.press("enter")
    counter.wait_for("Enter  Kartenzahlung starten")
    counter.press("enter")
    counter.wait_for("Bezahlt")
    assert len(office.payments_that_stand()) == 1


def test_a_storno_without_a_supervisor_waits_and_goes_on_later(office: Office) -> None:
    counter = pay(office, SMALL)
    counter.press("z")
    counter.wait_for("Storno: 27,40 €")
    counter.press("2")
    counter.wait_for("bestätigen")
    counter.press("escape")
    counter.wait_for("Z setzt ihn fort")
    assert len(office.payments_that_stand()) == 1
    counter.press("z")
    counter.wait_for("Storno über 27,40 € entscheiden")
    counter.press("enter")
    counter.wait_for("Storno über 27,40 € bestätigen")
    sign(counter, "leitung")
    counter.wait_for("Storno am Terminal: erledigt")
    assert office.payments_that_stand() == ()
