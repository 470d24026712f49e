"""The fees of a case: which lines apply, how much they are, and whether the sum is known yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from clerk.domain.catalogue import Catalogue, Due, FeeRule, Payee, Service
from clerk.domain.condition import FactValue, Open, ResolvedFacts, Truth, evaluate, questions_behind
from clerk.domain.facts import Answers, in_order, resolve
from clerk.domain.money import format_cents
from clerk.locale import _

_COUNT = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of a case in cents, for all of ``quantity`` together.

    ``cents`` is None while the amount is not known: a range nobody has fixed (then ``min_cents`` and
    ``max_cents`` are set) or a quantity that cannot be read. ``due`` lines are information, paid elsewhere.
    ``needs_confirmation`` marks an amount the office has not confirmed yet: unverified, or another office's example.
    """

    id: str
    label: str
    tariff: str
    cents: int | None
    min_cents: int | None
    max_cents: int | None
    payee: Payee
    verified: bool
    quantity: int
    due: Due | None = None
    note: str | None = None
    needs_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """The fee lines that apply, and apart from them those that an unanswered question still decides."""

    lines: tuple[FeeLine, ...]
    undecided: tuple[FeeLine, ...]
    unanswered: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the lines without an amount."""
        return tuple(line.id for line in self.lines if line.cents is None)

    @property
    def known_cents(self) -> int:
        """Sum of the amounts known so far that are paid at the counter."""
        return sum(line.cents or 0 for line in self.lines if line.due is None)

    @property
    def total_cents(self) -> int | None:
        """What is paid at the counter; None while a question or an amount that counts there is open."""
        amount_open = any(line.cents is None and line.due is None for line in self.lines)
        return None if self.unanswered or amount_open else self.known_cents


def fee_sheet(
    service: Service,
    catalogue: Catalogue,
    answers: Answers,
    form: Mapping[str, str],
    *,
    assume_no: bool = False,
) -> FeeSheet:
    """Compute the fee lines of a case from its answers and the entries of its form."""
    facts = resolve(service, catalogue, answers, assume_no=assume_no)
    lines: list[FeeLine] = []
    undecided: list[FeeLine] = []
    asks: set[str] = set()
    for rule in service.fees:
        applies = evaluate(rule.when, facts)
        quantity = _quantity(rule, service, answers, form, facts)
        if applies is Truth.NO or quantity == 0:
            continue
        asks |= questions_behind(rule.when, facts)
        if isinstance(quantity, Open):
            asks |= quantity.asks
            undecided.append(_line(rule, catalogue, None))
        else:
            (lines if applies is Truth.YES else undecided).append(_line(rule, catalogue, quantity))
    return FeeSheet(tuple(lines), tuple(undecided), in_order(service, frozenset(asks)))


def fix_amount(line: FeeLine, cents: int) -> FeeLine:
    """Return *line* with the amount the clerk has fixed within its range (Rahmengebühr).

    Raises ``ValueError`` with a sentence for the clerk when the line has no range or *cents* is outside it.
    """
    if line.min_cents is None or line.max_cents is None:
        raise ValueError(_("Diese Gebühr steht fest und kann nicht geändert werden."))
    if not line.min_cents <= cents <= line.max_cents:
        raise ValueError(
            _("Der Betrag liegt nicht im Rahmen von {lowest} bis {highest}.").format(
                lowest=format_cents(line.min_cents), highest=format_cents(line.max_cents)
            )
        )
    return replace(line, cents=cents)


def _quantity(
    rule: FeeRule, service: Service, answers: Answers, form: Mapping[str, str], facts: ResolvedFacts
) -> int | Open | None:
    """Return how many times the fee is due; None when what was typed is no number."""
    if isinstance(rule.quantity, int):
        return rule.quantity
    if any(field.id == rule.quantity for field in service.fields):
        return _typed_quantity(form.get(rule.quantity, ""), rule.quantity_default)
    return _fact_quantity(rule, rule.quantity in answers, facts[rule.quantity])


def _typed_quantity(text: str, default: int) -> int | None:
    if not text.strip():
        return default
    return int(text) if _COUNT.fullmatch(text.strip()) else None


def _fact_quantity(rule: FeeRule, given: bool, value: FactValue) -> int | Open:
    if isinstance(value, Open):
        return value
    return value if given and isinstance(value, int) else rule.quantity_default


def _line(rule: FeeRule, catalogue: Catalogue, quantity: int | None) -> FeeLine:
    item = catalogue.fees[rule.fee]
    count = quantity or 1
    ranged = item.cents is None and quantity is not None
    return FeeLine(
        id=rule.id,
        label=item.label,
        tariff=item.tariff,
        cents=None if item.cents is None or quantity is None else item.cents * count,
        min_cents=item.min_cents * count if ranged and item.min_cents is not None else None,
        max_cents=item.max_cents * count if ranged and item.max_cents is not None else None,
        payee=item.payee,
        verified=item.verified,
        quantity=count,
        due=rule.due,
        note=rule.note,
        needs_confirmation=item.needs_confirmation,
    )
