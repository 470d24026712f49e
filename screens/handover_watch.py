"""Handing finished applications over in the background, and what the status line says while that does not work."""

from typing import TYPE_CHECKING

from clerk.locale import _, ngettext
from clerk.ports import StoreUnavailable
from clerk.services.hand_over import HandoverState
from screens.error_boundary import note
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_LOOK_EVERY_SECONDS = 5
_SLOW_AFTER_SECONDS = 10


class HandoverWatch:
    """Delivers handovers after a visit has ended, and now and then what was left over; no key waits for it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._hand_over = screen.workstation.hand_over
        self._state = HandoverState(waiting=0, problem=None)
        self._delivering = False
        self._once_more = False
        self._seconds = 0

    def now(self) -> None:
        """Deliver what is due; where that is being done already, look once more right afterwards."""
        self._once_more = self._delivering
        if not self._delivering:
            self._delivering = True
            self._seconds = 0
            self._screen.background.alongside(self._hand_over.catch_up, self._delivered, self._failed)

    def _delivered(self, state: HandoverState) -> None:
        self._state = state
        self._ended()

    def _failed(self, error: Exception) -> None:
        # of a silent store the line speaks already, and a case that fails by a defect rests until its lease ends
        if not isinstance(error, StoreUnavailable):
            note(error)
        self._ended()

    def _ended(self) -> None:
        self._delivering = False
        if self._once_more:
            self._seconds = _LOOK_EVERY_SECONDS

    def tick(self) -> None:
        """A second has passed: look now and then."""
        self._seconds += 1
        if not self._delivering and self._seconds >= _LOOK_EVERY_SECONDS:
            self.now()

    def system_states(self) -> tuple[SystemState, ...]:
        """Return what is wrong and that the cases are safe; nothing while all is well."""
        if self._delivering and self._seconds >= _SLOW_AFTER_SECONDS:
            words = _("Der Übertragungsordner antwortet nicht. Die Vorgänge sind gespeichert.")
            return (SystemState(words, SystemLevel.DOWN),)
        if self._state.problem is None:
            return ()
        stored = ngettext(
            "{count} Vorgang gespeichert.", "{count} Vorgänge gespeichert.", self._state.waiting
        )
        words = f"{self._state.problem} {stored.format(count=self._state.waiting)}"
        return (SystemState(words, SystemLevel.DOWN),)
