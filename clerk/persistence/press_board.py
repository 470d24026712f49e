"""Presses of *call next* that wait at the gate, for whoever is inside to answer together with their own.

When many counters press at once, each commit would wait for the disk in turn. So a press is written on a board
beside the database before it waits; who is in the gate answers all that hang there in the same transaction, and
the others find their answer by their request id when it is their turn, without a commit of their own.

The board decides nothing and may lose anything: a press that is not found there is answered in its turn.
"""

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from clerk.domain.people import Identity, Workplace

_LONGEST_BOARD = 65_536


@dataclass(frozen=True, slots=True)
class Press:
    """A press of *call next* as the queue sees it. ``areas`` are sorted; ``until`` is on the monotonic clock."""

    request: str
    site: int
    counter: int
    areas: tuple[str, ...]
    account: int
    until: float
    process: int

    @classmethod
    def at(cls, workplace: Workplace, identity: Identity, request_id: str, patience: float) -> Self:
        """Return a press at *workplace* whose program waits for so many seconds."""
        return cls(
            request=request_id,
            site=workplace.site,
            counter=workplace.counter,
            areas=tuple(sorted(workplace.skills)),
            account=identity.account,
            until=time.monotonic() + patience,
            process=os.getpid(),
        )


class PressBoard:
    """The board of one database file."""

    def __init__(self, database: Path) -> None:
        """Open the board beside *database* (mode 0600), creating it if needed."""
        path = database.with_name(database.name + ".presses")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def put_up(self, press: Press) -> None:
        """Hang *press* on the board; a short append is one piece for all processes."""
        os.write(self._file, json.dumps(asdict(press)).encode() + b"\n")

    def take_down(self) -> list[Press]:
        """Clear the board and return the presses somebody still waits for, first come first."""
        lines = os.pread(self._file, _LONGEST_BOARD, 0).splitlines()
        os.ftruncate(self._file, 0)
        presses = [press for press in map(_read, lines) if press is not None]
        return [press for press in presses if _is_awaited(press)]

    def close(self) -> None:
        """Close the board."""
        os.close(self._file)


def _read(line: bytes) -> Press | None:
    try:
        fields = json.loads(line)
        return Press(**(fields | {"areas": tuple(fields["areas"])}))
    except (ValueError, TypeError, KeyError):
        return None  # half a line, or one of another version: answered in its turn


def _is_awaited(press: Press) -> bool:
    if time.monotonic() > press.until:
        return False
    try:
        os.kill(press.process, 0)
    except ProcessLookupError:
        return False
    return True
