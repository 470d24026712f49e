"""A line to a terminal, whatever it is made of: whole messages out, whole messages in, bounded in time."""

from collections.abc import Awaitable, Callable
from typing import Protocol, Self

from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt.apdu import Apdu


class Unreachable(Exception):  # noqa: N818
    """No connection could be made; nothing was sent. The message says what to do, if anything is known."""


class Silence(Exception):  # noqa: N818
    """The terminal said nothing for as long as it may be silent."""


class LineCut(Exception):  # noqa: N818
    """The connection broke; what was sent last may or may not have arrived."""


class Connection(Protocol):
    """An open line. Terminals close idle ones after a second or two: use one per command."""

    async def send(self, apdu: Apdu) -> None:
        """Send a message; raises ``LineCut``, after which it is unknown how much of it arrived."""

    async def receive(self, seconds: float) -> Apdu:
        """Return the next message, waiting at most *seconds*; raises ``Silence``, ``LineCut``.

        May be cancelled without losing bytes.
        """

    async def close(self) -> None:
        """Close, giving the last message a moment to leave."""

    async def __aenter__(self) -> Self:
        """Return the connection itself; the block's end closes it."""

    async def __aexit__(self, *_error: object) -> None:
        """Close."""


Dial = Callable[[TerminalProfile], Awaitable[Connection]]
"""How a terminal is reached: returns an open connection, raises ``Unreachable``."""
