"""A file of JSON lines that is whole after ``kill -9``: every line is synced before the next thing happens."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path


def append_row(path: Path, row: Mapping[str, object]) -> None:
    """Add a line; it is on disk when this returns."""
    with path.open("ab") as file:
        file.write(json.dumps(row).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    """Yield the whole lines; the file is not touched, so somebody may be just writing the last one."""
    content = path.read_bytes() if path.exists() else b""
    for line in _whole_lines(content).splitlines():
        row: object = json.loads(line)
        if isinstance(row, dict):
            yield row


def cut_torn_row(path: Path) -> None:
    """Cut off a last line that was torn by a crash; only its writer may do that."""
    if not path.exists():
        return
    content = path.read_bytes()
    if _whole_lines(content) != content:
        path.write_bytes(_whole_lines(content))


def _whole_lines(content: bytes) -> bytes:
    return content[: content.rfind(b"\n") + 1]
