"""A simulated terminal as a real process, and a cash register that speaks in bytes written by hand."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
_PROGRAM = """
import json, sys
from pathlib import Path
from integrations.zvt.sim_settings import LostAck, Scenario, SimulatorSettings
from integrations.zvt.simulator import run

given = json.loads(sys.argv[2])
given["scenario"] = Scenario(given.get("scenario", "approve"))
given["lost_ack"] = LostAck(given.get("lost_ack", "keep"))
run(SimulatorSettings(ledger=Path(sys.argv[1]), **given))
"""
ACK = "800000"
REGISTER_QUIET = "0600060000003a0978"
"""Intermediate status wanted, nothing printed by us, no TLV."""
REGISTER_PRINTING = "060010000000be09780301060626040a0206d3"


@dataclass(frozen=True, slots=True)
class SimulatedTerminal:
    """A running simulator: where it listens, its ledger, its process."""

    port: int
    ledger: Path
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


@contextmanager
def simulated_terminal(ledger: Path, **settings: object) -> Iterator[SimulatedTerminal]:
    """Start a simulator in a process of its own, end it afterwards; settings as in ``SimulatorSettings``."""
    arguments = [sys.executable, "-c", _PROGRAM, str(ledger), json.dumps({"ack_wait": 1.0, **settings})]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield SimulatedTerminal(ready["port"], ledger, process)
        finally:
            process.kill()


class CashRegister:
    """A connection that sends hex and cuts what comes by its length byte, with none of the program's code."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._received = b""

    def be_patient_for(self, seconds: float) -> None:
        """Wait at most so long for what comes next; TimeoutError afterwards."""
        self._socket.settimeout(seconds)

    def send(self, text: str) -> None:
        """Send bytes written as hex."""
        self._socket.sendall(bytes.fromhex(text))

    def receive(self) -> str:
        """Return the next message as hex; ``""`` at the end of the line."""
        header = self._take(3)
        if len(header) < 3:
            return ""
        long = self._take(2) if header[2] == 0xFF else b""
        length = int.from_bytes(long, "little") if long else header[2]
        return (header + long + self._take(length)).hex()

    def command(self, text: str) -> list[str]:
        """Send a command, acknowledge all until 06 0F, 06 1E or the end of the line; return what came."""
        self.send(text)
        return self.follow()

    def follow(self) -> list[str]:
        """Acknowledge everything that comes until the command ends; return it without the first 80 00."""
        messages: list[str] = []
        while message := self.receive():
            if message[:2] in ("80", "84"):
                if message != ACK:
                    return [message]
                continue
            messages.append(message)
            self.send(ACK)
            if message[:4] in ("060f", "061e"):
                break
        return messages

    def wait_until_idle(self) -> None:
        """Ask how the terminal is until it is ready; fails after ten seconds."""
        deadline = time.monotonic() + 10
        while self.command("0501050000000302") != ["060f0100"]:
            assert time.monotonic() < deadline, "the terminal never became idle"

    def close(self) -> None:
        """Break the line."""
        self._socket.close()

    def _take(self, count: int) -> bytes:
        while len(self._received) < count:
            try:
                data = self._socket.recv(4096)
            except ConnectionResetError:
                data = b""
            if not data:
                return b""
            self._received += data
        taken, self._received = self._received[:count], self._received[count:]
        return taken


@contextmanager
def cash_register(port: int, registration: str | None = REGISTER_QUIET) -> Iterator[CashRegister]:
    """Connect, and register unless told not to."""
    register = CashRegister(port)
    try:
        if registration is not None:
            assert register.command(registration)[-1].startswith("060f")
        yield register
    finally:
        register.close()


@contextmanager
def connected(
    ledger: Path, registration: str | None = REGISTER_QUIET, **settings: object
) -> Iterator[CashRegister]:
    """Start a simulator and connect to it, for tests that need no more than one line."""
    with (
        simulated_terminal(ledger, **settings) as terminal,
        cash_register(terminal.port, registration) as line,
    ):
        yield line
