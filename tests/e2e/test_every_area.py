"""One visit in each area, at the counter without a ticket: asked, looked at, filled in, paid, handed out, closed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.e2e.hands import close
from tests.e2e.office import COUNTER, Office
from tests.e2e.terminal import Terminal

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Matter:
    """What somebody comes for, how the questions are answered and what is typed into which field."""

    area: str
    typed: str
    service: str
    amount: str
    answers: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)


MATTERS = (
    Matter(
        "kfz",
        "auto abmelden",
        "Außerbetriebsetzung",
        "15,90 €",
        {"Schild": "n", "ZB I": "n", "verwertet": "n", "eservier": "n"},
        {"Kennzeichen": "RV-AB 123"},
    ),
    Matter(
        "fahrerlaubnis",
        "führerschein umtauschen",
        "Führerschein umtauschen",
        "26,50 €",
        {"bisheriges Muster": "1", "Behörde": "n", "CE 79": "n", "Bundesdruckerei": "n"},
        {
            "Name": "Frau Beispiel",
            "Geburtsdatum": "03.05.1970",
            "Ausstellungsdatum": "02.06.1988",
            "nummer": "",
        },
    ),
    Matter(
        "abfall",
        "abfallsack",
        "Abfallsack",
        "14,00 €",
        {},
        {"Anzahl": "2", "Abfallsack 70 l": "14,00", "Grund für": "Preis am Aushang"},
    ),
    Matter(
        "melde",
        "meldebescheinigung",
        "Meldebescheinigung",
        "5,00 €",
        {"elektronisch": "n", "bevollmächtigte": "n"},
        {"Ausweis geprüft": "j", "gültig bis": ""},
    ),
    Matter(
        "pass",
        "personalausweis beantragen",
        "Personalausweis beantragen",
        "46,00 €",
        {"Alter": "38", "bisherige Dokument": "j", "deutsches": "n", "Lichtbild": "n"},
        {"Ausweis geprüft": "j", "gültig bis": ""},
    ),
    Matter("info", "beglaubigung", "Beglaubigung", "10,00 €", {}, {"Anzahl": "2"}),
)


@pytest.mark.parametrize("matter", MATTERS, ids=[matter.area for matter in MATTERS])
def test_a_visit_of_every_area_goes_from_arrival_to_closed(office: Office, matter: Matter) -> None:
    counter = office.open(COUNTER)
    accept(counter, matter)
    answer(counter, matter)
    look_at_everything(counter)
    fill_in(counter, matter)
    counter.wait_for("Bereit zur Kartenzahlung")
    counter.wait_for(re.escape(matter.amount))
    counter.press("enter")
    counter.wait_for("Bezahlt")
    counter.wait_for(r"Beleg \S+ gedruckt")
    counter.press("enter")
    counter.wait_for("abzuhaken|Alles erledigt")
    if "Auszuhändigen" in counter.screen_text():
        counter.press("a")
    close(counter)
    [payment] = office.payments_that_stand()
    assert f"{payment.cents // 100},{payment.cents % 100:02} €" == matter.amount


def accept(counter: Terminal, matter: Matter) -> None:
    """Take somebody straight to this counter."""
    counter.press("f3")
    counter.wait_for("Leistung, Name oder Uhrzeit")
    counter.type(matter.typed)
    counter.wait_for(f"▶ .*{matter.service}")
    counter.press("enter")
    counter.wait_for(r"Name \(kann leer bleiben\)")
    counter.press("enter")
    counter.wait_for("Unterlagen .*●")
    counter.settle()


def answer(counter: Terminal, matter: Matter) -> None:
    """Answer the questions as they come."""
    while re.search(r"▶ \?", counter.screen_text()):
        line = counter.line_with("▶")
        key = next(key for word, key in matter.answers.items() if word in line)
        counter.type(key)
        if key.isdigit() and len(key) > 1:
            counter.wait_for(rf"▶ {key}")
            line = counter.line_with("▶")
            counter.press("down")
        counter.wait_for(lambda _text, before=line: counter.line_with("▶") != before)  # type: ignore[misc]


def look_at_everything(counter: Terminal) -> None:
    """Tick every document as presented and go on."""
    counter.press("a")
    counter.wait_gone("▶ prüfen")
    counter.press("enter")
    counter.wait_for("Antrag .*●")


def fill_in(counter: Terminal, matter: Matter) -> None:
    """Type what the focused fields ask for; after the last one the application is confirmed."""
    for _field in matter.entries:
        counter.wait_until(lambda: any(counter.is_bold(label) for label in matter.entries))
        label = next(label for label in matter.entries if counter.is_bold(label))
        counter.type(matter.entries[label])
        counter.press("enter")
        counter.wait_until(lambda left=label: not counter.is_bold(left))  # type: ignore[misc]
