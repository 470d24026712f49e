"""The lease of a card terminal: one process at a time, bound to its life, numbered (payment rule 2)."""

import fcntl
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from clerk.locale import _
from clerk.persistence.payment_spool import folder_refused
from clerk.persistence.payment_tables import TerminalLeaseRow
from clerk.ports import LeaseLost, TerminalInUse


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease held: ``fencing`` is written with everything, ``lock`` is the open file that holds it."""

    terminal: int
    fencing: int
    lock: int


def lock_terminal(folder: Path, terminal: int) -> int:
    """Lock the terminal's file, return it open; the kernel unlocks it when the process dies.

    Raises ``TerminalInUse`` if another process holds it, ``StoreUnavailable`` if the file cannot be opened.
    """
    path = folder / f"terminal-{terminal}.lease"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise folder_refused() from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise TerminalInUse(
            _(
                "Ein anderes laufendes Programm benutzt dieses Kartenterminal. Dort weiterarbeiten, oder es "
                "dort beenden und hier noch einmal versuchen. Anders bezahlen lassen geht."
            )
        ) from None
    return descriptor


def next_fencing(session: Session, terminal: int, now: datetime) -> int:
    """Write a new lease, which makes all older ones worthless; return its number."""
    row = session.get(TerminalLeaseRow, terminal)
    if row is None:
        row = TerminalLeaseRow(terminal=terminal, fencing=0, taken_at=now)
    row.fencing += 1
    row.taken_at = now
    session.add(row)
    return row.fencing


def require_lease(session: Session, terminal: int, lease: Lease | None) -> int:
    """Return the fencing number to write with; raises ``LeaseLost`` unless *lease* is the newest."""
    row = session.get(TerminalLeaseRow, terminal)
    if lease is None or row is None or row.fencing != lease.fencing:
        raise LeaseLost(_("Ein anderes Programm hat dieses Kartenterminal übernommen."))
    return lease.fencing
