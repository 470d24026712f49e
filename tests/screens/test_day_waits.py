"""While a password is checked or the store takes its time: no key is lost, and none acts behind a question."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from threading import Event

import pytest
from sqlalchemy import Connection

from clerk.domain.day_closing import ClosingState
from clerk.domain.people import Identity
from clerk.persistence.sqlite_store import SqliteStore
from clerk.services.sign_in import SignIn
from tests.screens.day_office import COUNTER, SECRET, DayOffice, open_day, second_signs, sign_day
from tests.screens.driving import seen
from tests.screens.whole_program import WAIT_SECONDS, Visitor

KIM, ALEX, WRONG = "schalter", "leitung", "falsches-kennwort"
CHECKING = "Wird geprüft"


@pytest.fixture(name="check")
def _check(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Hold up the check of a second person until the event is set."""
    may_go_on = Event()
    real = SignIn.second_person

    def held_up(sign_in: SignIn, login: str, secret: str) -> Identity:
        may_go_on.wait(WAIT_SECONDS)
        return real(sign_in, login, secret)

    monkeypatch.setattr(SignIn, "second_person", held_up)
    yield may_go_on
    may_go_on.set()


@pytest.fixture(name="store")
def _store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A store that answers at once, until the event is cleared."""
    answers = Event()
    answers.set()
    real = SqliteStore.read_connection

    def held_up(store: SqliteStore) -> AbstractContextManager[Connection]:
        answers.wait(WAIT_SECONDS)
        return real(store)

    monkeypatch.setattr(SqliteStore, "read_connection", held_up)
    yield answers
    answers.set()


async def press_in_vain(visitor: Visitor, *keys: str) -> None:
    """Press keys while the signature is checked: the dialogue is still there after each."""
    for key in keys:
        await visitor.press(key, wanted=CHECKING)


def test_no_key_reaches_the_day_while_a_signature_is_checked(day: DayOffice, check: Event) -> None:
    day.end_of_day()

    async def tried(visitor: Visitor) -> None:
        await sign_day(visitor)
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await visitor.press(*ALEX, "enter", *WRONG, "enter", wanted=CHECKING)
        await press_in_vain(visitor, "u", "z", "escape", "enter", "f1", "ctrl+l", "ctrl+p", "ctrl+q")
        check.set()
        await visitor.until("Kennwort stimmt nicht")
        await visitor.press(*SECRET, "enter", wanted="Abgeschlossen, Nr. 1")
        assert "Benutzername" not in seen(visitor.app)

    day.at(KIM, tried)
    days = day.office.counter.days
    assert days.sheet(COUNTER, days.today).closing.state is ClosingState.LOCKED


def test_no_key_reaches_the_desk_while_a_storno_is_confirmed(day: DayOffice, check: Event) -> None:
    day.settle_at_the_desk()

    async def tried(visitor: Visitor) -> None:
        await visitor.press("f7", wanted="Gebührenbescheid")
        await visitor.press("z", wanted="Storno: 27,40 €")
        await visitor.press("1", wanted="Storno über 27,40 € bestätigen")
        await visitor.press(*KIM, "enter", *SECRET, "enter", wanted=CHECKING)
        await press_in_vain(visitor, "w", "i", "f9", "f5", "escape")
        check.set()
        await visitor.until("nur die Kassenaufsicht")
        await second_signs(visitor, ALEX, "Zurückgenommen")

    day.at(KIM, tried, wanted="geht hier weiter")


def test_keys_pressed_while_the_day_is_read_wait_for_it(day: DayOffice, store: Event) -> None:
    async def typed_ahead(visitor: Visitor) -> None:
        store.clear()
        await visitor.press("ctrl+t", "z", wanted="Speicher antwortet langsam")
        assert "Was zurücknehmen?" not in seen(visitor.app)
        store.set()
        await visitor.until("Was zurücknehmen?")
        await visitor.press("escape", wanted="eingenommen 54,80 €")
        await visitor.until("Kassenbuch bereit")

    day.at(KIM, typed_ahead)


def test_the_hints_stay_while_another_day_is_read(day: DayOffice, store: Event) -> None:
    async def turned(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.until("K Bemerkung")
        before = seen(visitor.app).splitlines()[-1]
        store.clear()
        await visitor.press("left", wanted="Speicher antwortet langsam")
        assert seen(visitor.app).splitlines()[-1] == before
        store.set()
        await visitor.until("^L Sperren")
        assert "Bemerkung" not in seen(visitor.app).splitlines()[-1]

    day.at(KIM, turned)


def test_esc_leaves_a_day_that_is_not_read_yet(day: DayOffice, store: Event) -> None:
    async def left(visitor: Visitor) -> None:
        store.clear()
        await visitor.press("ctrl+t", wanted="Tagesabschluss")
        await visitor.press("escape", wanted="Nächste Nummer aufrufen")
        store.set()
        await open_day(visitor)

    day.at(KIM, left)


def test_what_is_typed_into_a_remark_appears_while_the_store_is_slow(day: DayOffice, store: Event) -> None:
    day.end_of_day(more=400)

    async def typed(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="Woran liegt das?")
        store.clear()
        await visitor.press(*"Kleber am Beleg", wanted="Kleber am Beleg")
        await visitor.press("enter", wanted="„Kleber am Beleg“")
        store.set()

    day.at(KIM, typed)
