"""Presses of *call next* that wait at the gate, for whoever is inside to answer together with their own.

When many counters press at once, each commit would wait for the disk in turn. So a press is hung on a board in
shared memory before it waits. Who is inside answers all that hang there in one transaction, and hangs the answers
beside them after the commit: the others find theirs when it is their turn, and need not go in.

The board decides nothing and may lose anything: the store knows every answer by its request id.
"""

import json
import mmap
import os
import struct
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from clerk.domain.people import Identity, Workplace
from clerk.ports import Called, Claim

_COUNTERS = 64
"""Counters share a place where there are more; what is hung up later then covers what hung there before."""
_PLACES = 2 * _COUNTERS
_PLACE_BYTES = 512
_LABEL = struct.Struct("<II")
_PRESS_LABELS = struct.Struct(f"<{2 * _COUNTERS}I")
"""Length and checksum of what hangs at each place, all together in front; length 0 means nothing."""
_FIRST_PLACE = _PLACES * _LABEL.size
_EMPTY = _LABEL.pack(0, 0)

_Fields = list[object]


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
    """The board of one database file: a memory map of a file beside it (mode 0600)."""

    def __init__(self, database: Path) -> None:
        """Open the board, creating it if needed."""
        path = database.with_name(database.name + ".presses")
        size = _FIRST_PLACE + _PLACES * _PLACE_BYTES
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.ftruncate(file, size)
            self._memory = mmap.mmap(file, size)
        finally:
            os.close(file)

    def put_up(self, press: Press) -> None:
        """Hang *press* on the board."""
        fields = [
            press.request,
            press.site,
            press.counter,
            press.areas,
            press.account,
            press.until,
            press.process,
        ]
        self._write(press.counter % _COUNTERS, fields)

    def take_down(self) -> list[Press]:
        """Clear the board and return the presses somebody still waits for, first come first."""
        labels = _PRESS_LABELS.unpack_from(self._memory)
        self._memory[: _PRESS_LABELS.size] = bytes(_PRESS_LABELS.size)
        found = (
            self._read(place, length, checksum)
            for place, (length, checksum) in enumerate(zip(labels[::2], labels[1::2], strict=True))
            if length
        )
        presses = [_press(text) for text in found if text is not None]
        return sorted(filter(_is_awaited, presses), key=lambda press: press.until)

    def put_up_answer(self, press: Press, called: Called) -> None:
        """Hang a committed answer on the board."""
        fields = [press.request, called.claim.visit, called.claim.epoch, called.ticket]
        self._write(_COUNTERS + press.counter % _COUNTERS, fields)

    def answer_to(self, press: Press) -> Called | None:
        """Return the answer to *press* if it hangs there."""
        place = _COUNTERS + press.counter % _COUNTERS
        text = self._read(place, *_LABEL.unpack_from(self._memory, place * _LABEL.size))
        if text is None:
            return None
        request, visit, epoch, ticket = json.loads(text)
        if request != press.request:
            return None
        return Called(Claim(visit, press.counter, epoch, press.account), ticket)

    def close(self) -> None:
        """Close the board."""
        self._memory.close()

    def _write(self, place: int, fields: _Fields) -> None:
        """Hang *fields* at *place*, the label last; what does not fit is left out."""
        text = json.dumps(fields).encode()
        label, body = place * _LABEL.size, _FIRST_PLACE + place * _PLACE_BYTES
        self._memory[label : label + _LABEL.size] = _EMPTY
        if len(text) <= _PLACE_BYTES:
            self._memory[body : body + len(text)] = text
            self._memory[label : label + _LABEL.size] = _LABEL.pack(len(text), zlib.crc32(text))

    def _read(self, place: int, length: int, checksum: int) -> bytes | None:
        """Return what hangs at *place*; ``None`` for nothing, and for what is half written at this moment."""
        body = _FIRST_PLACE + place * _PLACE_BYTES
        text = self._memory[body : body + length]
        return text if length and zlib.crc32(text) == checksum else None


def _press(text: bytes) -> Press:
    request, site, counter, areas, account, until, process = json.loads(text)
    return Press(request, site, counter, tuple(areas), account, until, process)


def _is_awaited(press: Press) -> bool:
    """Tell whether the program that pressed still waits."""
    if time.monotonic() > press.until:
        return False
    try:
        os.kill(press.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it runs, as somebody else
    return True
