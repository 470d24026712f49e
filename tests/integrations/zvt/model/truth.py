"""What must be true of an office and its terminal at any moment: no payment is lost, doubled or booked unpaid."""

from typing import TYPE_CHECKING

from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.ports import Claim
from tests.integrations.zvt.model.manners import Day, Entry

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
        if claim.visit not in world.documented:
            _check_money(world, claim)
        _check_lines(world, claim, [payment for payment in payments if payment.visit == claim.visit])
    for payment in payments:
        if payment.decision is None:
            _check_movement(world, payment)
    closed = [payment.result for payment in payments if _is_closed_day(payment)]
    demand(len(closed) == len(set(closed)), "one closed day stands for two ends of day")
    _check_journal(world)


def _check_money(world: "World", claim: Claim) -> None:
    """What the customer has paid in the end: once or not at all, and nobody was given anything twice."""
    entries = [entry for entry in world.entries() if entry.visit == claim.visit]
    charged = sum(1 for entry in entries if entry.stands)
    refunded = sum(1 for entry in entries if entry.kind == "refund" and entry.happened)
    demand(charged - refunded <= 1, f"visit {claim.visit} was charged twice")
    demand(charged - refunded >= 0, f"visit {claim.visit} was given back more than it paid")


def _check_lines(world: "World", claim: Claim, payments: list[Payment]) -> None:
    open_ones = [payment for payment in payments if payment.is_open]
    demand(len(open_ones) <= 1, "two movements of a visit are open")
    ways = set(world.till.ways(claim))
    if any(payment.kind is Movement.PAYMENT for payment in open_ones):
        demand(ways == {None}, "a line that an open payment holds was settled")
    elif open_ones:
        demand(ways == {"card"}, "a line is open before its money was given back")
    done = [payment for payment in payments if payment.state is PaymentState.PAID]
    paid = sum(1 if payment.kind is Movement.PAYMENT else -1 for payment in done)
    if ways == {"card"}:
        demand(paid == 1, "lines are booked without one paid payment")
    elif paid:
        demand(claim.visit in world.documented, "a paid payment did not settle its lines")


def _check_movement(world: "World", payment: Payment) -> None:
    if payment.kind is Movement.END_OF_DAY:
        _check_day(world, payment)
        return
    done = [entry for entry in world.entries_of(payment) if entry.happened]
    if done and payment.kind is Movement.REVERSAL:
        demand(all(entry.given_back for entry in world.originals_of(payment)), "another payment was reversed")
    if payment.state is PaymentState.PAID and payment.result is None:
        demand(payment.kind is Movement.REVERSAL, "booked without a result")
        demand(all(entry.given_back for entry in world.originals_of(payment)), "not reversed before (B4)")
    elif payment.state is PaymentState.PAID:
        demand(len(done) == 1, "booked, but it did not happen")
        told, entry = payment.result, done[0]
        demand(
            told is not None and (told.receipt, told.trace) == (f"{entry.receipt:04d}", f"{entry.trace:06d}"),
            "booked with another transaction",
        )
        demand((entry.kind, entry.cents) == (payment.kind, payment.amount_cents), "booked as something else")
    elif payment.is_final:
        left = [entry for entry in done if not entry.given_back]
        demand(not left, f"done at the terminal, but {payment.state} in the journal")


def _check_day(world: "World", payment: Payment) -> None:
    """A closed day counts whoever closed it; one that we closed is never taken for not closed."""
    days = [day for day in world.days() if day.owner == payment.id]
    demand(len(days) <= 1, "a day was closed twice")
    if payment.state is PaymentState.PAID:
        told = payment.result
        closed = {(day.time, day.cents) for day in world.days()}
        demand(told is not None and (told.time, told.amount_cents) in closed, "no day was closed like that")
    elif payment.is_final:
        demand(not days, f"the day is closed, but {payment.state} in the journal")


def _is_closed_day(payment: Payment) -> bool:
    counts = payment.state is PaymentState.PAID and payment.decision is None
    return counts and payment.kind is Movement.END_OF_DAY


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
    stored = world.query("SELECT result_trace FROM payment WHERE id = ?", entry.owner)
    demand(stored == [(f"{entry.trace:06d}",)], "a result was acknowledged before it was stored")


def closed(world: "World", day: Day) -> None:
    """The result of a closed day is acknowledged: it must be in the journal at this moment."""
    stored = world.query("SELECT result_time FROM payment WHERE id = ?", day.owner)
    demand(stored == [(day.time,)], "a closed day was acknowledged before it was stored")


def asked(world: "World", control: str, owner: int) -> None:
    """A movement has arrived at the terminal: once, by its row, and nothing that it may not overtake is open."""
    known = world.query("SELECT state FROM payment WHERE id = ?", owner)
    demand(known == [("sent",)], f"{control} of a movement that is {known}")
    world.heard[owner] += 1
    demand(world.heard[owner] == 1, f"{control} was sent again")
    if control == "0650":
        others = [payment for payment in world.payments() if payment.is_open and payment.id != owner]
        demand(not others, "a day is closed while something is open")
