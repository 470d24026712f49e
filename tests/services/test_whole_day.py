"""A whole day at one counter against the simulated terminal: it balances to the cent, and holds no card data."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clerk.domain.card_block import DifferenceKind
from clerk.domain.day_closing import ClosingState
from clerk.domain.payment import Payment, PaymentState
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoState
from clerk.ports import Claim, DayClosed, NewLine, PaymentBlocked
from clerk.services.storno_at_terminal import StornoAtTerminal
from integrations.zvt.sim_cards import card_of_customer
from integrations.zvt.sim_ledger import Kind, read_ledger
from tests.integrations.zvt.simulator_process import SimulatedTerminal, simulated_terminal
from tests.services.card_program import Desk, program
from tests.services.day_till import ALEX, DayTill
from tests.services.till import CLERK, Watcher

PAYMENTS, DECLINES = 60, 3
PLANTED = 500
CARD_SEED = 7


@dataclass
class Counter:
    """The counter, its running program, and the terminal at it."""

    day: DayTill
    desk: Desk
    terminal: SimulatedTerminal
    chance: Random

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.day.days().today

    def charged(self, cents: int) -> Claim:
        """Let somebody be served who owes *cents*, a part of it to the federation."""
        till = self.day.till
        claim = till.office.serving(till.workplace)
        case = till.office.visit(claim.visit).cases[0].id
        share = cents // 8
        lines = (
            NewLine("gebuehr", "Gebühr", "GebOSt 221", cents - share, "authority"),
            NewLine("kba", "Anteil Bund", "GebOSt 124", share, "federal"),
        )
        with till.office.work.write() as work:
            work.visits.charge(claim, case, lines)
        return claim

    def amount(self) -> int:
        """Return what somebody owes; many owe the same."""
        return self.chance.choice((1020, 2740, 2740, 3750, 6480, self.chance.randrange(300, 20000)))

    def pay(self, claim: Claim) -> Payment:
        """Let the card be charged, and clear up what is unclear."""
        payment = self.desk.payments.start(claim, self.day.till.lines(claim), Watcher())
        if payment.is_unclear:
            assert payment.state is PaymentState.UNKNOWN
            (payment,) = self.desk.recovery.run(Watcher())
        return payment

    def leave(self, claim: Claim) -> None:
        """The visitor goes."""
        self.day.till.office.queue.finish(claim)
        self.day.till.office.clock.advance(minutes=2)

    def served(self, cents: int | None = None) -> Payment:
        """Serve somebody who pays by card."""
        claim = self.charged(cents or self.amount())
        payment = self.pay(claim)
        assert payment.state is PaymentState.PAID
        self.leave(claim)
        return payment

    def take_back(self, payment: Payment) -> Payment:
        """Ask for a storno, have it confirmed, and carry it out at the terminal."""
        stornos = self.day.stornos()
        entries = [entry for entry in stornos.possible(payment.visit or 0) if entry.payment == payment.id]
        request = stornos.ask(entries, "falscher Betrag")
        confirmed = stornos.confirm(request.id, ALEX)
        assert confirmed.state is StornoState.CONFIRMED
        at_terminal = StornoAtTerminal(stornos, self.desk.card.give_back, self.desk.journal)
        moved = at_terminal.run(confirmed, CLERK.account, Watcher())
        assert moved.state is PaymentState.PAID
        return moved

    def lock(self, remarks: dict[str, str] | None = None) -> None:
        """Sign the day and have it confirmed."""
        report = self.day.days().report(self.day.counter, self.today)
        closing = self.day.days().sign(report, remarks)
        locked = self.day.days(ALEX).confirm(closing, ALEX)
        assert locked.state is ClosingState.LOCKED


@pytest.fixture(name="counter")
def _counter(tmp_path: Path) -> Iterator[Counter]:
    day = DayTill.open(tmp_path)
    day.journal.close()
    settings = {"card_seed": CARD_SEED, "card_data": True}
    with (
        simulated_terminal(tmp_path / "terminal" / "ledger.jsonl", **settings) as terminal,
        program(day.till, terminal.port) as desk,
    ):
        yield Counter(day, desk, terminal, Random(20261122))
    day.close()


def yesterday(counter: Counter) -> Payment:
    """One payment of the day before, closed and locked; then it is morning again."""
    payment = counter.served(5120)
    assert counter.desk.close_day().state is PaymentState.PAID
    counter.lock()
    counter.day.till.office.clock.time += timedelta(days=1)
    return payment


def busy_day(counter: Counter, payments: int) -> list[Payment]:
    """*payments* payments, three declines, two reversals, one unclear, one notice; return the paid."""
    paid: list[Payment] = []
    for place in range(payments):
        if place in (5, 7, 9):
            declined = counter.charged(counter.amount())
            counter.terminal.control(result="05")
            assert counter.pay(declined).state is PaymentState.DECLINED
            counter.terminal.control(result=None)
            if place == 5:
                counter.day.settle(declined, Way.NOTICE)
            else:
                paid.append(counter.pay(declined))
                assert paid[-1].state is PaymentState.PAID
            counter.leave(declined)
        if place == 10:
            counter.terminal.control(fault="cut@after-result")
        if len(paid) < payments:
            paid.append(counter.served())
        if place == 10:
            counter.terminal.control(fault=None)
    for place in (3, 8):
        counter.take_back(paid[place])
    return paid


def test_a_busy_day_balances_to_the_cent_is_locked_for_good_and_holds_no_card_data(
    counter: Counter, tmp_path: Path
) -> None:
    old = yesterday(counter)
    paid = busy_day(counter, PAYMENTS)
    counter.take_back(old)
    assert len(paid) == PAYMENTS
    closed = counter.desk.close_day()
    assert closed.result is not None
    assert closed.result.totals is not None
    taken = sum(payment.amount_cents for payment in paid)
    given_back = paid[3].amount_cents + paid[8].amount_cents + old.amount_cents
    assert closed.result.totals.cents == taken - given_back
    report = counter.day.days().report(counter.day.counter, counter.today)
    assert report.received_cents == taken - given_back
    assert report.differences == ()
    counter.lock()
    expect_locked(counter, paid[0])
    expect_no_card_data(counter.terminal.ledger.parent, tmp_path)


def test_what_somebody_paid_past_the_program_is_named_and_never_adjusted(counter: Counter) -> None:
    paid = busy_day(counter, payments=12)
    counter.terminal.pay_at_device(PLANTED)
    closed = counter.desk.close_day()
    assert closed.result is not None
    assert closed.result.totals is not None
    report = counter.day.days().report(counter.day.counter, counter.today)
    assert report.received_cents == closed.result.totals.cents - PLANTED
    (named,) = [item for item in report.differences if item.kind is DifferenceKind.TERMINAL_ONLY]
    foreign = read_ledger(counter.terminal.ledger)[-1]
    assert (foreign.kind, named.cents, named.receipts) == (Kind.PAYMENT, PLANTED, (foreign.receipt,))
    assert sum(item.cents for item in report.differences) == PLANTED
    counter.lock({item.key: "Zahlung am Gerät" for item in report.differences})
    expect_locked(counter, paid[0])


def expect_locked(counter: Counter, payment: Payment) -> None:
    """See that a locked day takes no booking, whatever the way, not even by writing into the store."""
    claim = counter.charged(990)
    standing = len(read_ledger(counter.terminal.ledger))
    with pytest.raises(PaymentBlocked, match="abgeschlossen"):
        counter.pay(claim)
    assert len(read_ledger(counter.terminal.ledger)) == standing
    with pytest.raises(DayClosed):
        counter.day.settle(claim, Way.NOTICE)
    stornos = counter.day.stornos()
    with pytest.raises(DayClosed):
        stornos.ask(stornos.possible(payment.visit or 0), "doch nicht")
    for change in ("UPDATE cash_entry SET cents = cents + 1", "DELETE FROM cash_entry"):
        with pytest.raises(IntegrityError), counter.day.till.office.store.write() as session:
            session.connection().execute(text(change))
    counter.leave(claim)


def expect_no_card_data(told: Path, folder: Path) -> None:
    """See that nothing in *folder* holds a card number, whole or but for its last four digits, or an expiry date."""
    numbers = {card_of_customer(place, CARD_SEED).number for place in range(PAYMENTS + DECLINES + 8)}
    assert len(numbers) > 4
    forms = {b"0e3112", b"12/31"}
    for number in numbers:
        packed = bytes.fromhex(number + "F" * (len(number) % 2))
        forms |= {number.encode(), packed, packed.hex().encode(), number[:-4].encode()}
    kept = [path for path in folder.rglob("*") if path.is_file() and told not in path.parents]
    assert any(path.suffix == ".db" for path in kept)
    found = [path.name for path in kept for form in forms if form in path.read_bytes()]
    assert found == []


def test_a_traceback_out_of_a_payment_shows_no_card_number(counter: Counter) -> None:
    claim = counter.charged(2740)
    shown = []

    def breaks(*_args: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    counter.desk.journal.keep_receipt = breaks  # type: ignore[method-assign]
    try:
        counter.pay(claim)
    except RuntimeError:
        shown.append(traceback.format_exc())
    assert shown
    assert card_of_customer(0, CARD_SEED).number not in shown[0]
