"""What the clerk reads and can press after each of the result codes that matter, driven through the simulator."""

from dataclasses import dataclass

import pytest

from integrations.zvt.sim_behaviour import change_behaviour
from integrations.zvt.sim_settings import Scenario
from tests.e2e import hands
from tests.e2e.office import COUNTER, LARGE, SMALL, Office
from tests.e2e.waiting import let_wait_to_pay

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Shown:
    """What stands on the screen after a code: title, words, what Enter does, and what is never said."""

    title: str
    words: str
    enter: str
    unsaid: str = "\x00"


CODES = {
    "05": Shown("Zahlung abgelehnt", "nicht belastet", "noch einmal mit Karte", "Bank"),
    "6C": Shown("Vom Kunden abgebrochen", "abgebrochen, oder es kam keine", "noch einmal mit Karte"),
    "64": Shown("Zahlung nicht möglich", "Karte ist nicht lesbar", "noch einmal mit Karte"),
    "6E": Shown("Zahlung abgelehnt", "nicht belastet", "noch einmal mit Karte", "gesperrt"),
    "9C": Shown("Zahlung nicht möglich", "noch beschäftigt", "noch einmal mit Karte"),
    "C3": Shown("Zahlung nicht möglich", "höher, als das Terminal zulässt", "noch einmal mit Karte"),
    "C2": Shown("Zahlung nicht möglich", "verlangt eine Diagnose", "Diagnose am Terminal starten"),
    "F0": Shown("Zahlung nicht möglich", "verlangt zuerst einen Kassenschnitt", "Kassenschnitt am Terminal"),
    "FF": Shown("Zahlung nicht möglich", "meldet einen Systemfehler", "noch einmal mit Karte"),
}


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_each_code_says_what_happened_and_what_to_press(office: Office, size: tuple[int, int]) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER, size)
    hands.call_to_pay(counter, waiting.ticket)
    for code, shown in CODES.items():
        change_behaviour(office.ledger, result=code)
        counter.wait_for("Enter  (Kartenzahlung starten|noch einmal mit Karte)")
        counter.press("enter")
        counter.wait_for(shown.title)
        for words in (shown.words, f"Enter  {shown.enter}", "F10    anders zahlen"):
            counter.wait_for(words)
        assert shown.unsaid not in counter.screen_text(), counter.framed()
        if "Enter  noch einmal" not in counter.screen_text():
            change_behaviour(office.ledger, result=None)
            counter.press("enter")
            if code == "F0":
                counter.wait_for("Kassenschnitt am Terminal machen\\?")
                counter.press("enter")
            counter.wait_for("Kartenzahlung starten")
    assert office.payments_that_stand() == ()
    office.let_card_terminal(Scenario.APPROVE)
    counter.press("enter")
    counter.wait_for("Bezahlt")
    assert len(office.payments_that_stand()) == 1
