"""The workstation in a made-up office where the clock stands still: ``python -m tests.e2e.still_office FOLDER``.

Everything is the program itself; only ``SystemClock`` says the same moment every time, so that two pictures of the
same program are the same, and nobody arrives while one looks.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from clerk.machine import SystemClock
from integrations.zvt.sim_settings import Scenario, choose_scenario

MOMENT: Final = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
"""Monday, 10:42 at the office."""
SECRET: Final = "demo"
LOGINS: Final = {"counter": "schalter", "info-desk": "infotheke", "cash-supervisor": "kasse"}
COUNTERS: Final = {"counter": 1, "info-desk": 2, "cash-supervisor": 3}
STORE, LEDGER = "buergerbuero.db", "terminal.jsonl"


def stand_still(set_attribute: Callable[[type, str, object], None] = setattr) -> None:
    """Let the clock of this process say ``MOMENT`` from now on; *set_attribute* may be one that can be undone."""
    set_attribute(SystemClock, "now", lambda _clock: MOMENT)


def furnish(folder: Path, terminal_port: int) -> None:
    """Make the office of the demo, as it is at ``MOMENT``; in a process whose clock stands still."""
    from clerk.demo_people import furnish as furnish_demo  # noqa: PLC0415 - imports the store

    furnish_demo(folder / STORE, SECRET, terminal_port)


@contextmanager
def simulated_terminal(folder: Path) -> Iterator[int]:
    """Run the simulated card terminal of the office in a process of its own; yields its port."""
    command = [sys.executable, "-m", "clerk", "terminal", "simulate", "--ledger", str(folder / LEDGER)]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as process:
        if process.stdout is None:
            raise RuntimeError
        try:
            yield int(json.loads(process.stdout.readline())["port"])
        finally:
            process.terminate()


def let_terminal(folder: Path, scenario: Scenario) -> None:
    """Let the office's terminal do *scenario* from the next payment on."""
    choose_scenario(folder / LEDGER, scenario)


def main() -> int:
    """Show the workstation of one role until it is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--role", choices=sorted(COUNTERS), default="counter")
    parser.add_argument("--theme", default="amt-dunkel")
    parser.add_argument("--lead", action="store_true", help="with the sentences that lead a newcomer")
    parser.add_argument("--furnish", type=int, metavar="PORT", help="make the office instead of showing it")
    arguments = parser.parse_args()
    os.environ.setdefault("TEXTUAL_FPS", "120")
    stand_still()
    if arguments.furnish is not None:
        furnish(arguments.folder, arguments.furnish)
        return 0
    from clerk.bootstrap import Tour, run_workstation  # noqa: PLC0415 - imports the screens
    from clerk.settings import Settings  # noqa: PLC0415

    settings = Settings(
        store=arguments.folder / STORE, counter=COUNTERS[arguments.role], theme=arguments.theme
    )
    run_workstation(settings, Tour(LOGINS[arguments.role], "") if arguments.lead else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
