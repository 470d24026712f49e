"""Pasted text is text: nothing in it may act as a key.

Textual reads escape sequences inside a bracketed paste as keys pressed before it: a name copied from an e-mail
could press F12. Here they are gone before Textual looks.
"""

from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

from clerk.domain.plain_text import clean

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


class PasteParser(XTermParser):
    """Textual's reader of what the terminal sends, with pasted text cleaned."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._cleaner = PasteCleaner()

    def feed(self, data: str) -> Iterable[Message]:
        """Read *data*; empty data is the end of the input."""
        cleaned = self._cleaner.clean(data)
        # an empty text would tell Textual that the terminal has gone
        return super().feed(cleaned) if cleaned or not data else ()


class PasteCleaner:
    """Cleans what stands between the marks of a paste, in whatever pieces the input comes."""

    def __init__(self) -> None:
        self._passed_on = ""
        self._pasted: str | None = None

    def clean(self, data: str) -> str:
        """Return *data* as it may be read; a paste that has not ended is kept back."""
        ready = ""
        while data:
            part, data = self._pasted_part(data) if self._pasted is not None else self._typed_part(data)
            ready += part
        return ready

    def _typed_part(self, data: str) -> tuple[str, str]:
        seen = self._passed_on + data
        begin = seen.find(_BEGIN)
        if begin < 0:
            self._passed_on = seen[-len(_BEGIN) + 1 :]
            return data, ""
        self._pasted = ""
        cut = begin + len(_BEGIN) - len(self._passed_on)
        self._passed_on = ""
        return data[:cut], data[cut:]

    def _pasted_part(self, data: str) -> tuple[str, str]:
        text, end, after = ((self._pasted or "") + data).partition(_END)
        if not end:
            self._pasted = text
            return "", ""
        self._pasted = None
        # a terminal sends line breaks as returns, which end a line of a form and are no text
        lines = (clean(line, multiline=True) for line in text.split("\r"))
        return "\r".join(lines) + _END, after


def tame() -> None:
    """Let the programs of this process read pasted text as text; Textual offers no other way in."""
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
