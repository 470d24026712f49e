"""What must be true of an office and its terminal at any moment: no payment is lost, doubled or booked unpaid."""

from typing import TYPE_CHECKING

from clerk.domain.payment import Payment, PaymentState
from clerk.ports import Claim
from tests.integrations.zvt.model.manners import Entry

if TYPE_CHECKING:
    from tests.integrations.zvt.model.world import World


class Violation(AssertionError):  # noqa: N818 - what it is
    """Money was lost, doubled, or can be."""


def demand(truth: bool, what: str) -> None:
    """Raise ``Violation`` unless *truth*."""
    if not truth:
        raise Violation(what)


def check(world: "World") -> None:
    """Raise ``Violation`` unless everything that must always hold holds."""
    payments = world.payments()
    for claim in world.visits:
        charged = [entry for entry in world.entries() if entry.stands and entry.visit == claim.visit]
        if claim.visit not in world.documented:
            demand(len(charged) <= 1, f"visit {claim.visit} was charged twice")
        _check_lines(world, claim, [payment for payment in payments if payment.visit == claim.visit])
    for payment in payments:
        _check_payment(world, payment)
    _check_journal(world)


def _check_lines(world: "World", claim: Claim, payments: list[Payment]) -> None:
    open_ones = [payment for payment in payments if payment.is_open]
    demand(len(open_ones) <= 1, "two payments of a visit are open")
    ways = set(world.till.ways(claim))
    if open_ones:
        demand(ways == {None}, "a line that an open payment holds was settled")
    if ways == {"card"}:
        paid = [payment for payment in payments if payment.state is PaymentState.PAID]
        demand(len(paid) == 1, "lines are booked without one paid payment")
    elif any(payment.state is PaymentState.PAID for payment in payments):
        demand(claim.visit in world.documented, "a paid payment did not settle its lines")


def _check_payment(world: "World", payment: Payment) -> None:
    standing = [entry for entry in world.entries_of(payment) if entry.stands]
    if payment.decision is not None:
        return
    if payment.state is PaymentState.PAID:
        demand(len(standing) == 1, "booked, but not paid")
        told = payment.result
        entry = standing[0]
        demand(
            told is not None and (told.receipt, told.trace) == (f"{entry.receipt:04d}", f"{entry.trace:06d}"),
            "booked with another transaction",
        )
        demand(entry.cents == payment.amount_cents, "booked with another amount")
    elif payment.is_final:
        demand(not standing, f"paid at the terminal, but {payment.state} in the journal")


def _check_journal(world: "World") -> None:
    now: dict[int, int] = {}
    for payment, count, last in world.query(
        "SELECT payment, count(*), max(sequence) FROM payment_event GROUP BY payment"
    ):
        demand(count == last, "the journal has a gap")
        now[int(str(payment))] = int(str(count))
    for payment, count in world.events_seen.items():
        demand(now.get(payment, 0) >= count, "the journal has lost something")
    world.events_seen = now


def acknowledged(world: "World", entry: Entry) -> None:
    """A good result of ours is acknowledged: it must be in the journal at this moment."""
    stored = world.query("SELECT result_trace FROM payment WHERE id = ?", entry.owner) == [
        (f"{entry.trace:06d}",)
    ]
    demand(stored, "a result was acknowledged before it was stored")


def charged(world: "World", payment: int, visit: int | None) -> None:
    """06 01 has arrived: nothing of this terminal may be unknown to us."""
    known = world.query("SELECT state FROM payment WHERE id = ?", payment)
    demand(known == [("sent",)], f"06 01 of a payment that is {known}")
