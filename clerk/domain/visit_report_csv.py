"""The day report of visits as CSV."""

import csv
import io
from collections.abc import Iterator

from clerk.domain.areas import area_name
from clerk.domain.day_report_csv import spreadsheet_text
from clerk.domain.visit_report import AreaDay, VisitReport
from clerk.locale import german

_COLUMNS = ("Tag", "Standort", "Bereich", "Stunde", "Kennzahl", "Unterlage", "Wert", "Einheit")


def visit_csv(report: VisitReport) -> str:
    """Return the report as CSV: semicolons, a byte order mark, one figure a line; those held back are left out."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for area, hour, name, document, value, unit in _figures(report):
        if value is not None:
            where = (report.day.isoformat(), spreadsheet_text(report.site), area, hour)
            writer.writerow([*where, name, spreadsheet_text(document), value, unit])
    return "\ufeff" + written.getvalue()


_Figure = tuple[str, str, str, str, int | None, str]


def _figures(report: VisitReport) -> Iterator[_Figure]:
    for area in report.areas:
        yield from _of_area(area, area_name(area.area, german))
    if report.total is not None:
        yield from _of_area(report.total, "Alle Bereiche")
    for hour in report.hours:
        name, at = area_name(hour.area, german), str(hour.hour)
        yield name, at, "Wartezeit Median", "", hour.median_wait, "Minuten"
        yield name, at, "nicht erschienen", "", hour.no_show, "Prozent"
    yield "", "", "Besuche, die wiederkommen", "", report.second_visits, "Anzahl"
    for share in report.missing:
        yield "", "", "fehlte bei Besuchen, die wiederkommen", share.document, share.percent, "Prozent"


def _of_area(area: AreaDay, name: str) -> Iterator[_Figure]:
    yield name, "", "angekommen", "", area.arrived, "Anzahl"
    yield name, "", "erledigt", "", area.served, "Anzahl"
    yield name, "", "in einem Besuch", "", area.single_visit, "Prozent"
    yield name, "", "in Zielzeit", "", area.in_target, "Prozent"
    yield name, "", "Wartezeit Median", "", area.median_wait, "Minuten"
    yield name, "", "längste Wartezeit", "", area.longest_wait, "Minuten"
    yield name, "", "nicht erschienen", "", area.no_show, "Prozent"
