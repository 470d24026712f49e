"""The terminal's own ledger and our journal, row by row."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt.sim_day import read_day
from integrations.zvt.sim_ledger import Transaction, read_ledger
from integrations.zvt.sim_rows import read_rows
from integrations.zvt.sim_transaction import Event

Line = tuple[str, str | None, str | None, int, str | None]
"""Kind, receipt, trace, cents, trace of the original."""


def moved(ledger: Path) -> list[Transaction]:
    """Return what the terminal did for us and keeps, oldest first."""
    return [entry for entry in read_ledger(ledger) if entry.counts and not entry.foreign]


def is_decided(ledger: Path) -> bool:
    """Tell whether the terminal has decided about everything that it did."""
    return all(entry.booked for entry in read_ledger(ledger) if entry.counts)


def days(ledger: Path) -> list[TerminalTotals]:
    """Return the totals of every day that the terminal has closed."""
    return [read_day(row).totals for row in read_rows(ledger) if row["event"] == Event.DAY_CLOSED]


def require_equal(ledger: Path, rows: Sequence[Payment]) -> None:
    """Fail unless every movement booked is one the terminal made, and the other way round.

    What people have to decide, or did, names no transaction of its own: it makes up for as many.
    """
    counted = [row for row in rows if row.state is PaymentState.PAID and row.decision is None]
    people = [row for row in rows if row.state is PaymentState.MANUAL or row.decision is not None]
    ours = Counter(_line(row) for row in counted if row.kind is not Movement.END_OF_DAY)
    theirs = Counter(_entry_line(entry) for entry in moved(ledger))
    assert not ours - theirs, f"booked, but it did not happen: {ours - theirs}"
    assert (theirs - ours).total() <= len(people), f"happened, but it is not booked: {theirs - ours}"
    closed = [row for row in counted if row.kind is Movement.END_OF_DAY]
    told = Counter(_totals(row.result.totals) for row in closed if row.result and row.result.totals)
    real = Counter(_totals(totals) for totals in days(ledger))
    assert told.total() == len(closed), "an end of day without totals"
    assert not told - real, f"a day was closed in our books only: {told - real}"
    assert (real - told).total() <= len(people), f"a day was closed at the terminal only: {real - told}"


def _line(row: Payment) -> Line:
    result = row.result
    assert result is not None
    original = result.original_trace if row.kind is Movement.REVERSAL else None
    return str(row.kind), result.receipt, result.trace, row.amount_cents, original


def _entry_line(entry: Transaction) -> Line:
    return str(entry.kind), entry.receipt, entry.trace, entry.cents, entry.original_trace


def _totals(totals: TerminalTotals) -> tuple[str | None, str | None, int, int]:
    return totals.first_receipt, totals.last_receipt, totals.count, totals.cents
