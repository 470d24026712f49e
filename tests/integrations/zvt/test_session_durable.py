"""What must be durable before the terminal hears anything, and what is never charged at all."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.payment_events import Accepted, Completed, Lost, PaymentEvent, ResultArrived, Sending
from clerk.ports import PaymentJournal, StoreUnavailable
from integrations.zvt import payment_dialogue, terminal
from tests.integrations.zvt.paying import DisturbedJournal, journal_of, pay_once, recover_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    PRINT_LINE,
    TID_FIELD,
    Dialogue,
    repeats,
    scripted_terminal,
)
from tests.services.till import Till, Watcher


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.mark.parametrize("word", [ResultArrived.word, "message"])
def test_rule_13_what_the_store_does_not_take_is_not_acknowledged(till: Till, word: str) -> None:
    dialogue = Dialogue(APPROVAL, PRINT_LINE, COMPLETED)

    def refuse(event: PaymentEvent) -> None:
        if event.word == word or (word == "message" and isinstance(event, Lost)):
            raise StoreUnavailable("down")

    with scripted_terminal(x0601=dialogue) as script:
        unclear = _pay_through(till, script.port, refuse)
    first_unanswered = 0 if word == ResultArrived.word else 1
    assert dialogue.answers[:first_unanswered] == [ACK] * first_unanswered
    assert set(dialogue.answers[first_unanswered:]) == {""}
    assert (unclear.state, unclear.reason) == (PaymentState.UNKNOWN, Reason.NOT_STORED)
    with journal_of(till) as journal:
        assert journal.get(unclear.id).state is PaymentState.UNKNOWN


def test_rule_13_a_store_that_is_too_slow_counts_as_one_that_does_not_take_it(till: Till) -> None:
    dialogue = Dialogue(APPROVAL, COMPLETED)
    released = threading.Event()

    def dawdle(event: PaymentEvent) -> None:
        if isinstance(event, ResultArrived):
            released.wait(20)

    with scripted_terminal(x0601=dialogue) as script:
        unclear = _pay_through(till, script.port, dawdle, t3_seconds=1.0)
        released.set()
    assert dialogue.answers == ["", ""]
    assert unclear.state is PaymentState.UNKNOWN
    with journal_of(till) as journal:
        assert journal.get(unclear.id).is_unclear


def test_rule_13_a_store_that_keeps_every_thread_waiting_does_not_keep_the_local_file_waiting(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "_JOURNAL_THREADS", 1)
    released, is_over = threading.Event(), threading.Event()

    def dawdle(event: PaymentEvent) -> None:
        if isinstance(event, ResultArrived):
            released.wait(20)
            is_over.set()

    with scripted_terminal(x0601=Dialogue(APPROVAL, COMPLETED)) as script:
        unclear = _pay_through(till, script.port, dawdle, t3_seconds=1.0)
        assert not is_over.is_set()
        spooled = (till.folder / f"terminal-{till.terminal}.spool").read_text()
        released.set()
    assert (unclear.state, unclear.reason) == (PaymentState.UNKNOWN, Reason.NOT_STORED)
    assert Reason.NOT_STORED in spooled


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("baseline_read", PaymentState.NOT_SENT),
        ("sending", PaymentState.NOT_SENT),
        (Accepted.word, PaymentState.UNKNOWN),
        (ResultArrived.word, PaymentState.UNKNOWN),
        (Completed.word, PaymentState.UNKNOWN),
    ],
)
def test_rule_13_without_store_and_without_room_on_the_disk_nothing_is_acknowledged_and_it_is_said(
    till: Till, word: str, state: PaymentState
) -> None:
    dialogue = Dialogue(APPROVAL, COMPLETED)
    spool = till.folder / f"terminal-{till.terminal}.spool"

    def refuse(event: PaymentEvent) -> None:
        if event.word == word:
            spool.symlink_to("/dev/full")
            raise StoreUnavailable("down")

    with scripted_terminal(x0601=dialogue) as script:
        ended = _pay_through(till, script.port, refuse)
        charged = script.times("0601")
        spool.unlink()
        assert (ended.state, ended.reason) == (state, Reason.NOT_STORED)
        assert charged == (state is PaymentState.UNKNOWN)
        script.script["0620"] = repeats(OLDER)
        found = recover_once(till, script.port, ended)
    assert found.state is (PaymentState.NOT_PAID if charged else PaymentState.NOT_SENT)
    answered = 1 if word == Completed.word else 0
    assert dialogue.answers[:answered] == [ACK] * answered
    assert set(dialogue.answers[answered:]) == ({""} if charged else set())


@pytest.mark.parametrize("word", ["baseline_read", "sending"])
def test_rule_13_a_store_that_fails_before_the_charge_lets_nothing_be_sent(till: Till, word: str) -> None:
    def refuse(event: PaymentEvent) -> None:
        if event.word == word:
            raise StoreUnavailable("down")

    with scripted_terminal() as script:
        ended = _pay_through(till, script.port, refuse)
        assert script.times("0601") == 0
    assert (ended.state, ended.reason) == (PaymentState.NOT_SENT, Reason.NOT_STORED)
    with journal_of(till) as journal:
        assert journal.get(ended.id).state is PaymentState.NOT_SENT


def test_rule_2_whoever_was_stopped_between_commit_and_sending_sends_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_dialogue, "SENDING_DEADLINE_SECONDS", 0.05)

    def stopped(event: PaymentEvent) -> None:
        if isinstance(event, Sending):
            threading.Event().wait(0.1)

    with scripted_terminal() as script:
        ended = _pay_through(till, script.port, stopped)
        assert script.times("0601") == 0
    assert (ended.state, ended.reason) == (PaymentState.NOT_SENT, Reason.TOO_LATE)


def test_rule_2_a_machine_that_was_suspended_between_commit_and_sending_sends_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The monotonic clock stands still meanwhile; the one that counts from the boot on does not."""
    real, slept = time.clock_gettime, 0.0

    def clock(which: int) -> float:
        return real(which) + (slept if which == time.CLOCK_BOOTTIME else 0.0)

    def suspended(event: PaymentEvent) -> None:
        nonlocal slept
        slept += 3.0 * isinstance(event, Sending)

    monkeypatch.setattr(time, "clock_gettime", clock)
    with scripted_terminal() as script:
        ended = _pay_through(till, script.port, suspended)
        assert script.times("0601") == 0
    assert (ended.state, ended.reason) == (PaymentState.NOT_SENT, Reason.TOO_LATE)


