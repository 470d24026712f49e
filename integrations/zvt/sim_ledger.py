"""The memory of the simulated terminal: one JSON line per event, synced to disk, whole after ``kill -9``."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals


class Kind(StrEnum):
    """What a transaction does with the money."""

    PAYMENT = "payment"
    REVERSAL = "reversal"
    REFUND = "refund"


class Event(StrEnum):
    """Lines of the file."""

    TRANSACTION = "transaction"
    BOOKED = "booked"
    REVERSED = "reversed"
    AUTO_REVERSED = "auto-reversed"
    DAY_CLOSED = "day-closed"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One attempt at the terminal; declined ones have no receipt number.

    ``receipt`` (4 digits), ``trace`` and ``turnover`` (6 digits) are as on the line; ``at`` is the clock of
    the terminal (``YYYY-MM-DDTHH:MM:SS``); ``booked`` means that it is final for the terminal; ``reversed``
    by a later 06 30, ``auto_reversed`` by the terminal itself.
    """

    kind: Kind
    cents: int
    tid: str
    at: str
    result: int
    trace: str
    period: int
    receipt: str | None = None
    turnover: str | None = None
    original_trace: str | None = None
    order_reference: str | None = None
    booked: bool = False
    reversed: bool = False
    auto_reversed: bool = False

    @property
    def stands(self) -> bool:
        """Whether this transaction moved money in the end."""
        return self.result == 0 and not self.auto_reversed and not self.reversed


