"""The team lead's screen: live, without names, and the way back from a stuck visit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from clerk.domain.office_load import LoadKind
from clerk.persistence.tables_load import LoadEventRow
from tests.screens.day_office import COUNTER, EVENING, INFO_DESK, KFZ_COUNTER, DayOffice
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor

SHOWN = "Je Viertelstunde"
_COUNTERS = (INFO_DESK, COUNTER, KFZ_COUNTER)


@pytest.fixture
def busy(day: DayOffice) -> DayOffice:
    """The afternoon of a busy day: two wait, one of them for too long."""
    with day.office.store.write() as session:
        session.add_all(_afternoon(day))
    day.office.clock.time = EVENING - timedelta(minutes=26)
    day.office.waiting(name="Frau Beispiel")
    day.office.clock.time = EVENING - timedelta(minutes=4)
    day.office.waiting("fe-umtausch")
    day.office.clock.time = EVENING
    return day


def _afternoon(day: DayOffice) -> Iterator[LoadEventRow]:
    site = day.office.counter.seat.workplace.site
    for number in range(90):
        at = EVENING - timedelta(hours=6) + timedelta(minutes=4 * number)
        event = LoadEventRow(site=site, area="kfz", at=at, kind=LoadKind.ARRIVED, counter=INFO_DESK)
        yield event
        if number % 3:
            yield LoadEventRow(
                site=site,
                area="kfz" if number % 4 else "abfall",
                at=at,
                kind=LoadKind.CLOSED,
                counter=_COUNTERS[number % 3],
                waited_seconds=600 + 400 * (number % 5),
                single_visit=True,
            )
        else:
            yield LoadEventRow(
                site=site,
                area="kfz",
                at=at,
                kind=LoadKind.CLOSED,
                counter=_COUNTERS[0],
                waited_seconds=60,
            )


@pytest.mark.parametrize("size", SIZES)
def test_the_load_looks_as_it_did(size: str, busy: DayOffice, request: pytest.FixtureRequest) -> None:
    async def look(visitor: Visitor) -> None:
        await visitor.until("sofort")
        await visitor.picture("lead")
        await visitor.press("down", wanted=f"{SHOWN}, Kfz-Zulassung")
        await visitor.press("h", wanted="1 Schalter weniger")
        await visitor.press("escape", wanted=SHOWN)
        await visitor.press("t", wanted="anderer Tag")
        await visitor.picture("lead-report")

    pictures = Pictures(size, update=request.config.getoption("--update-pictures"))
    busy.at("team", look, pictures=pictures, wanted=SHOWN)


def test_who_arrives_is_counted_at_once_and_the_cursor_stays(busy: DayOffice) -> None:
    async def watch(visitor: Visitor) -> None:
        await visitor.press("down", "down", wanted=f"{SHOWN}, Fahrerlaubnis")
        busy.office.waiting("fe-umtausch", name="Herr Mustermann")
        await visitor.until("▶ Fahrerlaubnis              2")
        await visitor.until(f"{SHOWN}, Fahrerlaubnis")
        shown = "\n".join(strip.text for strip in visitor.app.screen._compositor.render_strips())
        assert "Mustermann" not in shown

    busy.at("team", watch, wanted=SHOWN)


def test_a_stuck_visit_is_freed_with_a_reason(busy: DayOffice) -> None:
    stuck = busy.office.serving()

    async def free(visitor: Visitor) -> None:
        await visitor.press("f4", wanted="in Bedienung")
        await visitor.press(*stuck.visit.ticket, "enter", wanted="an Schalter 7")
        await visitor.press("f", wanted="am Schalter ist niemand")
        await visitor.press("1", wanted="wartet wieder an ihrem Platz")

    busy.at("team", free, wanted=SHOWN)
    assert busy.office.state(stuck.claim.visit) == "waiting"
