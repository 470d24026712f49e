"""How a movement goes at the model terminal, and what it remembers of it."""

from dataclasses import dataclass
from enum import Enum

ACK = "800000"


class Outcome(Enum):
    """How a payment goes."""

    APPROVED = "approved"
    WRONG_PIN_FIRST = "a bad result, then a good one"
    DECLINED = "declined, ended by 06 1E"
    DECLINED_COMPLETED = "declined, ended by 06 0F"
    NO_CARD = "nobody shows a card"
    REFUSED = "84 9C"
    OTHER_AMOUNT = "approved with another amount than asked"
    REPEATED_FIRST = "the 04 0F of the transaction before is sent once more"


@dataclass(frozen=True)
class Manner:
    """How a terminal behaves at one movement; seconds.

    ``settling``: so long afterwards it names the transaction before and says that it is idle. At an end of day
    ``restarts``: its numbers begin again; ``deaf``: so long it hears nothing (27 E0).
    """

    outcome: Outcome = Outcome.APPROVED
    keeps: bool = True
    shows_reversal: bool = False
    shows_idle: bool = False
    card_after: float = 2.0
    host_seconds: float = 3.0
    idle_abort: str = ACK
    mute_repeat: bool = False
    settling: float = 0.0
    restarts: bool = False
    deaf: float = 0.0


@dataclass(eq=False)
class Entry:
    """A transaction: ``owner`` is the movement of ours it was made for, ``None`` for anybody else's.

    ``kind`` is ``payment``, ``reversal`` or ``refund``; ``reverses`` the trace of what it took back, which is
    ``given_back`` from then on if that was us or somebody at the device, or ``taken_back`` if it was the terminal.
    """

    owner: int | None
    visit: int | None
    cents: int
    receipt: int
    trace: int
    time: str
    period: int
    kind: str = "payment"
    reference: str | None = None
    reverses: int | None = None
    final: bool = False
    taken_back: bool = False
    given_back: bool = False

    @property
    def happened(self) -> bool:
        """Whether it was done in the end, whatever was done about it later."""
        return self.final and not self.taken_back

    @property
    def stands(self) -> bool:
        """Whether a customer has paid."""
        return self.happened and not self.given_back and self.kind == "payment"


@dataclass(frozen=True)
class Day:
    """A closed day, ``owner`` is the end of day of ours that closed it."""

    owner: int | None
    time: str
    first: int
    last: int
    count: int
    cents: int