class Ledger:
    """All transactions of one terminal, in the order of the file."""

    def __init__(self, path: Path, *, tid: str, first_receipt: int = 1) -> None:
        """Open or create the file; a last line that was torn by a crash is cut off."""
        self._path = path
        self._tid = tid
        self._first_receipt = first_receipt
        self._transactions: dict[str, Transaction] = {}
        self._period = 1
        self._last_day: TerminalTotals | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        _cut_torn_line(path)
        for row in _rows(path.read_bytes() if path.exists() else b""):
            self._apply(row)

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """Everything that was tried, oldest first."""
        return tuple(self._transactions.values())

    @property
    def last_good(self) -> Transaction | None:
        """What 06 20 repeats: the last successful transaction that the terminal did not take back itself."""
        good = [entry for entry in self.transactions if entry.result == 0 and not entry.auto_reversed]
        return good[-1] if good else None

    @property
    def last_day(self) -> TerminalTotals | None:
        """The totals of the last end of day, None before the first."""
        return self._last_day

    def find_receipt(self, receipt: str) -> Transaction | None:
        """The newest payment with this receipt number in the open period, or None."""
        fits = [
            entry
            for entry in self.transactions
            if entry.receipt == receipt and entry.period == self._period and entry.kind is Kind.PAYMENT
        ]
        return fits[-1] if fits else None

    def find_order(self, order_reference: str) -> Transaction | None:
        """The good payment with this order reference, or None."""
        return next(
            (
                entry
                for entry in self.transactions
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
        )
        self._append({"event": Event.TRANSACTION, **asdict(entry)})
        return entry

    def book(self, entry: Transaction) -> None:
        """Make a result final; a reversal now strikes what it reverses."""
        self._append({"event": Event.BOOKED, "trace": entry.trace})
        if entry.original_trace is not None:
            self._append({"event": Event.REVERSED, "trace": entry.original_trace})

    def auto_reverse(self, entry: Transaction) -> None:
        """Take back what was not acknowledged."""
        self._append({"event": Event.AUTO_REVERSED, "trace": entry.trace})

    def unfinished(self) -> Transaction | None:
        """The last good transaction if it was not booked: what a crash of the terminal may leave."""
        last = self.last_good
        return last if last and not last.booked else None

    def totals(self) -> TerminalTotals:
        """The turnover of the open period; all of it in the group girocard."""
        standing = [entry for entry in self.transactions if entry.period == self._period and entry.stands]
        paid = [entry for entry in standing if entry.kind is Kind.PAYMENT]
        refunded = sum(entry.cents for entry in standing if entry.kind is Kind.REFUND)
        cents = max(0, sum(entry.cents for entry in paid) - refunded)
        receipts = [entry.receipt for entry in standing if entry.receipt] or ["0000"]
        return TerminalTotals(receipts[0], receipts[-1], (GroupTotal(CardGroup.GIROCARD, len(paid), cents),))

    def close_day(self) -> TerminalTotals:
        """Close the open period and return its totals."""
        totals = self.totals()
        group = totals.groups[0]
        self._append(
            {
                "event": Event.DAY_CLOSED,
                "first": totals.first_receipt,
                "last": totals.last_receipt,
                "count": group.count,
                "cents": group.cents,
            }
        )
        return totals

    def _next_trace(self) -> str:
        return f"{(100 + len(self._transactions)) % 999_999 + 1:06d}"

    def _next_receipt(self) -> str:
        return f"{(self._first_receipt - 1 + self._good_count()) % 9_999 + 1:04d}"

    def _next_turnover(self) -> str:
        return f"{(500 + self._good_count()) % 999_999 + 1:06d}"

    def _good_count(self) -> int:
        return sum(1 for entry in self.transactions if entry.receipt is not None)

    def _append(self, row: Mapping[str, object]) -> None:
        with self._path.open("ab") as file:
            file.write(json.dumps(row).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._apply(row)

    def _apply(self, row: Mapping[str, object]) -> None:
        _fold(self._transactions, row)
        if row["event"] == Event.DAY_CLOSED:
            self._period += 1
            group = GroupTotal(CardGroup.GIROCARD, _int(row["count"]), _int(row["cents"]))
            self._last_day = TerminalTotals(_text(row["first"]), _text(row["last"]), (group,))


def read_ledger(path: Path) -> tuple[Transaction, ...]:
    """Return what a simulated terminal really did, oldest first; the truth that tests compare with.

    The file is not touched, so the simulator may be running; a line it is just writing is left out.
    """
    found: dict[str, Transaction] = {}
    for row in _rows(_whole_lines(path.read_bytes()) if path.exists() else b""):
        _fold(found, row)
    return tuple(found.values())


def _fold(transactions: dict[str, Transaction], row: Mapping[str, object]) -> None:
    """Add what one line of the file says to the transactions known so far."""
    event = Event(str(row["event"]))
    if event is Event.TRANSACTION:
        entry = _transaction(row)
        transactions[entry.trace] = entry
    elif event is not Event.DAY_CLOSED:
        trace = str(row["trace"])
        transactions[trace] = _marked(transactions[trace], event)


def _marked(entry: Transaction, event: Event) -> Transaction:
    if event is Event.BOOKED:
        return replace(entry, booked=True)
    if event is Event.REVERSED:
        return replace(entry, reversed=True)
    return replace(entry, auto_reversed=True)


def _transaction(row: Mapping[str, object]) -> Transaction:
    return Transaction(
        kind=Kind(str(row["kind"])),
        cents=_int(row["cents"]),
        tid=str(row["tid"]),
        at=str(row["at"]),
        result=_int(row["result"]),
        trace=str(row["trace"]),
        period=_int(row["period"]),
        receipt=_text(row["receipt"]),
        turnover=_text(row["turnover"]),
        original_trace=_text(row["original_trace"]),
        order_reference=_text(row["order_reference"]),
    )


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a whole number was expected in the ledger, not {value!r}")
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _rows(content: bytes) -> Iterator[dict[str, object]]:
    for line in content.splitlines():
        row: object = json.loads(line)
        if isinstance(row, dict):
            yield row


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]


def _cut_torn_line(path: Path) -> None:
    if not path.exists():
        return
    content = path.read_bytes()
    if _whole_lines(content) != content:
        path.write_bytes(_whole_lines(content))
