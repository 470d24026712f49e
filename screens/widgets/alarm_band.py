"""The silent alarm on a screen: a line over the top line, and at one's own counter a single sign."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from clerk.domain.alarm import Alarm, OwnAlarm
from clerk.locale import _
from screens.keymap import key_label
from screens.text import counter_name, ellipsis, pad, safe

OWN_SIGNS = {OwnAlarm.NONE: "", OwnAlarm.OUT: "·", OwnAlarm.ANSWERED: ":"}
NOT_OUT_SIGN = "×"


class AlarmLine(Widget):
    """Says at which counters help is needed, and who goes there."""

    alarms: reactive[Sequence[Alarm]] = reactive(())

    def render(self) -> Content:
        """Draw all alarms, the oldest first."""
        width = self.size.width
        told = "   ".join(_in_words(alarm) for alarm in self.alarms)
        return safe(pad(" " + ellipsis(told, width - 2), width))


class AlarmSign(Widget):
    """One cell that only those who know of it notice."""

    sign: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw the sign."""
        return safe(self.sign)


def _in_words(alarm: Alarm) -> str:
    place = counter_name(alarm.label)
    if alarm.answered_by is None:
        return _("! Stiller Alarm: {place} · {key} ich gehe hin").format(place=place, key=key_label("ctrl+b"))
    return _("! Stiller Alarm: {place} · {helper} geht hin").format(
        place=place, helper=counter_name(alarm.answered_by)
    )


def alarm_question(alarm: Alarm, zone: ZoneInfo) -> str:
    """Return what is asked about an alarm."""
    return _("Stiller Alarm: {place}, {time} Uhr").format(
        place=counter_name(alarm.label), time=alarm.raised_at.astimezone(zone).strftime("%H:%M")
    )
