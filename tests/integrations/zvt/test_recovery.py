"""Asking a terminal how an unclear payment ended."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason, TerminalResult
from clerk.ports import StoreUnavailable
from integrations.zvt import recovery
from tests.integrations.zvt.paying import DisturbedJournal, journal_of, pay_once, recover_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    STOPPED,
    TID_FIELD,
    Peer,
    Play,
    ScriptedTerminal,
    answers,
    hangs_up,
    nothing_before,
    repeats,
    says_status,
    scripted_terminal,
    written,
)
from tests.services.till import TID, Till, Watcher, wait_until


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def unclear_at(till: Till, script: ScriptedTerminal) -> Payment:
    """Charge, and let the line break before anything is known."""
    script.script["0601"] = hangs_up
    payment = pay_once(till, script.port)
    assert payment.state is PaymentState.UNKNOWN
    return payment


def in_turn(*plays: Play) -> Play:
    """Return a play that does one after the other, the last one for ever."""
    left = list(plays)

    def play(peer: Peer) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(peer)

    return play


def test_a_new_transaction_of_our_amount_is_booked_and_nothing_is_charged_again(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = repeats(APPROVAL)
        paid = recover_once(till, script.port, payment)
        assert script.times("0601") == 1
    assert paid.state is PaymentState.PAID
    assert paid.visit is not None
    assert {
        line.settlement and line.settlement.reference for line in till.office.visit(paid.visit).lines
    } == {"0042"}


def test_rule_3_the_old_transaction_is_asked_for_twice_before_it_means_not_paid(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        asked_before = script.times("0620")
        assert recover_once(till, script.port, payment).state is PaymentState.NOT_PAID
        assert script.times("0620") - asked_before == 2


def test_rule_3_a_transaction_that_shows_up_late_is_not_missed(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = in_turn(repeats(OLDER), repeats(APPROVAL))
        assert recover_once(till, script.port, payment).state is PaymentState.PAID


def test_rule_3_without_an_acknowledged_stop_not_paid_has_to_wait(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["06b0"] = answers("848300")
        found: list[Payment] = []
        asking = threading.Thread(target=lambda: found.append(recover_once(till, script.port, payment)))
        asking.start()
        wait_until(lambda: script.times("0620") >= 5)
        assert not found
        script.script["06b0"] = answers(ACK)
        asking.join(10)
    assert found[0].state is PaymentState.NOT_PAID


def test_rule_3_after_t4_and_a_margin_the_old_transaction_counts_without_a_stop(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "_AFTER_T4_SECONDS", 0.1)
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        found = recover_once(till, script.port, payment, t4_seconds=0.1, abort_ok=False)
        assert script.times("06b0") == 0
    assert found.state is PaymentState.NOT_PAID


def test_a_busy_terminal_is_not_asked_for_its_last_transaction(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        before = script.times("0620")
        script.script["0501"] = in_turn(says_status("9c"), says_status("9c"), says_status("00"))
        script.script["0620"] = repeats(APPROVAL)
        assert recover_once(till, script.port, payment).state is PaymentState.PAID
        assert script.times("0620") - before == 2


def test_a_terminal_that_never_becomes_idle_keeps_the_payment_unclear(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "_AFTER_T4_SECONDS", 0.1)
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0501"] = says_status("9c")
        assert recover_once(till, script.port, payment, t4_seconds=0.1).state is PaymentState.UNKNOWN


def test_a_terminal_that_forgot_us_is_registered_and_asked_again(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = in_turn(answers("846b00"), repeats(APPROVAL))
        assert recover_once(till, script.port, payment).state is PaymentState.PAID


def test_a_terminal_that_is_off_leaves_the_payment_unclear_and_asked_for_later(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
    still = recover_once(till, script.port, payment)
    assert (still.state, still.reason) == (PaymentState.UNKNOWN, Reason.LINE_CUT)
    with scripted_terminal(x0620=repeats(APPROVAL)) as again:
        assert recover_once(till, again.port, payment).state is PaymentState.PAID


def test_a_result_of_the_broken_dialogue_is_not_taken_for_the_answer(till: Till) -> None:
    def still_talking(peer: Peer) -> None:
        peer.ask(STOPPED)
        peer.ask(written("04ff", "0e"))
        repeats(APPROVAL)(peer)

    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = still_talking
        found = recover_once(till, script.port, payment)
    assert found.state is PaymentState.PAID


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (repeats(APPROVAL.replace("2740", "9999")), Reason.DOES_NOT_FIT),
        (repeats(APPROVAL.replace(TID_FIELD, "2952500002")), Reason.OTHER_TERMINAL),
        (nothing_before, Reason.NOTHING_TO_COMPARE),
        (answers("848300"), Reason.NOTHING_TO_COMPARE),
    ],
    ids=["amount", "terminal", "nothing", "refused"],
)
def test_an_answer_that_proves_nothing_is_left_to_people(till: Till, answer: Play, reason: Reason) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = answer
        found = recover_once(till, script.port, payment)
    assert (found.state, found.reason) == (PaymentState.MANUAL, reason)


def test_rule_4_at_a_shared_terminal_an_equal_amount_is_left_to_people(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = repeats(APPROVAL)
        found = recover_once(till, script.port, payment, exclusive=False)
    assert (found.state, found.reason) == (PaymentState.MANUAL, Reason.AMBIGUOUS_OWNER)


def test_rule_5_nothing_before_and_nothing_now_is_left_to_people(till: Till) -> None:
    with scripted_terminal(x0620=nothing_before) as script:
        payment = unclear_at(till, script)
        assert recover_once(till, script.port, payment).state is PaymentState.MANUAL


def test_a_terminal_that_cannot_repeat_is_left_to_people(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        found = recover_once(till, script.port, payment, repeat_with_status=False)
    assert found.state is PaymentState.MANUAL


def test_rule_5_a_transaction_booked_for_another_payment_is_left_to_people(till: Till) -> None:
    def charge(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(APPROVAL)
        peer.ask(COMPLETED)

    newer = APPROVAL.replace("870042", "870043").replace("0b000102", "0b000103")
    with scripted_terminal(x0601=charge) as script:
        pay_once(till, script.port)
        with journal_of(till) as journal:
            seen = TerminalResult(code=0, tid=TID, receipt="0043", trace="000103", day="1123")
            journal.acknowledge(till.terminal, seen, TID, 1)
        script.script["0620"] = repeats(newer)
        script.script["0601"] = hangs_up
        payment = pay_once(till, script.port, claim=till.charged_visit(till.office.counter("8")))
        script.script["0620"] = repeats(APPROVAL)
        found = recover_once(till, script.port, payment)
    assert (found.state, found.reason) == (PaymentState.MANUAL, Reason.IDENTITY_TAKEN)


def test_an_intent_of_a_program_that_ended_was_never_sent(till: Till) -> None:
    with journal_of(till) as journal:
        intent = journal.open(till.order(till.charged_visit()))
    with scripted_terminal() as script:
        ended = recover_once(till, script.port, intent)
        assert script.heard == []
    assert (ended.state, ended.reason) == (PaymentState.NOT_SENT, Reason.RESTARTED)


def test_a_store_that_fails_during_recovery_leaves_the_payment_to_the_next_attempt(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        script.script["0620"] = repeats(APPROVAL)

        def refuse(event: object) -> None:
            raise StoreUnavailable("down")

        with (
            journal_of(till) as journal,
            terminal_at(script.port) as terminal,
            pytest.raises(StoreUnavailable),
        ):
            terminal.recover(journal.get(payment.id), DisturbedJournal(journal, refuse), Watcher())
        assert recover_once(till, script.port, payment).state is PaymentState.PAID


def test_recovery_sends_nothing_but_stop_status_and_repeat(till: Till) -> None:
    with scripted_terminal() as script:
        payment = unclear_at(till, script)
        before = len(script.heard)
        recover_once(till, script.port, payment)
        commands = {message[:4] for message in script.heard[before:]} - {"8000"}
    assert commands == {"06b0", "0501", "0620"}


def test_a_bad_result_that_was_cut_off_is_not_paid_once_the_terminal_says_so(till: Till) -> None:
    def wrong_pin_then_cut(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(STOPPED)
        hangs_up(peer)

    with scripted_terminal(x0601=wrong_pin_then_cut) as script:
        payment = pay_once(till, script.port)
        assert payment.state is PaymentState.UNKNOWN
        assert recover_once(till, script.port, payment).state is PaymentState.NOT_PAID
