"""What is handed out at the end of a case, and what was; fees come first (rule of the counter 7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clerk.domain.catalogue import Service
from clerk.domain.facts import ResolvedFacts, possible_texts
from clerk.domain.settlement import open_cents
from clerk.domain.visit import Case, Outcome
from clerk.locale import _


class FeesFirst(Exception):  # noqa: N818 - a rule, not a fault
    """Something was to be handed out before the fee is settled; ``str()`` says what to do."""

    def __init__(self) -> None:
        super().__init__(_("Erst bezahlen, dann aushändigen: F7 öffnet die Zahlung."))


@dataclass(frozen=True, slots=True)
class HandOutLine:
    """One thing to hand out, as the catalogue words it, and whether it was."""

    text: str
    done: bool


def hand_out_lines(service: Service, facts: ResolvedFacts, case: Case) -> tuple[HandOutLine, ...]:
    """Return what is handed out for *case*; what an open question decides may have to be, and is listed."""
    return tuple(
        HandOutLine(thing, thing in case.handed_out) for thing in possible_texts(service.hand_out, facts)
    )


def is_handed_out_at_all(case: Case) -> bool:
    """Tell whether anything is handed out for *case*: not for one that ends without being done."""
    return case.outcome in {None, Outcome.DONE}


def with_handed_out(case: Case, things: Iterable[str], *, done: bool, fee_cents: int | None) -> Case:
    """Return *case* with *things* handed out, or taken back; ``fee_cents`` is what an unconfirmed case would cost.

    Raises ``FeesFirst`` while something is to be paid, or nobody knows yet how much.
    """
    due = open_cents(case.lines) if case.confirmed_at is not None else fee_cents
    if done and due != 0:
        raise FeesFirst
    handed_out = case.handed_out | frozenset(things) if done else case.handed_out - frozenset(things)
    return replace(case, handed_out=handed_out)
