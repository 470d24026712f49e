"""The style sheets of the program; their colours are the tokens of ``screens.theme``."""

from pathlib import Path
from typing import Final

_HERE = Path(__file__).parent

MODALS: Final = _HERE / "modals.tcss"

FIRST: Final = (_HERE / "base.tcss", _HERE / "widgets.tcss", _HERE / "sign_in.tcss")
"""What the first paint needs: to parse style sheets takes long."""

LATER: Final = (MODALS, _HERE / "desk.tcss")
"""What everything after the sign-in needs besides, in the order of precedence."""
