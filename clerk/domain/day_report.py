"""The report of a counter's day: what was settled, how, for whom, and how that fits the card terminal's end of day.

It speaks of a workplace, never of a person (product.md, rule 12).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clerk.domain.card_balance import card_blocks
from clerk.domain.card_block import CardBlock, Difference, DifferenceKind, TerminalFacts
from clerk.domain.cash_entry import CashEntry, EntryKind
from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoRequest, StornoState

MONEY_RECEIVED = (Way.CARD,)
"""Ways in which money came in at this counter; the others were paid elsewhere, assessed, or waived."""


@dataclass(frozen=True, slots=True)
class SumLine:
    """What one way of paying brought for one payee; ``back_…`` (negative cents) is what was taken back."""

    way: Way
    payee: str
    count: int
    cents: int
    back_count: int
    back_cents: int

    @property
    def net_cents(self) -> int:
        """What is left of it."""
        return self.cents + self.back_cents


@dataclass(frozen=True, slots=True)
class StornoLine:
    """Entries of the day that take others back for one reason; ``reversed`` are the numbers taken back."""

    kind: EntryKind
    way: Way
    cents: int
    numbers: tuple[int, ...]
    reversed: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingStorno:
    """A storno that waits for the second person, or for the terminal; ``cents`` is what it would take back."""

    request: int
    state: StornoState
    cents: int
    numbers: tuple[int, ...]
    reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A movement at the terminal that has not come to an end, or of which nobody knows how it ended."""

    payment: int
    kind: Movement
    cents: int
    state: PaymentState
    reason: Reason | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """Fee lines of the site with which somebody was sent to the cash office and has not come back."""

    count: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the store knows of a counter's day; ``label`` is what the board shows, ``day`` the day of the office."""

    office: str
    site: str
    counter: int
    label: str
    day: date
    zone: str
    entries: tuple[CashEntry, ...] = ()
    terminals: tuple[TerminalFacts, ...] = ()
    open_payments: tuple[Payment, ...] = ()
    stornos: tuple[StornoRequest, ...] = ()
    awaited: Awaited = Awaited()


@dataclass(frozen=True, slots=True)
class DayReport:
    """The day of a counter; ``entries`` in the order of their numbers, times UTC, ``zone`` is the office's.

    ``journal`` names what the cash journal and the payment journal do not agree on.
    """

    office: str
    site: str
    counter: int
    label: str
    day: date
    zone: str
    entries: tuple[CashEntry, ...]
    sums: tuple[SumLine, ...]
    stornos: tuple[StornoLine, ...]
    waiting_stornos: tuple[WaitingStorno, ...]
    open_payments: tuple[OpenPayment, ...]
    awaited: Awaited
    terminals: tuple[CardBlock, ...]
    journal: tuple[Difference, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every named item."""
        return (*(item for block in self.terminals for item in block.items), *self.journal)

    @property
    def blocks_lock(self) -> bool:
        """Whether the day cannot be locked yet: something in it is not known or not decided."""
        return bool(self.open_payments or self.waiting_stornos)

    @property
    def received_cents(self) -> int:
        """Money that came in at this counter, less what was given back."""
        return sum(self.cents_of(way) for way in MONEY_RECEIVED)

    @property
    def numbers(self) -> tuple[int, int] | None:
        """The first and the last number of the day's entries."""
        return (self.entries[0].number, self.entries[-1].number) if self.entries else None

    def cents_of(self, way: Way) -> int:
        """Return what a way of paying came to, for all payees."""
        return sum(line.net_cents for line in self.sums if line.way is way)


def day_report(facts: DayFacts) -> DayReport:
    """Return the report of a day; the order in which its facts are given does not matter."""
    entries = tuple(sorted(facts.entries, key=lambda entry: entry.number))
    zone = ZoneInfo(facts.zone)
    blocks = [
        block
        for terminal in sorted(facts.terminals, key=lambda terminal: (terminal.tid, terminal.name))
        for block in card_blocks(terminal, facts.counter, facts.day, zone)
    ]
    return DayReport(
        office=facts.office,
        site=facts.site,
        counter=facts.counter,
        label=facts.label,
        day=facts.day,
        zone=facts.zone,
        entries=entries,
        sums=_sums(entries),
        stornos=_stornos(entries),
        waiting_stornos=_waiting(facts.stornos),
        open_payments=_open(facts.open_payments),
        awaited=facts.awaited,
        terminals=tuple(blocks),
        journal=_journal_differences(entries, blocks),
    )


def _sums(entries: Sequence[CashEntry]) -> tuple[SumLine, ...]:
    order = list(Way)
    found = {(entry.way, entry.payee) for entry in entries}
    lines = []
    for way, payee in sorted(found, key=lambda pair: (order.index(pair[0]), pair[1])):
        ours = [entry for entry in entries if (entry.way, entry.payee) == (way, payee)]
        came = [entry.cents for entry in ours if entry.came_in]
        back = [entry.cents for entry in ours if not entry.came_in]
        lines.append(SumLine(way, payee, len(came), sum(came), len(back), sum(back)))
    return tuple(lines)


def _stornos(entries: Sequence[CashEntry]) -> tuple[StornoLine, ...]:
    """Put the entries of one storno together: same movement or same moment, same reason."""
    together: dict[tuple[object, ...], list[CashEntry]] = {}
    for entry in entries:
        if entry.kind is not EntryKind.TAKINGS:
            key = (entry.kind, entry.way, entry.payment, entry.at, entry.reason)
            together.setdefault(key, []).append(entry)
    return tuple(
        StornoLine(
            kind=same[0].kind,
            way=same[0].way,
            cents=sum(entry.cents for entry in same),
            numbers=tuple(entry.number for entry in same),
            reversed=tuple(entry.reverses for entry in same if entry.reverses is not None),
            reason=same[0].reason or "",
        )
        for same in together.values()
    )


def _waiting(requests: Iterable[StornoRequest]) -> tuple[WaitingStorno, ...]:
    return tuple(
        WaitingStorno(
            request.id, request.state, request.cents, request.numbers, request.reason, request.asked_at
        )
        for request in sorted(requests, key=lambda request: request.id)
        if request.is_open
    )


def _open(payments: Iterable[Payment]) -> tuple[OpenPayment, ...]:
    return tuple(
        OpenPayment(
            payment.id, payment.kind, payment.amount_cents, payment.state, payment.reason, payment.started_at
        )
        for payment in sorted(payments, key=lambda payment: payment.id)
        if payment.is_open
    )


def _journal_differences(entries: Sequence[CashEntry], blocks: Sequence[CardBlock]) -> tuple[Difference, ...]:
    """Compare the journals; behind a correction there is no movement at the terminal."""
    at_terminal = (entry for entry in entries if entry.kind is not EntryKind.CORRECTION)
    booked = sum(entry.cents for entry in at_terminal if entry.way is Way.CARD)
    moved = sum(block.ours_cents for block in blocks)
    if booked == moved:
        return ()
    return (Difference("journal", DifferenceKind.JOURNAL, booked - moved),)
