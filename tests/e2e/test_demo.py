"""The demo office: the first makes it, the second joins it, the last one cleans up."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import hands
from tests.e2e.office import ROOT
from tests.e2e.terminal import Terminal

pytestmark = pytest.mark.e2e

SECRET = "demo"


@pytest.fixture
def demo_folder(tmp_path: Path) -> Path:
    """Where the demo office will be made."""
    return tmp_path / "demo"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Terminals that are closed when the test ends."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def test_two_share_the_demo_office_and_the_last_one_cleans_up(
    demo_folder: Path, terminals: list[Terminal]
) -> None:
    counter = start_demo(demo_folder, terminals)
    sign_in(counter, "Nächste Nummer aufrufen")
    counter.wait_for("Es warten")
    info_desk = start_demo(demo_folder, terminals, "--role", "info-desk")
    sign_in(info_desk, "Ankunft aufnehmen")
    ticket = let_walk_in(info_desk)
    counter.wait_for(rf"{ticket}\b.*laut Vorprüfung")
    port = int(json.loads((demo_folder / "terminal.json").read_text())["port"])
    assert answers(port)
    leave(counter)
    assert demo_folder.exists()
    assert answers(port)
    leave(info_desk)
    assert not demo_folder.exists()
    info_desk.wait_until(lambda: not answers(port))


def test_the_demo_speaks_the_language_asked_for(demo_folder: Path, terminals: list[Terminal]) -> None:
    counter = start_demo(demo_folder, terminals, "--lang", "en")
    counter.wait_for(f"the password is “{SECRET}”", timeout=30)


def test_the_demo_has_a_cash_supervisor(demo_folder: Path, terminals: list[Terminal]) -> None:
    supervisor = start_demo(demo_folder, terminals, "--role", "cash-supervisor")
    sign_in(supervisor, "Tagesabschluss")
    supervisor.wait_for("▶ Schalter K +heute")
    leave(supervisor)


def test_other_commands_find_the_demo_office_by_its_settings(
    demo_folder: Path, terminals: list[Terminal]
) -> None:
    counter = start_demo(demo_folder, terminals)
    counter.wait_for(f"Kennwort lautet „{SECRET}“", timeout=30)
    env = environment(demo_folder) | {
        "CLERK_CONFIG": str(demo_folder / "clerk.toml"),
        "CLERK_PASSWORD": SECRET,
    }
    for command in (["terminal", "status"], ["day", "report", "--login", "kasse"]):
        ended = subprocess.run(
            [sys.executable, "-m", "clerk", *command],
            env=env,
            cwd=demo_folder.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        assert "Schalter 1" in ended.stdout


def start_demo(folder: Path, terminals: list[Terminal], *arguments: str) -> Terminal:
    """Start or join the office at *folder*."""
    command = [sys.executable, "-m", "clerk", "demo", *arguments]
    terminal = Terminal(command, env=environment(folder), cwd=folder.parent)
    terminals.append(terminal)
    return terminal


def environment(folder: Path) -> dict[str, str]:
    """What a program of the office at *folder* is started with."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "CLERK_DEMO_DIR": str(folder),
    }


def sign_in(terminal: Terminal, ready: str) -> None:
    """Sign in as the sentence on the screen says: only the password is left to type."""
    terminal.wait_for(f"Kennwort lautet „{SECRET}“", timeout=30)
    terminal.type(SECRET)
    terminal.press("enter")
    terminal.wait_for(ready, timeout=30)


def let_walk_in(info_desk: Terminal) -> str:
    """Register a walk-in with everything presented, and return the number on the ticket."""
    before = set(hands.TICKET.findall(info_desk.screen_text()))
    hands.register_walk_in(info_desk, "Herr Muster")
    hands.answer_facts(info_desk)
    info_desk.press("a")
    info_desk.wait_for("alle vorgelegt|laut Vorprüfung")
    info_desk.press("enter")
    info_desk.wait_for("Aufrufnummer")
    issued = info_desk.screen_text()
    info_desk.press("enter")
    info_desk.wait_gone("Aufrufnummer")
    listed = set(hands.TICKET.findall(info_desk.screen_text()))
    [ticket] = [ticket for ticket in listed - before if hands.drawn(ticket, issued)]
    return str(ticket)


def leave(terminal: Terminal) -> None:
    """End the program."""
    terminal.press("ctrl+q")
    terminal.wait_for(r"Programm beenden\?")
    terminal.press("b")
    assert terminal.wait_exit(timeout=20) == 0


def answers(port: int) -> bool:
    """Whether the card terminal of the office takes connections."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
