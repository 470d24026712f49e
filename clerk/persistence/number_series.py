"""Numbers that run without a gap in their series: tickets, cases, receipts, check-ins."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clerk.domain.areas import ticket_letter
from clerk.persistence.driver import DriverConnection

_NEXT = """
INSERT INTO ticket_series (series, period, last) VALUES (:series, :period, 1)
ON CONFLICT (series, period) DO UPDATE SET last = ticket_series.last + 1
RETURNING last
"""


_TAKE = """
INSERT INTO ticket_series (series, period, last) VALUES (:series, :period, :number)
ON CONFLICT (series, period) DO UPDATE SET last = CASE
    WHEN ticket_series.last < excluded.last THEN excluded.last ELSE ticket_series.last END
"""
_LAST = "SELECT last FROM ticket_series WHERE series = :series AND period = :period"


def take_number(driver: DriverConnection, series: str, period: str, number: int) -> int:
    """Let *series* go on behind *number*, which somebody else has given; return the last one given before.

    No other line of the same series comes between this and the end of the transaction.
    """
    row = driver.execute(_LAST, {"series": series, "period": period}).fetchone()
    driver.execute(_TAKE, {"series": series, "period": period, "number": number})
    return row[0] if row is not None and isinstance(row[0], int) else 0


def next_ticket(driver: DriverConnection, *, site: int, area: str, at: datetime, zone: str) -> str:
    """Return the next ticket of the area on this day of the site, e.g. ``K042``."""
    letter = ticket_letter(area)
    day = at.astimezone(ZoneInfo(zone)).date().isoformat()
    return f"{letter}{_next(driver, f'ticket {site} {letter}', day):03d}"


def next_case_number(driver: DriverConnection, at: datetime, zone: str) -> str:
    """Return the next case number of the year, e.g. ``2026-000123``."""
    return _yearly(driver, "case", at, zone)


def next_receipt_number(driver: DriverConnection, at: datetime, zone: str) -> str:
    """Return the next receipt number of the year, e.g. ``2026-000042``."""
    return _yearly(driver, "receipt", at, zone)


def next_check_in(driver: DriverConnection) -> int:
    """Return the next check-in sequence, the last part of the queue's order."""
    return _next(driver, "check-in", "")


def _yearly(driver: DriverConnection, series: str, at: datetime, zone: str) -> str:
    year = str(at.astimezone(ZoneInfo(zone)).year)
    return f"{year}-{_next(driver, series, year):06d}"


def _next(driver: DriverConnection, series: str, period: str) -> int:
    row = driver.execute(_NEXT, {"series": series, "period": period}).fetchone()
    if row is None or not isinstance(row[0], int):
        raise RuntimeError("the series gave no number")
    return row[0]
