"""The memory of the simulated terminal: one JSON line per event, synced to disk, whole after ``kill -9``."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from clerk.domain.terminal_totals import TerminalTotals
from integrations.zvt.sim_cards import GIROCARD, Card
from integrations.zvt.sim_day import ClosedDay, day_words, read_day, totals_of
from integrations.zvt.sim_rows import append_row, cut_torn_row, read_rows
from integrations.zvt.sim_transaction import Event, Kind, Transaction, fold, optional_text

__all__ = ["Kind", "Ledger", "Transaction", "read_ledger"]

_LAST_RECEIPT = 9_999
_LAST_TRACE = 999_999
_FIRST_TURNOVER = 501


class Ledger:
    """All transactions of one terminal, in the order of the file."""

    def __init__(
        self,
        path: Path,
        *,
        tid: str,
        first_receipt: int = 1,
        first_trace: int = 101,
        restart_numbers: bool = False,
    ) -> None:
        """Open or create the file; a last line that was torn by a crash is cut off."""
        self._path = path
        self._tid = tid
        self._first_receipt = first_receipt
        self._first_trace = first_trace
        self._restart_numbers = restart_numbers
        self._transactions: list[Transaction] = []
        self._period = 1
        self._last_day: ClosedDay | None = None
        self._must_close = False
        self._registration: str | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        cut_torn_row(path)
        for row in read_rows(path):
            self._apply(row)

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """Everything that was tried, oldest first."""
        return tuple(self._transactions)

    @property
    def last_day(self) -> ClosedDay | None:
        """The result of the last end of day, None before the first."""
        return self._last_day

    @property
    def must_close(self) -> bool:
        """Whether an end of day failed and none has succeeded since."""
        return self._must_close

    @property
    def registration(self) -> str | None:
        """The last registration as it came (hex), None after a log-off; only where it is kept."""
        return self._registration

    def last_good(self, *, without: int | None = None) -> Transaction | None:
        """What 06 20 repeats: the last successful transaction that the terminal did not take back itself.

        Args:
            without: leave out the one at this place of :attr:`transactions`.
        """
        places = range(len(self._transactions) - 1, -1, -1)
        return next(
            (
                self._transactions[place]
                for place in places
                if place != without and self._transactions[place].counts
            ),
            None,
        )

    def find_receipt(self, receipt: str) -> Transaction | None:
        """The newest payment with this receipt number in the open period, or None."""
        fits = [
            entry
            for entry in self._transactions
            if entry.receipt == receipt and entry.period == self._period and entry.kind is Kind.PAYMENT
        ]
        return fits[-1] if fits else None

    def find_order(self, order_reference: str) -> Transaction | None:
        """The good payment with this order reference, or None."""
        return next(
            (
                entry
                for entry in self._transactions
                if entry.order_reference == order_reference and entry.stands
            ),
            None,
        )

    def record(
        self,
        kind: Kind,
        cents: int,
        *,
        at: str,
        result: int = 0,
        original_trace: str | None = None,
        order_reference: str | None = None,
        card: Card = GIROCARD,
        signed: bool = False,
        foreign: bool = False,
    ) -> Transaction:
        """Write a transaction down with the next numbers; it is on disk when this returns."""
        good = result == 0
        entry = Transaction(
            kind=kind,
            cents=cents,
            tid=self._tid,
            at=at,
            result=result,
            trace=self._next_trace(),
            period=self._period,
            receipt=self._next_receipt() if good else None,
            turnover=self._next_turnover() if good else None,
            original_trace=original_trace,
            order_reference=order_reference,
            card_type=card.zvt_type,
            signed=signed,
            foreign=foreign,
        )
        self._append({"event": Event.TRANSACTION, **asdict(entry)})
        return entry

    def book(self, entry: Transaction) -> None:
        """Make a result final; with the same line a reversal strikes what it reverses."""
        self._append({"event": Event.BOOKED, "trace": entry.trace})

    def auto_reverse(self, entry: Transaction) -> None:
        """Take back what was not acknowledged."""
        self._append({"event": Event.AUTO_REVERSED, "trace": entry.trace})

    def unfinished(self) -> tuple[Transaction, ...]:
        """Good transactions neither booked nor taken back: what a crash of the terminal may leave."""
        return tuple(entry for entry in self._transactions if entry.counts and not entry.booked)

    def totals(self) -> TerminalTotals:
        """The turnover of the open period, see :func:`totals_of`."""
        return totals_of(self._of_period())

    def close_day(self, at: str) -> ClosedDay:
        """Close the open period; a new one begins."""
        day = ClosedDay(self.totals(), at)
        self._append({"event": Event.DAY_CLOSED, **day_words(day)})
        return day

    def fail_day(self) -> None:
        """Note that an end of day failed: no payment until one succeeds."""
        self._append({"event": Event.DAY_FAILED})

    def keep_registration(self, command: str | None) -> None:
        """Keep a registration (hex) over a restart, or forget it."""
        event = Event.LOGGED_OFF if command is None else Event.REGISTERED
        self._append({"event": event, "command": command})

    def _next_trace(self) -> str:
        count = len(self._of_period()) if self._restart_numbers else len(self._transactions)
        return f"{(self._first_trace - 1 + count) % _LAST_TRACE + 1:06d}"

    def _next_receipt(self) -> str:
        counted = self._of_period() if self._restart_numbers else self._transactions
        count = sum(1 for entry in counted if entry.receipt is not None)
        return f"{(self._first_receipt - 1 + count) % _LAST_RECEIPT + 1:04d}"

    def _next_turnover(self) -> str:
        count = sum(1 for entry in self._transactions if entry.turnover is not None)
        return f"{(_FIRST_TURNOVER - 1 + count) % _LAST_TRACE + 1:06d}"

    def _of_period(self) -> list[Transaction]:
        return [entry for entry in self._transactions if entry.period == self._period]

    def _append(self, row: Mapping[str, object]) -> None:
        append_row(self._path, row)
        self._apply(row)

    def _apply(self, row: Mapping[str, object]) -> None:
        fold(self._transactions, row)
        match Event(str(row["event"])):
            case Event.DAY_CLOSED:
                self._period += 1
                self._last_day = read_day(row)
                self._must_close = False
            case Event.DAY_FAILED:
                self._must_close = True
            case Event.REGISTERED | Event.LOGGED_OFF:
                self._registration = optional_text(row["command"])


def read_ledger(path: Path) -> tuple[Transaction, ...]:
    """Return what a simulated terminal really did, oldest first; the truth that tests compare with.

    The file is not touched, so the simulator may be running; a line it is just writing is left out.
    """
    found: list[Transaction] = []
    for row in read_rows(path):
        fold(found, row)
    return tuple(found)
