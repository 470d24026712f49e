"""The style sheets of the program; their colours are the tokens of ``screens.theme``."""

from pathlib import Path, PurePath
from typing import Final

_HERE = Path(__file__).parent

STYLE_SHEETS: Final[list[str | PurePath]] = [
    _HERE / "base.tcss",
    _HERE / "widgets.tcss",
    _HERE / "modals.tcss",
]
"""What an app puts into ``CSS_PATH``, in the order of precedence."""
