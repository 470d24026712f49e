"""An import that is killed leaves whole files only, and the next one finishes its work."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from clerk.catalogue.layers import DRAFTS
from tests.cli.conftest import Clerk
from tests.integrations.descriptions import dldb

ROUNDS = 40 if os.environ.get("CLERK_SOAK") == "1" else 2
SERVICES = 300
LONGEST = 30.0


def test_a_killed_import_leaves_no_half_file_and_the_next_one_finds_nothing_edited(
    clerk: Clerk, tmp_path: Path
) -> None:
    print(f"{ROUNDS} killed imports")
    chance = random.Random(1)
    source, office = tmp_path / "portal.json", tmp_path / "katalog"
    office.mkdir()
    for version in range(ROUNDS):
        source.write_bytes(dldb(SERVICES).replace(b"sofort", f"{version} Tage".encode()))
        command = [sys.executable, "-m", "clerk", "catalogue", "import", str(source), "--into", str(office)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _wait_for_work(process, office / DRAFTS, chance.randint(1, SERVICES), late=version % 2 == 1)
            process.send_signal(signal.SIGKILL)
        names = {path.name for path in (office / DRAFTS).glob("*.toml")}
        assert not {name for name in names if ".neu" in name}
        for name in names:
            assert tomllib.loads((office / DRAFTS / name).read_text(encoding="utf-8"))["name"]
    answer = clerk("catalogue", "import", str(source), "--into", str(office), "--json")
    assert isinstance(answer.json, dict)
    assert answer.json["outcomes"]["beside"] == 0
    assert sum(answer.json["outcomes"].values()) == SERVICES
    left = sorted(path.name for path in (office / DRAFTS).iterdir())
    assert len(left) == SERVICES + 1
    assert json.loads((office / DRAFTS / "import-state.json").read_bytes())["drafts"].keys() == {
        name.removesuffix(".toml") for name in left if name.endswith(".toml")
    }


def _wait_for_work(process: "subprocess.Popen[bytes]", drafts: Path, files: int, *, late: bool) -> None:
    """Return when *files* files are on disk but not in their places, *late*: when half of them are, or at its end."""
    deadline = time.monotonic() + LONGEST
    most = 0
    while process.poll() is None and time.monotonic() < deadline:
        unfinished = sum(1 for _file in drafts.glob(".*.part"))
        most = max(most, unfinished)
        if most >= files and (not late or unfinished <= most // 2):
            return
