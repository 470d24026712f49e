"""The place where the program says what just happened: a row of its own under the stage."""

from enum import StrEnum

from textual.timer import Timer
from textual.widgets import Static

from screens.text import safe

_SHOWN_SECONDS = 8.0


class Weight(StrEnum):
    """How serious a message is; the sign says it beside the colour."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class MessageLine(Static):
    """Shows one sentence for a few seconds; nothing on the screen moves for it."""

    def __init__(self) -> None:
        super().__init__(id="message")
        self._timer: Timer | None = None

    def say(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Show *sentence* in the place of the one before."""
        sign = "" if weight is Weight.INFO else "! "
        self.update(safe(sign + sentence))
        for other in Weight:
            self.set_class(other is weight, f"-{other}")
        self.display = True
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SHOWN_SECONDS, self.clear)

    def leave_step(self) -> None:
        """Take away what belonged to the step just left; an error stays its time."""
        if not self.has_class(f"-{Weight.ERROR}"):
            self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.display = False
