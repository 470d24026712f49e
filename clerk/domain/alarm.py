"""The silent alarm (rule of the counter 14): what is known of one, and what each screen of the site may show of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHOWN_FOR = timedelta(hours=1)
"""Nobody leaves a threat standing for so long: what was forgotten to be ended must not hide the next alarm."""


class OwnAlarm(StrEnum):
    """How the alarm of one's own counter stands."""

    NONE = "none"
    OUT = "out"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that nobody has ended and that is younger than ``SHOWN_FOR``: where, never why or by whom.

    ``label`` names the counter as the board does, ``answered_by`` the one whose clerk goes there. Times UTC.
    """

    id: int
    counter: int
    label: str
    raised_at: datetime
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class AlarmView:
    """What the screens of one counter show: alarms elsewhere, the oldest first, and a sign of its own one."""

    elsewhere: tuple[Alarm, ...] = ()
    own: OwnAlarm = OwnAlarm.NONE


def view_from(counter: int, alarms: Iterable[Alarm]) -> AlarmView:
    """Return what *counter* shows of the *alarms* of its site.

    While its own is open it shows no other: whoever stands before that screen would take it for the answer.
    """
    in_order = sorted(alarms, key=lambda alarm: (alarm.raised_at, alarm.id))
    own = next((alarm for alarm in in_order if alarm.counter == counter), None)
    if own is None:
        return AlarmView(elsewhere=tuple(in_order))
    return AlarmView(own=OwnAlarm.OUT if own.answered_by is None else OwnAlarm.ANSWERED)
