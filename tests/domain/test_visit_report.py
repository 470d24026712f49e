"""The day report of visits, and what it does not tell."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from clerk.domain.office_load import LoadEvent, LoadFacts, LoadKind
from clerk.domain.privacy import may_be_shown
from clerk.domain.visit_report import AreaDay, MissingAt, ReportOf, VisitReport, visit_report
from clerk.domain.visit_report_csv import visit_csv
from clerk.domain.visit_report_text import visit_text

MIDNIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)
OF = ReportOf("Bürgerbüro", "Kreishaus I", ZoneInfo("Europe/Berlin"), date(2026, 11, 23), is_over=True)
PAPERS = {"te2": "Zulassungsbescheinigung Teil II", "evb": "eVB-Nummer"}


def happened(
    minutes: float, counter: int, kind: LoadKind = LoadKind.CLOSED, *, area: str = "kfz", single: bool = True
) -> LoadEvent:
    """Something so many minutes after 8 o'clock; who is closed has waited ten minutes."""
    at = MIDNIGHT + timedelta(hours=8, minutes=minutes)
    waited = timedelta(minutes=10) if kind is LoadKind.CLOSED else None
    return LoadEvent(area, at, kind, counter, waited, single)


def report(*events: LoadEvent, missing: tuple[MissingAt, ...] = (), of: ReportOf = OF) -> VisitReport:
    at = MIDNIGHT + timedelta(hours=18)
    facts = LoadFacts(at, MIDNIGHT, at, {}, {}, events)
    return visit_report(of, facts, missing, lambda _service, requirement: PAPERS[requirement])


def lacking(event: int, counter: int, *requirements: str) -> list[MissingAt]:
    at = MIDNIGHT + timedelta(hours=9, minutes=event)
    return [MissingAt(event, at, counter, "kfz-umschreibung", requirement) for requirement in requirements]


def test_the_share_of_single_visits_is_the_headline_of_the_day() -> None:
    events = [happened(number, number % 4, single=number % 4 != 0) for number in range(20)]
    kfz = report(*events, happened(0, 1, LoadKind.ARRIVED)).areas[0]
    assert kfz == AreaDay("kfz", 10, 10, arrived=1, served=20, single_visit=75, in_target=100, no_show=0)


def test_an_area_of_one_counter_tells_its_waits_only_and_takes_a_second_one_with_it() -> None:
    """Else the total less the others would be that counter's."""
    events = [happened(number, number % 3) for number in range(9)]
    events += [happened(number, number % 3, area="melde") for number in range(6)]
    events += [happened(number, 4, area="abfall") for number in range(4)]
    made = report(*events)
    assert [(area.area, area.served, area.median_wait) for area in made.areas] == [
        ("kfz", 9, 10),
        ("abfall", None, 10),
        ("melde", None, 10),
    ]
    assert made.total is not None
    assert made.total.served == 19


def test_documents_that_were_missing_are_named_by_their_share() -> None:
    missing = [*lacking(1, 1, "te2", "evb"), *lacking(2, 2, "te2"), *lacking(3, 3, "te2")]
    assert report(happened(0, 1), missing=tuple(missing)).missing == ()
    missing += [*lacking(4, 1, "te2"), *lacking(5, 2, "evb")]
    made = report(happened(0, 1), missing=tuple(missing))
    assert [(share.document, share.percent) for share in made.missing] == [
        ("Zulassungsbescheinigung Teil II", 80),
        ("eVB-Nummer", 40),
    ]
    assert made.second_visits == 5


def test_who_did_not_appear_is_told_by_area_and_hour() -> None:
    served = [happened(5 * number, number % 3) for number in range(24)]
    away = [happened(number, number % 3, LoadKind.NO_SHOW) for number in (1, 2, 3)]
    hours = {hour.hour: hour for hour in report(*served, *away).hours}
    assert (hours[8].no_show, hours[9].no_show, hours[8].median_wait) == (20, 0, 10)


def test_while_the_day_goes_on_there_is_no_total_and_no_figure_of_the_last_minutes() -> None:
    running = replace(OF, is_over=False)
    events = [happened(number, number % 3) for number in range(6)]
    later = [happened(60 + number, number % 3) for number in range(6)]
    made = report(*events, *later, of=running)
    assert made.total is None
    assert (made.areas[0].served, made.areas[0].arrived, made.areas[0].no_show) == (6, None, None)
    assert report(*events, *later, happened(130, 1), of=running) == replace(
        made, hours=report(*events, *later, happened(130, 1), of=running).hours
    )


AREAS = ("kfz", "abfall", "melde")
# one number is an area, a counter and an hour: quick to draw, quick to shrink
EVENTS = st.lists(st.integers(0, 3 * 5 * 9 - 1), max_size=50).map(
    lambda numbers: [
        happened(
            60 * (number // 15) + place % 60,
            number % 5 + 1,
            LoadKind.NO_SHOW if place % 7 == 0 else LoadKind.CLOSED,
            area=AREAS[number % 3],
            single=number % 4 > 0,
        )
        for place, number in enumerate(numbers)
    ]
)


@settings(max_examples=60)
@given(EVENTS)
def test_no_figure_of_the_report_belongs_to_fewer_than_three_counters(events: list[LoadEvent]) -> None:
    made = report(*events)
    closed = [event for event in events if event.kind is LoadKind.CLOSED]
    hidden = [area.area for area in made.areas if area.served is None]
    for area in made.areas:
        if area.served is not None:
            assert may_be_shown(tally(event for event in closed if event.area == area.area))
    if hidden and made.total is not None and len(hidden) < len(made.areas):
        assert may_be_shown(tally(event for event in closed if event.area in hidden))


@settings(max_examples=40)
@given(EVENTS, st.permutations((1, 2, 3, 4, 5)))
def test_relabelled_counters_leave_every_report_and_export_as_it_is(
    events: list[LoadEvent], numbers: list[int]
) -> None:
    relabelled = [replace(event, counter=numbers[event.counter - 1]) for event in events]
    before, after = report(*events), report(*relabelled)
    assert visit_text(before, width=70) == visit_text(after, width=70)
    assert visit_csv(before) == visit_csv(after)
    assert before == after


def test_the_text_fits_a_narrow_screen() -> None:
    events = [
        happened(30 * number, number % 3, area=area)
        for number in range(20)
        for area in ("kfz", "fahrerlaubnis", "abfall", "info", "melde", "pass")
    ]
    lines = visit_text(report(*events), width=70).splitlines()
    assert max(map(len, lines)) <= 70


def tally(events: object) -> dict[int, int]:
    found: dict[int, int] = {}
    for event in events:  # type: ignore[attr-defined]
        found[event.counter] = found.get(event.counter, 0) + 1
    return found
