"""How many keys a visit takes that was pre-checked at the info desk."""

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import FORM, let_wait

pytestmark = pytest.mark.e2e

MOST_KEYS = 8
ENTRIES = (
    ("17 Zeichen", FORM["fin"]),
    ("Ziffer oder X", ""),
    ("Kennzeichen", FORM["plate_old"]),
    ("eVB", FORM["evb"]),
)
"""What is typed into the application: words near the cursor, and the entry."""


class CountedKeys:
    """Presses keys and counts those that are no part of filling a form."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.pressed: list[str] = []

    def press(self, key: str, *, until: str) -> None:
        """Press a key and wait for what it brings."""
        self.pressed.append(key)
        self._terminal.press(key)
        self._terminal.wait_for(until)

    def fill(self, entry: str) -> None:
        """Type into a field and leave it by Enter, neither of which counts."""
        self._terminal.type(entry)
        self._terminal.press("enter")


def test_a_pre_checked_visit_takes_at_most_eight_keys_outside_form_fields(office: Office) -> None:
    waiting = let_wait(office)
    counter = office.open(COUNTER)
    counter.wait_for(waiting.ticket)
    keys = CountedKeys(counter)
    keys.press("f2", until="Aufgerufen")
    hands.wait_for_large(counter, waiting.ticket)
    keys.press("enter", until="alle vorgelegt")
    keys.press("enter", until="aus Ankunft")
    for near, entry in ENTRIES:
        counter.wait_for(near)
        keys.fill(entry)
    counter.wait_for("Bereit zur Kartenzahlung")
    keys.press("enter", until="Bezahlt")
    keys.press("enter", until="abzuhaken")
    keys.press("a", until="Alles erledigt")
    keys.press("enter", until="abgeschlossen")
    counter.wait_for("Niemand wartet")
    print(f"{len(keys.pressed)} keys outside form fields: {' '.join(keys.pressed)}")
    assert len(keys.pressed) <= MOST_KEYS
