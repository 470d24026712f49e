"""One visit from arrival to closed, in two terminals on one store."""

from pathlib import Path

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, INFO_DESK, LARGE, SMALL, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import CENTS

pytestmark = pytest.mark.e2e

MISSING = "Teil II"


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_one_visit_from_the_info_desk_to_the_receipt(office: Office, size: tuple[int, int]) -> None:
    office.imports_anew = True
    info_desk, counter = office.open(INFO_DESK, size), office.open(COUNTER, size)
    ticket = pre_check(info_desk, office.printed)
    counter.wait_for(rf"{ticket}\b.*1 fehlt")
    confirm_documents(counter, ticket)
    fill_the_form(counter)
    pay(counter)
    [payment] = office.payments_that_stand()
    assert payment.cents == CENTS
    hands.close(counter)
    for place in (info_desk, counter):
        place.wait_for("Niemand wartet")
    receipt = only_file(office.printed, "Beleg*.txt")
    assert "27,40" in receipt
    assert ticket in receipt
    assert hands.SERVICE in receipt
    assert (payment.receipt or "kein Beleg") in receipt
    assert list(office.printed.glob("Beleg*.pdf"))


def pre_check(info_desk: Terminal, printed: Path) -> str:
    """Register a walk-in with one document missing, hand the slip over, and let the person wait."""
    hands.register_walk_in(info_desk, "Frau Beispiel")
    hands.answer_facts(info_desk)
    hands.tick_documents(info_desk, missing=MISSING)
    info_desk.wait_for("1 fehlt")
    info_desk.press("d")
    info_desk.wait_for("welcher Sprache")
    info_desk.press("enter")
    info_desk.wait_for("Hinweisblatt gedruckt")
    slip = only_file(printed, "Hinweisblatt*.txt")
    assert MISSING in slip
    assert "Personalausweis" not in slip
    assert "eVB" not in slip
    info_desk.press("enter")
    info_desk.wait_for(f"Ohne .*{MISSING}")
    info_desk.press("1")
    # the last line of the box: the number above it is whole by then
    info_desk.wait_for("(?s)Aufrufnummer.*Enter  fertig")
    issued = info_desk.screen_text()
    info_desk.press("enter")
    info_desk.wait_gone("Aufrufnummer")
    ticket = info_desk.wait_for(hands.TICKET)[1]
    assert hands.drawn(ticket, issued)
    return ticket


def confirm_documents(counter: Terminal, ticket: str) -> None:
    """Call the person, see that one document is missing, and have it presented after all."""
    counter.press("f2")
    counter.wait_for("Aufgerufen")
    hands.wait_for_large(counter, ticket)
    counter.wait_for(f"1 fehlt: .*{MISSING}")
    counter.press("enter")
    counter.wait_for(f"▶ fehlt .*{MISSING}")
    hands.wait_for_large(counter, ticket)
    counter.press("space")
    counter.wait_for(f"ok .*{MISSING}")
    counter.wait_gone("1 fehlt")
    counter.press("enter")


def fill_the_form(counter: Terminal) -> None:
    """Fill the application; a wrong FIN and a wrong eVB are refused in words and stay as they were typed."""
    counter.wait_for("Frau Beispiel +aus Ankunft")
    counter.wait_for("17 Zeichen")
    counter.type("W0L0TGF48X512345O")
    counter.press("enter")
    counter.wait_for("An Stelle 17 steht der Buchstabe O")
    counter.wait_for("W0L0TGF48X512345O")
    counter.press("backspace")
    counter.type("6")
    counter.press("enter", "enter")
    counter.wait_for("W0L0TGF48X5123456")
    counter.type("rv ab123")
    counter.press("enter")
    counter.wait_for("RV-AB 123")
    counter.type("A1B2C3I")
    counter.press("enter")
    counter.wait_for("An Stelle 7 steht der Buchstabe I")
    counter.wait_for("A1B2C3I")
    counter.press("backspace")
    counter.type("D")
    counter.press("enter")


def pay(counter: Terminal) -> None:
    """Pay by card and go on to the closing page."""
    counter.wait_for("Bereit zur Kartenzahlung")
    hands.wait_for_large(counter, "27,40 €")
    counter.press("enter")
    counter.wait_for("Bezahlt")
    counter.wait_for(r"Beleg \S+ gedruckt")
    counter.press("enter")


def only_file(folder: Path, pattern: str) -> str:
    """Return what stands in the one file of this name."""
    [path] = folder.glob(pattern)
    return path.read_text(encoding="utf-8")
