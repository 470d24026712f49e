"""For each payment rule the shortest sequence that it is there for. Each ends in ``World.check``."""

from collections.abc import Callable

from clerk.domain.payment import Movement, PaymentState
from tests.integrations.zvt.model.backup import back_up, restore
from tests.integrations.zvt.model.line import Blow, Fate
from tests.integrations.zvt.model.manners import Manner, Outcome
from tests.integrations.zvt.model.truth import demand
from tests.integrations.zvt.model.world import World
from tests.services.till import CENTS

Play = Callable[[World], object]
CUT_WHILE_WAITING = {"04ff has arrived": Blow.CUT}


def rule_1(world: World) -> PaymentState:
    """Wrong PIN, the line breaks, the second PIN is right."""
    claim = world.new_visit()
    world.pay(claim, Manner(Outcome.WRONG_PIN_FIRST), Fate(named={"behind result": Blow.CUT}))
    world.wait_until_quiet()
    world.recover()
    return world.newest(claim).state


def rule_2(world: World) -> PaymentState:
    """A program stands still behind the commit of *sent*; another one clears up and charges; the first wakes up."""
    claim = world.new_visit()
    fate = Fate(named={"behind sending": Blow.FREEZE})
    fate.on_freeze = lambda: world.pay_with_another_program(claim)
    world.pay(claim, Manner(), fate)
    return world.newest(claim).state


def rule_3(world: World) -> PaymentState:
    """The line breaks while the terminal waits for the card, says it is idle, and the card comes a minute later."""
    claim = world.new_visit()
    world.pay(claim, Manner(shows_idle=True, card_after=55.0), Fate(named=dict(CUT_WHILE_WAITING)))
    world.recover()
    world.wait_until_quiet()
    return world.newest(claim).state


def rule_4(world: World) -> PaymentState:
    """Our command never arrives; somebody else pays the same amount."""
    claim = world.new_visit()
    world.pay(claim, Manner(), Fate(named={"before 0601 leaves": Blow.MUTE}))
    world.terminal.pay_elsewhere(CENTS)
    world.recover()
    return world.newest(claim).state


def rule_5(world: World) -> PaymentState:
    """The numbers start again without our knowing: the new payment has those of the one before."""
    world.pay(world.new_visit())
    before = world.terminal.entries[-1]
    world.terminal.next_receipt, world.terminal.next_trace = before.receipt, before.trace
    claim = world.new_visit()
    world.pay(claim, Manner(), Fate(named={"before result": Blow.CUT}))
    world.recover()
    return world.newest(claim).state


def rule_6(world: World) -> PaymentState:
    """A backup is restored that does not know the payment, and the clerk charges the visit again."""
    world.pay(world.new_visit())
    claim = world.new_visit()
    backup = back_up(world)
    world.pay(claim)
    restore(world, backup)
    world.pay(claim)
    return world.newest(claim).state


def rule_7(world: World) -> PaymentState:
    """An unclear payment, and the clerk tries to let the customer pay later."""
    claim = world.new_visit()
    world.pay(claim, Manner(), Fate(named={"behind 0601": Blow.MUTE}))
    world.settle_otherwise(claim)
    return world.newest(claim).state


def rule_9(world: World) -> PaymentState:
    """The terminal approves another amount than asked."""
    claim = world.new_visit()
    world.pay(claim, Manner(Outcome.OTHER_AMOUNT))
    return world.newest(claim).state


def rule_10(world: World) -> PaymentState:
    """A payment is refunded, and somebody who did not see it asks for it once more."""
    claim = world.new_visit()
    world.pay(claim)
    world.give_back(claim, Movement.REFUND)
    world.give_back(claim, Movement.REFUND)
    return world.newest(claim).state


def rule_10_period(world: World) -> PaymentState:
    """After an end of day another payment has the number of the one that is to be reversed."""
    claim, other = world.new_visit(), world.new_visit()
    world.terminal.next_receipt, world.terminal.next_trace = 1, 1
    world.pay(claim)
    world.pay(world.new_visit())
    world.close_day(Manner(restarts=True))
    world.pay(other)
    world.give_back(claim)
    return world.newest(claim).state


def rule_10_trace(world: World) -> PaymentState:
    """Our reversal never arrives, and somebody at the device takes another payment of the same amount back."""
    claim, other = world.new_visit(), world.new_visit()
    world.pay(other)
    another = world.terminal.entries[-1]
    world.pay(claim)
    world.give_back(claim, fate=Fate(named={"before 0630 leaves": Blow.MUTE}))
    world.terminal.reverse_at_device(another)
    world.recover()
    return world.newest(claim).state


def rule_11(world: World) -> PaymentState:
    """The line breaks before the terminal says that the day is closed."""
    world.close_day(Manner(), Fate(named={"04ff has arrived": Blow.CUT}))
    world.wait_until_quiet()
    world.recover()
    return world.newest_of_all().state


def rule_13(world: World) -> PaymentState:
    """An ordinary payment."""
    claim = world.new_visit()
    world.pay(claim)
    return world.newest(claim).state


def rule_16(world: World) -> PaymentState:
    """Another counter took the visit over; the first one charges it."""
    claim = world.new_visit()
    world.take_over(claim)
    told = world.pay(claim)
    demand(told == "ClaimLost", f"who lost the visit was told {told}")
    return PaymentState.NOT_SENT


SCENARIOS: dict[str, tuple[Play, PaymentState, dict[str, object]]] = {
    "rule_1": (rule_1, PaymentState.PAID, {}),
    "rule_2": (rule_2, PaymentState.PAID, {}),
    "rule_3": (rule_3, PaymentState.PAID, {"abort_ok": False}),
    "rule_4": (rule_4, PaymentState.MANUAL, {"exclusive": False}),
    "rule_5": (rule_5, PaymentState.MANUAL, {}),
    "rule_6": (rule_6, PaymentState.NOT_SENT, {}),
    "rule_7": (rule_7, PaymentState.UNKNOWN, {}),
    "rule_9": (rule_9, PaymentState.UNKNOWN, {}),
    "rule_10": (rule_10, PaymentState.PAID, {}),
    "rule_10_period": (rule_10_period, PaymentState.PAID, {}),
    "rule_10_trace": (rule_10_trace, PaymentState.MANUAL, {"exclusive": False}),
    "rule_11": (rule_11, PaymentState.PAID, {}),
    "rule_13": (rule_13, PaymentState.PAID, {}),
    "rule_16": (rule_16, PaymentState.NOT_SENT, {}),
}
"""What to play, how it has to end, and what is special about the terminal's profile."""
