"""Programs in processes of their own that start at once: forked from a process that has imported everything.

Importing the whole program takes more than a second of processor time, forking takes milliseconds. What is forked
runs the same code as a new interpreter, shares nothing with the test, can be killed, and tells its exit status.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.preloaded"])


class Forked:
    """A process that carries out a function of a module; used like ``subprocess.Popen``."""

    def __init__(self, work: Callable[..., None], *arguments: object) -> None:
        """Start it; *arguments* are pickled."""
        self._process = CONTEXT.Process(target=work, args=arguments, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return the exit status, negative after a signal, ``None`` while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Wait for its end and return the exit status; ``subprocess.TimeoutExpired`` after so many seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self._process), timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def fork_on_terminal(argv: Sequence[str], env: Mapping[str, str], cwd: Path | None, terminal: int) -> Forked:
    """Run ``python -m`` *argv* with exactly these variables; the pseudo terminal controls it and is its streams."""
    return Forked(
        _on_terminal, os.ttyname(terminal), list(argv), dict(env), None if cwd is None else str(cwd)
    )


def _on_terminal(terminal: str, argv: list[str], env: dict[str, str], cwd: str | None) -> None:
    os.setsid()
    line = os.open(terminal, os.O_RDWR)  # the first a session opens is the one that controls it
    for stream in range(3):
        os.dup2(line, stream)
    os.close(line)
    _open_streams_anew()
    if cwd is not None:
        os.chdir(cwd)
    run_module(argv, env)


def run_module(argv: Sequence[str], env: Mapping[str, str]) -> None:
    """Be ``python -m`` *argv* with exactly these variables."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = list(argv)
    runpy.run_module(argv[0], run_name="__main__", alter_sys=True)


def fork_and_read_line(work: Callable[..., None], *arguments: object) -> tuple[Forked, str]:
    """Carry out *work* in a process of its own; return it with the first line of its standard output."""
    reader, writer = CONTEXT.Pipe(duplex=False)
    process = Forked(_telling, writer, work, *arguments)
    writer.close()
    with reader, os.fdopen(os.dup(reader.fileno()), encoding="utf-8") as told:
        return process, told.readline()


def _telling(told: Connection, work: Callable[..., None], *arguments: object) -> None:
    os.dup2(told.fileno(), 1)
    told.close()
    _open_streams_anew()
    work(*arguments)


def _open_streams_anew() -> None:
    """Let the objects of the standard streams know what is behind them now."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        stream = open(number, mode, buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
        vars(sys)[name] = vars(sys)[f"__{name}__"] = stream
