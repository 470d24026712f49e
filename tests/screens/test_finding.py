"""Finding appointments, services and visits, key by key in the whole program."""

from pathlib import Path

import pytest

from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Scene, Visitor, show


def at(role: str, scene: Scene, furnished: Path, folder: Path, size: str = "80x24") -> None:
    """Sign in at the place of *role* and play *scene*."""

    async def signed_in(visitor: Visitor) -> None:
        await visitor.press(*LOGINS[role], "enter", *SECRET, "enter", wanted="Es warten")
        await scene(visitor)

    show(furnished, folder, role, Pictures(size, update=False), signed_in)


def test_at_the_arrival_an_appointment_stands_above_the_services(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f3", *"neuzul", wanted="▶ 11:00 · Ablage, Armin")
        await visitor.until("  Neuzulassung eines Fahrzeugs")
        await visitor.press("enter", wanted="Ablage, Armin")
        await visitor.until("Angaben zum Fall")

    at("info-desk", scene, furnished, tmp_path)


def test_a_service_that_has_all_words_stands_above_an_appointment_that_has_some(
    furnished: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f3", *"neuzul", "space", *"fahrz", wanted="▶ Neuzulassung eines Fahrzeugs")
        assert "Ablage" not in seen(visitor.app)

    at("info-desk", scene, furnished, tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_who_waits_is_called_with_a_reason_whether_found_or_chosen_from_the_list(
    furnished: Path, tmp_path: Path, size: str
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f4", *"vorlage", wanted="▶ P001")
        await visitor.press("enter", wanted="P001 außer der Reihe aufrufen?")
        await visitor.press("escape", wanted="Nächste Nummer aufrufen")
        await visitor.press("f4", *"p001", wanted="▶ P001")
        await visitor.press("enter", wanted="P001 außer der Reihe aufrufen?")
        await visitor.press("1", wanted="Aufgerufen")
        await visitor.until("Vorlage, Vera")

    at("counter", scene, furnished, tmp_path, size)


def test_at_the_info_desk_who_waits_is_opened_again_without_a_reason(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f4", *"vorlage", wanted="▶ P001")
        await visitor.press("enter", wanted="Angaben zum Fall")

    at("info-desk", scene, furnished, tmp_path)


def test_while_a_visit_is_open_here_a_found_one_is_not_called(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f2", wanted="Aufgerufen")
        await visitor.press("enter", wanted="Unterlagen ●")
        await visitor.press("f4", *"vorlage", wanted="▶ P001")
        await visitor.press("enter", wanted="Hier ist noch ein Besuch offen")

    at("counter", scene, furnished, tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_a_ticket_of_today_that_is_over_says_so_and_cannot_be_opened(
    furnished: Path, tmp_path: Path, size: str
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f4", *"k009", wanted="Nichts gefunden")
        await visitor.press("escape", *["down"] * 7, wanted="▶ K004")
        await visitor.press("enter", wanted="K004 ist geparkt")
        await visitor.press("g", wanted="▶ K003")
        await visitor.press("f4", *"k004", wanted="K004 ist gegangen (10:42).")
        assert "Nichts gefunden" not in seen(visitor.app)
        await visitor.press("enter", wanted="K004 ist gegangen (10:42).")
        await visitor.press("backspace", wanted="▶ K00")

    at("counter", scene, furnished, tmp_path, size)


def test_a_visit_is_found_by_the_name_in_the_application(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f2", wanted="Aufgerufen")
        await visitor.press("enter", wanted="Unterlagen ●")
        await visitor.press("f6", wanted="Familienname")
        await visitor.press("up", "ctrl+u", *"Antrag", "enter", wanted="Antrag")
        await visitor.press("f9", "1", wanted="geparkt")
        await visitor.press("f4", *"antrag", wanted="▶ K001")
        assert "Umschr. innen       Antrag" in seen(visitor.app)
        await visitor.press("ctrl+u", *"erika", wanted="Umschr. innen       Beispiel, Erika")

    at("counter", scene, furnished, tmp_path, "120x40")
