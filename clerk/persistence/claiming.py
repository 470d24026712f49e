"""*Call next* as one atomic statement, repeatable by its request id."""

from datetime import datetime
from functools import cache
from typing import cast

from clerk.domain.people import Identity, Workplace
from clerk.persistence import audit_trail
from clerk.persistence.claims import HeldVisit, held_at
from clerk.persistence.columns import to_stored
from clerk.persistence.sqlite_engine import DriverConnection, SqlValue
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
    that holds a visit, and nobody for a request that was answered before.
    """

    def first(opening: str) -> str:
        each = (_FIRST_OF_AREA.format(area=f"area{number}", opening=opening) for number in range(areas))
        return f"SELECT id FROM ({' UNION ALL '.join(each)}) ORDER BY z, n LIMIT 1"  # noqa: S608

    return f"""
    UPDATE visit SET state = 'called', counter = :counter, epoch = epoch + 1, calls = calls + 1, called_at = :at
    WHERE id = COALESCE(({first(_OPEN)}), ({first(_NOT_YET_OPEN)}))
      AND NOT EXISTS (SELECT 1 FROM call_request WHERE id = :request)
      AND NOT EXISTS (SELECT 1 FROM visit WHERE counter = :counter AND state IN ('called', 'serving'))
    RETURNING id, epoch, ticket
    """  # noqa: S608


def call_next(
    driver: DriverConnection, workplace: Workplace, identity: Identity, request_id: str, at: datetime
) -> CallAnswer:
    """Claim the next visit for *workplace* inside the running write transaction.

    A request id that was answered before gets the same answer while that is still true, else ``TakenBack``;
    one that was answered with nobody never claims anybody.
    """
    called = _claim(driver, workplace, identity, request_id, at)
    if called is None:
        return _answer_without_claim(driver, workplace, identity, request_id, at)
    _remember(driver, request_id, RequestOutcome.CALLED, workplace.counter, called.claim, at)
    audit_trail.append(
        driver,
        at=at,
        account=identity.account,
        counter=workplace.counter,
        action="called",
        visit=called.claim.visit,
    )
    return called


def _claim(
    driver: DriverConnection, workplace: Workplace, identity: Identity, request_id: str, at: datetime
) -> Called | None:
    if not workplace.skills:
        return None
    values: dict[str, SqlValue] = {
        "site": workplace.site,
        "counter": workplace.counter,
        "at": to_stored(at),
        "request": request_id,
    }
    for number, area in enumerate(sorted(workplace.skills)):
        values[f"area{number}"] = area
    row = driver.execute(claim_statement(len(workplace.skills)), values).fetchone()
    if row is None:
        return None
    visit, epoch, ticket = row
    claim = Claim(cast("int", visit), workplace.counter, cast("int", epoch), identity.account)
    return Called(claim, cast("str", ticket))


def _answer_without_claim(
    driver: DriverConnection, workplace: Workplace, identity: Identity, request_id: str, at: datetime
) -> CallAnswer:
    """Tell why nobody was claimed: a press answered before, a counter that is busy, or an empty queue."""
    held = held_at(driver, workplace.counter, identity.account)
    earlier = driver.execute(_EARLIER, {"request": request_id}).fetchone()
    if earlier is not None:
        return _answer_again(earlier, held)
    if held is not None:
        _remember(driver, request_id, RequestOutcome.ALREADY_SERVING, workplace.counter, held.claim, at)
        return AlreadyServing(held.claim, held.ticket)
    _remember(driver, request_id, RequestOutcome.NOBODY, workplace.counter, None, at)
    return Nobody()


def _answer_again(earlier: tuple[SqlValue, ...], held: HeldVisit | None) -> CallAnswer:
    counter, outcome, visit, epoch = earlier
    if outcome == RequestOutcome.NOBODY:
        return Nobody()
    if held is None or (held.claim.counter, held.claim.visit, held.claim.epoch) != (counter, visit, epoch):
        return TakenBack()
    answer = Called if outcome == RequestOutcome.CALLED else AlreadyServing
    return answer(held.claim, held.ticket)


def _remember(
    driver: DriverConnection,
    request_id: str,
    outcome: RequestOutcome,
    counter: int,
    claim: Claim | None,
    at: datetime,
) -> None:
    values: dict[str, SqlValue] = {
        "request": request_id,
        "counter": counter,
        "outcome": outcome.value,
        "visit": None if claim is None else claim.visit,
        "epoch": None if claim is None else claim.epoch,
        "at": to_stored(at),
    }
    driver.execute(_REMEMBER, values)
