"""A dealer's second vehicle: the person comes along, and the vehicles are paid apart."""

import asyncio
from pathlib import Path

from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import WAIT_SECONDS, Visitor, show

FIN = "A1BS31Z0430336179"


async def one_vehicle(visitor: Visitor, plate: str) -> None:
    """Fill in the application from the chassis number on."""
    await visitor.until("Prüfziffer")
    await visitor.press(
        *FIN, "enter", "4", "enter", *plate, "enter", *"A1B2C3D", "enter", wanted="Kartenzahlung starten"
    )


async def two_vehicles(visitor: Visitor) -> None:
    """Serve the first called person twice with the same service."""
    await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
    await visitor.press("f2", wanted="Aufgerufen")
    await visitor.press("enter", wanted="Unterlagen ●")
    await visitor.press("enter", wanted="Familienname")
    await one_vehicle(visitor, "RV-AB123")
    await visitor.press("f11", wanted="●1  RV-AB 123")
    await visitor.press("down", "enter", wanted="wie vorher")
    await visitor.press("enter", wanted="▶2 Umschr. innen")
    assert "1 Umschr. innen RV-AB 123" in seen(visitor.app)


def test_a_second_vehicle_begins_with_the_answers_of_the_first(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await two_vehicles(visitor)
        shown = seen(visitor.app)
        assert "noch zu klären" not in shown
        assert "Privatperson" in shown

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


def test_the_cases_stand_above_one_more_of_the_same_with_the_one_in_front_under_the_cursor(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await two_vehicles(visitor)
        await visitor.press("f11", wanted="▶ ●2")
        rows = [line.strip("│ ▶●") for line in seen(visitor.app).splitlines()]
        listed = [row[:12] for row in rows if row[:1] in {"1", "2", "+"}]
        assert listed[:3] == ["1  RV-AB 123", "2  Umschreib", "+ noch einma"]
        assert set(listed[3:]) != {"+ noch einma"}
        await visitor.press("up", "enter", wanted="▶1 Umschr. innen")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)


async def until_outcomes(visitor: Visitor, *words: str) -> None:
    """Wait until the cases end with these words, in their order."""

    def shown() -> list[str]:
        rows = [line.strip("▶ ") for line in seen(visitor.app).splitlines()]
        return [row.rpartition("  ")[2] for row in rows if row.startswith("2026-")]

    async with asyncio.timeout(WAIT_SECONDS):
        while shown() != list(words):
            await visitor.pilot.pause(0.01)


def test_at_the_end_the_cursor_says_which_case_a_digit_is_for(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await two_vehicles(visitor)
        await visitor.press("f8", wanted="▶ 2026-000013")
        await visitor.press("2", wanted="Aushändigen")
        await until_outcomes(visitor, "wird erledigt", "unvollständig")
        await visitor.press("up", "3", wanted="▶ 2026-000001")
        await until_outcomes(visitor, "verwiesen", "unvollständig")
        await visitor.press("3", wanted="▶ 2026-000001")
        await until_outcomes(visitor, "noch offen", "unvollständig")
        await visitor.press("f6", wanted="Umschr. innen RV-AB 123")

    show(furnished, tmp_path, "counter", Pictures("120x40", update=False), scene)


def test_two_vehicles_are_paid_together_or_apart(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await two_vehicles(visitor)
        await visitor.press("a", wanted="alle vorgelegt")
        await visitor.press("enter", wanted="Prüfziffer")
        await one_vehicle(visitor, "RV-AB124")
        await visitor.until("54,80 €")
        await visitor.press("g", wanted="Was wird jetzt bezahlt")
        await visitor.press("space", wanted="danach noch 27,40 €")
        await visitor.press("enter", wanted="Jetzt 1 von 2 Vorgängen")
        assert "später" in seen(visitor.app)
        assert "RV-AB" in seen(visitor.app)
        await visitor.press("enter", wanted="Enter  weiter: die übrigen Vorgänge")
        assert "mit Karte bezahlt" in seen(visitor.app)
        assert "Bereit zur Kartenzahlung" not in seen(visitor.app)
        await visitor.press("enter", wanted="Bereit zur Kartenzahlung")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), scene)
