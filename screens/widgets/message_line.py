"""The place where the program says what just happened: a row of its own under the stage."""

from enum import StrEnum

from textual.timer import Timer
from textual.widgets import Static

from screens.text import safe

_SHOWN_SECONDS = 8.0
_READ_SECONDS = 3.0


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
        self._unread: Timer | None = None
        self._mentioned = ""

    def mention(self, sentence: str) -> None:
        """Show a sentence that can wait: not before the one shown now could be read."""
        if self._unread is None:
            self.say(sentence)
        else:
            self._mentioned = sentence

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
        if self._unread is not None:
            self._unread.stop()
        self._unread = self.set_timer(_READ_SECONDS, self._was_read)

    def leave_step(self) -> None:
        """Take away what belonged to the step just left; an error stays its time."""
        if not self.has_class(f"-{Weight.ERROR}"):
            self.clear()

    def clear(self) -> None:
        """Show nothing, or what had to wait."""
        self.display = False
        self._was_read()

    def _was_read(self) -> None:
        if self._unread is not None:
            self._unread.stop()
            self._unread = None
        waited, self._mentioned = self._mentioned, ""
        if waited:
            self.say(waited)
