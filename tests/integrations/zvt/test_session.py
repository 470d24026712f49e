"""The dialogue with a terminal that behaves oddly: what is answered, and what is never sent."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.payment_events import Lost, PaymentEvent, ResultArrived, Sending
from clerk.persistence.payment_tables import PaymentEventRow
from clerk.ports import PaymentJournal, PaymentProgress, StoreUnavailable
from integrations.zvt import payment_dialogue
from tests.integrations.zvt.paying import DisturbedJournal, journal_of, pay_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ABORTED,
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    STOPPED,
    TID_FIELD,
    WRONG_PIN,
    Peer,
    Play,
    answers,
    hangs_up,
    mute,
    repeats,
    scripted_terminal,
    written,
)
from tests.services.till import Till, Watcher, wait_until

WAITING_FOR_CARD = "04ff010a"
PRINT_LINE = "06d1064042454c4547"
NOT_SERVED = "06d800"


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


class Dialogue:
    """A payment dialogue of given messages; ``answers`` is what they were answered with."""

    def __init__(self, *messages: str, then: Play | None = None) -> None:
        self._messages = messages
        self._then = then
        self.answers: list[str] = []

    def __call__(self, peer: Peer) -> None:
        """Accept, send one message after the other, each after the answer to the one before."""
        peer.send(ACK)
        for message in self._messages:
            self.answers.append(peer.ask(message))
        if self._then is not None:
            self._then(peer)


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
        unclear = pay_once(till, terminal.port, t3_seconds=0.2)
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
        unclear = pay_once(till, terminal.port, t3_seconds=0.3, t4_seconds=0.2)
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
        unclear = _pay_through(till, script.port, dawdle, t3_seconds=0.3)
        assert dialogue.answers == ["", ""]
        released.set()
    assert unclear.state is PaymentState.UNKNOWN
    with journal_of(till) as journal:
        assert journal.get(unclear.id).is_unclear


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


def test_a_watcher_who_never_returns_does_not_hold_up_the_payment(till: Till) -> None:
    stuck = threading.Event()

    def never_returns(progress: PaymentProgress) -> None:
        stuck.wait(20)

    dialogue = Dialogue(*[WAITING_FOR_CARD] * 20, APPROVAL, COMPLETED)
    with scripted_terminal(x0601=dialogue) as script, journal_of(till) as journal:
        with terminal_at(script.port) as terminal:
            paid = terminal.pay(journal.open(till.order(till.charged_visit())), journal, never_returns)
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
        terminal.pay(journal.open(till.order(till.charged_visit())), journal, watcher)
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
        ended = terminal.pay(intent, journal, Watcher())
        stopper.join()
    return ended


def _pay_through(
    till: Till, port: int, disturb: Callable[[PaymentEvent], None], **profile: object
) -> Payment:
    with journal_of(till) as journal, terminal_at(port, **profile) as terminal:
        intent = journal.open(till.order(till.charged_visit()))
        disturbed: PaymentJournal = DisturbedJournal(journal, disturb)
        return terminal.pay(intent, disturbed, Watcher())


def _finish_when(peer: Peer, watcher: Watcher) -> None:
    wait_until(lambda: "Karte bitte" in watcher.texts)
    peer.ask(APPROVAL)
    peer.ask(COMPLETED)
