"""What a person at a workplace does with the keys, guided by the words on the screen."""

import re

from screens.widgets.big_text import block_lines, half_block_lines
from tests.e2e.terminal import Terminal

TICKET = re.compile(r"\b([A-Z]\d{3})\b")
SERVICE = "Umschreibung im Landkreis mit Halterwechsel"
PLATES_KEPT = {
    "abgemeldet": "n",
    "Rechtsform": "1",
    "bevollmächtigte": "n",
    "Kennzeichen bleibt": "j",
    "Leasing": "n",
}
"""Which key answers which fact, by a word of the fact."""


def drawn(text: str, screen: str) -> bool:
    """Tell whether *text* is on the screen in large letters, of either size."""
    forms = (block_lines(text), half_block_lines(text))
    return any(all(line.rstrip() in screen for line in form) for form in forms if form)


def wait_for_large(terminal: Terminal, text: str) -> None:
    """Wait until *text* is on the screen in large letters."""
    terminal.wait_for(lambda screen: drawn(text, screen))


def register_walk_in(terminal: Terminal, name: str) -> None:
    """Take somebody up at the info desk who comes for a transfer."""
    begin_walk_in(terminal)
    terminal.type(name)
    terminal.press("enter")
    terminal.wait_for("Angaben zum Fall")


def begin_walk_in(terminal: Terminal) -> None:
    """Take somebody up as far as the field for the name."""
    terminal.press("f3")
    terminal.wait_for("Leistung, Name oder Uhrzeit")
    terminal.type("umschr landkreis")
    terminal.wait_for(f"▶ {SERVICE}")
    terminal.press("enter")
    terminal.wait_for(r"Name \(kann leer bleiben\)")


def answer_facts(terminal: Terminal, count: int = len(PLATES_KEPT)) -> None:
    """Answer the first *count* questions of the case, one after another."""
    for _ in range(count):
        terminal.wait_for(lambda _text: any(word in terminal.line_with("▶") for word in PLATES_KEPT))
        line = terminal.line_with("▶")
        key = next(key for word, key in PLATES_KEPT.items() if word in line)
        terminal.press(key)
        terminal.wait_for(lambda _text, before=line: terminal.line_with("▶") != before)  # type: ignore[misc]


def tick_documents(terminal: Terminal, *, missing: str) -> None:
    """Tick every document as presented but the one with *missing* in its name."""
    terminal.wait_for("▶ prüfen")
    while "prüfen" in (line := terminal.line_with("▶")):
        terminal.press("minus" if missing in line else "space")
        terminal.wait_for(lambda _text, before=line: terminal.line_with("▶") != before)  # type: ignore[misc]


def call_next(terminal: Terminal, ticket: str) -> None:
    """Call the next number and open the visit of the person who comes."""
    terminal.press("f2")
    terminal.wait_for("Aufgerufen")
    wait_for_large(terminal, ticket)
    terminal.press("enter")


def call_to_pay(terminal: Terminal, ticket: str) -> None:
    """Call somebody whose application is confirmed, and look at the payment."""
    call_next(terminal, ticket)
    terminal.wait_for("Bereit zur Kartenzahlung")


def pay_another_way(terminal: Terminal) -> None:
    """Choose a notice because the card does not work, and close the visit."""
    terminal.press("f10")
    terminal.wait_for("Wie wird stattdessen bezahlt")
    terminal.press("1")
    terminal.wait_for("buchen: Gebührenbescheid")
    terminal.press("enter")
    terminal.wait_for("Erledigt")
    terminal.press("enter")
    close(terminal)


def close(terminal: Terminal) -> None:
    """Tick everything and close the visit whose closing page is shown; the queue is on the screen again."""
    terminal.wait_for("Alles erledigt|Noch [0-9]+ abzuhaken")
    if "abzuhaken:" in terminal.screen_text():
        terminal.press("a")
    terminal.wait_for("Alles erledigt")
    terminal.press("enter")
    # the message of the closing gives way at once to that of the printer, where that takes its time
    terminal.wait_for("Es warte|Niemand wartet")
