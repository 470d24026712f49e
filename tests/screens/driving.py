"""Driving the gallery with Pilot from plain test functions."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import groupby

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget

from screens.theme import LIGHT
from tests.screens.gallery import GalleryApp, GalleryScreen

Scenario = Callable[[Pilot[None], GalleryScreen], Awaitable[None]]
_MOST_PAUSES = 200


def in_gallery(
    *, size: tuple[int, int] = (80, 24), theme: str = LIGHT
) -> Callable[[Scenario], Callable[[], None]]:
    """Make a plain test of a scenario that gets a pilot and the gallery screen."""

    def decorate(scenario: Scenario) -> Callable[[], None]:
        def test() -> None:
            asyncio.run(_run(scenario, size, theme))

        return test

    return decorate


async def _run(scenario: Scenario, size: tuple[int, int], theme: str) -> None:
    app = GalleryApp(theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.screen is app.gallery and bool(app.gallery.waiting.rows))
        await scenario(pilot, app.gallery)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys: letters as fast as a scanner, every other key when the program has come to rest."""
    driver = pilot.app._driver
    assert driver is not None
    for is_text, run in groupby(keys, lambda key: len(key) == 1):
        if not is_text:
            await pilot.press(*run)
            continue
        for sign in run:
            driver.send_message(Key(sign if sign.isalnum() else _character_to_key(sign), sign))
        await pilot.pause()


async def until(pilot: Pilot[None], reached: Callable[[], bool]) -> None:
    """Let the app work until *reached* holds; fail after a bounded number of pauses."""
    for _ in range(_MOST_PAUSES):
        await pilot.pause()
        if reached():
            return
    raise AssertionError(f"never reached; the screen shows\n{seen(pilot.app)}")


async def until_seen(pilot: Pilot[None], text: str) -> None:
    """Let the app work until *text* is on the screen."""
    await until(pilot, lambda: text in seen(pilot.app))


def seen(app: App[None]) -> str:
    """Return what is on the screen as lines without trailing blanks."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def text_of(widget: Widget) -> str:
    """Return what *widget* draws, without what its children draw over it."""
    return "\n".join(strip.text.rstrip() for strip in widget.render_lines(widget.size.region))
