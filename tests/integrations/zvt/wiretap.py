"""Listening in between a cash register and a terminal, and what Wireshark makes of what was heard."""

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

TSHARK = shutil.which("tshark")
_PORT, _CLIENT_PORT = 20007, 40000
_RAW_IP = 101
_ECR, _PT = bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2))


@dataclass(frozen=True, slots=True)
class Heard:
    """One message on the line."""

    connection: int
    from_terminal: bool
    message: bytes


@dataclass
class Wiretap:
    """A port that leads to the terminal; ``heard`` are all messages, in the order of the line."""

    port: int
    heard: list[Heard] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, connection: int, from_terminal: bool, message: bytes) -> None:
        """Write down a message."""
        with self._lock:
            self.heard.append(Heard(connection, from_terminal, message))


@contextmanager
def wiretap(terminal_port: int) -> Iterator[Wiretap]:
    """Lead every connection on to the terminal and write down what is said."""
    server = socket.create_server(("127.0.0.1", 0))
    tap = Wiretap(server.getsockname()[1])
    threads: list[threading.Thread] = []
    sockets: list[socket.socket] = []

    def lead(source: socket.socket, target: socket.socket, connection: int, from_terminal: bool) -> None:
        rest = b""
        with suppress(OSError):
            while data := source.recv(65536):
                rest += data
                while (length := _length(rest)) is not None:
                    tap.note(connection, from_terminal, rest[:length])
                    target.sendall(rest[:length])
                    rest = rest[length:]
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                register, _address = server.accept()
                terminal = socket.create_connection(("127.0.0.1", terminal_port))
                number = len(threads) // 2
                sockets.extend((register, terminal))
                for pair in ((register, terminal, number, False), (terminal, register, number, True)):
                    thread = threading.Thread(target=lead, args=pair, daemon=True)
                    threads.append(thread)
                    thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield tap
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for thread in (accepting, *threads):
            thread.join(timeout=2)
        for one in sockets:
            one.close()


def _length(data: bytes) -> int | None:
    """Return the length of the message at the start, once it is whole."""
    if len(data) < 3 or (data[2] == 0xFF and len(data) < 5):
        return None
    length = 5 + int.from_bytes(data[3:5], "little") if data[2] == 0xFF else 3 + data[2]
    return length if length <= len(data) else None


def write_capture(path: Path, heard: list[Heard]) -> None:
    """Write messages as a capture file of raw IP packets, one message each, to port 20007."""
    sequence: dict[tuple[int, bool], int] = {}
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, _RAW_IP))
        for number, one in enumerate(heard):
            mine = sequence.get((one.connection, one.from_terminal), 1)
            theirs = sequence.get((one.connection, not one.from_terminal), 1)
            packet = _packet(one, mine, theirs)
            sequence[one.connection, one.from_terminal] = mine + len(one.message)
            file.write(struct.pack("<IIII", 1_800_000_000, number, len(packet), len(packet)) + packet)


def _packet(one: Heard, sequence: int, acknowledged: int) -> bytes:
    client = _CLIENT_PORT + one.connection
    ports = (_PORT, client) if one.from_terminal else (client, _PORT)
    addresses = _PT + _ECR if one.from_terminal else _ECR + _PT
    tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 5 << 4, 0x18, 65535, 0, 0)
    total = 40 + len(one.message)
    ip = struct.pack(">BBHHHBBH", 0x45, 0, total, 1, 0x4000, 64, 6, 0) + addresses
    return ip + tcp + one.message


@dataclass(frozen=True, slots=True)
class Seen:
    """One field that Wireshark showed: its name, its bytes as hex, and how it was shown."""

    name: str
    value: str
    shown: str


def dissected(path: Path) -> list[list[Seen]]:
    """Return the fields that Wireshark's ZVT dissector names in each packet of a capture file, in order."""
    assert TSHARK is not None
    ended = subprocess.run(
        [TSHARK, "-r", str(path), "-d", f"tcp.port=={_PORT},zvt", "-T", "pdml"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    packets = ElementTree.fromstring(ended.stdout).findall("packet")
    return [
        [
            Seen(element.get("name", ""), element.get("value", ""), element.get("show", ""))
            for element in packet.findall("proto[@name='zvt']//field")
            if element.get("name", "").startswith("zvt.")
        ]
        for packet in packets
    ]
