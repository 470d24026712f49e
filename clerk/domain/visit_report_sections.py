"""The day report of visits as headings and tables, for paper, for a screen and for the command line alike."""

from collections.abc import Callable, Iterator

from clerk.domain.areas import area_name
from clerk.domain.day_report_sections import Column, Section
from clerk.domain.day_report_words import Say
from clerk.domain.privacy import LEAST_CASES, LEAST_COUNTERS
from clerk.domain.visit_report import AreaDay, AreaHour, VisitReport
from clerk.locale import german

HIDDEN = "–"
_UNBROKEN = "\u00a0"


def visit_title(say: Say = german) -> str:
    """Return the heading of the report."""
    return say(german("Tagesbericht Besuche"))


def visit_standing(report: VisitReport, say: Say = german) -> str:
    """Return how far the figures go, and what a stroke means."""
    rule = say(german("– heißt: weniger als {cases} Vorgänge oder {counters} Schalter")).format(
        cases=LEAST_CASES, counters=LEAST_COUNTERS
    )
    so_far = (
        say(german("abgeschlossener Tag")) if report.is_over else say(german("bisher, ohne die letzte Zeit"))
    )
    return f"{so_far}; {rule}"


def visit_sections(report: VisitReport, say: Say = german) -> Iterator[Section]:
    """Yield the parts of the report; one without rows is left out."""
    if report.areas:
        yield _areas(report, say)
    if report.missing:
        yield _missing(report, say)
    waits = say(german("Wartezeit je Stunde des Abschlusses (Median in Minuten)"))
    no_shows = say(german("Nicht erschienen je Stunde (von den Aufgerufenen)"))
    for section in (_by_hour(report, waits, _wait, say), _by_hour(report, no_shows, _no_show, say)):
        if section.rows:
            yield section


def _areas(report: VisitReport, say: Say) -> Section:
    columns = (
        Column(say(german("Bereich")), 13),
        Column(say(german("kamen")), 5, numbers=True),
        Column(say(german("erledigt")), 8, numbers=True),
        Column(say(german("ein Besuch")), 6, numbers=True),
        Column(say(german("im Ziel")), 5, numbers=True),
        Column(say(german("Warten")), 6, numbers=True),
        Column(say(german("längste")), 7, numbers=True),
        Column(say(german("nicht da")), 5, numbers=True),
    )
    rows = [_area_row(area, area_name(area.area, say)) for area in report.areas]
    sums = []
    if report.total is not None:
        sums = [_area_row(report.total, say(german("Alle Bereiche")))]
    heading = say(german("Bereiche (Warten: Median in Minuten; nicht da: von den Aufgerufenen)"))
    return Section(heading, columns, (*rows, *sums), sums=len(sums))


def _area_row(area: AreaDay, name: str) -> tuple[str, ...]:
    shares = (_percent(area.single_visit), _percent(area.in_target))
    waits = (_number(area.median_wait), _number(area.longest_wait))
    return (name, _number(area.arrived), _number(area.served), *shares, *waits, _percent(area.no_show))


def _missing(report: VisitReport, say: Say) -> Section:
    heading = say(german("Warum Besuche wiederkommen: was fehlte (Anteil dieser Besuche)"))
    columns = (
        Column(say(german("Unterlage")), 40),
        Column(say(german("fehlte bei")), 10, numbers=True),
    )
    rows = tuple((share.document, _percent(share.percent)) for share in report.missing)
    return Section(heading, columns, rows)


def _by_hour(
    report: VisitReport, heading: str, figure: Callable[[AreaHour], str | None], say: Say
) -> Section:
    """Return a figure of all hours of an area in one cell: a day has more hours than a narrow screen columns."""
    rows = []
    for area in report.areas:
        figures = ((hour.hour, figure(hour)) for hour in report.hours if hour.area == area.area)
        said = [_at_hour(hour, shown, say) for hour, shown in figures if shown is not None]
        if said:
            rows.append((area_name(area.area, say), " · ".join(said)))
    return Section(heading, (Column(say(german("Bereich")), 13), Column("", 45)), tuple(rows))


def _at_hour(hour: int, shown: str, say: Say) -> str:
    words = say(german("{hour}–{next} Uhr: {shown}")).format(hour=hour, next=hour + 1, shown=shown)
    return words.replace(" ", _UNBROKEN)


def _wait(hour: AreaHour) -> str | None:
    return None if hour.median_wait is None else str(hour.median_wait)


def _no_show(hour: AreaHour) -> str | None:
    return None if hour.no_show is None else _percent(hour.no_show)


def _number(value: int | None) -> str:
    return HIDDEN if value is None else str(value)


def _percent(value: int | None) -> str:
    return HIDDEN if value is None else f"{value}{_UNBROKEN}%"
