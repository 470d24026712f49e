"""A day at a terminal without a link: what was typed makes its cash journal, and is compared as any other one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.domain.card_block import DifferenceKind
from clerk.domain.payment import Movement
from clerk.domain.typed_receipt import read_receipt, read_totals
from clerk.services.card_desk import CardDesk
from clerk.services.typed_payment import TypedPayments
from clerk.services.unlinked_terminal import UnlinkedTerminal
from tests.services.day_till import KIM, TODAY, DayTill
from tests.services.till import CENTS, TID, Watcher


class TypedDay:
    """The day of a counter whose terminal stands alone."""

    def __init__(self, day: DayTill) -> None:
        self.day = day
        self.card = CardDesk.of(UnlinkedTerminal(), day.till.terminal, TID, day.journal)
        assert self.card.typed is not None
        self.typed: TypedPayments = self.card.typed

    def pay(self, receipt: str) -> None:
        """Somebody pays 27,40 €."""
        claim = self.day.till.charged_visit()
        begun = self.card.payments.start(claim, self.day.till.lines(claim), Watcher())
        self.day.paid.append(self.typed.done(begun, read_receipt(receipt, "27,40")))
        self.day.till.office.queue.finish(claim)

    def close(self, amount: str, count: str, first: str, last: str) -> None:
        """Type the end of day back."""
        begun = self.card.end_of_day.run(KIM.account, Watcher())
        self.typed.day_closed(begun, read_totals(amount, count, first, last))


@pytest.fixture(name="at")
def _at(tmp_path: Path) -> Iterator[TypedDay]:
    day = DayTill.open(tmp_path)
    yield TypedDay(day)
    day.close()


def test_a_typed_day_balances_to_the_cent(at: TypedDay) -> None:
    for receipt in ("41", "42", "43"):
        at.pay(receipt)
    taken_back = at.card.give_back.run(at.day.paid[1], Movement.REVERSAL, KIM.account, Watcher())
    at.typed.done(taken_back, read_receipt("44", "27,40"))
    at.close("54,80", "2", "41", "44")
    report = at.day.days().report(at.day.counter, TODAY)
    assert report.differences == ()
    assert report.received_cents == 2 * CENTS


def test_what_the_typed_end_of_day_has_more_is_a_named_difference(at: TypedDay) -> None:
    at.pay("41")
    at.pay("43")
    at.close("82,20", "3", "41", "43")
    differences = at.day.days().report(at.day.counter, TODAY).differences
    [of_money] = [difference for difference in differences if difference.cents]
    assert (of_money.kind, of_money.cents) == (DifferenceKind.TERMINAL_ONLY, CENTS)
    assert of_money.receipts == ("0042",)
