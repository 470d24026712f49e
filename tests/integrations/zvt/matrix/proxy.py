"""A line between cash register and terminal that looks at every message and can fail at any of them."""

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

CASH_REGISTER, TERMINAL = "cash register", "terminal"


class Pass(StrEnum):
    """What becomes of a message."""

    ON = "it goes on"
    HELD = "it is held back, then the fault happens"
    PASSED = "it goes on, then the fault happens"


@dataclass(frozen=True)
class Seen:
    """A message on its way: who sent it, which command the connection carries, which message it answers."""

    sender: str
    command: str
    control: str
    answers: str
    number: int


Judge = Callable[[Seen], Pass]


@dataclass
class Proxy:
    """Listens for the cash register; every connection of it becomes one to the terminal.

    ``judge`` decides about each message, ``fault`` is what happens when it says so. Both may be set anew.
    """

    terminal: int
    judge: Judge = field(default=lambda _seen: Pass.ON)
    fault: Callable[[], None] = field(default=lambda: None)
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._ends: list[socket.socket] = []
        self._turn = threading.RLock()
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def cut(self) -> None:
        """Break every connection."""
        with self._turn:
            pairs, self._pairs = self._pairs, []
        for one in (end for pair in pairs for end in pair):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def drain(self) -> None:
        """Wait until all that a cash register said before its end has been passed on, its fault included."""
        for thread in self._threads[1:]:
            thread.join()

    def close(self) -> None:
        """Break everything and listen no more."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
        for thread in self._threads:
            thread.join(timeout=5)
        for end in self._ends:
            end.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            try:
                terminal = socket.create_connection(("127.0.0.1", self.terminal), timeout=5)
            except OSError:
                client.close()
                continue
            terminal.settimeout(None)
            self._pairs.append((client, terminal))
            self._ends += [client, terminal]
            talk = _Talk()
            for sender, source, target in ((CASH_REGISTER, client, terminal), (TERMINAL, terminal, client)):
                thread = threading.Thread(target=self._pump, args=(sender, source, target, talk), daemon=True)
                thread.start()
                self._threads.append(thread)

    def _pump(self, sender: str, source: socket.socket, target: socket.socket, talk: "_Talk") -> None:
        buffered = b""
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                buffered += data
                while (length := _whole(buffered)) is not None:
                    message, buffered = buffered[:length], buffered[length:]
                    if not self._let_through(sender, message, target, talk):
                        return
        for end in (target, source):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _let_through(self, sender: str, message: bytes, target: socket.socket, talk: "_Talk") -> bool:
        with self._turn:
            seen = talk.note(sender, message[:2].hex(), len(self.seen))
            self.seen.append(seen)
            judged = self.judge(seen)
            if judged is not Pass.HELD:
                target.sendall(message)
            if judged is Pass.ON:
                return True
            self.judge = lambda _seen: Pass.ON
            self.fault()
            return False


@dataclass
class _Talk:
    """One connection: which command it carries, and what was said last by each side."""

    command: str = ""
    last: dict[str, str] = field(default_factory=dict)

    def note(self, sender: str, control: str, number: int) -> Seen:
        """Note a message."""
        if sender == CASH_REGISTER and control[:2] not in ("80", "84"):
            self.command = control
        other = TERMINAL if sender == CASH_REGISTER else CASH_REGISTER
        answers = self.last.get(other, "") if control[:2] in ("80", "84") else ""
        self.last[sender] = control
        return Seen(sender, self.command, control, answers, number)


def _whole(data: bytes) -> int | None:
    if len(data) < 3:
        return None
    if data[2] != 0xFF:
        length = 3 + data[2]
    elif len(data) < 5:
        return None
    else:
        length = 5 + int.from_bytes(data[3:5], "little")
    return length if len(data) >= length else None
