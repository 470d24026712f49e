"""The silent alarm on the screens: raised on every one, shown to colleagues, hardly to be seen where raised."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.screen import Screen
from textual.widget import Widget

import screens
from clerk.domain.alarm import Alarm
from clerk.machine import SystemClock
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.alarms import StoredAlarms
from clerk.persistence.opening import open_store
from clerk.ports import StoreUnavailable
from clerk.services.silent_alarm import SilentAlarm
from screens.commands import bindings_for
from tests.e2e.still_office import COUNTERS, LOGINS, SECRET, STORE
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show

SIGN_IN = (*LOGINS["counter"], "enter", *SECRET, "enter")
SCREENS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("sign-in", (), "Kennwort"),
    ("queue", SIGN_IN, "Es warten"),
    ("find", ("f4",), "Suchen"),
    ("a question over the answers", ("escape", "ctrl+k", "ctrl+q"), "Programm beenden?"),
    ("help over the question", ("f1",), "Auf diesem Bildschirm"),
    ("day", ("escape", "escape", "escape", "ctrl+t"), "Tagesabschluss"),
    ("locked", ("ctrl+l",), "Gesperrt"),
    ("called", (*SECRET, "enter", "escape", "f2"), "Aufgerufen"),
    ("a field of the application", ("enter", "f6"), "FIN"),
    ("payment", ("f7",), "Zahlung"),
    ("a list over the payment", ("f11",), "Vorg"),
)
"""Screens of the counter one after another: keys that lead there, and what is seen then."""


class Colleague:
    """The next counter, which looks into the same store."""

    def __init__(self, path: Path) -> None:
        self._store = open_store(path)
        clock = SystemClock()
        workplace = StoredAccounts(self._store, clock).workplace(COUNTERS["info-desk"])
        self.alarm = SilentAlarm(StoredAlarms(self._store, clock), workplace, 2)

    def seen(self) -> tuple[Alarm, ...]:
        return self.alarm.look().elsewhere

    def close(self) -> None:
        self._store.close()


async def _until(visitor: Visitor, reached: Callable[[], object]) -> None:
    for _ in range(600):
        if reached():
            return
        await visitor.pilot.pause(0.01)
    raise AssertionError(seen(visitor.app))


def _top_right(visitor: Visitor) -> str:
    return seen(visitor.app).splitlines()[0].ljust(80)[79]


def test_one_key_raises_it_on_every_screen_and_only_a_corner_shows_it(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        colleague = Colleague(tmp_path / STORE)
        for name, keys, wanted in SCREENS:
            await visitor.press(*keys, wanted=wanted)
            before = [row[:79].rstrip() for row in seen(visitor.app).splitlines()[:3]]
            await visitor.pilot.press("ctrl+y")
            await _until(visitor, colleague.seen)
            await _until(visitor, lambda: _top_right(visitor) == "·")
            assert [row[:79].rstrip() for row in seen(visitor.app).splitlines()[:3]] == before, name
            (alarm,) = colleague.seen()
            colleague.alarm.end(alarm.id)
            if name != "sign-in":
                await _until(visitor, lambda: _top_right(visitor) != "·")
        colleague.close()

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_a_colleague_reads_where_over_any_screen_goes_there_and_ends_it(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*SIGN_IN, wanted="Es warten")
        await visitor.press("f3", wanted="Ankunft")
        other = Colleague(tmp_path / STORE)
        other.alarm.raise_here()
        await visitor.until("! Stiller Alarm: Schalter I · ^B ich gehe hin")
        await visitor.press("f1", wanted="Auf diesem Bildschirm")
        await visitor.until("! Stiller Alarm: Schalter I")
        await visitor.press("escape", "ctrl+b", wanted="ich gehe hin")
        await visitor.press("enter", wanted="Schalter 1 geht hin")
        assert other.alarm.look().own == "answered"
        await visitor.press("ctrl+b", wanted="ist vorbei")
        await visitor.press("v", wanted="Ankunft")
        await _until(visitor, lambda: "Stiller Alarm" not in seen(visitor.app))
        other.close()

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_a_call_waits_for_no_key_and_one_that_does_not_get_out_says_so_until_it_does(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_up = StoredAlarms.put_up

    def unreachable(*_arguments: object) -> None:
        raise StoreUnavailable("Der Datenspeicher antwortet nicht.")

    async def scene(visitor: Visitor) -> None:
        await visitor.press(*SIGN_IN, wanted="Es warten")
        colleague = Colleague(tmp_path / STORE)
        monkeypatch.setattr(StoredAlarms, "put_up", unreachable)
        visitor.app._settling = asyncio.create_task(asyncio.sleep(3600))  # keys typed ahead wait from now on
        await visitor.pilot.press("ctrl+y")
        await _until(visitor, lambda: _top_right(visitor) == "×")
        assert colleague.seen() == ()
        monkeypatch.setattr(StoredAlarms, "put_up", put_up)
        await _until(visitor, lambda: _top_right(visitor) == "·")
        assert len(colleague.seen()) == 1
        visitor.app._settling.cancel()
        colleague.close()

    monkeypatch.setattr("screens.alarm_watch.TRY_AGAIN_SECONDS", 0.05)
    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_no_screen_and_no_widget_has_another_meaning_for_the_key() -> None:
    """The binding stands above all screens, before what fields do with their keys."""
    (binding,) = bindings_for("alarm")
    kinds = {
        found
        for module in walk_packages(screens.__path__, "screens.")
        for found in vars(import_module(module.name)).values()
        if isinstance(found, type) and issubclass(found, Screen | Widget)
    }
    taken = {
        kind
        for kind in kinds
        if kind._merged_bindings and binding.key in kind._merged_bindings.key_to_bindings
    }
    assert (binding.priority, taken, len(kinds) > 50) == (True, set(), True)
