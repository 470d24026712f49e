"""Message sequence numbers of the simulated terminal (TLV 1F73, PA00P015 chapter 5)."""

from integrations.zvt.apdu import Apdu
from integrations.zvt.bcd import digits_of
from integrations.zvt.layout import dissect
from integrations.zvt.tlv import find

_LAST = 999_999


def sequence_of(message: Apdu) -> str | None:
    """The number that a message carries, six digits; None where there is none."""
    found = find(dissect(message).all_fields.tlv.items, 0x1F73)
    return digits_of(found.value) if found else None


class SequenceNumbers:
    """The numbers of both sides since they were agreed on; the terminal's own go on from command to command."""

    def __init__(self, *, agreed: bool = False) -> None:
        """Begin before the first number."""
        self.agreed = agreed
        self._own = 0
        self._last_command: str | None = None

    def next(self) -> str | None:
        """The number of the next message of the terminal; 999999 is followed by 000001; None if none are used."""
        if not self.agreed:
            return None
        self._own = self._own % _LAST + 1
        return f"{self._own:06d}"

    def is_repeated(self, command: Apdu) -> bool:
        """Tell whether this command came before: the same number as the last one."""
        number = sequence_of(command) if self.agreed else None
        repeated = number is not None and number == self._last_command
        self._last_command = number
        return repeated

    def echo(self, command: Apdu) -> str | None:
        """The number with which a command is acknowledged: its own."""
        return sequence_of(command) if self.agreed else None
