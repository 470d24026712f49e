"""Payments that somebody else makes at the simulated terminal, past our cash register."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from integrations.zvt.sim_behaviour import replace_file


def pay_at_device(ledger: Path, cents: int) -> None:
    """Let a running simulator book a payment of somebody else: at once, at the latest before its next command.

    It takes the next numbers, also in the middle of a movement of ours. Order of calls is order of booking.
    """
    replace_file(_file(ledger, f"{time.time_ns():020d}"), {"cents": cents})


def waiting_payments(ledger: Path) -> Iterator[int]:
    """Yield the amounts (cents) that wait, oldest first; each is struck off when the next one is asked for."""
    for path in sorted(ledger.parent.glob(_file(ledger, "*").name)):
        yield int(json.loads(path.read_text())["cents"])
        path.unlink()


def _file(ledger: Path, name: str) -> Path:
    return ledger.with_name(f"{ledger.name}.foreign-{name}")
