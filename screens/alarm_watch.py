"""The silent alarm over all screens: raised with one key, shown on whatever is in front.

Nothing of it passes through the screen that is shown, so that it works over questions, fields and a running payment;
and it waits behind nothing that was typed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from clerk.domain.alarm import Alarm, AlarmView
from clerk.locale import _
from screens.background import Background
from screens.error_boundary import note
from screens.widgets.alarm_band import NOT_OUT_SIGN, OWN_SIGNS, AlarmLine, AlarmSign, alarm_question

if TYPE_CHECKING:
    from clerk.services.silent_alarm import SilentAlarm
    from clerk.services.workstation import Workstation

TRY_AGAIN_SECONDS = 2.0
Shown = TypeVar("Shown", bound=Widget)


class AlarmWatch:
    """Owned by the app; *here* is the alarm of this counter while nobody is signed in."""

    def __init__(self, app: App[None], background: Background, here: "Callable[[], SilentAlarm]") -> None:
        self._app = app
        self._background = background
        self._here = here
        self._workstation: Workstation | None = None
        self._stop_watching: Callable[[], None] | None = None
        self._followed: WeakSet[Screen[object]] = WeakSet()
        self._is_raising = False
        self._is_not_out = False
        self._look_planned = False
        self._is_asking = False
        self.view = AlarmView()

    # ------------------------------------------------------------ who works here

    def follow(self, workstation: "Workstation") -> None:
        """Show the alarms of the site from now on."""
        self.leave()
        self._workstation = workstation
        self._stop_watching = workstation.changes.watch(self._changed)
        self._changed()

    def leave(self) -> None:
        """Nobody is signed in: show no alarm to whoever passes."""
        if self._stop_watching is not None:
            self._stop_watching()
        self._stop_watching = self._workstation = None
        self._is_asking = False
        self._show(AlarmView())

    def _changed(self) -> None:
        if not self._look_planned:
            self._look_planned = True
            self._background.tell(self._look, None)

    def _look(self, _nothing: None) -> None:
        self._look_planned = False
        workstation = self._workstation
        if workstation is not None:
            self._background.run(
                workstation.alarm.look, lambda view: self._looked(workstation, view), self._not_seen
            )

    def _looked(self, workstation: "Workstation", view: AlarmView) -> None:
        if workstation is self._workstation:
            self._show(view)

    def _not_seen(self, error: Exception) -> None:  # noqa: ARG002 - the status line says how the store is
        self._app.set_timer(TRY_AGAIN_SECONDS, self._changed)

    # ------------------------------------------------------------ calling for help

    def raise_here(self) -> None:
        """Call for help; until the call is out it is tried again."""
        if not self._is_raising:
            self._is_raising = True
            self._try_to_raise()

    def _try_to_raise(self) -> None:
        self._background.beside(self._raise, self._is_out, self._not_out)

    def _raise(self) -> AlarmView:
        return (self._workstation.alarm if self._workstation else self._here()).raise_here()

    def _is_out(self, view: AlarmView) -> None:
        self._is_raising = self._is_not_out = False
        self._show(view)

    def _not_out(self, error: Exception) -> None:
        from clerk.ports import StoreUnavailable  # noqa: PLC0415 - loaded behind the first paint

        if not self._is_not_out and not isinstance(error, StoreUnavailable):
            note(error)
        self._is_not_out = True
        self.draw()
        self._app.set_timer(TRY_AGAIN_SECONDS, self._try_to_raise)

    # ------------------------------------------------------------ answering

    def answer(self) -> None:
        """Ask what to do about the alarm that waits longest for an answer."""
        from screens.modals.ask import Answer, AskScreen  # noqa: PLC0415 - loaded behind the first paint

        alarm, workstation = _most_urgent(self.view), self._workstation
        if alarm is None or workstation is None or self._is_asking:
            return
        self._is_asking = True
        service = workstation.alarm
        answers = [Answer("go", _("ich gehe hin")), Answer("end", _("ist vorbei: Alarm beenden"), "v")]
        question = alarm_question(alarm, workstation.zone)

        def decided(answer: str | None) -> None:
            self._is_asking = False
            if answer == "go":
                self._background.run(lambda: service.go_there(alarm.id), self._show, self._not_seen)
            elif answer == "end":
                self._background.run(lambda: service.end(alarm.id), self._show, self._not_seen)

        self._app.push_screen(AskScreen(question, answers=answers), decided)

    # ------------------------------------------------------------ showing

    def follow_screens(self) -> None:
        """Draw on every screen that comes to the front."""
        for screen in self._app.screen_stack:
            if screen not in self._followed:
                self._followed.add(screen)
                self._app.watch(screen, "stack_updates", self.draw, init=False)

    def _show(self, view: AlarmView) -> None:
        self.view = view
        self.draw()

    def draw(self) -> None:
        """Draw what is known on all screens."""
        self.follow_screens()
        sign = NOT_OUT_SIGN if self._is_not_out else OWN_SIGNS[self.view.own]
        elsewhere = () if sign else self.view.elsewhere
        for screen in self._app.screen_stack:
            line = _on(screen, AlarmLine, wanted=bool(elsewhere))
            if line is not None:
                line.alarms = elsewhere
            corner = _on(screen, AlarmSign, wanted=bool(sign))
            if corner is not None:
                corner.sign = sign


def _on(screen: Screen[object], kind: type[Shown], *, wanted: bool) -> Shown | None:
    """Return the widget of *kind* on *screen*, put there when it is first wanted."""
    there = screen.query(kind)
    if there:
        there.first().display = wanted
        return there.first()
    if not wanted or not screen.is_mounted:
        return None
    made = kind()
    screen.mount(made)
    return made


def _most_urgent(view: AlarmView) -> Alarm | None:
    unanswered = (alarm for alarm in view.elsewhere if alarm.answered_by is None)
    return next(unanswered, next(iter(view.elsewhere), None))
