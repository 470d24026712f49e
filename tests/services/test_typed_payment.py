"""Card payments at a terminal without a link: begun here, done at the device, typed back from its receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.domain.typed_receipt import BadlyTyped, TypedField, TypedReceipt, read_receipt, read_totals
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import Claim, LineLocked, PaymentBlocked, TerminalInUse, TerminalSilent, Upkeep
from clerk.services.card_desk import CardDesk
from clerk.services.payment_messages import explain
from clerk.services.typed_payment import TypedPayments, WithoutMoney, awaits_receipt
from clerk.services.unlinked_terminal import UnlinkedTerminal
from tests.services.till import CENTS, CLERK, LEAD, TID, Till, Watcher

OURS = TypedReceipt("0042", CENTS)


class Program:
    """A running program at a till whose terminal has no link."""

    def __init__(self, till: Till, journal: StoredPaymentJournal) -> None:
        self.till = till
        self.journal = journal
        self.card = CardDesk.of(UnlinkedTerminal(), till.terminal, TID, journal)
        assert self.card.typed is not None
        self.typed: TypedPayments = self.card.typed

    def begin(self, claim: Claim) -> Payment:
        """Begin the payment of a visit."""
        return self.card.payments.start(claim, self.till.lines(claim), Watcher())

    def pay(self, claim: Claim, receipt: str = "42") -> Payment:
        """Pay a visit and type its receipt."""
        return self.typed.done(self.begin(claim), read_receipt(receipt, "27,40"))

    def give_back(self, payment: Payment, kind: Movement = Movement.REVERSAL) -> Payment:
        """Begin to give a payment back."""
        return self.card.give_back.run(payment, kind, CLERK.account, Watcher())

    def close_day(self) -> Payment:
        """Begin the end of day."""
        return self.card.end_of_day.run(CLERK.account, Watcher())


@contextmanager
def program(till: Till) -> Iterator[Program]:
    """Run a program from its start to its end."""
    journal = till.journal()
    yield Program(till, journal)
    journal.close()


@pytest.fixture(name="desk")
def _desk(till: Till) -> Iterator[Program]:
    with program(till) as running:
        yield running


def test_a_typed_receipt_settles_the_fee_lines_with_its_number(till: Till, desk: Program) -> None:
    claim = till.charged_visit()
    begun = desk.begin(claim)
    assert begun.state is PaymentState.SENT
    assert till.ways(claim) == [None, None]
    paid = desk.typed.done(begun, OURS)
    assert (paid.state, till.ways(claim)) == (PaymentState.PAID, ["card", "card"])
    assert {line.settlement and line.settlement.reference for line in till.lines(claim)} == {"0042"}
    assert explain(paid).sentence == "27,40 € mit Karte bezahlt, Terminalbeleg 0042."


def test_everything_is_stored_before_the_clerk_is_told_to_type_the_amount(till: Till, desk: Program) -> None:
    begun = desk.begin(till.charged_visit())
    with till.office.store.read_connection() as connection:
        events = connection.exec_driver_sql("SELECT word FROM payment_event ORDER BY sequence").scalars()
        assert list(events) == ["intent", "sending"]
    assert awaits_receipt(desk.journal.get(begun.id))


def test_a_begun_payment_locks_its_lines_and_the_terminal(till: Till, desk: Program) -> None:
    first, second = till.charged_visit(), till.charged_visit(till.office.counter("8"))
    desk.begin(first)
    with pytest.raises(LineLocked):
        till.settle_otherwise(first)
    with pytest.raises(PaymentBlocked, match="Erst diese klären"):
        desk.begin(second)
    with pytest.raises(PaymentBlocked, match="Kassenschnitt"):
        desk.close_day()
    till.settle_otherwise(second)


def test_another_amount_on_the_receipt_is_refused_and_the_payment_stays_open(
    till: Till, desk: Program
) -> None:
    claim = till.charged_visit()
    begun = desk.begin(claim)
    with pytest.raises(BadlyTyped) as refused:
        desk.typed.done(begun, read_receipt("42", "27,04"))
    assert refused.value.field is TypedField.AMOUNT
    assert str(refused.value) == (
        "Laut Beleg 27,04 €, zu zahlen sind 27,40 €. Steht es so auf dem Beleg: am Terminal stornieren, dann F10."
    )
    assert desk.journal.get(begun.id) == begun
    assert desk.typed.done(begun, OURS).state is PaymentState.PAID


def test_a_receipt_number_pays_only_once_and_the_second_payment_stays_open(till: Till, desk: Program) -> None:
    desk.pay(till.charged_visit())
    claim = till.charged_visit(till.office.counter("8"))
    begun = desk.begin(claim)
    with pytest.raises(BadlyTyped, match="schon gebucht") as refused:
        desk.typed.done(begun, OURS)
    assert refused.value.field is TypedField.RECEIPT
    assert desk.journal.get(begun.id) == begun
    assert till.ways(claim) == [None, None]
    assert desk.typed.done(begun, TypedReceipt("0043", CENTS)).state is PaymentState.PAID


def test_the_store_itself_refuses_a_number_twice(
    till: Till, desk: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pay(till.charged_visit())
    begun = desk.begin(till.charged_visit(till.office.counter("8")))
    monkeypatch.setattr(StoredPaymentJournal, "has_receipt", lambda *_: False)
    with pytest.raises(BadlyTyped, match="schon gebucht"):
        desk.typed.done(begun, OURS)
    assert desk.journal.get(begun.id) == begun


def test_a_number_that_came_over_the_link_before_it_was_taken_away_counts_too(
    till: Till, desk: Program
) -> None:
    paid = desk.pay(till.charged_visit())
    with till.office.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE payment SET identity = 'dated', result_trace = '000102' WHERE id = ?", (paid.id,)
        )
    begun = desk.begin(till.charged_visit(till.office.counter("8")))
    with pytest.raises(BadlyTyped, match="schon gebucht"):
        desk.typed.done(begun, OURS)


@pytest.mark.parametrize(
    ("how", "title"),
    [(WithoutMoney.DECLINED, "Zahlung abgelehnt"), (WithoutMoney.STOPPED, "Vom Kunden abgebrochen")],
)
def test_what_ended_at_the_device_is_free_for_another_try_and_another_way(
    till: Till, desk: Program, how: WithoutMoney, title: str
) -> None:
    claim = till.charged_visit()
    ended = desk.typed.not_done(desk.begin(claim), how)
    assert (ended.state, explain(ended).title) == (PaymentState.DECLINED, title)
    assert "nicht belastet" in explain(ended).sentence
    desk.typed.not_done(desk.begin(claim), how)
    till.settle_otherwise(claim)


def test_what_nobody_can_say_is_decided_by_two_people(till: Till, desk: Program) -> None:
    claim = till.charged_visit()
    left = desk.typed.leave_to_people(desk.begin(claim))
    assert (left.state, left.reason) == (PaymentState.MANUAL, Reason.NO_RESULT)
    with pytest.raises(LineLocked):
        till.settle_otherwise(claim)
    with pytest.raises(PaymentBlocked, match="inzwischen"):
        desk.typed.done(left, OURS)
    decided = desk.card.recovery.decide_manually(left, paid=True, note="Beleg 0042", by=CLERK, second=LEAD)
    assert decided.state is PaymentState.PAID
    assert till.ways(claim) == ["card", "card"]


def test_typing_the_receipt_twice_books_once(till: Till, desk: Program) -> None:
    begun = desk.begin(till.charged_visit())
    desk.typed.done(begun, OURS)
    with pytest.raises(PaymentBlocked, match="inzwischen"):
        desk.typed.not_done(begun, WithoutMoney.DECLINED)
    with pytest.raises(PaymentBlocked, match="inzwischen"):
        desk.typed.leave_to_people(begun)


def test_rule_14_after_a_crash_the_payment_is_still_open_and_asks_for_its_receipt(till: Till) -> None:
    claim = till.charged_visit()
    with program(till) as crashed:
        begun = crashed.begin(claim)
    with program(till) as desk:
        assert desk.card.recovery.take_over(Watcher()) == (begun,)
        assert desk.card.recovery.run(Watcher()) == (begun,)
        assert desk.card.payments.state_of(claim.visit) == begun
        with pytest.raises(PaymentBlocked):
            desk.begin(till.charged_visit(till.office.counter("8")))
        assert desk.typed.done(begun, OURS).state is PaymentState.PAID


def test_a_crash_before_anybody_was_told_leaves_nothing_open(till: Till) -> None:
    claim = till.charged_visit()
    with program(till) as crashed:
        crashed.journal.hold(till.terminal)
        crashed.journal.open(till.order(claim))
    with program(till) as desk:
        (ended,) = desk.card.recovery.take_over(Watcher())
        assert (ended.state, ended.reason) == (PaymentState.NOT_SENT, Reason.RESTARTED)
        assert desk.pay(claim).state is PaymentState.PAID


def test_what_the_link_left_unclear_no_receipt_of_one_person_ends(till: Till, desk: Program) -> None:
    begun = desk.begin(till.charged_visit())
    with till.office.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE payment SET state = 'unknown', reason = 'line_cut' WHERE id = ?", (begun.id,)
        )
    unclear = desk.journal.get(begun.id)
    with pytest.raises(PaymentBlocked, match="inzwischen"):
        desk.typed.done(unclear, OURS)
    assert desk.typed.leave_to_people(unclear).state is PaymentState.MANUAL


def test_a_second_program_is_kept_off_the_terminal(till: Till, desk: Program) -> None:
    begun = desk.begin(till.charged_visit())
    with program(till) as second:
        with pytest.raises(TerminalInUse):
            second.typed.done(begun, OURS)
        with pytest.raises(TerminalInUse):
            second.begin(till.charged_visit(till.office.counter("8")))
    assert desk.typed.done(begun, OURS).state is PaymentState.PAID


def test_what_another_terminal_began_is_not_ended_here(till: Till, desk: Program) -> None:
    begun = desk.begin(till.charged_visit())
    with pytest.raises(PaymentBlocked, match="anderen Kartenterminal"):
        desk.typed.done(replace(begun, terminal=till.terminal + 1), OURS)


def test_a_reversal_is_typed_back_and_opens_the_fees_again(till: Till, desk: Program) -> None:
    claim = till.charged_visit()
    paid = desk.pay(claim)
    begun = desk.give_back(paid)
    with pytest.raises(BadlyTyped, match="zurückzugeben sind 27,40 €"):
        desk.typed.done(begun, read_receipt("43", "27,04"))
    assert desk.typed.done(begun, TypedReceipt("0043", CENTS)).state is PaymentState.PAID
    assert till.ways(claim) == [None, None]
    with pytest.raises(PaymentBlocked, match="schon zurückgegeben"):
        desk.give_back(paid)
    assert desk.pay(claim, "44").state is PaymentState.PAID


def test_a_terminal_may_print_the_number_of_the_payment_on_its_reversal(till: Till, desk: Program) -> None:
    paid = desk.pay(till.charged_visit())
    assert desk.typed.done(desk.give_back(paid), OURS).state is PaymentState.PAID


def test_rule_10_after_the_end_of_day_a_refund_is_typed_back(till: Till, desk: Program) -> None:
    claim = till.charged_visit()
    paid = desk.pay(claim)
    desk.typed.day_closed(desk.close_day(), read_totals("27,40", "1", "42", "42"))
    with pytest.raises(PaymentBlocked, match="Gutschrift"):
        desk.give_back(paid)
    refunded = desk.typed.done(desk.give_back(paid, Movement.REFUND), TypedReceipt("0001", CENTS))
    assert (refunded.state, till.ways(claim)) == (PaymentState.PAID, [None, None])


def test_the_end_of_day_is_typed_back_and_numbers_may_start_again(till: Till, desk: Program) -> None:
    desk.pay(till.charged_visit())
    begun = desk.close_day()
    with pytest.raises(PaymentBlocked):
        desk.begin(till.charged_visit(till.office.counter("8")))
    closed = desk.typed.day_closed(begun, read_totals("27,40", "1", "42", ""))
    assert closed.result is not None
    assert closed.result.totals is not None
    assert (closed.result.totals.cents, closed.result.totals.count) == (CENTS, 1)
    assert explain(closed).sentence == "Das Terminal hat den Tag abgeschlossen: 1 Buchung, 27,40 €."
    again = desk.pay(till.charged_visit(till.office.counter("9")))
    assert (again.state, again.period) == (PaymentState.PAID, closed.period + 1)


def test_an_end_of_day_that_was_not_made_is_none(till: Till, desk: Program) -> None:
    ended = desk.typed.not_done(desk.close_day(), WithoutMoney.STOPPED)
    assert ended.state is PaymentState.DECLINED
    assert desk.pay(till.charged_visit()).period == ended.period


def test_the_terminal_is_asked_nothing(desk: Program, till: Till) -> None:
    status = desk.card.check.status()
    assert status.message.startswith("Ohne Verbindung zu diesem Programm")
    with pytest.raises(TerminalSilent, match="Ohne Verbindung"):
        desk.card.check.keep_up(Upkeep.DIAGNOSIS, till.office.clock.now())
    assert desk.card.end_of_day.so_far() is None
    assert not desk.card.payments.abort()
