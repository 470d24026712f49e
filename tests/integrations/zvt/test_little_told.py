"""Terminals that tell little: no status, no last transaction. Nothing follows from what is not said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState, Reason
from clerk.ports import LineLocked
from integrations.zvt import recovery
from tests.integrations.zvt.paying import pay_once, recover_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    Dialogue,
    Peer,
    hangs_up,
    repeats,
    scripted_terminal,
)
from tests.services.till import Till


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def ends_without_status(peer: Peer) -> None:
    """05 01: done, and not a word about the state."""
    peer.send(ACK)
    peer.ask(COMPLETED)


def test_a_terminal_that_does_not_tell_its_status_is_not_called_ready() -> None:
    with scripted_terminal(x0501=ends_without_status) as script, terminal_at(script.port) as terminal:
        status = terminal.status()
    assert status.reachable
    assert not status.ready
    assert "nennt seinen Zustand nicht" in status.message


@pytest.mark.parametrize("told", [OLDER, APPROVAL], ids=["the old transaction", "one that could be ours"])
def test_rule_3_after_an_end_without_a_status_people_decide_and_not_the_program(
    till: Till, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "_AFTER_T4_SECONDS", 0.1)
    with scripted_terminal(x0601=hangs_up) as script:
        payment = pay_once(till, script.port)
        assert payment.state is PaymentState.UNKNOWN
        script.script["0501"] = ends_without_status
        script.script["0620"] = repeats(told)
        found = recover_once(till, script.port, payment, t4_seconds=0.1)
    assert (found.state, found.reason) == (PaymentState.MANUAL, Reason.NOTHING_TO_COMPARE)
    assert found.result is not None


def test_row_7_all_acknowledged_but_the_end_missing_is_left_to_people_where_nothing_can_be_asked(
    till: Till,
) -> None:
    claim = till.charged_visit()
    dialogue = Dialogue(APPROVAL, then=hangs_up)
    with scripted_terminal(x0601=dialogue) as script:
        payment = pay_once(till, script.port, claim=claim, repeat_with_status=False)
        assert dialogue.answers == [ACK]
        assert (payment.state, payment.reason) == (PaymentState.UNKNOWN, Reason.LINE_CUT)
        found = recover_once(till, script.port, payment, repeat_with_status=False)
        assert (found.state, found.reason) == (PaymentState.MANUAL, Reason.NOTHING_TO_COMPARE)
        assert found.result is not None
        assert (found.result.receipt, found.result.trace) == ("0042", "000102")
        with pytest.raises(LineLocked):
            till.settle_otherwise(claim)
        script.script["0601"] = Dialogue(APPROVAL.replace("870042", "870043"), COMPLETED)
        other = till.charged_visit(till.office.counter("8"))
        assert pay_once(till, script.port, claim=other, repeat_with_status=False).state is PaymentState.PAID
        assert script.times("0620") == 0
