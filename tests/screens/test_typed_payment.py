"""Paying at a terminal without a link, by keyboard, from *ready* to the receipt."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.bootstrap import Office as OpenOffice
from clerk.machine import SystemClock
from clerk.persistence.office_admin import OfficeAdmin
from clerk.settings import Settings
from screens.app import ClerkApp
from screens.widgets.big_text import half_block_lines
from tests.e2e.office import COUNTER, SECRET, Office, furnish, move_in
from tests.e2e.waiting import let_wait_to_pay
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor

BEGUN = "Zahlung am Terminal begonnen"
Scene = Callable[[Visitor], Awaitable[None]]


@pytest.fixture(name="furnished", scope="module")
def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "clerk.db"
    furnish(path)
    return path


@pytest.fixture(name="office")
def _office(furnished: Path, tmp_path: Path) -> Office:
    office = move_in(furnished, tmp_path / "office")
    with office.opened_store() as store:
        admin = OfficeAdmin(store, SystemClock())
        [entry] = admin.terminals()
        admin.change_terminal(replace(entry, profile={"link": "none"}))
    return office


@contextmanager
def _program(office: Office) -> Iterator[OpenOffice]:
    opened = OpenOffice(Settings(store=office.store, counter=COUNTER.counter, printer_folder=office.printed))
    try:
        yield opened
    finally:
        opened.close()


def play(office: Office, scene: Scene, *, size: str = "80x24", first: str = "Es warte") -> None:
    """Play *scene* at the counter, from the sign-in on, when *first* is on the screen."""

    async def run(opened: OpenOffice) -> None:
        app = ClerkApp(opened.sign_in, opened.open, opened.alarm_here)
        async with app.run_test(size=SIZES[size], notifications=True) as pilot:
            visitor = Visitor(pilot, app, Pictures(size, update=False))
            await visitor.until("Kennwort")
            await visitor.press(*COUNTER.login, "enter", *SECRET, "enter", wanted=first)
            await scene(visitor)

    with _program(office) as opened:
        asyncio.run(run(opened))


async def to_the_form(visitor: Visitor) -> None:
    """Call the person who waits to pay, and begin."""
    await visitor.press("f2", wanted="Aufgerufen")
    await visitor.press("enter", wanted="Bereit zur Kartenzahlung")
    await visitor.until("EC-Terminal ohne Verbindung")
    await visitor.press("enter", wanted="am Kartenterminal eingeben")


def payments(office: Office) -> list[tuple[str, str | None]]:
    """Return state and receipt number of every movement in the store."""
    with office.opened_store() as store, store.read_connection() as connection:
        rows = connection.exec_driver_sql("SELECT state, result_receipt FROM payment ORDER BY id").all()
    return [(str(state), receipt) for state, receipt in rows]


@pytest.mark.parametrize("size", SIZES)
def test_a_payment_is_typed_back_and_paid_with_two_fields(office: Office, size: str) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        large = half_block_lines("27,40 €")
        assert large is not None
        assert all(line.rstrip() in seen(visitor.app) for line in large)
        assert payments(office) == [("sent", None)]
        await visitor.press(*"42", "enter", *"27,40", "enter", wanted="✓ Bezahlt")
        await visitor.until("Terminalbeleg 0042")
        await visitor.until("gedruckt")

    play(office, scene, size=size)
    assert payments(office) == [("paid", "0042")]
    [receipt] = office.printed.glob("Beleg*.txt")
    assert "0042" in receipt.read_text(encoding="utf-8")


def test_another_amount_is_refused_at_its_field_and_the_text_stays(office: Office) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press(*"42", "enter", *"27,04", "enter", wanted="Laut Beleg 27,04 €")
        await visitor.until("am Terminal stornieren, dann F10")
        assert "27,04" in seen(visitor.app)
        assert payments(office) == [("sent", None)]
        await visitor.press("backspace", "backspace", *"40", "enter", wanted="✓ Bezahlt")

    play(office, scene)


def test_without_a_number_the_form_says_so_and_stays(office: Office) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press("enter", *"27,40", "enter", wanted="Bitte die Belegnummer vom Beleg")
        await visitor.press(*"42", "enter", "enter", wanted="✓ Bezahlt")

    play(office, scene)


def test_a_number_that_is_booked_is_refused_and_the_next_person_pays_with_another(office: Office) -> None:
    let_wait_to_pay(office)
    let_wait_to_pay(office, "Herr Mustermann")

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press(*"42", "enter", *"27,40", "enter", wanted="✓ Bezahlt")
        await visitor.press("enter", wanted="abzuhaken")
        await visitor.press("a", "enter", wanted="abgeschlossen")
        await to_the_form(visitor)
        await visitor.press(*"42", "enter", *"27,40", "enter", wanted="schon gebucht")
        await visitor.press("backspace", "3", "enter", "enter", wanted="✓ Bezahlt")

    play(office, scene)
    assert payments(office) == [("paid", "0042"), ("paid", "0043")]


def test_esc_loses_nothing_and_enter_goes_on(office: Office) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press("escape", wanted=BEGUN)
        await visitor.until("EC-Terminal: Beleg fehlt noch")
        await visitor.press("f5", wanted="Unterlagen ●")
        await visitor.press("f7", wanted=BEGUN)
        await visitor.press("enter", wanted="was steht auf dem Beleg?")
        await visitor.press(*"42", "enter", *"27,40", "enter", wanted="✓ Bezahlt")

    play(office, scene)
    assert payments(office) == [("paid", "0042")]


def test_a_restart_shows_the_begun_payment_and_asks_for_its_receipt(office: Office) -> None:
    let_wait_to_pay(office)
    play(office, to_the_form)

    async def scene(visitor: Visitor) -> None:
        await visitor.press("enter", wanted="was steht auf dem Beleg?")
        await visitor.press(*"42", "enter", *"27,40", "enter", wanted="✓ Bezahlt")

    play(office, scene, first=BEGUN)
    assert payments(office) == [("paid", "0042")]


@pytest.mark.parametrize(
    ("key", "title"), [("a", "Zahlung abgelehnt"), ("b", "Vom Kunden abgebrochen")], ids=["a", "b"]
)
def test_what_was_declined_or_stopped_may_be_tried_again_or_paid_otherwise(
    office: Office, key: str, title: str
) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press("f10", wanted="wie ist es ausgegangen")
        await visitor.press(key, wanted=title)
        await visitor.press("enter", wanted="am Kartenterminal eingeben")
        await visitor.press("escape", wanted=BEGUN)
        await visitor.press("f10", wanted="wie ist es ausgegangen")
        await visitor.press(key, wanted=title)
        await visitor.press("f10", wanted="Wie wird stattdessen bezahlt")
        await visitor.press("1", "enter", wanted="Erledigt")

    play(office, scene)
    assert [state for state, _receipt in payments(office)] == ["declined", "declined"]


def test_back_from_the_question_the_form_is_as_it_was(office: Office) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press(*"42", "f10", wanted="wie ist es ausgegangen")
        await visitor.press("escape", wanted="am Kartenterminal eingeben")
        await visitor.press("enter", *"27,40", "enter", wanted="✓ Bezahlt")

    play(office, scene)
    assert payments(office) == [("paid", "0042")]


def test_what_nobody_knows_is_decided_by_two_people(office: Office) -> None:
    let_wait_to_pay(office)

    async def scene(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press("f10", wanted="wie ist es ausgegangen")
        await visitor.press("z", wanted="Ungeklärt")
        await visitor.press("enter", wanted="Was zeigt das Terminal")
        await visitor.press("1", wanted="Bitte schreiben, was zu sehen war")
        await visitor.press(*"Beleg 0042", "enter", wanted="Kassenaufsicht oder Teamleitung")
        for confirmed in (
            "Kartenzahlung entscheiden",
            "27,40 €",
            "bezahlt: Beleg",
            "Zu sehen war: Beleg 0042",
        ):
            await visitor.until(confirmed)
        await visitor.press(*"leitung", "enter", *SECRET, "enter", wanted="✓ Bezahlt")

    play(office, scene)
    assert payments(office) == [("paid", None)]


def test_a_payment_begun_for_somebody_else_is_named_at_the_start(office: Office) -> None:
    let_wait_to_pay(office)

    async def begin_and_park(visitor: Visitor) -> None:
        await to_the_form(visitor)
        await visitor.press("escape", wanted=BEGUN)
        await visitor.press("f9", wanted="Warum wird geparkt")
        await visitor.press("enter", wanted="geparkt")

    async def scene(visitor: Visitor) -> None:
        await visitor.until("Am Kartenterminal ist noch begonnen: Kartenzahlung über 27,40 €")

    play(office, begin_and_park)
    play(office, scene)
