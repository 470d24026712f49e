"""What kinds of terminals there are: what each does with what it was not thanked for, and what else it does to us."""

import random
from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.payment import Movement, Reason
from integrations.zvt.sim_behaviour import DayEnd
from integrations.zvt.sim_settings import LostAck, Scenario, Settling


@dataclass(frozen=True)
class Habits:
    """What a terminal does: the settings of its simulator (words as JSON has them), and what is around it.

    ``shared``: at the fault somebody else pays the same amount there. ``first_day``: it never closed a day before.
    """

    settings: tuple[tuple[str, object], ...] = ()
    shared: bool = False
    first_day: bool = False

    @property
    def manual_for(self) -> frozenset[Reason]:
        """Why a movement there may be left to people: whose it is (rule 4), or nothing to compare with (rule 5)."""
        reasons: set[Reason] = set()
        if self.shared:
            reasons |= {Reason.AMBIGUOUS_OWNER, Reason.DOES_NOT_FIT, Reason.CONTRADICTION}
        if self.first_day:
            reasons |= {Reason.NOTHING_TO_COMPARE}
        return frozenset(reasons)


def _habits(*, shared: bool = False, first_day: bool = False, **settings: object) -> Habits:
    return Habits(tuple(settings.items()), shared, first_day)


class Way(StrEnum):
    """The kinds of terminals of the table."""

    KEEPS = "keeps what was not acknowledged"
    REVERSES = "takes it back"
    SETTLES = "old and ready while it settles"
    SHARED = "somebody else pays in between"
    WRAPS = "numbers begin again, takes it back"
    UPDATES = "deaf after the end of day"
    FIRST = "first end of day"


WAYS: dict[Way, Habits] = {
    Way.KEEPS: _habits(lost_ack=LostAck.KEEP),
    Way.REVERSES: _habits(lost_ack=LostAck.REVERSE),
    Way.SETTLES: _habits(lost_ack=LostAck.KEEP, settling=0.3, settling_answers=Settling.OLD_AND_READY),
    Way.SHARED: _habits(lost_ack=LostAck.KEEP, shared=True),
    Way.WRAPS: _habits(lost_ack=LostAck.REVERSE, first_receipt=9_999, first_trace=999_999),
    Way.UPDATES: _habits(lost_ack=LostAck.KEEP, end_of_day=DayEnd.UPDATE, deaf=0.5),
    Way.FIRST: _habits(lost_ack=LostAck.KEEP, first_day=True),
}
_EVERYWHERE = (Way.KEEPS, Way.REVERSES, Way.SETTLES, Way.SHARED, Way.WRAPS)
WAYS_OF = {
    Movement.PAYMENT: _EVERYWHERE,
    Movement.REVERSAL: _EVERYWHERE,
    Movement.REFUND: _EVERYWHERE,
    Movement.END_OF_DAY: (Way.KEEPS, Way.REVERSES, Way.SETTLES, Way.UPDATES, Way.FIRST),
}


def any_habits(chance: random.Random, movement: Movement) -> Habits:
    """Return any terminal, well or badly behaved."""
    scenarios = [Scenario.APPROVE] * 5 + [Scenario.WRONG_PIN, Scenario.DECLINE, Scenario.DECLINE_COMPLETED]
    wraps = chance.random() < 0.2
    return _habits(
        lost_ack=chance.choice(list(LostAck)),
        scenario=chance.choice(scenarios),
        merge=chance.random() < 0.3,
        fragment=chance.choice([0, 0, 7]),
        result_repeats=chance.choice([0, 0, 2]),
        settling=chance.choice([0.0, 0.0, 0.05, 0.4]),
        settling_answers=chance.choice(list(Settling)),
        first_receipt=chance.choice([9_998, 9_999]) if wraps else 1,
        first_trace=chance.choice([999_998, 999_999]) if wraps else 101,
        restart_numbers=chance.random() < 0.3,
        end_of_day=chance.choice([DayEnd.PLAIN, DayEnd.PLAIN, DayEnd.UPDATE, DayEnd.REBOOT, DayEnd.FAILS]),
        deaf=0.5,
        shared=chance.random() < 0.2,
        first_day=movement is Movement.END_OF_DAY and chance.random() < 0.2,
    )
