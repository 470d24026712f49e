"""Cases that ended incomplete and can go on later; rule of the counter 10."""

import re
from datetime import datetime, timedelta

from clerk.domain.visit import Case, Outcome, Visit, VisitState
from clerk.locale import _

DAYS = 30
TAKEN_UP_WITHIN = timedelta(days=DAYS)
"""How long after its visit was closed an incomplete case is taken up again."""
_NUMBER = re.compile(r"(?P<year>[0-9]{4})(?:[ -]+(?P<short>[0-9]{1,6})|(?P<whole>[0-9]{6}))")


def may_be_taken_up(closed_at: datetime, at: datetime) -> bool:
    """Tell whether a case left at *closed_at* can still go on *at* that time (both UTC)."""
    return at - closed_at <= TAKEN_UP_WITHIN


def incomplete_cases(visit: Visit) -> tuple[Case, ...]:
    """Return the cases of a closed visit that can go on in another one; none while it is open."""
    if visit.state is not VisitState.CLOSED:
        return ()
    return tuple(case for case in visit.cases if case.outcome is Outcome.INCOMPLETE)


def case_number(text: str) -> str | None:
    """Return the case number that *text* is, typed with or without its hyphen; ``None`` if it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    return f"{found['year']}-{int(found['short'] or found['whole']):06d}"


def too_late_sentence(number: str) -> str:
    """Return why a case does not go on any more, and what to do."""
    return _(
        "Vorgang {number} ist seit mehr als {days} Tagen unvollständig und geht nicht weiter. Bitte neu beginnen: F3."
    ).format(number=number, days=DAYS)
