"""The cash supervisor's screen, stornos, and what each role sees of a day."""

import pytest

from clerk.domain.day_closing import ClosingState
from clerk.domain.settlement import Way
from tests.screens.day_office import (
    COUNTER,
    INFO_DESK,
    KFZ_COUNTER,
    DayOffice,
    open_day,
    second_signs,
)
from tests.screens.driving import seen
from tests.screens.whole_program import Visitor

KIM, SASCHA, ROBIN = "schalter", "kollegin", "infotheke"
MIKA, TONI = "aufsicht", "beides"
FIRST_SCREEN = "Tagesabschluss"


def signed(day: DayOffice) -> None:
    """Let Kim have signed the day of counter 7."""
    day.end_of_day()
    days = day.office.counter.days
    days.sign(days.report(COUNTER, days.today))


def state(day: DayOffice) -> ClosingState:
    """Return where the closing of counter 7 stands."""
    days = day.office.counter.days
    return days.sheet(COUNTER, days.today).closing.state


def test_the_supervisor_begins_with_what_waits_and_confirms_it_by_enter(day: DayOffice) -> None:
    signed(day)

    async def confirmed(visitor: Visitor) -> None:
        await visitor.until("Gegenzeichnung offen")
        await visitor.until("Unterschrieben von Kim Beispiel")
        await visitor.press("enter", wanted="Danach ist der Tag")
        await visitor.press("enter", wanted="Abgeschlossen, Nr. 1")
        await visitor.until("bestätigt von")

    day.at(MIKA, confirmed, counter=INFO_DESK, wanted=FIRST_SCREEN)
    assert state(day) is ClosingState.LOCKED


def test_the_supervisor_gives_a_day_back_with_a_reason(day: DayOffice) -> None:
    signed(day)

    async def given_back(visitor: Visitor) -> None:
        await visitor.until("Unterschrieben von Kim Beispiel")
        await visitor.press("v", wanted="unbestätigt zurückgeben")
        await visitor.press(*"Beleg 2 fehlt", "enter", wanted="wieder offen")

    day.at(MIKA, given_back, counter=INFO_DESK, wanted=FIRST_SCREEN)
    assert state(day) is ClosingState.OPEN


def test_behind_the_supervisors_screen_lies_nothing(day: DayOffice) -> None:
    async def nowhere(visitor: Visitor) -> None:
        await visitor.until("Schalter")
        await visitor.press("escape", wanted=FIRST_SCREEN)
        assert "Kennwort" not in seen(visitor.app)
        assert "F2" not in seen(visitor.app)
        await visitor.press("ctrl+l", wanted="Gesperrt")

    day.at(MIKA, nowhere, counter=INFO_DESK, wanted=FIRST_SCREEN)


def test_the_supervisor_sees_every_counter_of_the_site(day: DayOffice) -> None:
    async def all_of_them(visitor: Visitor) -> None:
        await visitor.until("▶ Schalter I")
        await visitor.press("down", wanted="▶ Schalter 7")
        await visitor.until("eingenommen 54,80 €")
        await visitor.press("down", wanted="▶ Schalter 8")
        await visitor.until("Nichts gebucht")
        await visitor.press("up", "enter", wanted="macht das Programm an Schalter 7")

    day.at(MIKA, all_of_them, counter=INFO_DESK, wanted=FIRST_SCREEN)


