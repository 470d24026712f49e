"""A simulated terminal as a real process, and a cash register that speaks in bytes written by hand."""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from integrations.zvt.charsets import Charset
from integrations.zvt.sim_behaviour import DayEnd, LostAck, Scenario, change_behaviour, read_code
from integrations.zvt.sim_faults import Fault
from integrations.zvt.sim_foreign import pay_at_device
from integrations.zvt.sim_ledger import Transaction, read_ledger
from integrations.zvt.sim_settings import Settling, SimulatorSettings
from integrations.zvt.simulator import run
from tests.forked import Forked, fork_and_read_line

_READERS: Mapping[str, Callable[..., object]] = {
    "scenario": Scenario,
    "lost_ack": LostAck,
    "end_of_day": DayEnd,
    "settling_answers": Settling,
    "fault": Fault.parse,
    "result": read_code,
    "refuse": read_code,
    "lacks": tuple,
    **dict.fromkeys(("charset", "echoed_charset", "block_charset", "block_tag"), Charset),
}
ACK = "800000"
REGISTER_QUIET = "0600060000003a0978"
"""Intermediate status wanted, nothing printed by us, no TLV."""
REGISTER_PRINTING = "060010000000be09780301060626040a0206d3"


class SimulatedTerminal:
    """A simulator in a process of its own: where it listens, its ledger, its process."""

    def __init__(self, ledger: Path, **settings: object) -> None:
        """Start it; settings as in ``SimulatorSettings``, words and hex codes as text."""
        self.ledger = ledger
        self._settings = {"ack_wait": 1.0, **settings}
        self.process, self.port = _start(ledger, self._settings)

    def control(self, **words: str | None) -> None:
        """Change how it behaves from the next movement on, for example ``fault="cut@after-result"``.

        Words as in ``Behaviour``, codes in hex; None takes one away, those not named stay.
        """
        change_behaviour(self.ledger, **words)

    def pay_at_device(self, cents: int) -> None:
        """Let somebody else pay at the device; booked at the latest before the next command."""
        pay_at_device(self.ledger, cents)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(timeout=10)

    def wait_until_dead(self) -> None:
        """Wait until a fault has killed it, at most ten seconds."""
        assert self.process.wait(timeout=10) == -signal.SIGKILL

    def restart(self, **settings: object) -> None:
        """Switch it on again on the same port, with some settings changed; a running one loses its power first.

        Its behaviour is that of the settings again.
        """
        self.close()
        self._settings |= {"port": self.port, **settings}
        self.process, self.port = _start(self.ledger, self._settings)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(timeout=10)


def _start(ledger: Path, settings: Mapping[str, object]) -> tuple[Forked, int]:
    process, told = fork_and_read_line(_serve, ledger, dict(settings))
    return process, int(json.loads(told)["port"])


def _serve(ledger: Path, given: Mapping[str, object]) -> None:
    settings = {name: _READERS[name](value) if name in _READERS else value for name, value in given.items()}
    run(SimulatorSettings(ledger=ledger, **settings))  # type: ignore[arg-type]


@contextmanager
def simulated_terminal(ledger: Path, **settings: object) -> Iterator[SimulatedTerminal]:
    """Start a simulator in a process of its own, end it afterwards; settings as in ``SimulatorSettings``."""
    terminal = SimulatedTerminal(ledger, **settings)
    try:
        yield terminal
    finally:
        terminal.close()


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
        header = self._peek(3)
        long = header[2:3] == b"\xff"
        header = self._peek(5) if long else header
        length = int.from_bytes(header[3:5], "little") if long else (header[2] if len(header) == 3 else 0)
        whole = self._peek(len(header) + length)
        if len(header) < 3 or len(whole) < len(header) + length:
            return ""
        self._received = self._received[len(whole) :]
        return whole.hex()

    def command(self, text: str) -> list[str]:
        """Send a command, acknowledge all until 06 0F, 06 1E or the end of the line; return what came."""
        self.send(text)
        return self.follow()

    def follow(self) -> list[str]:
        """Acknowledge everything that comes until the command ends; return it without the first 80 00."""
        messages: list[str] = []
        while message := self.receive():
            if message[:4] == "8000":
                continue
            if message[:2] == "84":
                return [message]
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

    def start(self, text: str, until: str, *, answering: str = ACK) -> str:
        """Send a command and acknowledge up to, but not including, the first message that begins so; return it."""
        self.send(text)
        assert self.receive()[:4] == "8000"
        while not (received := self.receive()).startswith(until):
            assert received, f"the line ended before {until}"
            self.send(answering)
        return received

    def read_once(self) -> str:
        """Return what one read of the socket gives, as hex."""
        return self._socket.recv(4096).hex()

    def undelivered(self) -> str:
        """Bytes of a message that never became whole, as hex."""
        return self._received.hex()

    def stays_silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for so long."""
        self.be_patient_for(seconds)
        try:
            self.receive()
        except TimeoutError:
            return True
        finally:
            self.be_patient_for(10)
        return False

    def close(self) -> None:
        """Break the line."""
        self._socket.close()

    def _peek(self, count: int) -> bytes:
        """Return the next bytes, fewer at the end of the line; they stay received."""
        while len(self._received) < count:
            try:
                data = self._socket.recv(4096)
            except ConnectionResetError:
                data = b""
            if not data:
                break
            self._received += data
        return self._received[:count]


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


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most ten seconds."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def settled(ledger: Path) -> tuple[Transaction, ...]:
    """Wait until the terminal has decided about its last transaction; return all."""
    until(lambda: bool(entries := read_ledger(ledger)) and _is_decided(entries[-1]))
    return read_ledger(ledger)


def results(messages: list[str]) -> list[str]:
    """The 04 0F among the messages."""
    return [message for message in messages if message.startswith("040f")]


def _is_decided(entry: Transaction) -> bool:
    return entry.booked or entry.auto_reversed or entry.result != 0
