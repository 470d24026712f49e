"""What a new user pressed and saw nothing of: it is said, asked, or works now."""

from pathlib import Path

import pytest

from clerk.machine import SystemClock
from screens.desk_screen import DeskScreen
from tests.screens.driving import seen
from tests.screens.test_second_contact import (
    HERE,
    PLATE_KEPT,
    TwoSites,
    applied,
    paid_by_notice,
    received,
)
from tests.screens.whole_program import Visitor

HOLDER = "Familienname"


@pytest.fixture(name="office")
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoSites:
    office = TwoSites(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: office.now)
    office.furnish()
    return office


def desk(visitor: Visitor) -> DeskScreen:
    """Return the screen of the desk."""
    screen = visitor.app.screen
    assert isinstance(screen, DeskScreen)
    return screen


def line_with(visitor: Visitor, text: str) -> str:
    """Return the line on the screen with *text* in it."""
    return next(line for line in seen(visitor.app).splitlines() if text in line)


def hints(visitor: Visitor) -> str:
    """Return the line of keys."""
    return seen(visitor.app).splitlines()[-1]


# ---------------------------------------------------------------- capital letters


def test_with_caps_lock_the_letters_of_every_step_work_and_a_field_keeps_its_capitals(
    office: TwoSites,
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press("f3", *"LANDKREIS", wanted="▶ Umschreibung im Landkreis")
        await visitor.press("enter", wanted="Name")
        await visitor.press(*"WADE", "enter", wanted="noch zu klären")
        assert desk(visitor).desk.require().visit.name == "WADE"
        await visitor.press(*"N1NJN", wanted="noch zu prüfen")
        await visitor.press("A", wanted="alle vorgelegt")
        await visitor.press("I", wanted="Mitzubringen")
        await visitor.press("escape", wanted="▶")
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("Z", wanted="Storno: 27,40 €")
        await visitor.press("escape", wanted="Erledigt")
        await visitor.press("enter", wanted="Noch 3 abzuhaken")
        await visitor.press("A", wanted="Alles erledigt")

    office.at(HERE, scene)


# ---------------------------------------------------------------- documents nobody looked at


def test_what_nobody_looked_at_is_named_beside_what_is_missing_and_bars_nothing(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press("home", *["down"] * 7, "minus", wanted="1 fehlt")
        await visitor.press("up", "up", "space", wanted="1 fehlt, 1 zu prüfen")
        unchecked = desk(visitor).desk.view.checklist.unchecked[0].label
        missing = desk(visitor).desk.view.checklist.missing[0].label
        await visitor.press("enter", wanted=f"Ohne „{missing}“ weiter?")
        await visitor.until(f"Noch nicht geprüft: {unchecked}")
        await visitor.press("1", wanted=f"! Noch nicht geprüft: {unchecked}")
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("enter", wanted=f"! fehlt: {missing}")
        await visitor.until(f"! noch nicht geprüft: {unchecked}")
        await visitor.press("a", wanted="Enter schließt den Besuch ab, obwohl etwas fehlt")
        await visitor.press("enter", wanted="K001 abgeschlossen")

    office.at(HERE, scene)


def test_a_document_nobody_looked_at_does_not_pass_unseen_where_nothing_is_missing(
    office: TwoSites,
) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press("home", *["down"] * 7, "space", wanted="1 noch zu prüfen")
        label = desk(visitor).desk.view.checklist.unchecked[0].label
        await visitor.press("enter", wanted=f"! Noch nicht geprüft: {label}")
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("enter", wanted=f"! noch nicht geprüft: {label}")
        await visitor.press("a", wanted="obwohl etwas nicht geprüft ist")

    office.at(HERE, scene)


# ---------------------------------------------------------------- facts


def test_on_a_fact_the_hints_show_what_the_keys_do_there(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press("home", "down", wanted="Leertaste nächste Antwort")
        assert "fehlt" not in hints(visitor)
        await visitor.press(*["down"] * 6, wanted="Leertaste vorgelegt")
        assert "- fehlt" in hints(visitor)

    office.at(HERE, scene)


def test_why_of_a_fact_that_leads_to_another_service_names_it(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press(
            "home", "down", "w", wanted="Bei „ja“ ist eine andere Leistung richtig: Wiederzulassung"
        )

    office.at(HERE, scene)


# ---------------------------------------------------------------- a paid application


async def paid_and_back_in_the_form(visitor: Visitor) -> None:
    """The fee is settled; the cursor goes back into the name."""
    await received(visitor, PLATE_KEPT)
    await applied(visitor)
    await paid_by_notice(visitor)
    await visitor.until("Antrag ✓")
    await visitor.press("f6", *["up"] * 8, wanted="Neuer Halter")


def test_a_letter_in_a_paid_application_asks_and_esc_leaves_it_as_it_was_confirmed(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await paid_and_back_in_the_form(visitor)
        await visitor.press("Q", wanted="bestätigt und bezahlt. Wieder öffnen?")
        await visitor.press("u", "escape", wanted="Neuer Halter")
        assert "Q" not in line_with(visitor, HOLDER).replace(HOLDER, "")
        [case] = desk(visitor).desk.require().visit.cases
        assert case.confirmed_at is not None
        assert "Q" not in "".join(case.form.values())

    office.at(HERE, scene)


def test_a_paid_application_opened_again_is_confirmed_again_before_the_visit_ends(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await paid_and_back_in_the_form(visitor)
        await visitor.press("Q", wanted="bestätigt und bezahlt. Wieder öffnen?")
        await visitor.press("enter", wanted="BeispielQ")
        await visitor.press(*"XY", wanted="BeispielQXY")
        await visitor.press("f8", wanted="noch offen: F6 öffnet den Antrag")
        assert "Antrag ✓" not in seen(visitor.app)
        await visitor.press("f6", *["enter"] * 5, wanted="Noch 3 abzuhaken")
        [case] = desk(visitor).desk.require().visit.cases
        assert case.confirmed_at is not None
        assert "BeispielQXY" in case.form.values()
        await visitor.press("a", wanted="Alles erledigt")
        await visitor.press("enter", wanted="K001 abgeschlossen")

    office.at(HERE, scene)


def test_a_changed_fact_of_a_paid_case_asks_too(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("f5", wanted="Angaben zum Fall")
        await visitor.press("home", "down", "down", "2", wanted="bestätigt und bezahlt. Wieder öffnen?")
        before = dict(desk_below(visitor).desk.view.case.answers)
        await visitor.press("escape", wanted="Antrag ✓")
        assert desk(visitor).desk.view.case.answers == before

    office.at(HERE, scene)


def desk_below(visitor: Visitor) -> DeskScreen:
    """Return the desk over which a question lies."""
    return next(screen for screen in visitor.app.screen_stack if isinstance(screen, DeskScreen))


# ---------------------------------------------------------------- other ways, messages


def test_another_way_of_paying_is_booked_only_after_its_question(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await applied(visitor)
        for key, way in (("2", "Gebührenbescheid"), ("4", "gebührenfrei")):
            await visitor.press("f10", wanted="Wie wird stattdessen bezahlt")
            await visitor.press(key, wanted=f"27,40 € buchen: {way}")
            await visitor.until("Grund: ")
            await visitor.press("escape", wanted="Kein Kartenterminal")
        assert all(line.settlement is None for line in desk(visitor).desk.require().visit.lines)
        await visitor.press("f10", wanted="Wie wird stattdessen bezahlt")
        await visitor.press("3", wanted="27,40 € · Belegnummer liegt vor")

    office.at(HERE, scene)


def test_a_message_of_a_step_goes_with_it(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("f10", wanted="Es ist nichts zu bezahlen.")
        await visitor.press("f8", wanted="abzuhaken")
        assert "Es ist nichts zu bezahlen." not in seen(visitor.app)

    office.at(HERE, scene)


def test_an_error_stays_its_time_when_the_step_changes(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        desk(visitor).failed(OSError())
        await visitor.until("! Das hat nicht geklappt")
        await visitor.press("f8", wanted="Auszuhändigen")
        assert "! Das hat nicht geklappt" in seen(visitor.app)

    office.at(HERE, scene)
