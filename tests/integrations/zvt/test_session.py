"""The dialogue with a terminal that behaves oddly: what is answered, what is never said twice."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.persistence.payment_tables import PaymentEventRow
from sqlmodel import col, select
from tests.integrations.zvt.paying import journal_of, pay_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ABORTED,
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    WRONG_PIN,
    Peer,
    answers,
    hangs_up,
    mute,
    nothing_before,
    repeats,
    says_status,
    scripted_terminal,
)
from tests.services.till import Till, Watcher, wait_until


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def plays(*messages: str) -> tuple[list[str], "object"]:
    """Return a payment dialogue of *messages* and the answers it will have heard."""
    heard: list[str] = []

    def play(peer: Peer) -> None:
        peer.send(ACK)
        heard.extend(peer.ask(message) for message in messages)

    return heard, play
