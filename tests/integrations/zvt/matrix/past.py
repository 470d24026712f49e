"""What happened at till and terminal before a run: both know it, except for a payment of somebody else."""

from dataclasses import dataclass
from pathlib import Path

from clerk.domain.payment import Baseline, Movement, Payment, TerminalResult
from clerk.domain.payment_events import Accepted, BaselineRead, Completed, ResultArrived, Sending
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import Claim, PaymentOrder
from integrations.zvt.sim_ledger import Kind, Ledger
from integrations.zvt.sim_result import line_time
from tests.integrations.zvt.matrix.ways import Habits
from tests.services.till import CENTS, TID, Till, through

_MORNING = "2026-05-11T08:00:00"
_LATER = "2026-05-11T08:30:00"


@dataclass(frozen=True)
class Past:
    """A visit with 27,40 € to pay, and how much there was before; ``paid`` is its payment, if it has been paid."""

    claim: Claim
    paid: Payment | None
    rows: int
    moved: int
    days: int

    @classmethod
    def of(cls, till: Till, path: Path, kind: Movement, habits: Habits) -> "Past":
        """Let happen what a movement of *kind* needs: somebody's payment, and the day or payment it is about.

        A reversal finds its payment in the open period, a refund in a closed one; before an end of day there was
        another one, unless it is the first.
        """
        claim = till.charged_visit()
        numbers = {name: value for name, value in habits.settings if name in _NUMBERS}
        ledger = Ledger(path, tid=TID, **numbers)  # type: ignore[arg-type]
        ledger.book(ledger.record(Kind.PAYMENT, CENTS, at=_MORNING, foreign=True))
        if kind is Movement.PAYMENT:
            return cls(claim, None, rows=0, moved=0, days=0)
        journal = till.journal()
        journal.hold(till.terminal)
        closed = kind is Movement.END_OF_DAY and not habits.first_day
        if closed:
            _close_day(journal, till, ledger)
        paid = _pay(journal, till, claim, ledger)
        if kind is Movement.REFUND:
            _close_day(journal, till, ledger)
        days = int(closed or kind is Movement.REFUND)
        journal.close()
        return cls(claim, paid, rows=1 + days, moved=1, days=days)


_NUMBERS = ("first_receipt", "first_trace", "restart_numbers")


def _pay(journal: StoredPaymentJournal, till: Till, claim: Claim, ledger: Ledger) -> Payment:
    entry = ledger.record(Kind.PAYMENT, CENTS, at=_LATER)
    ledger.book(entry)
    day, time = line_time(entry.at)
    result = TerminalResult(
        code=0, amount_cents=CENTS, tid=TID, receipt=entry.receipt, trace=entry.trace, day=day, time=time
    )
    return _through(journal, till.order(claim), result)


def _close_day(journal: StoredPaymentJournal, till: Till, ledger: Ledger) -> None:
    closed = ledger.close_day(_LATER)
    day, time = line_time(closed.at)
    totals = closed.totals
    result = TerminalResult(code=0, amount_cents=totals.cents, tid=TID, day=day, time=time, totals=totals)
    _through(journal, till.end_of_day(), result)


def _through(journal: StoredPaymentJournal, order: PaymentOrder, result: TerminalResult) -> Payment:
    opened = journal.open(order)
    looked = BaselineRead(Baseline(None))
    return through(journal, opened, looked, Sending(), Accepted(), ResultArrived(result), Completed())
