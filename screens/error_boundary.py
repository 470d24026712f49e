"""Where errors of the program itself end: one sentence for the clerk, one line for the administrator, no data."""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from rich.text import Text

from clerk.locale import _

_LOG = logging.getLogger("clerk.screens")


def note(error: Exception) -> None:
    """Write to the technical log what kind of failure it was and where, never what it said."""
    _LOG.error("%s", _where(type(error), error.__traceback__))


def farewell() -> Text:
    """Return what stands in the terminal after the program ended by the exception being handled.

    Names the kind of the exception and the places in the code; never its message or a local value, which may
    hold personal data.
    """
    kind, _value, trace = sys.exc_info()
    where = _where(kind, trace)
    _LOG.critical("%s", where)
    return Text(
        "\n".join(
            (
                _(
                    "Das Programm hat einen Fehler gemacht und ist beendet. Alles Eingegebene ist gespeichert."
                ),
                _(
                    "Nach dem nächsten Start geht der Besuch hier weiter. Bitte der Fachadministration melden:"
                ),
                where,
            )
        )
    )


def _where(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-4:]]
    return f"{kind.__name__ if kind else '-'} {' > '.join(places)}"
