"""The payment journal in the store."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select

from clerk.domain.payment import Baseline, Decision, PaymentState, Reason, TransactionKey
from clerk.domain.payment_clearing import Decided, FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import (
    Accepted,
    BaselineRead,
    Completed,
    IllegalPaymentStep,
    Lost,
    NothingWritten,
    ResultArrived,
    Sending,
)
from clerk.domain.settlement import Way
from clerk.domain.terminal_receipt import ReceiptKind, TerminalLine, TerminalReceipt
from clerk.persistence import audit_trail, migrate
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.payment_tables import PaymentEventRow
from clerk.persistence.tables_office import AuditRow
from clerk.ports import (
    IdentityTaken,
    LeaseLost,
    StoreUnavailable,
    TerminalInUse,
)
from tests.domain.payments import APPROVED, DECLINED
from tests.services.till import Till, through

BEFORE = TransactionKey("52500001", 1, "2026-05-11", "0041", "000101")
RESULT = replace(APPROVED, day="0511")
TO_RESULT = (BaselineRead(Baseline(BEFORE)), Sending(), Accepted(), ResultArrived(RESULT))
HOLD_FOR_EVER = """
import sys, time
from pathlib import Path
from clerk.persistence.terminal_lease import lock_terminal
lock_terminal(Path(sys.argv[1]), int(sys.argv[2]))
print("held", flush=True)
time.sleep(600)
"""


RECEIPT = TerminalReceipt(ReceiptKind.MERCHANT, (TerminalLine("Zahlung erfolgt"),))


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.fixture(name="journal")
def _journal(till: Till) -> Iterator[StoredPaymentJournal]:
    journal = till.journal()
    journal.hold(till.terminal)
    yield journal
    journal.close()


def test_the_schema_of_the_journal_is_the_one_its_tables_describe(till: Till) -> None:
    assert migrate.check(till.office.store) == []


def test_an_intent_comes_back_from_the_store_as_it_was_written(
    till: Till, journal: StoredPaymentJournal
) -> None:
    claim = till.charged_visit()
    payment = through(journal, journal.open(till.order(claim)), *TO_RESULT)
    read = journal.get(payment.id)
    assert read == payment
    assert read.baseline == Baseline(BEFORE)
    assert read.result == RESULT
    assert read.lines == tuple(line.id for line in till.lines(claim))


def test_paid_settles_the_fee_lines_once_with_the_receipt_number(
    till: Till, journal: StoredPaymentJournal
) -> None:
    claim = till.charged_visit()
    result_seen = through(journal, journal.open(till.order(claim)), *TO_RESULT)
    assert till.ways(claim) == [None, None]
    paid = journal.record(result_seen, Completed())
    settlements = [line.settlement for line in till.lines(claim)]
    assert [s and (s.way, s.reference, s.payment) for s in settlements] == [(Way.CARD, "0042", paid.id)] * 2
    with pytest.raises(LeaseLost):
        journal.record(result_seen, Completed())
    with pytest.raises(IllegalPaymentStep):
        journal.record(paid, Completed())


def test_rule_2_a_second_program_does_not_get_the_terminal_while_the_first_lives(till: Till) -> None:
    holder = [sys.executable, "-c", HOLD_FOR_EVER, str(till.folder), str(till.terminal)]
    till.folder.mkdir()
    root = Path(__file__).parents[2]
    journal = till.journal()
    with subprocess.Popen(holder, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(TerminalInUse):
            journal.hold(till.terminal)
        os.kill(process.pid, signal.SIGKILL)
    journal.hold(till.terminal)
    journal.hold(till.terminal)
    journal.close()


def test_rule_2_whoever_lost_the_lease_writes_nothing_any_more(
    till: Till, journal: StoredPaymentJournal, tmp_path: Path
) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    successor = till.journal(tmp_path / "another machine")
    successor.hold(till.terminal)
    with pytest.raises(LeaseLost):
        journal.record(payment, Sending())
    with pytest.raises(LeaseLost):
        journal.keep_receipt(payment, RECEIPT, "06d1")
    assert successor.get(payment.id) == payment
    successor.close()


def test_of_two_who_change_the_same_version_one_wins(till: Till, journal: StoredPaymentJournal) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    journal.record(payment, NothingWritten(Reason.STOPPED))
    with pytest.raises(LeaseLost):
        journal.record(payment, Sending())
    assert journal.get(payment.id).state is PaymentState.NOT_SENT


def test_rule_5_one_transaction_pays_one_payment(till: Till, journal: StoredPaymentJournal) -> None:
    first = through(journal, journal.open(till.order(till.charged_visit())), *TO_RESULT, Completed())
    claim = till.charged_visit(till.office.counter("9"))
    second = through(journal, journal.open(till.order(claim)), *TO_RESULT)
    with pytest.raises(IdentityTaken):
        journal.record(second, Completed())
    assert first.state is PaymentState.PAID
    assert journal.get(second.id).state is PaymentState.RESULT_OK
    assert till.ways(claim) == [None, None]


@pytest.mark.parametrize("seen", [None, RESULT], ids=["nothing told", "already booked"])
def test_two_people_can_book_what_no_terminal_can_prove(
    till: Till, journal: StoredPaymentJournal, seen: None
) -> None:
    through(journal, journal.open(till.order(till.charged_visit())), *TO_RESULT, Completed())
    claim = till.charged_visit(till.office.counter("9"))
    unclear = through(journal, journal.open(till.order(claim)), Sending(), Lost(Reason.SILENT))
    manual = through(journal, unclear, RecoveryBegan(), FoundUnclear(Reason.NOTHING_TO_COMPARE, seen))
    decided = journal.record(manual, Decided(paid=True, decision=Decision(1, 2, "Beleg 0044 gesehen")))
    assert journal.get(decided.id).state is PaymentState.PAID
    assert till.ways(claim) == ["card", "card"]


def test_the_evidence_is_numbered_without_gaps_and_cannot_be_changed(
    till: Till, journal: StoredPaymentJournal
) -> None:
    payment = journal.open(till.order(till.charged_visit()))
    for event in (Sending(), Accepted()):
        payment = journal.record(payment, event, "8000")
    journal.keep_receipt(payment, RECEIPT, "06d3")
    journal.record(payment, ResultArrived(DECLINED), "040f")
    with till.office.store.read() as session:
        rows = session.exec(select(PaymentEventRow).order_by(col(PaymentEventRow.sequence))).all()
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert [row.word for row in rows] == ["intent", "sending", "accepted", "printed", "result"]
    assert [row.message for row in rows] == ["", "8000", "8000", "06d3", "040f"]
    for change in (update(PaymentEventRow).values(message=""), delete(PaymentEventRow)):
        with pytest.raises(IntegrityError, match="append-only"), till.office.store.write() as session:
            session.execute(change)


def test_rule_5_one_transaction_told_with_other_numbers_is_not_booked_twice(
    till: Till, journal: StoredPaymentJournal
) -> None:
    """Once with nothing but its turnover number, once with all its numbers."""
    bare = replace(RESULT, receipt=None, trace=None, turnover="000555")
    before = Baseline(replace(BEFORE, turnover="000554"))
    first = journal.open(till.order(till.charged_visit()))
    through(journal, first, BaselineRead(before), Sending(), Accepted(), ResultArrived(bare), Completed())
    second = journal.open(till.order(till.charged_visit(till.office.counter("8"))))
    again = ResultArrived(replace(RESULT, turnover="000555"))
    result_seen = through(journal, second, BaselineRead(before), Sending(), Accepted(), again)
    with pytest.raises(IdentityTaken):
        journal.record(result_seen, Completed())
    assert journal.get(second.id).state is PaymentState.RESULT_OK


def test_rule_13_what_was_set_aside_comes_into_the_store_with_the_next_lease(
    till: Till, journal: StoredPaymentJournal
) -> None:
    running = through(journal, journal.open(till.order(till.charged_visit())), Sending(), Accepted())
    journal.set_aside(running, Lost(Reason.NOT_STORED), "040f2700")
    journal.close()
    journal.hold(till.terminal)
    replayed = journal.get(running.id)
    assert (replayed.state, replayed.reason) == (PaymentState.UNKNOWN, Reason.NOT_STORED)
    journal.replay(till.terminal)
    assert journal.get(running.id) == replayed


def test_rule_13_a_command_that_was_never_written_ends_as_not_sent_after_the_replay(
    till: Till, journal: StoredPaymentJournal
) -> None:
    sent = through(journal, journal.open(till.order(till.charged_visit())), Sending())
    journal.set_aside(sent, NothingWritten(Reason.NOT_STORED))
    journal.replay(till.terminal)
    assert journal.get(sent.id).state is PaymentState.NOT_SENT


def test_rule_13_a_replay_never_takes_back_what_is_settled(till: Till, journal: StoredPaymentJournal) -> None:
    claim = till.charged_visit()
    paid = through(journal, journal.open(till.order(claim)), *TO_RESULT, Completed())
    journal.set_aside(paid, Lost(Reason.NOT_STORED), "060f00")
    journal.replay(till.terminal)
    assert journal.get(paid.id).state is PaymentState.PAID
    assert till.ways(claim) == ["card", "card"]


def test_a_line_torn_by_a_power_cut_does_not_stop_the_replay(
    till: Till, journal: StoredPaymentJournal
) -> None:
    running = through(journal, journal.open(till.order(till.charged_visit())), Sending(), Accepted())
    journal.set_aside(running, Lost(Reason.NOT_STORED))
    spool = till.folder / f"terminal-{till.terminal}.spool"
    spool.write_bytes('{"payment": 1, "ä'.encode()[:-1])
    journal.set_aside(running, Lost(Reason.NOT_STORED))
    spool.write_bytes(spool.read_bytes() + b'{"payment": 1, "ev')
    journal.replay(till.terminal)
    assert journal.get(running.id).state is PaymentState.UNKNOWN


def test_rule_13_a_full_disk_is_a_store_that_does_not_answer(
    till: Till, journal: StoredPaymentJournal
) -> None:
    running = through(journal, journal.open(till.order(till.charged_visit())), Sending(), Accepted())
    spool = till.folder / f"terminal-{till.terminal}.spool"
    spool.symlink_to("/dev/full")
    with pytest.raises(StoreUnavailable, match="Ordner für Zahlungen"):
        journal.set_aside(running, Lost(Reason.NOT_STORED))
    spool.unlink()


def test_rule_13_a_lease_that_finds_no_room_is_a_store_that_does_not_answer(till: Till) -> None:
    journal = till.journal()
    (till.folder / f"terminal-{till.terminal}.lease").symlink_to(till.folder / "gone" / "lease")
    with pytest.raises(StoreUnavailable, match="Ordner für Zahlungen"):
        journal.hold(till.terminal)


def test_everybody_who_released_a_terminal_stays_in_the_audit_trail(
    till: Till, journal: StoredPaymentJournal
) -> None:
    other = replace(RESULT, receipt="0043", trace="000103")
    journal.acknowledge(till.terminal, RESULT, "52500001", 2)
    journal.acknowledge(till.terminal, other, "52500001", 3)
    with till.office.store.read() as session:
        rows = session.exec(select(AuditRow).where(AuditRow.action == "terminal_released")).all()
    first, second = "52500001/1/2026-05-11/0042/000102/-", "52500001/1/2026-05-11/0043/000103/-"
    assert [(row.account, row.detail) for row in rows] == [
        (2, f"{till.terminal}: {first} (-)"),
        (3, f"{till.terminal}: {second} ({first})"),
    ]
    assert audit_trail.verify(till.office.store) == []


def test_rule_6_the_last_known_transaction_is_the_first_seen_then_our_own(
    till: Till, journal: StoredPaymentJournal
) -> None:
    assert journal.last_known(till.terminal) is None
    payment = through(journal, journal.open(till.order(till.charged_visit())), *TO_RESULT[:1])
    assert journal.last_known(till.terminal) == BEFORE
    result_seen = through(journal, payment, *TO_RESULT[1:])
    assert journal.last_known(till.terminal) == BEFORE
    paid = journal.record(result_seen, Completed())
    assert journal.last_known(till.terminal) == paid.key


def test_a_declined_payment_settles_nothing(till: Till, journal: StoredPaymentJournal) -> None:
    claim = till.charged_visit()
    payment = journal.open(till.order(claim))
    ended = through(journal, payment, Sending(), Accepted(), ResultArrived(DECLINED), Completed())
    assert ended.state is PaymentState.DECLINED
    assert till.ways(claim) == [None, None]
    till.settle_otherwise(claim)
