"""Noticing a store that was restored from a backup: how far its journal had come stands in a file beside it."""

from contextlib import suppress
from pathlib import Path

from clerk.durable_files import replace_file


class HighWaterMark:
    """The newest payment of each terminal, in *folder*, which is not part of the store (payment rule 14)."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which exists."""
        self._folder = folder

    def raise_to(self, terminal: int, payment: int) -> None:
        """Remember that *payment* was begun; when this returns it survives a power cut. Raises ``OSError``."""
        replace_file(self._path(terminal), str(payment).encode())

    def is_above(self, terminal: int, newest: int) -> bool:
        """Tell whether a later payment than *newest* was begun here once: the store has forgotten it."""
        with suppress(FileNotFoundError, ValueError):
            return int(self._path(terminal).read_text()) > newest
        return False

    def _path(self, terminal: int) -> Path:
        return self._folder / f"terminal-{terminal}.mark"
