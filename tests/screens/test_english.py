"""The program in English: none of its own German words is left on the screen, what is kept and printed is German."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from clerk.domain.visit import Case
from clerk.locale import use_language
from screens.desk_screen import DeskScreen
from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show

ROOT: Final = Path(__file__).parents[2]
CATALOGUE_OF_TEXTS: Final = ROOT / "clerk" / "locale" / "en" / "LC_MESSAGES" / "clerk.po"
CATALOGUE_OF_SERVICES: Final = ROOT / "clerk" / "catalogue" / "shipped"
SHORTEST = 4
"""Letters from which on a word tells one language from the other."""


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@cache
def our_german() -> re.Pattern[str]:
    """Return what finds the program's own German texts, as far as no service of the catalogue uses the same words."""
    of_services = "\n".join(
        path.read_text(encoding="utf-8") for path in CATALOGUE_OF_SERVICES.rglob("*.toml")
    )
    with CATALOGUE_OF_TEXTS.open("rb") as file:
        texts = [message for message in read_po(file, locale="en") if message.id]
    english = "\n".join(str(message.string) for message in texts)
    pieces = {
        piece.strip()
        for message in texts
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
        for piece in re.split(r"\{\w+\}|\s{2,}|\n", text)
    }
    telling = (piece for piece in pieces if sum(map(str.isalpha, piece)) >= SHORTEST)
    ours = (re.escape(piece) for piece in telling if piece not in english and piece not in of_services)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ours)})(?!\w)")


def german_on(screen: str) -> list[str]:
    """Return which of our German texts stand on *screen*."""
    return our_german().findall(screen)


class Reader:
    """Goes through the program and looks for German at every step."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def press(self, *keys: str, wanted: str) -> None:
        """Press keys and read what comes when *wanted* is there."""
        await self._visitor.press(*keys, wanted=wanted)
        shown = seen(self._visitor.app)
        assert german_on(shown) == [], shown


async def one_visit(visitor: Visitor) -> None:
    """From the sign-in to the payment, with what can be opened on the way."""
    reader = Reader(visitor)
    await reader.press(*LOGINS["counter"], "enter", wanted="Password")
    await reader.press(*SECRET, "enter", wanted="Call the next number")
    await reader.press(wanted="Card terminal ready")
    await reader.press("f1", wanted="Calls the next number")
    await reader.press("escape", "ctrl+p", wanted="Commands")
    await reader.press("escape", "f2", wanted="did not appear")
    await reader.press("enter", wanted="Documents ●")
    await reader.press(*["down"] * 7, "minus", wanted="Documents 1 missing")
    await reader.press("w", wanted="What to mind")
    await reader.press("i", wanted="To bring")
    await reader.press("escape", "escape", "enter", wanted="Go on without")
    await reader.press("1", wanted="from arrival")
    await reader.press(*"A1BS31ZO430336179", "enter", wanted="In a FIN there is no O")
    await reader.press("f8", wanted="What is still to do")
    await reader.press("f6", wanted="from arrival")
    await reader.press("ctrl+u", *"A1BS31Z0430336179", "enter", "4", "enter", wanted="4")
    await reader.press(*"RV-AB", "space", *"123", "enter", *"A1B2C3D", "enter", wanted="Start card payment")
    await reader.press("f10", wanted="Fee notice – card payment not possible")
    await reader.press("1", "enter", wanted="✓ Fee notice")
    await reader.press("f8", wanted="To hand over")
    assert case_of(visitor).missing_reason == "wird heute nachgereicht"
    (reason,) = {line.settlement.reason for line in case_of(visitor).lines if line.settlement is not None}
    assert reason == "Kartenzahlung nicht möglich"


def case_of(visitor: Visitor) -> Case:
    """Return the case of the open visit as it is kept."""
    screen = visitor.app.screen
    assert isinstance(screen, DeskScreen)
    return screen.desk.require().visit.cases[0]


async def an_arrival(visitor: Visitor) -> None:
    """Somebody comes to the info desk."""
    reader = Reader(visitor)
    await reader.press(*LOGINS["info-desk"], "enter", *SECRET, "enter", wanted="Register an arrival")
    await reader.press("f3", *"landkreis", wanted="▶ Umschreibung im Landkreis")
    await reader.press("enter", wanted="Priority")
    await reader.press("enter", wanted="to be settled")
    await reader.press("d", wanted="Slip in which language?")


def test_a_visit_is_served_without_a_german_word_of_the_program(furnished: Path, tmp_path: Path) -> None:
    pictures = Pictures("80x24", update=False)
    show(furnished, tmp_path, "counter", pictures, one_visit, first="Password")


def test_an_arrival_is_registered_without_a_german_word_of_the_program(
    furnished: Path, tmp_path: Path
) -> None:
    pictures = Pictures("120x40", update=False)
    show(furnished, tmp_path, "info-desk", pictures, an_arrival, first="Password")


def test_german_of_the_program_is_found_and_that_of_a_service_is_not() -> None:
    """A test of the tests above."""
    assert german_on("K001 wartet, Nächste Nummer aufrufen") != []
    assert german_on("1 missing: Führungszeugnis · Umschreibung im Landkreis") == []
