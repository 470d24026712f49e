"""The text of a file of which nobody knows what wrote it."""

import codecs

from clerk.domain.appointment import UnreadableAppointments
from clerk.locale import _

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(content: bytes) -> str:
    """Return *content* as text: UTF-8 or UTF-16 by its mark, UTF-8 without one, else Windows-1252 as Excel writes it.

    Raises ``UnreadableAppointments`` for what is no text in any of them.
    """
    marked = next((encoding for mark, encoding in _MARKED if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableAppointments(_("Das ist keine Textdatei. Erwartet wird CSV oder iCalendar (.ics)."))
