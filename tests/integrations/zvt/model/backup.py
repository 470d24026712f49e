"""A copy of the store, and a store that forgets what came after it."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from clerk.persistence.opening import open_store
from clerk.persistence.sqlite_engine import load_driver
from tests.integrations.zvt.model.world import World


def back_up(world: World) -> Path:
    """Copy the store."""
    path = world.till.folder.parent / "backup.db"
    path.unlink(missing_ok=True)
    world.visits_backed_up = list(world.visits)
    with closing(load_driver().connect(str(world.store_path))) as source:
        source.execute("VACUUM INTO ?", (str(path),))
    return path


def restore(world: World, backup: Path) -> None:
    """End all programs and put the copy in the place of the store; what it does not know is nobody's any more."""
    for program in tuple(world.programs):
        program.end()
    world.till.office.store.close()
    for suffix in ("", "-wal", "-shm"):
        world.store_path.with_name(world.store_path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, world.store_path)
    world.till.office.store = open_store(world.store_path)
    world.events_seen.clear()
    world.heard.clear()
    world.visits = list(world.visits_backed_up)
    there = {claim.visit for claim in world.visits}
    for entry in world.entries():
        if entry.owner is not None and not world.knows(entry):
            entry.owner = -1
        if entry.visit not in there:
            entry.visit = None
    for terminal in world.terminals:
        terminal.days = [day if world.knows_day(day) else replace(day, owner=-1) for day in terminal.days]
    world.documented &= there
