"""The files an import is asked to read: single ones, folders, and lists of files as the portals' dumps have them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from clerk.commands.problems import Problem
from clerk.domain.imported_service import Entry, UnreadableSource
from clerk.locale import _

INDEX = "index.txt"
_SUFFIXES = frozenset({".xml", ".json"})
_LARGEST_INDEX = 4 * 1024 * 1024
_LOOKED_AT = 512
_INVISIBLE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, with the name for reports."""

    path: Path
    name: str

    def entries(self, watch: Callable[[int], None]) -> Iterator[Entry]:
        """Yield what is in it, by what it begins with; tells *watch* the bytes read. Raises ``UnreadableSource``."""
        from integrations.dldb.reader import read_dldb
        from integrations.xzufi.reader import read_xzufi

        try:
            if not self.path.is_file():
                raise UnreadableSource(_("Die Datei gibt es nicht, oder es ist keine."))
            with self.path.open("rb") as stream:
                beginning = stream.read(_LOOKED_AT).lstrip(_INVISIBLE)
                stream.seek(0)
                watched = _Watched(stream, watch)
                if beginning.startswith(b"<"):
                    yield from read_xzufi(watched)
                elif beginning[:1] in {b"{", b"["}:
                    yield from read_dldb(watched)
                else:
                    raise UnreadableSource(_("Das ist weder XZuFi (XML) noch dldb (JSON)."))
        except OSError as error:
            raise UnreadableSource(
                _("Die Datei ist nicht lesbar ({reason}).").format(reason=error.strerror or error)
            ) from error

    @property
    def size(self) -> int:
        """Its bytes; 0 where it cannot be looked at."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def source_files(named: Sequence[Path]) -> list[SourceFile]:
    """Return the files to read; raises ``Problem`` for a name that leads nowhere.

    A folder stands for the files that its ``index.txt`` lists, without one for its ``.xml`` and ``.json`` files. Of a
    line of a list only the last part of its path or address counts: a list names files beside it, and no others.
    """
    found: list[SourceFile] = []
    for path in named:
        if not path.exists():
            raise Problem(_("„{path}“ gibt es nicht.").format(path=path))
        found += _files_of(path)
    if not found:
        raise Problem(_("Im Ordner liegt keine Datei, die auf .xml oder .json endet."))
    return found


def _files_of(path: Path) -> list[SourceFile]:
    try:
        if path.is_dir():
            index = path / INDEX
            files = sorted(file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES)
            return _listed(index) if index.is_file() else [SourceFile(file, file.name) for file in files]
        return _listed(path) if path.suffix.lower() == ".txt" else [SourceFile(path, path.name)]
    except (OSError, ValueError) as error:
        raise Problem(_("„{path}“ ist nicht lesbar.").format(path=path)) from error


def _listed(index: Path) -> list[SourceFile]:
    with index.open("rb") as file:
        text = file.read(_LARGEST_INDEX).decode(encoding="utf-8-sig")
    lines = (line.strip().replace("\\", "/").rpartition("/")[2] for line in text.splitlines())
    names = dict.fromkeys(name for name in lines if name and name not in {".", ".."} and "\0" not in name)
    return [SourceFile(index.parent / name, name) for name in names]


class _Watched:
    """A file that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, watch: Callable[[int], None]) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._watch(len(piece))
        return piece
