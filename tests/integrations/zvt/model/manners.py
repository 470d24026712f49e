"""How a payment goes at the model terminal, and what it remembers of it."""

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
    """How a terminal behaves at one payment; seconds."""

    outcome: Outcome = Outcome.APPROVED
    keeps: bool = True
    shows_reversal: bool = False
    shows_idle: bool = False
    card_after: float = 2.0
    host_seconds: float = 3.0
    idle_abort: str = ACK
    mute_repeat: bool = False


@dataclass(eq=False)
class Entry:
    """A transaction: ``owner`` is the payment of ours it was made for, ``None`` for anybody else's."""

    owner: int | None
    visit: int | None
    cents: int
    receipt: int
    trace: int
    time: str
    reference: str | None = None
    reverses: int | None = None
    final: bool = False
    taken_back: bool = False

    @property
    def stands(self) -> bool:
        """Whether the customer has paid."""
        return self.final and not self.taken_back and self.reverses is None
