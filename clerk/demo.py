"""The demo office: a store, a simulated card terminal and people who arrive, in a folder of one user.

The first process makes it, others join, the last one out cleans up. A process that was killed leaves the office
as it was: the next start goes on exactly there.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from clerk.locale import _
from clerk.settings import Settings, write_settings

FOLDER_VARIABLE = "CLERK_DEMO_DIR"
SETTINGS_FILE = "clerk.toml"
PASSWORD = "demo"  # noqa: S105 - the demo office is open to everybody
LOGINS = {
    "counter": "schalter",
    "info-desk": "infotheke",
    "team-lead": "leitung",
    "cash-supervisor": "kasse",
}
COUNTERS = {"counter": 1, "info-desk": 2, "team-lead": 3, "cash-supervisor": 3}


def demo_folder() -> Path:
    """Return the folder of the demo office: ``CLERK_DEMO_DIR``, else one in the user's runtime folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "clerk-demo"
    return Path(tempfile.gettempdir()) / f"clerk-demo-{os.getuid()}"


def run_demo(*, role: str, fresh: bool, language: str | None = None) -> int:
    """Start or join the demo office at the place of *role* (a key of ``LOGINS``, or its call board).

    Returns the exit status.

    *fresh* makes a new office unless somebody else is in it; *language* is that of the screens, the usual one if None.
    """
    folder = demo_folder()
    with _membership(folder, fresh=fresh):
        with _alone(folder / "set-up.lock"):
            settings = _set_up(folder)
        settings = replace(settings, language=language or settings.language)
        if role not in LOGINS:
            return _run_board(folder, settings)
        return _run(folder, replace(settings, counter=COUNTERS[role]), role)


def _run(folder: Path, settings: Settings, role: str) -> int:
    from clerk.bootstrap import Tour, run_workstation

    words = _("Übungsbüro: Das Kennwort lautet „{secret}“. Gedrucktes liegt als Datei in {folder}.")
    notice = words.format(secret=PASSWORD, folder=settings.prints_to)
    with _people_come(folder, settings):
        return run_workstation(settings, Tour(LOGINS[role], notice))


def _run_board(folder: Path, settings: Settings) -> int:
    from clerk.bootstrap import run_call_board

    with _people_come(folder, settings):
        return run_call_board(settings)


@contextmanager
def _people_come(folder: Path, settings: Settings) -> Iterator[None]:
    from clerk.demo_people import Arrivals

    arrivals = Arrivals(settings.store, folder / "arrivals.lock")
    arrivals.start()
    try:
        yield
    finally:
        arrivals.stop()


@contextmanager
def _membership(folder: Path, *, fresh: bool) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    members = (folder.parent / f"{folder.name}.members").open("a")
    try:
        if fresh and _is_only_one(members):
            _clean_up(folder)
            folder.mkdir(mode=0o700)
        fcntl.flock(members, fcntl.LOCK_SH)
        yield
    finally:
        if _is_only_one(members):
            _clean_up(folder)
            with suppress(FileNotFoundError):
                Path(members.name).unlink()
        members.close()


def _is_only_one(members: IO[str]) -> bool:
    try:
        fcntl.flock(members, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _set_up(folder: Path) -> Settings:
    settings = Settings(store=folder / "buergerbuero.db", printer_folder=folder / "ausdrucke")
    is_new = not settings.store.exists()
    port = _terminal_port(folder)
    from clerk.demo_people import furnish, point_terminal_to

    if is_new:
        furnish(settings.store, PASSWORD, port)
        # CLERK_CONFIG with this file leads every other command to the demo office
        write_settings(folder / SETTINGS_FILE, settings)
    else:
        point_terminal_to(settings.store, port)
    return settings


def _terminal_port(folder: Path) -> int:
    """Return the port of the simulated terminal, started if it does not run."""
    note = folder / "terminal.json"
    with suppress(FileNotFoundError, json.JSONDecodeError, ProcessLookupError, PermissionError):
        known = json.loads(note.read_text())
        os.kill(known["pid"], 0)
        return int(known["port"])
    command = [
        sys.executable,
        "-m",
        "clerk",
        "terminal",
        "simulate",
        "--ledger",
        str(folder / "terminal.jsonl"),
    ]
    simulator = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "TZ": "Europe/Berlin"},
        text=True,
    )
    if simulator.stdout is None:
        raise RuntimeError
    ready = json.loads(simulator.stdout.readline())
    note.write_text(json.dumps({"pid": simulator.pid, "port": ready["port"]}))
    return int(ready["port"])


def _clean_up(folder: Path) -> None:
    with suppress(FileNotFoundError, json.JSONDecodeError, ProcessLookupError, PermissionError):
        os.kill(json.loads((folder / "terminal.json").read_text())["pid"], signal.SIGTERM)
    shutil.rmtree(folder, ignore_errors=True)
