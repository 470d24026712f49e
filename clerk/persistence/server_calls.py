"""Answering a press of *call next* by the server's own function: claim, audit and request in one round trip."""

import random
import time
from typing import cast

from clerk.domain.people import Identity, Workplace
from clerk.locale import _
from clerk.persistence.claims import held_at
from clerk.persistence.columns import to_stored
from clerk.persistence.driver import DriverConnection, SqlValue
from clerk.persistence.postgres_store import PostgresStore
from clerk.persistence.tables_queue import RequestOutcome
from clerk.ports import AlreadyServing, CallAnswer, Called, Claim, Clock, Nobody, StoreUnavailable, TakenBack

PATIENCE_SECONDS = 5.0
_SHORTEST_PAUSE_SECONDS = 0.001
_LONGEST_PAUSE_SECONDS = 0.25
_CALL = """
SELECT o_outcome, o_counter, o_visit, o_epoch, o_ticket, o_transaction
FROM call_next(:request, :counter, :account, :at)
"""


def answer_by_the_server(
    store: PostgresStore, workplace: Workplace, identity: Identity, request_id: str, clock: Clock
) -> CallAnswer:
    """Answer a press.

    Whoever is next may be in the hands of another counter for a moment, or the server be starting anew: then it is
    asked again, by the same request id. Raises ``StoreUnavailable`` if that does not end within 5 seconds.
    """
    deadline, pause = time.monotonic() + PATIENCE_SECONDS, _SHORTEST_PAUSE_SECONDS
    while True:
        values: dict[str, SqlValue] = {
            "request": request_id,
            "counter": workplace.counter,
            "account": identity.account,
            "at": to_stored(clock.now()),
        }
        try:
            answer = _ask(store, values, identity.account)
        except StoreUnavailable:
            if time.monotonic() + pause > deadline:
                raise
        else:
            if answer is not None:
                return answer
            if time.monotonic() + pause > deadline:
                raise _busy()
        time.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - so that the counters do not meet again
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _ask(store: PostgresStore, values: dict[str, SqlValue], account: int) -> CallAnswer | None:
    """Return the server's answer, ``None`` for *busy*."""
    with store.at_once() as driver:
        row = driver.execute(_CALL, values).fetchone()
        if row is None:
            raise RuntimeError("the server's function gave no answer")
        *answered, transaction = row
        answer = _answer(driver, answered, cast("int", values["counter"]), account)
    if transaction is not None:
        store.tell(str(transaction))
    return answer


def _answer(
    driver: DriverConnection, answered: list[SqlValue], counter: int, account: int
) -> CallAnswer | None:
    outcome, holder, visit, epoch, ticket = answered
    match outcome:
        case "busy":
            return None
        case RequestOutcome.NOBODY | "before_nobody":
            return Nobody()
        case RequestOutcome.CALLED | RequestOutcome.ALREADY_SERVING:
            claim = Claim(cast("int", visit), counter, cast("int", epoch), account)
            return (Called if outcome == RequestOutcome.CALLED else AlreadyServing)(claim, str(ticket))
        case _:
            held = held_at(driver, counter, account)
            if held is None or (held.claim.counter, held.claim.visit, held.claim.epoch) != (
                holder,
                visit,
                epoch,
            ):
                return TakenBack()
            again = Called if outcome == "before_called" else AlreadyServing
            return again(held.claim, held.ticket)


def _busy() -> StoreUnavailable:
    return StoreUnavailable(
        _("Gerade rufen andere Schalter auf. Es wurde niemand aufgerufen. Bitte noch einmal drücken.")
    )