def test_a_clerk_sees_the_own_counter_only(day: DayOffice) -> None:
    async def own(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.until("Schalter 8")
        await visitor.press("down", "left", wanted="So 22.11.2026")
        assert "Schalter 7" not in seen(visitor.app)
        assert "54,80" not in seen(visitor.app)

    day.at(SASCHA, own, counter=KFZ_COUNTER)


def test_the_info_desk_has_a_day_of_its_own(day: DayOffice) -> None:
    async def own(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.until("Schalter I")

    day.at(ROBIN, own, counter=INFO_DESK)


def test_who_has_both_roles_begins_at_the_desk_and_cannot_confirm_the_own_signature(day: DayOffice) -> None:
    day.end_of_day()

    async def both(visitor: Visitor) -> None:
        await visitor.until("Nächste Nummer aufrufen")
        await open_day(visitor)
        await visitor.until("▶ Schalter 7")
        await visitor.press("enter", wanted="kann denselben Tag nicht")
        await visitor.press("enter", wanted="Unterschrieben von Toni Muster")
        await visitor.until("zweite Person bestätigt hier")

    day.at(TONI, both)
    assert state(day) is ClosingState.SIGNED


@pytest.mark.parametrize(
    ("login", "wanted"), [("team", "Je Viertelstunde"), ("admin", "lässt sich bestätigen, aber kein")]
)
def test_team_lead_and_administration_have_no_screen_that_shows_takings(
    day: DayOffice, login: str, wanted: str
) -> None:
    async def refused(visitor: Visitor) -> None:
        assert "Tagesabschluss" not in seen(visitor.app)
        await visitor.pilot.press("ctrl+t")
        assert "eingenommen" not in seen(visitor.app)

    day.at(login, refused, wanted=wanted)


# ---------------------------------------------------------------- stornos


def test_a_notice_is_taken_back_with_a_reason_and_a_second_person(day: DayOffice) -> None:
    async def taken_back(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("z", wanted="Was zurücknehmen?")
        await visitor.press("end", "enter", wanted="Gegenbuchung")
        await visitor.press("1", wanted="Storno über 27,40 € bestätigen")
        await second_signs(visitor, "leitung", "Zurückgenommen")
        await visitor.press("pagedown", "pagedown", wanted="zurückgenommene Buchungen")

    day.at(KIM, taken_back)
    days = day.office.counter.days
    assert days.report(COUNTER, days.today).cents_of(Way.NOTICE) == 0


def test_without_a_second_person_a_storno_waits_and_the_day_stays_open(day: DayOffice) -> None:
    day.end_of_day()

    async def waits(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("z", wanted="Was zurücknehmen?")
        await visitor.press("end", "enter", wanted="Gegenbuchung")
        await visitor.press("1", wanted="Storno über 27,40 € bestätigen")
        await visitor.press("escape", wanted="Noch zu klären")
        await visitor.until("-27,40 €")
        await visitor.press("enter", wanted="unterschreiben?")
        await visitor.press("enter", wanted="Unterschrieben von")
        await visitor.press("enter", wanted="Kassenaufsicht bestätigt")
        await second_signs(visitor, "leitung", "noch nicht entschieden")

    day.at(KIM, waits)
    assert state(day) is ClosingState.SIGNED


def asked(day: DayOffice) -> int:
    """Let Kim have asked for the first card payment to be taken back."""
    days = day.office.counter.days
    entries = days.report(COUNTER, days.today).entries
    return day.office.counter.stornos.ask(entries[:1], "falscher Betrag").id


def test_the_supervisor_confirms_a_storno_which_then_waits_for_the_terminal(day: DayOffice) -> None:
    asked(day)

    async def decided(visitor: Visitor) -> None:
        await visitor.until("Storno vorgemerkt")
        await visitor.press("enter", wanted="Storno über 27,40 € entscheiden")
        await visitor.press("enter", wanted="Bestätigt. Jetzt fehlt die Ausführung")
        await visitor.until("am Terminal ausführen")

    day.at(MIKA, decided, counter=INFO_DESK, wanted=FIRST_SCREEN)


def test_the_supervisor_refuses_a_storno_with_a_reason(day: DayOffice) -> None:
    asked(day)

    async def decided(visitor: Visitor) -> None:
        await visitor.until("Storno vorgemerkt")
        await visitor.press("e", wanted="Storno über 27,40 € entscheiden")
        await visitor.press("b", wanted="Storno verweigern")
        await visitor.press(*"Betrag stimmt", "enter", wanted="die Buchung bleibt stehen")
        assert "Noch zu klären" not in seen(visitor.app)

    day.at(MIKA, decided, counter=INFO_DESK, wanted=FIRST_SCREEN)
    assert day.office.counter.stornos.waiting() == ()


def test_who_asked_for_a_storno_does_not_confirm_it(day: DayOffice) -> None:
    asked(day)

    async def tried(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("e", wanted="Storno über 27,40 € entscheiden")
        await visitor.press("enter", wanted="Die Kassenaufsicht bestätigt")
        await second_signs(visitor, KIM, "nur die Kassenaufsicht")

    day.at(KIM, tried)
    assert len(day.office.counter.stornos.waiting()) == 1


def test_help_and_palette_of_the_supervisor_name_only_keys_she_has(day: DayOffice) -> None:
    async def asked(visitor: Visitor) -> None:
        await visitor.press("f1", wanted="Auf diesem Bildschirm")
        page = visitor.app.screen.query_one("VerticalScroll Static").render()
        assert "Storno entscheiden" in str(page)
        assert "Ruft die nächste Nummer auf" not in str(page)
        assert "Nimmt eine Ankunft auf" not in str(page)
        await visitor.press("escape", wanted=FIRST_SCREEN)
        await visitor.press("ctrl+p", *"aufr", wanted="Nichts gefunden")

    day.at(MIKA, asked, counter=INFO_DESK, wanted=FIRST_SCREEN)


def test_two_enters_do_not_make_the_supervisor_the_signer_of_a_counter_that_still_works(
    day: DayOffice,
) -> None:
    day.end_of_day()

    async def nothing(visitor: Visitor) -> None:
        await visitor.until("▶ Schalter I")
        await visitor.press("down", wanted="▶ Schalter 7")
        await visitor.press("enter", wanted="nein, das tut die Person am Schalter")
        await visitor.press("enter", wanted="Tag unterschreiben")

    day.at(MIKA, nothing, counter=INFO_DESK, wanted=FIRST_SCREEN)
    assert state(day) is ClosingState.OPEN


def test_an_end_of_day_that_would_cost_a_storno_its_reversal_is_not_the_next_enter(day: DayOffice) -> None:
    asked(day)

    async def first_the_storno(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="Ein Storno ist vorgemerkt")
        await visitor.until("zuerst den vorgemerkten Storno")
        await visitor.press("enter", wanted="Kassenschnitt machen")

    day.at(KIM, first_the_storno)
