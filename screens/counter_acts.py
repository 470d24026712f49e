"""What the keys do with the counter itself and, at the end of the day, with its whole queue."""

from typing import TYPE_CHECKING

from clerk.domain.counters import CounterStatus, status_name
from clerk.locale import _, ngettext
from clerk.ports import DayEnd
from clerk.services.overview import Overview
from clerk.services.set_aside import park_reason_name
from screens.modals.ask import Answer, AskScreen
from screens.modals.day_end import DayEndScreen
from screens.modals.reason import GivenReason, Reason, ReasonScreen

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class CounterActs:
    """Sets the counter's status by hand, and ends the day of the queue."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._workstation = screen.workstation

    # ------------------------------------------------------------ status

    def status(self) -> None:
        """Ask what the counter is to be set to."""
        label = self._workstation.seat.workplace.label
        title = _("Schalter {label} auf welchen Status stellen?").format(label=label)
        detail = _("Gemerkt wird nur der Status: keine Zeit und nicht, wer ihn gestellt hat.")
        offered = [Reason(status, status_name(status)) for status in CounterStatus]
        self._screen.app.push_screen(ReasonScreen(title, offered, detail=detail), self._status_given)

    def _status_given(self, given: GivenReason | None) -> None:
        if given is None:
            return
        status = CounterStatus(given.id)
        self._screen.in_turn(
            lambda: self._workstation.own_counter.set(status), lambda _none: self._is_set(status)
        )

    def _is_set(self, status: CounterStatus) -> None:
        self._screen.show_status(status)
        if status is CounterStatus.OPEN:
            self._screen.say(_("Der Schalter ist offen."))
        else:
            sentence = _("Der Schalter steht auf „{status}“. F2 öffnet ihn und ruft auf.")
            self._screen.say(sentence.format(status=status_name(status)))

    # ------------------------------------------------------------ end of the day

    @property
    def may_end_day(self) -> bool:
        """Whether the person at this desk may end the day of the queue."""
        return self._workstation.queue_care.may_end_day(self._workstation.seat)

    def end_queue(self) -> None:
        """List who waits and who is parked, then let those who wait go, if that is confirmed."""
        overview = self._screen.overview
        if overview is None:
            return
        count = len(overview.waiting)
        question = ngettext(
            "Feierabend: {count} Person als gegangen vermerken?",
            "Feierabend: {count} Personen als gegangen vermerken?",
            count,
        ).format(count=count)
        answers = [
            Answer("not_yet", _("noch nicht")),
            Answer("end", _("ja, die Warteschlange für heute beenden"), "j"),
        ]

        def decided(answer: str | None) -> None:
            if answer == "end":
                self._end_queue()

        screen = AskScreen(question, answers=answers, detail=_who_is_left(overview))
        self._screen.app.push_screen(screen, decided)

    def _end_queue(self) -> None:
        seat, care = self._workstation.seat, self._workstation.queue_care

        def ended(day: DayEnd) -> None:
            self._screen.show_stage()
            self._screen.refresh_overview()
            self._screen.app.push_screen(DayEndScreen(day, self._workstation.zone))

        self._screen.in_turn(lambda: care.end_day(seat.workplace, seat.identity), ended)


def _who_is_left(overview: Overview) -> str:
    waiting = ", ".join(row.entry.ticket for row in overview.waiting) or _("niemand")
    parked = [
        f"{row.entry.ticket} ({park_reason_name(row.entry.park_reason)})"
        for row in overview.parked
        if row.entry.park_reason is not None
    ]
    return "\n".join(
        (
            _("Es warten noch: {tickets}").format(tickets=waiting),
            _("Geparkt, bleibt so: {tickets}").format(tickets=", ".join(parked) or _("niemand")),
        )
    )
