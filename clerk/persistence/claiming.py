"""*Call next* as one atomic statement, repeatable by its request id."""

from datetime import datetime
from functools import cache
from typing import cast

from clerk.persistence import audit_trail
from clerk.persistence.claims import held_at
from clerk.persistence.columns import to_stored
from clerk.persistence.driver import DriverConnection, SqlValue
from clerk.persistence.press_board import Press
from clerk.persistence.tables_queue import RequestOutcome
from clerk.ports import AlreadyServing, CallAnswer, Called, Claim, Nobody, TakenBack

_FIRST_OF_AREA = """
SELECT * FROM (
    SELECT id, z, n FROM visit INDEXED BY ix_visit_waiting
    WHERE state = 'waiting' AND site = :site AND area = :{area}
      AND (blocked_until IS NULL OR blocked_until <= :at) AND {opening}
    ORDER BY z, n LIMIT 1
)
"""
"""Read from one index alone, and quick however many of other areas wait."""

_OPEN = "(open_from IS NULL OR open_from <= :at)"
_NOT_YET_OPEN = "open_from > :at"

_EARLIER = "SELECT counter, outcome, visit, epoch FROM call_request WHERE id = :request"
_REMEMBER = """
INSERT INTO call_request (id, counter, outcome, visit, epoch, at)
VALUES (:request, :counter, :outcome, :visit, :epoch, :at)
"""


@cache
def claim_statement(areas: int) -> str:
    """Return the queue rule as one statement for a counter that serves so many areas (``:area0`` …).

    Those already open come first, each part by (z, n); ``=`` and never ``IN``. It claims nobody for a counter
    that holds a visit.
    """

    def first(opening: str) -> str:
        each = (_FIRST_OF_AREA.format(area=f"area{number}", opening=opening) for number in range(areas))
        return f"SELECT id FROM ({' UNION ALL '.join(each)}) ORDER BY z, n LIMIT 1"  # noqa: S608

    return f"""
    UPDATE visit SET state = 'called', counter = :counter, epoch = epoch + 1, calls = calls + 1, called_at = :at
    WHERE id = COALESCE(({first(_OPEN)}), ({first(_NOT_YET_OPEN)}))
      AND NOT EXISTS (SELECT 1 FROM visit WHERE counter = :counter AND state IN ('called', 'serving'))
    RETURNING id, epoch, ticket
    """  # noqa: S608


def call_next(driver: DriverConnection, press: Press, at: datetime) -> CallAnswer:
    """Claim the next visit for a press that was not answered before, inside the running write transaction."""
    called = _claim(driver, press, at)
    if called is None:
        return _answer_without_claim(driver, press, at)
    _remember(driver, press, RequestOutcome.CALLED, called.claim, at)
    audit_trail.append(
        driver,
        at=at,
        account=press.account,
        counter=press.counter,
        action="called",
        visit=called.claim.visit,
    )
    return called


def answer_again(driver: DriverConnection, press: Press) -> CallAnswer | None:
    """Return the answer to a press that was answered before, ``None`` for a new one.

    It is the same answer while that is still true, else ``TakenBack``; a press once answered with nobody never
    gets anybody.
    """
    earlier = driver.execute(_EARLIER, {"request": press.request}).fetchone()
    if earlier is None:
        return None
    counter, outcome, visit, epoch = earlier
    if outcome == RequestOutcome.NOBODY:
        return Nobody()
    held = held_at(driver, press.counter, press.account)
    if held is None or (held.claim.counter, held.claim.visit, held.claim.epoch) != (counter, visit, epoch):
        return TakenBack()
    answer = Called if outcome == RequestOutcome.CALLED else AlreadyServing
    return answer(held.claim, held.ticket)


def _claim(driver: DriverConnection, press: Press, at: datetime) -> Called | None:
    if not press.areas:
        return None
    values: dict[str, SqlValue] = {
        "site": press.site,
        "counter": press.counter,
        "at": to_stored(at),
    }
    for number, area in enumerate(press.areas):
        values[f"area{number}"] = area
    row = driver.execute(claim_statement(len(press.areas)), values).fetchone()
    if row is None:
        return None
    visit, epoch, ticket = row
    claim = Claim(cast("int", visit), press.counter, cast("int", epoch), press.account)
    return Called(claim, cast("str", ticket))


def _answer_without_claim(driver: DriverConnection, press: Press, at: datetime) -> CallAnswer:
    """Tell why a new press claimed nobody: the counter is busy, or the queue is empty."""
    held = held_at(driver, press.counter, press.account)
    if held is not None:
        _remember(driver, press, RequestOutcome.ALREADY_SERVING, held.claim, at)
        return AlreadyServing(held.claim, held.ticket)
    _remember(driver, press, RequestOutcome.NOBODY, None, at)
    return Nobody()


def _remember(
    driver: DriverConnection, press: Press, outcome: RequestOutcome, claim: Claim | None, at: datetime
) -> None:
    values: dict[str, SqlValue] = {
        "request": press.request,
        "counter": press.counter,
        "outcome": outcome.value,
        "visit": None if claim is None else claim.visit,
        "epoch": None if claim is None else claim.epoch,
        "at": to_stored(at),
    }
    driver.execute(_REMEMBER, values)
