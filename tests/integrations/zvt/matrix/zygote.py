"""A warm process that forks the programs of a run: importing them takes a second, forking them milliseconds."""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[4]


class Zygote:
    """Starts programs by forking; each is a process of its own that may be killed."""

    def __init__(self) -> None:
        """Start it; returns when everything is imported."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def start(self, program: str, given: Mapping[str, object]) -> int:
        """Start ``simulator`` or ``client``; return its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"program": program, "given": given}) + "\n")
        self._process.stdin.flush()
        return int(self._read())

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def is_alive(process: int) -> bool:
    """Tell whether a process that the zygote started still runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def serve() -> None:
    """Fork what standard input asks for, one JSON line each, until it ends; children are not waited for."""
    from tests.integrations.zvt.matrix import programs  # noqa: PLC0415 - this is what takes a second

    programs.warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(programs.PROGRAMS[order["program"]], order["given"])
        print(child, flush=True)


def _run(program: object, given: dict[str, object]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sink = os.open(os.devnull, os.O_RDWR)
    os.dup2(sink, 0)
    os.dup2(sink, 1)
    try:
        program(given)  # type: ignore[operator]
    except BaseException:  # noqa: BLE001 - a fork must never come back
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    serve()
