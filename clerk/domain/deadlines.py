"""Days that follow from other days: how old a paper may be, how long a plate is valid, when a licence is exchanged."""

import calendar
from datetime import date, timedelta

_SHORT_TERM_DAYS = 5
_CARDS_SINCE = date(1999, 1, 1)
_LIMITED_SINCE = date(2013, 1, 19)
_NOT_BEFORE_BORN = 1953
_LAST = date(2033, 1, 19)
_PAPER_BY_YEAR_OF_BIRTH = ((1958, 2022), (1964, 2023), (1970, 2024), (9999, 2025))
"""Papers issued until 1998: last year of birth, year of the exchange."""
_CARD_BY_YEAR_OF_ISSUE = (
    (2001, 2026), (2004, 2027), (2007, 2028), (2008, 2029), (2009, 2030), (2010, 2031), (2011, 2032), (2013, 2033)
)  # fmt: skip
"""Cards issued from 1999 to 18 January 2013: last year of issue, year of the exchange."""


def months_before(day: date, months: int) -> date:
    """Return the day *months* earlier; the last of the month where that month is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def short_term_plate_valid_to(allotted: date) -> date:
    """Return the last day of a short-term plate: the fifth, the day of its allotment counted (FZV § 42)."""
    return allotted + timedelta(days=_SHORT_TERM_DAYS - 1)


def licence_exchange_by(born_in: int, issued: date) -> date | None:
    """Return the day by which a licence has to be exchanged (FeV § 24a (2), Anlage 8e), None from 19 January 2013 on.

    *born_in* is the year of birth. Papers go by it, cards by the year of issue; who was born before 1953 has until
    2033 with both. The first group had half a year more.
    """
    if issued >= _LIMITED_SINCE:
        return None
    if born_in < _NOT_BEFORE_BORN:
        return _LAST
    of_paper = issued < _CARDS_SINCE
    table, year = (_PAPER_BY_YEAR_OF_BIRTH, born_in) if of_paper else (_CARD_BY_YEAR_OF_ISSUE, issued.year)
    exchange = next(by for last, by in table if year <= last)
    return date(exchange, 7 if exchange == 2022 else 1, 19)
