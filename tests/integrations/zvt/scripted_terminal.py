"""A terminal that says exactly what a test wants, byte for byte, and remembers all it hears."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


def written(control: str, body: str = "") -> str:
    """Return a message as hex, its length byte worked out; up to 254 bytes."""
    return f"{control}{len(body) // 2:02x}{body}"


ACK = "800000"
TID_FIELD = "2952500001"
APPROVAL = written("040f", f"270004000000002740{TID_FIELD}0b0001020c1030050d112387004288000502")
OLDER = APPROVAL.replace("870042", "870041").replace("0b000102", "0b000101")
WRONG_PIN = written("040f", f"2737{TID_FIELD}0b000103")
STOPPED = written("040f", f"276c{TID_FIELD}")
COMPLETED = written("060f")
ABORTED = written("061e", "6c")
PRINT_LINE = written("06d1", "4042454c4547")
REGISTERED = written("060f", f"1900{TID_FIELD}490978")


@dataclass
class Peer:
    """One connection, seen from the terminal."""

    connection: socket.socket
    heard: list[str]
    buffered: bytes = b""

    def send(self, text: str) -> None:
        """Send bytes written as hex."""
        with contextlib.suppress(OSError):
            self.connection.sendall(bytes.fromhex(text))

    def hear(self, seconds: float = 5.0) -> str:
        """Return the next message as hex; ``""`` at the end of the line or after *seconds* of silence."""
        while (length := self._whole()) is None:
            try:
                self.connection.settimeout(seconds)
                data = self.connection.recv(4096)
            except OSError:
                data = b""
            if not data:
                return ""
            self.buffered += data
        message, self.buffered = self.buffered[:length].hex(), self.buffered[length:]
        self.heard.append(message)
        return message

    def ask(self, text: str) -> str:
        """Send a message and return the answer."""
        self.send(text)
        return self.hear()

    def _whole(self) -> int | None:
        if len(self.buffered) < 3 or len(self.buffered) < 3 + self.buffered[2]:
            return None
        return 3 + self.buffered[2]


Play = Callable[[Peer], None]


def register(peer: Peer) -> None:
    """06 00: accepted."""
    peer.send(ACK)
    peer.ask(REGISTERED)


def nothing_before(peer: Peer) -> None:
    """06 20: there is no transaction."""
    peer.send(ACK)
    peer.ask("061e0183")


def repeats(result: str) -> Play:
    """06 20: the last transaction is *result*."""

    def play(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(result)
        peer.ask(COMPLETED)

    return play


def says_status(status: str) -> Play:
    """05 01: the terminal is in *status*."""

    def play(peer: Peer) -> None:
        peer.send(ACK)
        peer.ask(f"060f01{status}")

    return play


def answers(text: str) -> Play:
    """One answer and nothing more."""
    return lambda peer: peer.send(text)


def mute(peer: Peer) -> None:
    """Nothing, until the other side hangs up."""
    peer.hear(30)


def hangs_up(peer: Peer) -> None:
    """The line breaks."""
    peer.connection.close()


USUAL: Mapping[str, Play] = {
    "0600": register,
    "0620": repeats(OLDER),
    "0501": says_status("00"),
    "06b0": answers(ACK),
    "0601": mute,
}


class Dialogue:
    """A payment dialogue of given messages; ``answers`` is what they were answered with."""

    def __init__(self, *messages: str, then: Play | None = None) -> None:
        self._messages = messages
        self._then = then
        self.answers: list[str] = []

    def __call__(self, peer: Peer) -> None:
        """Accept, send one message after the other, each after the answer to the one before."""
        peer.send(ACK)
        for message in self._messages:
            self.answers.append(peer.ask(message))
        if self._then is not None:
            self._then(peer)


@dataclass
class ScriptedTerminal:
    """Plays its script: what to do for each command, by control field."""

    script: dict[str, Play]
    port: int = 0
    heard: list[str] = field(default_factory=list)

    def times(self, control: str) -> int:
        """How often a command was heard."""
        return sum(message.startswith(control) for message in self.heard)


@contextmanager
def scripted_terminal(**script: Play) -> Iterator[ScriptedTerminal]:
    """Serve on a port of its own; commands as ``x0601=play`` override the usual ones."""
    terminal = ScriptedTerminal({**USUAL, **{name.removeprefix("x"): play for name, play in script.items()}})
    server = socket.create_server(("127.0.0.1", 0))
    terminal.port = server.getsockname()[1]
    threads: list[threading.Thread] = []

    def serve_one(connection: socket.socket) -> None:
        with connection:
            peer = Peer(connection, terminal.heard)
            while command := peer.hear(30):
                terminal.script[command[:4]](peer)

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            thread = threading.Thread(target=serve_one, args=(connection,), daemon=True)
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=serve, daemon=True)
    accepting.start()
    try:
        yield terminal
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for thread in (accepting, *threads):
            thread.join(timeout=5)
