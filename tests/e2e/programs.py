"""What runs in a pseudo terminal, and how it is started as a person does."""

import fcntl
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol


class Program(Protocol):
    """What runs in the terminal; as ``subprocess.Popen`` has it."""

    @property
    def pid(self) -> int:
        """The process id."""
        ...

    def poll(self) -> int | None:
        """Return the exit status, ``None`` while it runs."""
        ...

    def wait(self, timeout: float) -> int:
        """Wait for its end."""
        ...

    def kill(self) -> None:
        """End it as a power cut does."""
        ...


Start = Callable[[Sequence[str], Mapping[str, str], Path | None, int], Program]
"""Starts a command with variables in a folder on a pseudo terminal."""


def spawn_on_terminal(
    argv: Sequence[str], env: Mapping[str, str], cwd: Path | None, terminal: int
) -> Program:
    """Run *argv* with exactly these variables; the pseudo terminal controls it and is its streams."""
    return subprocess.Popen(
        list(argv),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=env,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - the parent has one thread
    )
