"""Colours: legible in both themes, and never the only sign."""

import asyncio
from dataclasses import asdict

import pytest
from textual.geometry import Region

from screens.theme import DARK, GROUND_TOKENS, LIGHT, PALETTES, TEXT_TOKENS
from tests.screens.driving import seen, until
from tests.screens.gallery import GalleryApp

LEGIBLE = 4.5
DISCERNIBLE = 3.0


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("text", TEXT_TOKENS)
@pytest.mark.parametrize("ground", GROUND_TOKENS)
def test_every_text_colour_is_legible_on_every_ground(theme: str, text: str, ground: str) -> None:
    tokens = asdict(PALETTES[theme])
    assert contrast(tokens[text], tokens[ground]) >= LEGIBLE


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("sign", ["focus", "line"])
@pytest.mark.parametrize("ground", GROUND_TOKENS)
def test_focus_and_lines_are_discernible_on_every_ground(theme: str, sign: str, ground: str) -> None:
    tokens = asdict(PALETTES[theme])
    assert contrast(tokens[sign], tokens[ground]) >= DISCERNIBLE


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    "keys", [(), ("f6", "tab", "tab", "O", "tab"), ("f4", "u"), ("f7",), ("f9",), ("f8",), ("f1",)]
)
def test_everything_really_drawn_is_legible(theme: str, keys: tuple[str, ...]) -> None:
    faint = asyncio.run(_faint_texts(theme, keys))
    assert faint == []


async def _faint_texts(theme: str, keys: tuple[str, ...]) -> list[tuple[str, float]]:
    app = GalleryApp(theme)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "K041" in seen(app))
        await pilot.press(*keys)
        await pilot.pause()
        dialogs = app.screen.query(".dialog")
        region = dialogs.first().region if dialogs else app.screen.region
        return _faint(app, region)


def _faint(app: GalleryApp, region: Region) -> list[tuple[str, float]]:
    faint: list[tuple[str, float]] = []
    looked_at = 0
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in strip.crop(region.x, region.right):
            style = segment.style
            if not segment.text.strip(" ") or style is None or style.color is None or style.bgcolor is None:
                continue
            looked_at += 1
            ratio = contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex)
            wanted = DISCERNIBLE if set(segment.text) <= set(" ─│╭╮╰╯▁▂▃▄▅▆▇█") else LEGIBLE
            if ratio < wanted:
                faint.append((segment.text, round(ratio, 2)))
    assert looked_at > 5
    return faint
