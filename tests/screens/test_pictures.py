"""How every screen looks, at both sizes and without colour: the whole program with a clock that stands still."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from clerk.bootstrap import Office
from clerk.settings import Settings
from screens.app import ClerkApp
from tests.e2e.still_office import COUNTERS, LOGINS, SECRET, STORE, furnish, simulated_terminal, stand_still
from tests.screens.driving import seen
from tests.screens.pictures import Pictures

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
WAIT_SECONDS = 30.0


@dataclass
class Visitor:
    """Presses keys and takes pictures of what is shown when everything has come to rest."""

    pilot: Pilot[None]
    app: ClerkApp
    pictures: Pictures

    async def until(self, wanted: str) -> None:
        """Wait until *wanted* is on the screen."""
        async with asyncio.timeout(WAIT_SECONDS):
            while wanted not in seen(self.app):
                await self.pilot.pause(0.01)

    async def press(self, *keys: str, wanted: str) -> None:
        """Press keys and wait for what they bring."""
        await self.pilot.press(*keys)
        await self.until(wanted)

    async def picture(self, name: str) -> None:
        """Compare what is shown with the picture *name*."""
        before, now = "", seen(self.app)
        async with asyncio.timeout(WAIT_SECONDS):
            while before != now or self.app.background.is_saving:
                await self.pilot.pause(0.05)
                before, now = now, seen(self.app)
        self.pictures.compare(name, now)

    async def sign_in(self, role: str, wanted: str) -> None:
        """Sign in at the place of *role*."""
        await self.picture(f"sign-in-{role}")
        await self.press(*LOGINS[role], "enter", *SECRET, "enter", wanted=wanted)
        await self.until("Es warten")


Scene = Callable[[Visitor], Awaitable[None]]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The office and its card terminal, made once."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch, simulated_terminal(folder) as port:
        stand_still(patch.setattr)
        furnish(folder, port)
        yield folder


def show(furnished: Path, folder: Path, role: str, pictures: Pictures, scene: Scene) -> None:
    """Play *scene* in the program at the place of *role*, in an office of its own."""
    shutil.copyfile(furnished / STORE, folder / STORE)
    office = Office(Settings(store=folder / STORE, counter=COUNTERS[role]))

    async def play() -> None:
        app = ClerkApp(office.sign_in, office.open)
        async with app.run_test(size=SIZES[pictures.size], notifications=True) as pilot:
            visitor = Visitor(pilot, app, pictures)
            await visitor.until("Kennwort")
            await scene(visitor)

    try:
        asyncio.run(play())
    finally:
        office.close()
    pictures.finish()


async def at_the_counter(visitor: Visitor) -> None:
    """One visit, step by step."""
    await visitor.sign_in("counter", "F2")
    await visitor.until("EC-Terminal bereit")
    await visitor.picture("home")
    await visitor.press("f2", wanted="Aufgerufen")
    await visitor.picture("called")
    await visitor.press("enter", wanted="Unterlagen ●")
    await visitor.press(*["down"] * 7, "minus", wanted="Unterlagen 1 fehlt")
    await visitor.picture("documents")
    await visitor.press("up", "space", wanted="Unterlagen ●")
    await visitor.press("enter", wanted="Familienname")
    await visitor.press(*"A1BS31ZO430336179", "enter", wanted="Buchstabe O")
    await visitor.picture("application")
    await visitor.press("f8", wanted="Das steht noch aus")
    await visitor.picture("closing")
    await visitor.press("f6", wanted="Familienname")
    await visitor.press("ctrl+u", *"A1BS31Z0430336179", "enter", "4", "enter", wanted="4")
    await visitor.press(
        *"RV-AB", "space", *"123", "enter", *"A1B2C3D", "enter", wanted="Kartenzahlung starten"
    )
    await visitor.picture("payment")


async def at_the_info_desk(visitor: Visitor) -> None:
    """Somebody arrives."""
    await visitor.sign_in("info-desk", "F3")
    await visitor.picture("info-desk")
    await visitor.press("f3", *"landkreis", wanted="▶ Umschreibung im Landkreis")
    await visitor.picture("arrival")
    await visitor.press("enter", "enter", wanted="noch zu klären")
    await visitor.picture("info-desk-documents")


@pytest.mark.parametrize("size", SIZES)
def test_the_counter_looks_as_it_did(
    size: str, furnished: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    show(furnished, tmp_path, "counter", pictures, at_the_counter)


@pytest.mark.parametrize("size", SIZES)
def test_the_info_desk_looks_as_it_did(
    size: str, furnished: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    show(furnished, tmp_path, "info-desk", pictures, at_the_info_desk)


def test_without_colour_every_screen_says_the_same(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def grey_all_the_way(visitor: Visitor) -> None:
        await at_the_counter(visitor)
        assert visitor.app.no_color
        assert coloured_words(visitor.app) == []

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), grey_all_the_way)


def coloured_words(app: ClerkApp) -> list[str]:
    """Return what is on the screen in another colour than grey."""
    return [
        segment.text
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        for colour in (segment.style and segment.style.color, segment.style and segment.style.bgcolor)
        if colour and colour.triplet and len(set(colour.triplet)) > 1
    ]
