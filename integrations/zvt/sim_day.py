"""What the simulated terminal reports about its turnover: totals by kind of card, and closed days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from integrations.zvt.sim_transaction import Kind, Transaction, optional_text, whole_number

_NO_RECEIPT = "0000"


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """The result of an end of day, and when it was (the terminal's clock)."""

    totals: TerminalTotals
    at: str


def totals_of(period: Iterable[Transaction]) -> TerminalTotals:
    """The turnover of the transactions of one period, one group for each kind of card that was used.

    A payment counts one and adds its amount. A reversal takes both back: it is not counted, and neither is its
    payment any more. A refund is not counted and takes its amount from the sum; a sum below zero is told as
    zero, because the line has no sign. First and last receipt are those of all that counted, reversals included.
    """
    known = [entry for entry in period if entry.counts]
    receipts = [entry.receipt for entry in known if entry.receipt] or [_NO_RECEIPT]
    used = {entry.card.group for entry in known if entry.stands}
    groups = tuple(_group(group, known) for group in CardGroup if group in used)
    return TerminalTotals(receipts[0], receipts[-1], groups or (GroupTotal(CardGroup.GIROCARD, 0, 0),))


def _group(group: CardGroup, known: Iterable[Transaction]) -> GroupTotal:
    standing = [entry for entry in known if entry.stands and entry.card.group is group]
    paid = [entry.cents for entry in standing if entry.kind is Kind.PAYMENT]
    refunded = sum(entry.cents for entry in standing if entry.kind is Kind.REFUND)
    return GroupTotal(group, len(paid), max(0, sum(paid) - refunded))


def day_words(day: ClosedDay) -> dict[str, object]:
    """A closed day as the ledger keeps it."""
    totals = day.totals
    groups = {str(total.group): [total.count, total.cents] for total in totals.groups}
    return {"at": day.at, "first": totals.first_receipt, "last": totals.last_receipt, "groups": groups}


def read_day(words: Mapping[str, object]) -> ClosedDay:
    """Read a closed day; older ledgers know one group and no time."""
    found = words.get("groups")
    listed = found if isinstance(found, dict) else {CardGroup.GIROCARD: [words["count"], words["cents"]]}
    groups = tuple(
        GroupTotal(CardGroup(name), whole_number(count), whole_number(cents))
        for name, (count, cents) in listed.items()
    )
    totals = TerminalTotals(optional_text(words["first"]), optional_text(words["last"]), groups)
    return ClosedDay(totals, str(words.get("at", "2000-01-01T00:00:00")))
