"""What the model terminal says in a movement, and what it then does: card, host, result, receipt, end."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.integrations.zvt.model.manners import ACK, Day, Entry, Outcome

if TYPE_CHECKING:
    from tests.integrations.zvt.model.terminal import ModelTerminal

CARD_PLEASE = "04ff020a01"
WORKING = "04ff010e"
RECEIPT = "06d30a0608250607044f4b4f4b"
COMPLETED = "060f00"
UPDATE_FOLLOWS = "060f0227e0"
ALREADY_REVERSED, NOT_REVERSIBLE = "061e01b4", "061e01b5"

Step = tuple[str, str | float]
Talk = Generator[Step, bool, None]


@dataclass(frozen=True)
class Order:
    """What was asked for, and by which movement of which visit; cents."""

    kind: str
    owner: int
    visit: int | None
    cents: int
    reference: str | None = None
    receipt: int | None = None


def transaction(terminal: "ModelTerminal", order: Order) -> Talk:
    """Pay, reverse or refund."""
    manner = terminal.manner
    if manner.outcome is Outcome.REFUSED:
        yield "say", "849c00"
        return
    yield "say", ACK
    if manner.outcome is Outcome.REPEATED_FIRST and terminal.entries:
        yield "ask", result(terminal, terminal.entries[-1])
    original = None
    if order.kind == "reversal":
        original = terminal.paid_with(order.receipt)
        if original is None or original.cents != order.cents:
            yield "ask", NOT_REVERSIBLE
            return
        if not original.stands:
            yield "ask", ALREADY_REVERSED
            return
        yield "ask", WORKING
    else:
        yield "ask", CARD_PLEASE
        stopped = yield "card", 60.0 if manner.outcome is Outcome.NO_CARD else manner.card_after
        if stopped or manner.outcome is Outcome.NO_CARD:
            yield "ask", failure(terminal, "6c")
            yield "ask", "061e016c"
            return
    yield "wait", manner.host_seconds
    if manner.outcome in (Outcome.DECLINED, Outcome.DECLINED_COMPLETED):
        yield "ask", failure(terminal, "05")
        yield "ask", "061e0105" if manner.outcome is Outcome.DECLINED else COMPLETED
        return
    if manner.outcome is Outcome.WRONG_PIN_FIRST and original is None:
        yield "ask", failure(terminal, "37")
        yield "wait", manner.host_seconds
    cents = order.cents + (100 if manner.outcome is Outcome.OTHER_AMOUNT and original is None else 0)
    entry = terminal.enter(order.owner, order.visit, cents, kind=order.kind)
    entry.reference = order.reference
    entry.reverses = original.trace if original else None
    acknowledged = yield "ask", result(terminal, entry)
    if acknowledged:
        terminal.on_ack(entry)
        acknowledged = yield "ask", RECEIPT
    _decide(terminal, entry, original, kept=acknowledged or manner.keeps)
    if acknowledged:
        yield "ask", COMPLETED


def end_of_day(terminal: "ModelTerminal", owner: int) -> Talk:
    """Close the day; one that takes back what was not acknowledged gives it up while it may."""
    manner = terminal.manner
    if manner.outcome is Outcome.REFUSED:
        yield "say", "849c00"
        return
    yield "say", ACK
    acknowledged = yield "ask", WORKING
    if not acknowledged and not manner.keeps:
        yield "ask", "061e016c"
        return
    yield "wait", manner.host_seconds
    if manner.outcome in (Outcome.DECLINED, Outcome.DECLINED_COMPLETED):
        yield "ask", failure(terminal, "77")
        yield "ask", "061e0177" if manner.outcome is Outcome.DECLINED else COMPLETED
        return
    day = terminal.close(owner)
    if (yield "ask", day_result(terminal, day)):
        terminal.on_closed(day)
        yield "ask", RECEIPT
    yield "ask", UPDATE_FOLLOWS if manner.deaf else COMPLETED
    terminal.deaf_until = terminal.clock.now + manner.deaf


def result(terminal: "ModelTerminal", entry: Entry) -> str:
    """Return what is told about a transaction."""
    original = "" if entry.reverses is None else f"37{entry.reverses:06d}"
    echo = "" if entry.reference is None else f"060f1f0d0c{entry.reference.encode().hex()}"
    return message(
        "040f",
        f"270004{entry.cents:012d}29{terminal.tid}0b{entry.trace:06d}0c{entry.time}0d{terminal.day}"
        f"87{entry.receipt:04d}{original}{echo}",
    )


def day_result(terminal: "ModelTerminal", day: Day) -> str:
    """Return what is told about a closed day: everything on girocards."""
    groups = f"{day.count % 256:02x}{day.cents:012d}" + "00" * 7 * 6
    return message(
        "040f",
        f"270004{day.cents:012d}29{terminal.tid}0c{day.time}0d{terminal.day}60f0f5f3{day.first:04d}{day.last:04d}{groups}",
    )


def failure(terminal: "ModelTerminal", code: str) -> str:
    """Return a bad result, which has a trace number of its own."""
    trace, terminal.next_trace = terminal.next_trace, terminal.next_trace % 999_999 + 1
    return message("040f", f"27{code}29{terminal.tid}0b{trace:06d}")


def message(control: str, body: str) -> str:
    """Return a message as hex."""
    return f"{control}{len(body) // 2:02x}{body}"


def _decide(terminal: "ModelTerminal", entry: Entry, original: Entry | None, *, kept: bool) -> None:
    entry.final, entry.taken_back = True, not kept
    if original is not None:
        original.given_back = kept
    if entry.taken_back and terminal.manner.shows_reversal:
        reversal = terminal.enter(None, None, entry.cents, kind="reversal")
        reversal.final, reversal.reverses = True, entry.trace
