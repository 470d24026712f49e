"""How a press of *call next* is answered: at the gate of the embedded store, or by the server itself."""

from clerk.domain.people import Identity, Workplace
from clerk.persistence.at_the_gate import answer_at_the_gate
from clerk.persistence.opening import on_a_server
from clerk.persistence.sqlite_store import SqliteStore
from clerk.persistence.store import Store
from clerk.ports import CallAnswer, Clock


def answer(
    store: Store, workplace: Workplace, identity: Identity, request_id: str, clock: Clock
) -> CallAnswer:
    """Answer a press; raises ``StoreUnavailable``, and the same *request_id* may be sent again then."""
    if isinstance(store, SqliteStore):
        return answer_at_the_gate(store, workplace, identity, request_id, clock)
    from clerk.persistence.server_calls import answer_by_the_server  # noqa: PLC0415 - most offices have no server

    return answer_by_the_server(on_a_server(store), workplace, identity, request_id, clock)
