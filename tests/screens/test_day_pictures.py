"""How the day closing looks, at both sizes: at the own counter, and for the cash supervisor."""

import pytest

from tests.screens.day_office import COUNTER, INFO_DESK, DayOffice, open_day
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor


@pytest.mark.parametrize("size", SIZES)
def test_the_day_of_a_counter_looks_as_it_did(
    size: str, day: DayOffice, request: pytest.FixtureRequest
) -> None:
    async def own_day(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.picture("day-open")
        await visitor.press("enter", wanted="Kassenschnitt am Terminal machen?")
        await visitor.picture("day-end-of-day")

    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    day.at("schalter", own_day, pictures=pictures)


@pytest.mark.parametrize("size", SIZES)
def test_a_day_with_a_difference_looks_as_it_did(
    size: str, day: DayOffice, request: pytest.FixtureRequest
) -> None:
    day.end_of_day(more=400)

    async def explained(visitor: Visitor) -> None:
        await open_day(visitor)
        await visitor.press("enter", wanted="Woran liegt das?")
        await visitor.picture("day-remark")
        await visitor.press(*"Trinkgeld am Terminal eingegeben", "enter", wanted="„Trinkgeld")
        await visitor.picture("day-difference")

    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    day.at("schalter", explained, pictures=pictures)


@pytest.mark.parametrize("size", SIZES)
def test_the_supervisors_days_look_as_they_did(
    size: str, day: DayOffice, request: pytest.FixtureRequest
) -> None:
    day.end_of_day()
    days = day.office.counter.days
    days.sign(days.report(COUNTER, days.today))
    day.next_day()
    day.pay()
    entries = days.report(COUNTER, days.today).entries
    day.office.counter.stornos.ask(entries[:1], "falscher Betrag")

    async def confirmed(visitor: Visitor) -> None:
        await visitor.until("Unterschrieben von Kim Beispiel")
        await visitor.picture("day-supervisor")
        await visitor.press("down", wanted="Noch zu klären")
        await visitor.picture("day-storno-waits")
        await visitor.press("up", wanted="Unterschrieben von Kim Beispiel")
        await visitor.press("enter", wanted="Danach ist der Tag")
        await visitor.picture("day-confirm")
        await visitor.press("enter", wanted="Abgeschlossen, Nr. 1")
        await visitor.until("▶ Schalter 7      Mo" if size == "80x24" else "▶ 7    Mo")
        await visitor.picture("day-locked")

    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    day.at("aufsicht", confirmed, counter=INFO_DESK, wanted="Tagesabschluss", pictures=pictures)
