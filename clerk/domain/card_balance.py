"""A terminal's end of day against our journal: every difference a named item, never adjusted (zvt.md section 3.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from clerk.domain.card_block import CardBlock, Difference, DifferenceKind, TerminalFacts, signed_cents
from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.receipt_range import ReceiptRange, receipt_number
from clerk.domain.terminal_totals import TerminalTotals

_COUNT_WRAPS_AT = 256
_RECEIPTS_LISTED = 20


def card_blocks(terminal: TerminalFacts, counter: int, day: date, zone: tzinfo) -> tuple[CardBlock, ...]:
    """Return the periods of *terminal* that have money of *counter* on *day*, or ended on that day."""
    blocks: list[CardBlock] = []
    for movements, end in _periods(terminal.movements):
        ours = [movement for movement in movements if terminal.booked.get(movement.id) == (counter, day)]
        ended_on = None if end is None else end.changed_at.astimezone(zone).date()
        if not ours and ended_on != day:
            continue
        period = _Period(
            key=terminal.tid if not blocks else f"{terminal.tid}-{len(blocks) + 1}",
            counter=counter,
            day=day,
            movements=[movement for movement in movements if movement.state is PaymentState.PAID],
            without_effect=[movement for movement in movements if movement.state is not PaymentState.PAID],
            terminal=terminal,
        )
        totals = end.result.totals if end is not None and end.result is not None else None
        if totals is not None:
            period.name_differences(totals, ours, late=ended_on != day)
        else:
            period.name(DifferenceKind.NO_END_OF_DAY if end is None else DifferenceKind.NO_TOTALS)
        blocks.append(_block(terminal, ours, end, totals, period.items))
    return tuple(blocks)


def _block(
    terminal: TerminalFacts,
    ours: Sequence[Payment],
    end: Payment | None,
    totals: TerminalTotals | None,
    items: Sequence[Difference],
) -> CardBlock:
    paid = [movement.amount_cents for movement in ours if movement.kind is Movement.PAYMENT]
    back = [movement.amount_cents for movement in ours if movement.kind is not Movement.PAYMENT]
    return CardBlock(
        terminal=terminal.name,
        tid=terminal.tid,
        ended_at=None if end is None else end.changed_at,
        paid_count=len(paid),
        paid_cents=sum(paid),
        back_count=len(back),
        back_cents=sum(back),
        told_count=None if totals is None else totals.count,
        told_cents=None if totals is None else totals.cents,
        first_receipt=None if totals is None else totals.first_receipt,
        last_receipt=None if totals is None else totals.last_receipt,
        groups=() if totals is None else totals.groups,
        items=tuple(items),
    )


@dataclass
class _Period:
    """Takes the difference of one period apart: ``rest`` is what has no name yet."""

    key: str
    counter: int
    day: date
    movements: Sequence[Payment]
    without_effect: Sequence[Payment]
    terminal: TerminalFacts
    items: list[Difference] = field(default_factory=list)
    rest: int = 0

    def name(
        self,
        kind: DifferenceKind,
        cents: int = 0,
        *,
        detail: str = "",
        receipts: tuple[str, ...] = (),
        payment: int | None = None,
        told: int | None = None,
        expected: int | None = None,
    ) -> None:
        """Add an item; *detail* tells it from others of its kind."""
        words = (self.key, kind.replace("_", "-"), detail)
        key = "-".join(word for word in words if word)
        self.items.append(Difference(key, kind, cents, receipts, payment, told, expected))
        self.rest -= cents

    def name_differences(self, totals: TerminalTotals, ours: Sequence[Payment], *, late: bool) -> None:
        """Name all that lies between what the terminal told and *ours*; the surest reasons come first."""
        self.rest = totals.cents - sum(map(signed_cents, ours))
        receipts = ReceiptRange.read(totals.first_receipt, totals.last_receipt)
        if late:
            self.name(DifferenceKind.LATE_END_OF_DAY)
        self._name_movements_of_others()
        self._name_refunds_beyond_the_turnover(totals)
        self._name_what_is_outside(receipts)
        self._name_decisions_without_proof(receipts)
        self._name_what_only_the_terminal_has(receipts, totals.count)
        if self.rest:
            self.name(DifferenceKind.UNEXPLAINED, self.rest)

    def _name_movements_of_others(self) -> None:
        of_others: dict[DifferenceKind, list[Payment]] = {}
        for movement in self.movements:
            kind = self._whose(movement)
            if kind is not None:
                of_others.setdefault(kind, []).append(movement)
        for kind, movements in sorted(of_others.items()):
            self.name(kind, sum(map(signed_cents, movements)), told=len(movements))

    def _whose(self, movement: Payment) -> DifferenceKind | None:
        booked = self.terminal.booked.get(movement.id)
        if booked is None:
            return DifferenceKind.NOT_BOOKED
        counter, day = booked
        if day != self.day:
            return DifferenceKind.OTHER_DAY
        return None if counter == self.counter else DifferenceKind.OTHER_COUNTER

    def _name_refunds_beyond_the_turnover(self, totals: TerminalTotals) -> None:
        """A terminal that reports sums without a sign cannot report that more went out than came in."""
        net = sum(map(signed_cents, self.movements))
        if net < 0 and totals.cents == 0:
            self.name(DifferenceKind.REFUNDS_EXCEED, -net)

    def _name_what_is_outside(self, receipts: ReceiptRange | None) -> None:
        for movement in self._unpaired():
            number = _receipt(movement)
            if receipts is None or number is None or number in receipts or movement.decision is not None:
                continue
            self.name(
                DifferenceKind.OUTSIDE_RANGE,
                -signed_cents(movement),
                detail=str(movement.id),
                receipts=(f"{number:04d}",),
                payment=movement.id,
            )

    def _unpaired(self) -> Iterable[Payment]:
        """Leave out payments that were reversed, and their reversals: some terminals no longer list either."""
        reversals = [movement for movement in self.movements if movement.kind is Movement.REVERSAL]
        pairs = {reversal.id for reversal in reversals}
        pairs |= {reversal.original.payment for reversal in reversals if reversal.original is not None}
        return (movement for movement in self.movements if movement.id not in pairs)

    def _name_decisions_without_proof(self, receipts: ReceiptRange | None) -> None:
        for movement in self.movements:
            number = _receipt(movement)
            proven = receipts is not None and number is not None and number in receipts
            if movement.decision is not None and not proven:
                self._name_decision(DifferenceKind.DECIDED_PAID, movement, -signed_cents(movement))
        for movement in self.without_effect:
            if movement.decision is not None:
                self._name_decision(DifferenceKind.DECIDED_NOT_PAID, movement, signed_cents(movement))

    def _name_decision(self, kind: DifferenceKind, movement: Payment, cents: int) -> None:
        """A decision explains its amount only while as much is left to be explained, in the same direction."""
        explains = self.rest * cents > 0 and abs(self.rest) >= abs(cents)
        self.name(kind, cents if explains else 0, detail=str(movement.id), payment=movement.id)

    def _name_what_only_the_terminal_has(self, receipts: ReceiptRange | None, told: int) -> None:
        counts = self._fitting_counts()
        count_fits = any((told - count) % _COUNT_WRAPS_AT == 0 for count in counts)
        if not self.rest and count_fits:
            return
        known = (_receipt(movement) for movement in (*self.movements, *self.without_effect))
        ours = frozenset(number for number in known if number is not None)
        missing = receipts.without(ours) if receipts is not None else ()
        if missing:
            self.name(
                DifferenceKind.TERMINAL_ONLY,
                self.rest if len(missing) == 1 else 0,
                receipts=tuple(f"{number:04d}" for number in missing[:_RECEIPTS_LISTED]),
            )
        if not count_fits:
            self.name(DifferenceKind.COUNT, told=told, expected=counts[0])

    def _fitting_counts(self) -> tuple[int, ...]:
        """Return the counts that fit, likeliest first: terminals differ in whether they count what was given back."""
        kinds = [movement.kind for movement in self.movements]
        paid, refunds = kinds.count(Movement.PAYMENT), kinds.count(Movement.REFUND)
        reversals = kinds.count(Movement.REVERSAL)
        standing = paid - reversals
        return (standing, standing + refunds, paid, paid + reversals + refunds)


def _periods(movements: Sequence[Payment]) -> Iterable[tuple[list[Payment], Payment | None]]:
    """Yield the movements up to each end of day with it, and those after the last one with none."""
    period: list[Payment] = []
    for movement in sorted(movements, key=lambda movement: (movement.changed_at, movement.id)):
        if movement.kind is not Movement.END_OF_DAY:
            period.append(movement)
        elif movement.state is PaymentState.PAID:
            yield period, movement
            period = []
    if period:
        yield period, None


def _receipt(movement: Payment) -> int | None:
    return None if movement.result is None else receipt_number(movement.result.receipt)
