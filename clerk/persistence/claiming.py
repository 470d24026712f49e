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

    Those already open come first, each part by (z, n); ``=`` and never ``IN``.
    """

    def first(opening: str) -> str:
        each = (_FIRST_OF_AREA.format(area=f"area{number}", opening=opening) for number in range(areas))
        return f"SELECT id FROM ({' UNION ALL '.join(each)}) ORDER BY z, n LIMIT 1"  # noqa: S608

    return f"""
    UPDATE visit SET state = 'called', counter = :counter, epoch = epoch + 1, calls = calls + 1, called_at = :at
    WHERE id = COALESCE(({first(_OPEN)}), ({first(_NOT_YET_OPEN)}))
    RETURNING id, epoch, ticket
    """  # noqa: S608


def claim_values(workplace: Workplace, at: datetime) -> dict[str, SqlValue]:
    """Return the values of ``claim_statement`` for *workplace*."""
    areas = {f"area{number}": area for number, area in enumerate(sorted(workplace.skills))}
    return {**areas, "site": workplace.site, "counter": workplace.counter, "at": to_stored(at)}


def call_next(
    driver: DriverConnection, workplace: Workplace, identity: Identity, request_id: str, at: datetime
) -> CallAnswer:
    """Claim the next visit for *workplace* inside the running write transaction.

    A request id that was answered before gets the same answer while that is still true, else ``TakenBack``;
    one that was answered with nobody never claims anybody.
    """
    held = held_at(driver, workplace.counter, identity.account)
    earlier = driver.execute(_EARLIER, {"request": request_id}).fetchone()
    if earlier is not None:
        return _answer_again(earlier, held)
    answer = AlreadyServing(held.claim, held.ticket) if held else _claim(driver, workplace, identity, at)
    _remember(driver, request_id, workplace.counter, answer, at)
    if isinstance(answer, Called):
        audit_trail.append(
            driver,
            at=at,
            account=identity.account,
            counter=workplace.counter,
            action="called",
            visit=answer.claim.visit,
        )
    return answer


def _answer_again(earlier: tuple[SqlValue, ...], held: HeldVisit | None) -> CallAnswer:
    counter, outcome, visit, epoch = earlier
    if outcome == RequestOutcome.NOBODY:
        return Nobody()
    if held is None or (held.claim.counter, held.claim.visit, held.claim.epoch) != (counter, visit, epoch):
        return TakenBack()
    answer = Called if outcome == RequestOutcome.CALLED else AlreadyServing
    return answer(held.claim, held.ticket)


def _claim(
    driver: DriverConnection, workplace: Workplace, identity: Identity, at: datetime
) -> Called | Nobody:
    if not workplace.skills:
        return Nobody()
    row = driver.execute(claim_statement(len(workplace.skills)), claim_values(workplace, at)).fetchone()
    if row is None:
        return Nobody()
    visit, epoch, ticket = row
    claim = Claim(cast("int", visit), workplace.counter, cast("int", epoch), identity.account)
    return Called(claim, cast("str", ticket))


def _remember(
    driver: DriverConnection,
    request_id: str,
    counter: int,
    answer: Called | AlreadyServing | Nobody,
    at: datetime,
) -> None:
    outcomes = {
        Called: RequestOutcome.CALLED,
        AlreadyServing: RequestOutcome.ALREADY_SERVING,
        Nobody: RequestOutcome.NOBODY,
    }
    values: dict[str, SqlValue] = {
        "request": request_id,
        "counter": counter,
        "outcome": outcomes[type(answer)].value,
        "visit": None if isinstance(answer, Nobody) else answer.claim.visit,
        "epoch": None if isinstance(answer, Nobody) else answer.claim.epoch,
        "at": to_stored(at),
    }
    driver.execute(_REMEMBER, values)
