"""The dialogue with a terminal that behaves oddly: what is answered, and what is never sent."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.persistence.payment_tables import PaymentEventRow
from clerk.ports import PaymentProgress
from tests.integrations.zvt.paying import journal_of, pay_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ABORTED,
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    PRINT_LINE,
    STOPPED,
    WRONG_PIN,
    Dialogue,
    Peer,
    answers,
    hangs_up,
    mute,
    scripted_terminal,
    written,
)
from tests.services.till import Till, Watcher, wait_until

WAITING_FOR_CARD = "04ff010a"
NOT_SERVED = "06d800"


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def evidence(till: Till) -> list[str]:
    """Return all messages in the journal."""
    with till.office.store.read() as session:
        return list(session.exec(select(PaymentEventRow.message).order_by(col(PaymentEventRow.sequence))))


def test_every_message_of_the_terminal_is_answered_once(till: Till) -> None:
    dialogue = Dialogue(WAITING_FOR_CARD, "040100", NOT_SERVED, APPROVAL, PRINT_LINE, COMPLETED)
    with scripted_terminal(x0601=dialogue) as terminal:
        paid = pay_once(till, terminal.port)
    assert paid.state is PaymentState.PAID
    assert dialogue.answers == [ACK, ACK, "848300", ACK, ACK, ACK]
    assert PRINT_LINE[:4] in {message[:4] for message in evidence(till)}


def test_rule_1_a_bad_result_and_a_cut_line_are_unclear_not_declined(till: Till) -> None:
    with scripted_terminal(x0601=Dialogue(WRONG_PIN, then=hangs_up)) as terminal:
        unclear = pay_once(till, terminal.port)
    assert (unclear.state, unclear.reason) == (PaymentState.UNKNOWN, Reason.LINE_CUT)


def test_rule_1_a_second_pin_pays(till: Till) -> None:
    with scripted_terminal(x0601=Dialogue(WRONG_PIN, APPROVAL, COMPLETED)) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.PAID


@pytest.mark.parametrize("end", [COMPLETED, ABORTED])
def test_a_declined_payment_is_declined_however_the_terminal_ends_it(till: Till, end: str) -> None:
    with scripted_terminal(x0601=Dialogue(WRONG_PIN, end)) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.DECLINED


@pytest.mark.parametrize(
    "messages",
    [
        (COMPLETED,),
        (APPROVAL, ABORTED),
        (APPROVAL.replace("2740", "2741"), COMPLETED),
        (OLDER, COMPLETED),
        ("040f032700ab", COMPLETED),
    ],
    ids=["no result", "aborted after approval", "other amount", "known transaction", "unreadable"],
)
def test_a_dialogue_that_contradicts_itself_is_unclear(till: Till, messages: tuple[str, ...]) -> None:
    dialogue = Dialogue(*messages)
    with scripted_terminal(x0601=dialogue) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.UNKNOWN
    assert set(dialogue.answers) == {ACK}


def test_rule_9_a_result_before_the_beginning_is_not_believed(till: Till) -> None:
    def hasty(peer: Peer) -> None:
        peer.ask(APPROVAL)
        peer.send(ACK)
        peer.ask(COMPLETED)

    with scripted_terminal(x0601=hasty) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.UNKNOWN


def test_a_refused_command_is_refused_and_not_repeated(till: Till) -> None:
    with scripted_terminal(x0601=answers("849c00")) as terminal:
        refused = pay_once(till, terminal.port)
        assert terminal.times("0601") == 1
    assert (refused.state, refused.code) == (PaymentState.REFUSED, 0x9C)


def test_a_terminal_that_falls_silent_leaves_an_unclear_payment_and_is_not_asked_twice(till: Till) -> None:
    with scripted_terminal(x0601=mute) as terminal:
        unclear = pay_once(till, terminal.port, t3_seconds=1.0)
        assert terminal.times("0601") == 1
    assert (unclear.state, unclear.reason) == (PaymentState.UNKNOWN, Reason.SILENT)


def test_after_t4_the_terminal_is_asked_to_stop_and_its_answer_still_counts(till: Till) -> None:
    def forgetful(peer: Peer) -> None:
        peer.send(ACK)
        assert peer.hear() == "06b000"
        peer.send(ACK)
        peer.ask(STOPPED)
        peer.ask(ABORTED)

    with scripted_terminal(x0601=forgetful) as terminal:
        ended = pay_once(till, terminal.port, t4_seconds=0.2)
    assert ended.state is PaymentState.DECLINED


def test_after_t4_a_terminal_that_stays_silent_leaves_the_payment_unclear(till: Till) -> None:
    with scripted_terminal(x0601=Dialogue(then=mute)) as terminal:
        unclear = pay_once(till, terminal.port, t3_seconds=1.0, t4_seconds=0.2)
        assert terminal.times("06b0") == 1
    assert unclear.state is PaymentState.UNKNOWN


def test_a_terminal_that_asks_for_time_gets_it(till: Till) -> None:
    heard: list[str] = []

    def slow(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask("04ff020a01")
        heard.append(peer.hear(0.6))
        peer.ask(APPROVAL)
        peer.ask(COMPLETED)

    with scripted_terminal(x0601=slow) as terminal:
        paid = pay_once(till, terminal.port, t4_seconds=0.3)
    assert heard == [""]
    assert paid.state is PaymentState.PAID


def test_the_clerk_can_stop_a_payment_while_the_terminal_waits_for_a_card(till: Till) -> None:
    waiting = threading.Event()

    def patient(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(WAITING_FOR_CARD)
        waiting.set()
        assert peer.hear() == "06b000"
        peer.send(ACK)
        peer.ask(STOPPED)
        peer.ask(ABORTED)

    with scripted_terminal(x0601=patient) as script:
        ended = _pay_and_stop(till, script.port, waiting)
        assert script.times("06b0") == 1
    assert ended.state is PaymentState.DECLINED
    assert ended.abort_asked
    assert not ended.stopped_by_customer


def test_a_stop_that_comes_too_late_does_not_hide_that_the_card_was_charged(till: Till) -> None:
    waiting = threading.Event()

    def online(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(WAITING_FOR_CARD)
        waiting.set()
        peer.hear()
        peer.send("848300")
        peer.ask(APPROVAL)
        peer.ask(COMPLETED)

    with scripted_terminal(x0601=online) as script:
        assert _pay_and_stop(till, script.port, waiting).state is PaymentState.PAID


def test_nothing_is_stopped_while_nothing_runs(till: Till) -> None:
    with scripted_terminal() as script, terminal_at(script.port) as terminal:
        assert not terminal.abort()
        assert script.heard == []


def test_a_watcher_who_never_returns_does_not_hold_up_the_payment(till: Till) -> None:
    stuck = threading.Event()

    def never_returns(progress: PaymentProgress) -> None:
        stuck.wait(20)

    dialogue = Dialogue(*[WAITING_FOR_CARD] * 20, APPROVAL, COMPLETED)
    with scripted_terminal(x0601=dialogue) as script, journal_of(till) as journal:
        with terminal_at(script.port) as terminal:
            paid = terminal.carry_out(journal.open(till.order(till.charged_visit())), journal, never_returns)
        stuck.set()
    assert paid.state is PaymentState.PAID


def test_the_terminals_text_reaches_the_watcher_without_control_characters(till: Till) -> None:
    hostile = "\x1b[2JKarte\x07 bitte".encode("cp437").hex()
    text = f"07{len(hostile) // 2:02x}{hostile}"
    tlv = f"24{len(text) // 2:02x}{text}"
    status = written("04ff", f"ff0006{len(tlv) // 2:02x}{tlv}")
    watcher = Watcher()
    dialogue = Dialogue(status, then=lambda peer: _finish_when(peer, watcher))
    with (
        scripted_terminal(x0601=dialogue) as script,
        journal_of(till) as journal,
        terminal_at(script.port) as terminal,
    ):
        terminal.carry_out(journal.open(till.order(till.charged_visit())), journal, watcher)
    assert "Karte bitte" in watcher.texts
    assert {progress.amount_cents for progress in watcher.seen} == {2740}


def test_no_card_number_reaches_the_journal(till: Till) -> None:
    track_and_number = "22f0f84111111111111111"
    approval = written("040f", APPROVAL[6:] + track_and_number)
    with scripted_terminal(x0601=Dialogue(approval, COMPLETED)) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.PAID
    assert any(message.startswith("040f") for message in evidence(till))
    assert not any("4111" in message for message in evidence(till))


def _pay_and_stop(till: Till, port: int, when: threading.Event) -> Payment:
    with journal_of(till) as journal, terminal_at(port) as terminal:
        intent = journal.open(till.order(till.charged_visit()))

        def stop() -> None:
            when.wait(10)
            terminal.abort()

        stopper = threading.Thread(target=stop)
        stopper.start()
        ended = terminal.carry_out(intent, journal, Watcher())
        stopper.join()
    return ended


def _finish_when(peer: Peer, watcher: Watcher) -> None:
    wait_until(lambda: "Karte bitte" in watcher.texts)
    peer.ask(APPROVAL)
    peer.ask(COMPLETED)
