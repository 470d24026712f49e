"""Where something can befall a movement: at each message of its dialogue, in recovery, at each write of our own."""

import random
from dataclasses import dataclass

from clerk.domain.payment import Movement
from tests.integrations.zvt.matrix.proxy import CASH_REGISTER, TERMINAL, Judge, Pass, Seen

COMMANDS = {
    Movement.PAYMENT: "0601",
    Movement.REVERSAL: "0630",
    Movement.REFUND: "0631",
    Movement.END_OF_DAY: "0650",
}


@dataclass(frozen=True)
class CutPoint:
    """Where: at a message on the line, or right before or behind a write of our own.

    ``first`` is a fault of its own before that, for what happens during recovery.
    """

    judge: Judge | None = None
    dies_before: str = ""
    dies_behind: str = ""
    first: "CutPoint | None" = None


def at(sender: str, command: str, control: str = "", answers: str = "", *, passes: bool = False) -> CutPoint:
    """Return the point at which *control*, or anything, is sent on the connection that carries *command*."""
    verdict = Pass.PASSED if passes else Pass.HELD

    def judge(seen: Seen) -> Pass:
        here = (seen.sender, seen.command, seen.control) == (sender, command, control or seen.control)
        return verdict if here and (not answers or seen.answers == answers) else Pass.ON

    return CutPoint(judge)


WHILE_REGISTERING = "while registering"
AT_THE_BASELINE = ("while the baseline is read", "behind the baseline")
BEFORE_THE_COMMAND = (WHILE_REGISTERING, *AT_THE_BASELINE)
END_SEEN = "06 0F arrived, acknowledgement lost"


def points_of(kind: Movement) -> dict[str, CutPoint]:
    """Return the cut points of zvt.md section 3.4 for a kind of movement, by their names."""
    command = COMMANDS[kind]
    lost_ack = at(CASH_REGISTER, command, "8000", "040f")
    return {
        WHILE_REGISTERING: at(TERMINAL, "0600", "060f"),
        "while the baseline is read": at(TERMINAL, "0620", "040f"),
        "behind the baseline": at(CASH_REGISTER, "0620", "8000", "060f"),
        "before the command arrives": at(CASH_REGISTER, command, command),
        "after the command, before 80 00": at(TERMINAL, command, "8000"),
        "between 80 00 and 04 0F": at(TERMINAL, command, "04ff"),
        "between 80 00 and 04 0F, 04 FF answered": at(CASH_REGISTER, command, "8000", "04ff", passes=True),
        "04 0F on its way": at(TERMINAL, command, "040f"),
        "04 0F arrived, perhaps persisted": at(TERMINAL, command, "040f", passes=True),
        "persisted, acknowledgement lost": lost_ack,
        "acknowledged, 06 D3 lost": at(TERMINAL, command, "06d3"),
        "06 D3 arrived, its acknowledgement lost": at(CASH_REGISTER, command, "8000", "06d3"),
        "all acknowledged, no 06 0F": at(TERMINAL, command, "060f"),
        END_SEEN: at(CASH_REGISTER, command, "8000", "060f"),
        "during recovery, at 06 B0": CutPoint(at(TERMINAL, "06b0").judge, first=lost_ack),
        "during recovery, at 05 01": CutPoint(at(TERMINAL, "0501", "060f").judge, first=lost_ack),
        "during recovery, at 06 20": CutPoint(at(TERMINAL, "0620", "040f").judge, first=lost_ack),
    }


POINTS = {kind: points_of(kind) for kind in Movement}
_WRITES = ("baseline_read", "sending", "accepted", "result", "completed")
INSIDE: dict[str, CutPoint] = {
    **{f"before {word} is written": CutPoint(dies_before=word) for word in _WRITES},
    **{f"behind {word} is written": CutPoint(dies_behind=word) for word in _WRITES},
}
"""Points inside our own program: there it can only be killed."""


def any_point(chance: random.Random) -> CutPoint:
    """Return a fault at any message from 06 00 to the last one, held back or passed on."""
    place, verdict = chance.randrange(32), chance.choice([Pass.HELD, Pass.PASSED])
    only_ours = chance.random() < 0.5

    def judge(seen: Seen) -> Pass:
        if only_ours and seen.sender != CASH_REGISTER:
            return Pass.ON
        return verdict if seen.number >= place else Pass.ON

    return CutPoint(judge)
