"""A day report as CSV for the treasury."""

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_words import closing_state_name, difference_name, kind_name, payee_name, way_name
from clerk.domain.money import format_cents
from clerk.domain.plain_text import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CSV_COLUMNS = (
    "Satzart",
    "Nummer",
    "Tag",
    "Uhrzeit",
    "Schalter",
    "Art",
    "Zahlungsart",
    "Empfaenger",
    "Betrag_Cent",
    "Betrag",
    "Anzahl",
    "Vorgang",
    "Beleg",
    "Hebt_auf",
    "Text",
)


def day_csv(sheet: DaySheet) -> str:
    """Return the report as CSV: semicolons, a byte order mark, first every entry, then sums, terminals, differences.

    Amounts stand twice: whole cents, and euros with a decimal comma. A text from outside that a spreadsheet would
    take for a formula has an apostrophe before it.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_CSV_COLUMNS)
    for record in _records(sheet):
        writer.writerow([record.get(column, "") for column in _CSV_COLUMNS])
    return "\ufeff" + written.getvalue()


def _records(sheet: DaySheet) -> Iterable[dict[str, str]]:
    report = sheet.report
    common = {"Tag": report.day.isoformat(), "Schalter": spreadsheet_text(report.label)}
    zone = ZoneInfo(report.zone)
    for entry in report.entries:
        yield common | {
            "Satzart": "Buchung",
            "Nummer": str(entry.number),
            "Uhrzeit": entry.at.astimezone(zone).strftime("%H:%M:%S"),
            "Art": kind_name(entry.kind),
            "Zahlungsart": way_name(entry.way),
            "Empfaenger": spreadsheet_text(payee_name(entry.payee)),
            **_amount(entry.cents),
            "Vorgang": spreadsheet_text(entry.case_number or ""),
            "Beleg": spreadsheet_text(entry.reference or ""),
            "Hebt_auf": "" if entry.reverses is None else str(entry.reverses),
            "Text": spreadsheet_text(entry.reason or ""),
        }
    for line in report.sums:
        yield common | {
            "Satzart": "Summe",
            "Zahlungsart": way_name(line.way),
            "Empfaenger": spreadsheet_text(payee_name(line.payee)),
            **_amount(line.net_cents),
            "Anzahl": str(line.count),
        }
    for block in report.terminals:
        named = {"Text": spreadsheet_text(block.terminal), "Beleg": spreadsheet_text(block.tid)}
        terminal = common | {"Satzart": "Terminal"} | named
        yield terminal | {"Art": "Kassenbuch", **_amount(block.ours_cents)}
        if block.told_cents is not None:
            yield terminal | {
                "Art": "Kassenschnitt",
                **_amount(block.told_cents),
                "Anzahl": str(block.told_count),
            }
    for item in report.differences:
        remark = sheet.closing.day_signed.remark_on(item.key) if sheet.closing.day_signed else ""
        yield common | {
            "Satzart": "Abweichung",
            "Nummer": spreadsheet_text(item.key),
            **_amount(item.cents),
            "Art": spreadsheet_text(difference_name(item)),
            "Text": spreadsheet_text(remark),
        }
    yield common | {
        "Satzart": "Abschluss",
        "Nummer": "" if sheet.closing.number is None else str(sheet.closing.number),
        "Art": closing_state_name(sheet.closing.state),
        "Text": sheet.closing.seal or "",
    }


def _amount(cents: int) -> dict[str, str]:
    return {"Betrag_Cent": str(cents), "Betrag": format_cents(cents).removesuffix(" €").replace(".", "")}


def spreadsheet_text(text: str) -> str:
    """Return what came from outside as a spreadsheet shows it, not as it would calculate it."""
    shown = clean(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
