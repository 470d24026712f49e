"""Finding visits by ticket, case number, name or plate, within one's site and areas."""

import json
import re
from collections.abc import Callable
from datetime import datetime, time
from typing import cast
from zoneinfo import ZoneInfo

from clerk.domain.incomplete import TAKEN_UP_WITHIN, case_number
from clerk.domain.people import Workplace
from clerk.domain.person_fields import NAME_FIELDS
from clerk.domain.visit import VisitState
from clerk.persistence.columns import from_stored, to_stored
from clerk.persistence.driver import DriverConnection, SqlValue
from clerk.persistence.text_folding import fold, fold_plate
from clerk.ports import EndedVisit

PLATE_FIELDS = ("plate", "plate_old")
_TICKET = re.compile("[A-Z][0-9]{3,}")

_CANDIDATES = """
SELECT visit.id, visit.ticket, visit.arrived_at,
       coalesce((SELECT name FROM visit_person WHERE visit_person.visit = visit.id), ''),
       "case".number, coalesce(case_draft.form, '{}')
FROM visit
LEFT JOIN "case" ON "case".visit = visit.id
LEFT JOIN case_draft ON case_draft."case" = "case".id
WHERE visit.area IN (SELECT area FROM counter_skill WHERE counter_skill.counter = :counter)
  AND (visit.state != 'closed' OR "case".outcome = 'incomplete')
  AND visit.id IN (
    SELECT id FROM visit WHERE site = :site AND state = 'waiting'
    UNION ALL SELECT id FROM visit WHERE site = :site AND state IN ('called', 'serving')
    UNION ALL SELECT id FROM visit WHERE site = :site AND state IN ('booked', 'parked', 'missed')
    UNION ALL SELECT visit.id FROM "case" JOIN visit ON visit.id = "case".visit
              WHERE outcome = 'incomplete' AND state = 'closed' AND closed_at >= :since
                AND (site = :site OR number = :number)
)
"""
_TOO_LATE = """
SELECT number FROM "case" JOIN visit ON visit.id = "case".visit
WHERE number = :number AND outcome = 'incomplete' AND state = 'closed' AND closed_at < :since
  AND visit.area IN (SELECT area FROM counter_skill WHERE counter_skill.counter = :counter)
"""
_ENDED = """
SELECT ticket, state, closed_at FROM visit
WHERE ticket = :ticket AND site = :site AND state IN ('closed', 'left')
  AND arrived_at >= :midnight AND closed_at IS NOT NULL
  AND area IN (SELECT area FROM counter_skill WHERE counter_skill.counter = :counter)
  AND NOT EXISTS (SELECT 1 FROM "case" WHERE "case".visit = visit.id AND outcome = 'incomplete')
"""


def find_visits(
    driver: DriverConnection, workplace: Workplace, text: str, limit: int, at: datetime
) -> list[int]:
    """Return ids of visits that are open, or lately closed incomplete, and fit *text*, best first.

    Best is a ticket or case number, then a plate, then the beginning of a name, given at the arrival or typed in an
    application; among equals the newest. Only the whole number of an incomplete case finds visits of other sites.
    """
    rows = driver.execute(_CANDIDATES, {"site": workplace.site, **_bounds(workplace, text, at)}).fetchall()
    rank = _ranking(text)
    best: dict[int, tuple[int, int]] = {}
    for visit, ticket, arrived_at, name, number, form in rows:
        found = rank(str(ticket), str(number or ""), str(name), json.loads(str(form)))
        if found is not None:
            place = (found, -cast("int", arrived_at or 0))
            identity = cast("int", visit)
            best[identity] = min(place, best.get(identity, place))
    return sorted(best, key=lambda visit: best[visit])[:limit]


def find_too_late(driver: DriverConnection, workplace: Workplace, text: str, at: datetime) -> str | None:
    """Return the number of the incomplete case *text* names if too many days have passed, else ``None``."""
    row = driver.execute(_TOO_LATE, _bounds(workplace, text, at)).fetchone()
    return None if row is None else str(row[0])


def find_ended_today(
    driver: DriverConnection, workplace: Workplace, text: str, at: datetime
) -> EndedVisit | None:
    """Return how the visit with the ticket *text* of today ended, else ``None``; not what can still be taken up."""
    ticket = text.strip().upper()
    if _TICKET.fullmatch(ticket) is None:
        return None
    zone = ZoneInfo(workplace.zone)
    midnight = datetime.combine(at.astimezone(zone), time.min, zone)
    named: dict[str, SqlValue] = {
        "ticket": ticket,
        "site": workplace.site,
        "midnight": to_stored(midnight),
        "counter": workplace.counter,
    }
    row = driver.execute(_ENDED, named).fetchone()
    if row is None:
        return None
    return EndedVisit(str(row[0]), VisitState(str(row[1])), from_stored(cast("int", row[2])))


def _bounds(workplace: Workplace, text: str, at: datetime) -> dict[str, SqlValue]:
    return {
        "counter": workplace.counter,
        "since": to_stored(at - TAKEN_UP_WITHIN),
        "number": case_number(text),
    }


def _ranking(text: str) -> Callable[[str, str, str, dict[str, str]], int | None]:
    """Return the function that tells how well a case fits *text*; 0 is best, ``None`` not at all."""
    wanted, plate, whole = fold(text), fold_plate(text), case_number(text)

    def rank(ticket: str, number: str, name: str, form: dict[str, str]) -> int | None:
        plates = [fold_plate(form.get(field, "")) for field in PLATE_FIELDS]
        names = [name, *(form.get(field, "") for field in NAME_FIELDS)]
        fits = (
            ticket.casefold() == wanted,
            number == whole,
            bool(plate) and plate in plates,
            any(part.startswith(wanted) for one in names for part in _name_beginnings(one)),
            ticket.casefold().startswith(wanted),
            len(wanted) >= 3 and number.endswith(wanted),
            len(plate) >= 3 and any(written.startswith(plate) for written in plates),
        )
        return fits.index(True) if wanted and any(fits) else None

    return rank


def _name_beginnings(name: str) -> list[str]:
    """Return the folded name from each of its words on: *Frau Eva Beispiel* is found by *Beispiel*."""
    words = fold(name).split()
    return [" ".join(words[start:]) for start in range(len(words))]
