"""The simulated card terminal as a program of its own: ``clerk terminal simulate``."""

import asyncio
import contextlib
import json
import sys
from pathlib import Path
from time import monotonic

from integrations.zvt.apdu import Apdu
from integrations.zvt.sim_behaviour import Scenario, control_file
from integrations.zvt.sim_commands import handle
from integrations.zvt.sim_line import Line
from integrations.zvt.sim_settings import SimulatorSettings
from integrations.zvt.sim_terminal import Terminal

_WATCH_SECONDS = 0.05


def run(settings: SimulatorSettings) -> None:
    """Serve until the process or the folder of its ledger is gone; Ctrl+C ends it quietly. See :func:`serve`."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(settings))


async def serve(settings: SimulatorSettings) -> None:
    """Be a card terminal on TCP until cancelled, or until the folder of its ledger was deleted.

    When ready, one JSON line on standard output tells ``event`` (``listening``), ``host``, ``port``,
    ``ledger`` and ``control``, the file through which the scenario is changed.

    Raises:
        OSError: the port is taken.
    """
    door = _Door(Terminal(settings))
    port = await door.open(settings.port)
    ready = {
        "event": "listening",
        "host": settings.host,
        "port": port,
        "ledger": str(settings.ledger),
        "control": str(control_file(settings.ledger)),
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    try:
        await door.watch(port)
    finally:
        await door.shut()


class _Home:
    """The folder of the ledger. Somebody who deletes it by hand has forgotten the terminal that lives there."""

    def __init__(self, settings: SimulatorSettings) -> None:
        self._folder = settings.ledger.parent
        self._pause = settings.look_around
        self._identity = _identity(self._folder)
        self._next_look = monotonic() + self._pause

    def is_gone(self) -> bool:
        """Tell whether it was missing, or another one of the same name, when it was last looked for."""
        if monotonic() < self._next_look:
            return False
        self._next_look = monotonic() + self._pause
        return _identity(self._folder) != self._identity


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


class _Door:
    """The listening port: closed while the terminal is switched off, open on the same number otherwise."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._home = _Home(terminal.settings)
        self._server: asyncio.Server | None = None
        self._lines: set[Line] = set()
        self._connections: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, port: int) -> int:
        """Listen and return the port number."""
        self._server = await asyncio.start_server(self._answer, self._terminal.settings.host, port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    def close(self) -> None:
        """Stop listening and break every line."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in tuple(self._lines):
            line.cut()

    async def shut(self) -> None:
        """Close for good, and wait a moment until every connection has noticed."""
        self.close()
        if self._connections:
            await asyncio.wait(self._connections, timeout=1)

    async def watch(self, port: int) -> None:
        """Switch off and on as scenario and end of day say, until nobody keeps the ledger any more."""
        while not self._home.is_gone() or self._terminal.is_busy:
            self._terminal.book_foreign()
            off = self._terminal.control.now.scenario is Scenario.SWITCHED_OFF or self._terminal.is_rebooting
            if off and self._server is not None:
                self.close()
            elif not off and self._server is None:
                await self.open(port)
            await asyncio.sleep(_WATCH_SECONDS)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._terminal.control.now.scenario is Scenario.HANG_UP:
            writer.close()
            return
        line = Line(reader, writer, self._terminal.settings)
        connection = asyncio.current_task()
        self._lines.add(line)
        if connection is not None:
            self._connections.add(connection)
            connection.add_done_callback(self._connections.discard)
        try:
            async for apdu in line.commands():
                self._start(line, apdu)
        finally:
            self._lines.discard(line)

    def _start(self, line: Line, apdu: Apdu) -> None:
        """Carry out a command beside the reading: its own acknowledgements come over the same line."""
        task = asyncio.create_task(handle(self._terminal, line, apdu))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
