"""Taking a settlement back: asked for by the clerk with a reason, confirmed by a second person, then carried out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clerk.domain.settlement import Way
from clerk.locale import _


class StornoState(StrEnum):
    """Where a request stands; ``CONFIRMED`` waits for the card terminal or the treasury."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DONE = "done"
    FAILED = "failed"


OPEN_STORNO = frozenset({StornoState.ASKED, StornoState.CONFIRMED})
"""Something is still to be decided or to be carried out."""


class Undoing(StrEnum):
    """How a settlement is taken back."""

    ENTRY = "entry"
    REVERSAL = "reversal"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class StornoRequest:
    """A settlement somebody wants taken back; ``numbers`` are its entries in the cash journal of ``counter``.

    ``cents`` is what they come to, ``payment`` the card payment, ``None`` for any other way. Accounts and UTC times
    of the two people; ``note`` is why it was refused or failed. ``reversal`` is the movement that gave the
    money back. ``at_terminal`` is whether the card terminal can still give it back, else only the treasury can.
    """

    id: int
    counter: int
    numbers: tuple[int, ...]
    cents: int
    way: Way
    reason: str
    asked_by: int
    asked_at: datetime
    undoing: Undoing
    state: StornoState = StornoState.ASKED
    payment: int | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    note: str = ""
    reversal: int | None = None
    at_terminal: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN_STORNO


def outlook(undoing: Undoing) -> str:
    """Return what will happen when the request is confirmed, to be read before it is asked for."""
    return {
        Undoing.ENTRY: _(
            "Nach der Bestätigung steht im Kassenbuch eine Gegenbuchung, und die Gebühr ist wieder offen."
        ),
        Undoing.REVERSAL: _(
            "Nach der Bestätigung wird die Zahlung am Kartenterminal storniert, die Karte braucht es dazu nicht. "
            "Danach ist die Gebühr wieder offen."
        ),
        Undoing.REFUND: _(
            "Am Terminal ist ein Storno nicht mehr möglich: Sein Kassenschnitt ist schon gelaufen, oder es hat zu der "
            "Zahlung keine Belegnummer genannt. Der Betrag geht als Gutschrift auf die vorgelegte Karte, "
            "oder die Kasse überweist ihn."
        ),
    }[undoing]
