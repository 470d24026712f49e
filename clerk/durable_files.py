"""Files that are whole after a power cut: the old content or the new one, under its name."""

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, content: bytes, *, unfinished: str = ".") -> None:
    """Put *content* at *path* in one step, readable by this user only; ``sync_folder`` makes the name last too.

    Until then it lies beside under a name that begins with *unfinished* and ends in ``.part``. Raises ``OSError``; the
    old file is there then, and nothing else is.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=unfinished, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Bring names that came, went or changed in *folder* to disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
