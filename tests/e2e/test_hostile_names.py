"""Names made to do harm: wherever they appear they are harmless and legible."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.e2e import hands
from tests.e2e.office import COUNTER, INFO_DESK, LARGE, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import Waiting, let_book, let_park, let_wait, let_wait_to_pay

pytestmark = pytest.mark.e2e

PAYLOAD = "UEFZTE9BRA=="
HOSTILE = (
    "[TODO] [/x] [@click=app.quit]x[/] "
    "\x1b[5;7mrot\x1b[0m "
    f"\x1b]52;c;{PAYLOAD}\x07"
    f"\x9d52;c;{PAYLOAD}\x9c"
    "A\x9b5;7mnn\u202ea \u2066Probe\u2069\u200f"
)
LEGIBLE = "[TODO] [/x] [@click=app.quit]x[/] rot Anna Probe"
BEGINNING = "[TODO]"
HARMFUL = re.compile("\x1b\\]52|\x1b\\[5;7m|[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 200


def test_a_hostile_name_pasted_at_the_info_desk_is_harmless_on_every_screen_and_paper(office: Office) -> None:
    info_desk = office.open(INFO_DESK, LARGE)
    hands.begin_walk_in(info_desk)
    info_desk.paste(HOSTILE)
    see(info_desk, BEGINNING)
    info_desk.press("enter")
    info_desk.wait_for("Angaben zum Fall")
    see(info_desk, LEGIBLE)
    hands.answer_facts(info_desk)
    info_desk.press("a", "d")
    info_desk.wait_for("welcher Sprache")
    info_desk.press("enter")
    info_desk.wait_for("Hinweisblatt gedruckt")
    info_desk.press("enter")
    info_desk.wait_for("Aufrufnummer")
    info_desk.press("enter")
    info_desk.wait_gone("Aufrufnummer")
    ticket = info_desk.wait_for(hands.TICKET)[1]
    look_for(info_desk, ticket)
    expect_harmless([info_desk], office)


def test_hostile_names_put_into_the_store_past_the_program_are_cleaned_where_they_are_shown(
    office: Office,
) -> None:
    to_pay, waiting = let_wait_to_pay(office), let_wait(office)
    poison(office, to_pay, waiting, let_park(office), let_book(office))
    info_desk, counter = office.open(INFO_DESK, LARGE), office.open(COUNTER, LARGE)
    info_desk.press("f3")
    info_desk.wait_for("Leistung, Name oder Uhrzeit")
    info_desk.type("todo")
    see(info_desk, BEGINNING)
    info_desk.press("escape")
    pay_for(counter, to_pay)
    look_for(counter, waiting.ticket)
    take_up_parked(counter)
    serve(counter, waiting)
    expect_harmless([info_desk, counter], office)
    [receipt] = office.printed.glob("Beleg*.txt")
    assert LEGIBLE in " ".join(receipt.read_text(encoding="utf-8").split())


def test_a_name_over_200_characters_is_refused_at_the_field_and_kept(office: Office) -> None:
    info_desk = office.open(INFO_DESK)
    hands.begin_walk_in(info_desk)
    info_desk.paste("Beispiel " * 23 + "Ende")
    info_desk.wait_for("Höchstens 200 Zeichen; hier stehen 211")
    info_desk.press("enter")
    info_desk.settle()
    info_desk.wait_for("hier stehen 211")
    info_desk.press(*["backspace"] * 10)
    info_desk.wait_for("hier stehen 201")
    info_desk.press("backspace")
    info_desk.wait_gone("Höchstens 200 Zeichen")
    info_desk.press("enter")
    info_desk.wait_for("Angaben zum Fall")
    info_desk.wait_for("Beispiel Beispiel")


def pay_for(counter: Terminal, waiting: Waiting) -> None:
    """Call, look at every step, settle the fee by a notice, and close."""
    hands.call_to_pay(counter, waiting.ticket)
    see(counter, LEGIBLE)
    for key in ("f5", "f8", "f7"):
        counter.press(key)
        counter.settle()
        see(counter, LEGIBLE)
    counter.wait_for("Bereit zur Kartenzahlung")
    hands.pay_another_way(counter)


def look_for(place: Terminal, ticket: str) -> None:
    """Find somebody by the number and look at the hit."""
    place.press("f4")
    place.wait_for("Suchen")
    place.type(ticket)
    see(place, BEGINNING)
    place.press("escape")
    place.wait_gone("Vorgangsnummer, Name")


def take_up_parked(counter: Terminal) -> None:
    """Take up the parked visit, look at it, and park it again."""
    counter.wait_for("Geparkt: 1")
    counter.press("down", "enter")
    counter.wait_for("ist geparkt")
    counter.press("enter")
    counter.wait_for("Angaben zum Fall")
    see(counter, LEGIBLE)
    counter.press("f9")
    counter.wait_for(r"Warum wird geparkt\?")
    counter.press("1")
    counter.wait_for("Geparkt: 1")


def serve(counter: Terminal, waiting: Waiting) -> None:
    """Call, open the documents and the application, where the name is filled in."""
    counter.press("f2")
    hands.wait_for_large(counter, waiting.ticket)
    see(counter, LEGIBLE)
    counter.press("enter")
    counter.wait_for("Angaben zum Fall")
    see(counter, LEGIBLE)
    counter.press("enter")
    counter.wait_for("aus Ankunft")
    see(counter, BEGINNING)


def see(place: Terminal, words: str) -> None:
    """Wait until *words* are on the screen exactly so."""
    place.wait_for(re.escape(words))


def poison(office: Office, *visits: Waiting) -> None:
    """Give everybody the hostile name in the store itself, as a careless import would."""
    with office.opened_store() as store, store.write_connection() as connection:
        for waiting in visits:
            connection.execute(
                text("UPDATE visit_person SET name = :name WHERE visit = :visit"),
                {"name": HOSTILE, "visit": waiting.visit},
            )


def expect_harmless(places: list[Terminal], office: Office) -> None:
    """See that nothing harmful was written to a terminal or on paper, and that everybody still works."""
    for place in places:
        written = place.raw.decode()
        assert HARMFUL.search(written) is None
        assert PAYLOAD not in written
        assert place.alive
    for paper in printed_texts(office.printed):
        assert HARMFUL.search(paper) is None
        assert "\x1b" not in paper
        assert PAYLOAD not in paper


def printed_texts(folder: Path) -> list[str]:
    """Return what was printed."""
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.txt")]
    assert texts
    return texts
