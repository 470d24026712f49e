"""The folder ``drafts`` of an office's catalogue: files of drafts, and ``import-state.json`` beside them.

The state is one object::

    {"format": 1, "drafts": {"dldb-120335": {"source": HASH, "draft": HASH, "beside": HASH, "pending": ""}}}

Hashes are SHA-256 as hex: of the description as imported, of the draft's file as last written, of the file last written
beside an edited draft, of a file that was about to be written (empty: none).
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from pathlib import Path

from clerk.catalogue.layers import DRAFTS
from clerk.domain.reimport import PlannedFile, RememberedDraft, settled
from clerk.durable_files import sync_folder
from clerk.locale import _
from clerk.ports import DraftsUnwritable

STATE_FILE = "import-state.json"
FORMAT = 1
_UNFINISHED = ".part"


class DraftFolder:
    """A ``DraftShelf`` in a folder of files, held by one import at a time (``open_drafts``)."""

    def __init__(self, folder: Path, remembered: Mapping[str, RememberedDraft]) -> None:
        self._folder = folder
        self._remembered = {
            draft_id: settled(draft_id, entry, self.standing) for draft_id, entry in remembered.items()
        }

    def remembered(self, draft_id: str) -> RememberedDraft:
        """Return what the last import kept of this draft, an empty one if there was none."""
        return self._remembered.get(draft_id, RememberedDraft())

    def standing(self, name: str) -> str | None:
        """Return the hash of the file called *name* as it is now, None without one."""
        try:
            return hash_of((self._folder / name).read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DraftsUnwritable(_sentence(error)) from error

    def lay_down(self, files: Sequence[PlannedFile]) -> None:
        """Put *files* into the folder, on disk when this returns, and remember them.

        All of them are whole on disk before the first takes its place, so a full disk leaves everything as it was. A
        crash in between leaves old and new files, each whole, and a state that knows the new ones as pending.
        """
        contents = {file.name: file.text.encode() for file in files}
        pending = {
            file.draft_id: replace(self.remembered(file.draft_id), pending=hash_of(contents[file.name]))
            for file in files
        }
        try:
            with self._on_disk(contents) as waiting:
                self._remember(pending)
                for temporary, name in waiting:
                    temporary.replace(self._folder / name)
                sync_folder(self._folder)
            self._remember({file.draft_id: file.remember for file in files})
        except OSError as error:
            raise DraftsUnwritable(_sentence(error)) from error

    def _remember(self, entries: dict[str, RememberedDraft]) -> None:
        with self._on_disk({STATE_FILE: _state(self._remembered | entries)}) as ((temporary, name),):
            temporary.replace(self._folder / name)
        sync_folder(self._folder)
        self._remembered |= entries

    @contextmanager
    def _on_disk(self, contents: Mapping[str, bytes]) -> Iterator[list[tuple[Path, str]]]:
        """Bring *contents* to disk under names of their own, gone again at the end unless somebody moved them."""
        waiting = [(self._folder / f".{name}{_UNFINISHED}", name) for name in contents]
        try:
            for temporary, name in waiting:
                with temporary.open("xb") as file:
                    file.write(contents[name])
                    file.flush()
                    os.fsync(file.fileno())
            yield waiting
        finally:
            for temporary, _name in waiting:
                temporary.unlink(missing_ok=True)


@contextmanager
def open_drafts(catalogue: Path) -> Iterator[DraftFolder]:
    """Open the drafts of the catalogue in *catalogue*, making their folder if needed.

    Raises ``DraftsUnwritable`` if another import runs, the folder cannot be written or its state cannot be read. What
    an import that was killed left unfinished is removed.
    """
    folder = catalogue / DRAFTS
    try:
        folder.mkdir(exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise DraftsUnwritable(_sentence(error)) from error
    try:
        _lock(descriptor)
        for left in folder.glob(f".*{_UNFINISHED}"):
            with suppress(OSError):
                left.unlink()
        yield DraftFolder(folder, _read_state(folder / STATE_FILE))
    finally:
        os.close(descriptor)


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of *content* as hex."""
    return hashlib.sha256(content).hexdigest()


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise DraftsUnwritable(_("In diesen Ordner importiert gerade jemand anders.")) from error


def _read_state(path: Path) -> dict[str, RememberedDraft]:
    try:
        content: object = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DraftsUnwritable(_sentence(error)) from error
    except (ValueError, RecursionError) as error:
        raise DraftsUnwritable(_unreadable_state(path)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DraftsUnwritable(_unreadable_state(path))
    drafts = content.get("drafts")
    if not isinstance(drafts, dict):
        raise DraftsUnwritable(_unreadable_state(path))
    return {draft_id: _remembered(entry, path) for draft_id, entry in drafts.items()}


def _remembered(entry: object, path: Path) -> RememberedDraft:
    if isinstance(entry, dict):
        hashes = {
            key: value for key, value in entry.items() if isinstance(key, str) and isinstance(value, str)
        }
        if hashes.keys() == {field.name for field in fields(RememberedDraft)}:
            return RememberedDraft(**hashes)
    raise DraftsUnwritable(_unreadable_state(path))


def _state(remembered: Mapping[str, RememberedDraft]) -> bytes:
    drafts = {draft_id: asdict(entry) for draft_id, entry in sorted(remembered.items())}
    return (json.dumps({"format": FORMAT, "drafts": drafts}, indent=1) + "\n").encode()


def _unreadable_state(path: Path) -> str:
    return _(
        "{path} ist nicht lesbar. Bitte aus der Sicherung holen; ohne die Datei gilt jeder Entwurf als bearbeitet."
    ).format(path=path)


def _sentence(error: OSError) -> str:
    return _("Der Ordner der Entwürfe ist nicht beschreibbar ({reason}).").format(
        reason=error.strerror or error
    )
