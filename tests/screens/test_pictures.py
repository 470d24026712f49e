"""How every screen looks, at both sizes and without colour: the whole program with a clock that stands still."""

from pathlib import Path

import pytest

from screens.app import ClerkApp
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor, show


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