def test_rule_6_a_transaction_nobody_knows_stops_payments_at_this_terminal(till: Till) -> None:
    with scripted_terminal(x0601=Dialogue(APPROVAL, COMPLETED)) as script:
        pay_once(till, script.port)
        script.script["0620"] = repeats(APPROVAL.replace("870042", "870099"))
        stopped = pay_once(till, script.port, claim=till.charged_visit(till.office.counter("8")))
        assert script.times("0601") == 1
    assert (stopped.state, stopped.reason) == (PaymentState.NOT_SENT, Reason.UNKNOWN_TRANSACTION)


def test_rule_6_another_terminal_on_the_line_is_not_charged(till: Till) -> None:
    stranger = OLDER.replace(TID_FIELD, "2952500002")
    with scripted_terminal(x0620=repeats(stranger)) as script:
        stopped = pay_once(till, script.port)
        assert script.times("0601") == 0
    assert (stopped.state, stopped.reason) == (PaymentState.NOT_SENT, Reason.OTHER_TERMINAL)


def _pay_through(
    till: Till, port: int, disturb: Callable[[PaymentEvent], None], **profile: object
) -> Payment:
    with journal_of(till) as journal, terminal_at(port, **profile) as adapter:
        intent = journal.open(till.order(till.charged_visit()))
        disturbed: PaymentJournal = DisturbedJournal(journal, disturb)
        return adapter.carry_out(intent, disturbed, Watcher())
