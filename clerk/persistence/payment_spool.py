"""What the store did not take: a synced local file per terminal, replayed later (payment rule 13)."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from clerk.domain.payment import Reason
from clerk.domain.payment_events import Lost, NothingWritten
from clerk.durable_files import sync_folder
from clerk.locale import _
from clerk.ports import StoreUnavailable


@dataclass(frozen=True, slots=True)
class SetAside:
    """One event that waits for the store; ``message`` is redacted hex."""

    payment: int
    event: Lost | NothingWritten
    message: str


class PaymentSpool:
    """The files of one machine, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which exists."""
        self._folder = folder

    def add(self, terminal: int, entry: SetAside) -> None:
        """Append an entry; when this returns it survives a power cut.

        Raises ``OSError`` where the file cannot take it, a full disk for one; the entries before it stay readable.
        """
        line = json.dumps(
            {
                "payment": entry.payment,
                "event": entry.event.word,
                "reason": entry.event.reason.value,
                "message": entry.message,
            }
        )
        descriptor = os.open(
            self._path(terminal), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        try:
            _write_whole(descriptor, b"\n" + line.encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(self._folder)

    def entries(self, terminal: int) -> tuple[SetAside, ...]:
        """Return what waits for a terminal, oldest first; a line cut off by a power cut is left out."""
        path = self._path(terminal)
        if not path.exists():
            return ()
        found = (_read(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
        return tuple(entry for entry in found if entry is not None)

    def clear(self, terminal: int) -> None:
        """Forget what waited for a terminal: the store has it."""
        self._path(terminal).unlink(missing_ok=True)
        sync_folder(self._folder)

    def _path(self, terminal: int) -> Path:
        return self._folder / f"terminal-{terminal}.spool"


def folder_refused() -> StoreUnavailable:
    """Return what to raise where the folder of payments does not take a file: a full disk, for one."""
    return StoreUnavailable(_("Der Ordner für Zahlungen lässt sich nicht beschreiben."))


def _write_whole(descriptor: int, line: bytes) -> None:
    """Write *line*; raises ``OSError`` if only a part of it found room.

    It begins with an end of line: what was cut off before it, by a power cut or a full disk, does not spoil it.
    """
    written = 0
    while written < len(line):
        written += os.write(descriptor, line[written:])


def _read(line: str) -> SetAside | None:
    try:
        values = json.loads(line)
        reason = Reason(values["reason"])
        event = Lost(reason) if values["event"] == Lost.word else NothingWritten(reason)
        return SetAside(int(values["payment"]), event, str(values["message"]))
    except (ValueError, KeyError, TypeError):
        return None
