"""The whole program under Pilot, in an office of its own where the clock stands still."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from clerk.bootstrap import Office
from clerk.settings import Settings
from screens.app import ClerkApp
from tests.e2e.still_office import COUNTERS, LOGINS, SECRET, STORE
from tests.screens.driving import seen, typed
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
        deadline = time.monotonic() + WAIT_SECONDS
        while wanted not in (shown := seen(self.app)):
            assert time.monotonic() < deadline, f"{wanted!r} is not on the screen:\n{shown}"
            await self.pilot.pause(0.01)

    async def press(self, *keys: str, wanted: str) -> None:
        """Press keys and wait for what they bring."""
        await typed(self.pilot, *keys)
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


def show(
    furnished: Path,
    folder: Path,
    role: str,
    pictures: Pictures,
    scene: Scene,
    *,
    read_zone: bool = False,
    first: str = "Kennwort",
) -> None:
    """Play *scene* in the program at the place of *role*, in an office of its own, from when *first* is on the screen.

    *read_zone*: the office lets identity documents be scanned there.
    """
    shutil.copyfile(furnished / STORE, folder / STORE)
    office = Office(Settings(store=folder / STORE, counter=COUNTERS[role], read_zone=read_zone))

    async def play() -> None:
        app = ClerkApp(office.sign_in, office.open, office.alarm_here)
        async with app.run_test(size=SIZES[pictures.size], notifications=True) as pilot:
            visitor = Visitor(pilot, app, pictures)
            await visitor.until(first)
            await scene(visitor)

    try:
        asyncio.run(play())
    finally:
        office.close()
    pictures.finish()
