"""Handing over into a folder: one whole file for each case, whatever happens on the way."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clerk.domain.handover import HandedOverFee, Handover
from clerk.domain.settlement import Way
from clerk.domain.visit import Outcome
from clerk.ports import SpecialistFault
from integrations.specialist.folder_handover import FolderHandover, content_of

ROOT = Path(__file__).parents[2]
CLOSED_AT = datetime(2026, 11, 23, 9, 42, 7, 123456, tzinfo=UTC)
FEE = HandedOverFee(
    line="g221.8",
    label="Umschreibung",
    tariff="GebOSt 221.8",
    quantity=1,
    cents=2420,
    payee="authority",
    way=Way.CARD,
    reference="0042",
    settled_at=datetime(2026, 11, 23, 9, 41, 30, tzinfo=UTC),
)
CASE = Handover(
    case="2026-000123",
    service="kfz-umschreibung-innerhalb",
    leika=("99036008003000",),
    as_of=date(2026, 11, 23),
    outcome=Outcome.DONE,
    closed_at=CLOSED_AT,
    facts={"plate_keep": True, "axles": 2, "legal_status": "natural_person"},
    form={"holder_name": "Łukasz Müßterli", "fin": "W0L0TGF48X5123456"},
    fees=(FEE, replace(FEE, line="k124", cents=0, way=None, reference=None, settled_at=None)),
)
KILLED_BEFORE_RENAME = """
import os, signal, sys
from pathlib import Path
from integrations.specialist.folder_handover import FolderHandover
from tests.integrations.test_folder_handover import CASE

Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
FolderHandover(Path(sys.argv[1])).take_over(CASE)
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "uebertragungen"
    folder.mkdir(mode=0o700)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_case_becomes_one_json_file_named_by_its_number(folder: Path) -> None:
    FolderHandover(folder).take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]
    assert json.loads((folder / "Vorgang-2026-000123.json").read_text(encoding="utf-8")) == {
        "format": 1,
        "case": "2026-000123",
        "service": "kfz-umschreibung-innerhalb",
        "leika": ["99036008003000"],
        "as_of": "2026-11-23",
        "outcome": "done",
        "closed_at": "2026-11-23T09:42:07Z",
        "facts": {"plate_keep": True, "axles": 2, "legal_status": "natural_person"},
        "form": {"holder_name": "Łukasz Müßterli", "fin": "W0L0TGF48X5123456"},
        "fees": [
            {
                "line": "g221.8",
                "label": "Umschreibung",
                "tariff": "GebOSt 221.8",
                "quantity": 1,
                "cents": 2420,
                "payee": "authority",
                "way": "card",
                "reference": "0042",
                "settled_at": "2026-11-23T09:41:30Z",
            },
            {
                "line": "k124",
                "label": "Umschreibung",
                "tariff": "GebOSt 221.8",
                "quantity": 1,
                "cents": 0,
                "payee": "authority",
                "way": None,
                "reference": None,
                "settled_at": None,
            },
        ],
    }


def test_only_this_user_may_read_it(folder: Path) -> None:
    FolderHandover(folder).take_over(CASE)
    assert stat.S_IMODE((folder / "Vorgang-2026-000123.json").stat().st_mode) == 0o600


def test_the_same_case_again_is_the_same_file_with_the_same_content(folder: Path) -> None:
    specialist = FolderHandover(folder)
    for _time in range(3):
        specialist.take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]
    assert (folder / "Vorgang-2026-000123.json").read_bytes() == content_of(CASE)


def test_a_file_that_was_fetched_in_the_meantime_is_no_fault(folder: Path) -> None:
    specialist = FolderHandover(folder)
    specialist.take_over(CASE)
    (folder / "Vorgang-2026-000123.json").unlink()
    specialist.take_over(replace(CASE, case="2026-000124"))
    assert names(folder) == ["Vorgang-2026-000124.json"]


def test_a_case_number_never_leads_out_of_the_folder(folder: Path) -> None:
    FolderHandover(folder).take_over(replace(CASE, case="../../2026/1\x1b"))
    assert names(folder) == ["Vorgang-_2026_1_.json"]


def test_killed_before_the_file_has_its_name_there_is_none_and_later_exactly_one(folder: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_RENAME, str(folder)], cwd=ROOT, timeout=60, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert list(folder.glob("*.json")) == []
    (left,) = folder.iterdir()
    assert left.name.startswith(".")
    FolderHandover(folder).take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]


def test_what_another_case_is_about_to_write_is_left_alone(folder: Path) -> None:
    under_way = folder / ".Vorgang-2026-000124-x1y2z3.part"
    under_way.touch()
    FolderHandover(folder).take_over(CASE)
    assert under_way.exists()


# ---------------------------------------------------------------- faults


def no_folder(_folder: Path) -> None:
    """Somebody has deleted it, or its drive is not mounted."""


def a_file_in_its_place(folder: Path) -> None:
    folder.touch()


@pytest.mark.parametrize("instead", [no_folder, a_file_in_its_place])
def test_a_folder_that_is_not_there_is_a_fault_and_is_not_made_until_it_is_back(
    folder: Path, instead: Callable[[Path], None]
) -> None:
    folder.rmdir()
    instead(folder)
    specialist = FolderHandover(folder)
    with pytest.raises(SpecialistFault, match="fehlt"):
        specialist.take_over(CASE)
    assert not folder.is_dir()
    folder.unlink(missing_ok=True)
    folder.mkdir()
    specialist.take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the next test has the same error")
def test_a_folder_that_may_only_be_read_is_a_fault_until_it_may_be_written(folder: Path) -> None:
    folder.chmod(0o500)
    specialist = FolderHandover(folder)
    with pytest.raises(SpecialistFault, match="nicht beschreibbar"):
        specialist.take_over(CASE)
    folder.chmod(0o700)
    specialist.take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        ("tempfile.mkstemp", errno.EACCES, "nicht beschreibbar"),
        ("tempfile.mkstemp", errno.EROFS, "nicht beschreibbar"),
        ("tempfile.mkstemp", errno.ENOSPC, "voll"),
        ("os.fsync", errno.ENOSPC, "voll"),
        ("os.fsync", errno.EDQUOT, "voll"),
        ("os.fsync", errno.EIO, "nicht beschreibbar"),
        ("pathlib.Path.replace", errno.EROFS, "nicht beschreibbar"),
    ],
)
def test_an_error_on_the_way_to_disk_is_a_fault_and_leaves_no_half_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: int, says: str
) -> None:
    def refused(*_arguments: object, **_named: object) -> None:
        raise OSError(error, os.strerror(error))

    specialist = FolderHandover(folder)
    with monkeypatch.context() as broken:
        broken.setattr(call, refused)
        with pytest.raises(SpecialistFault, match=says) as fault:
            specialist.take_over(CASE)
    assert str(folder) not in str(fault.value)
    assert names(folder) == []
    specialist.take_over(CASE)
    assert names(folder) == ["Vorgang-2026-000123.json"]


def test_a_case_is_only_taken_over_when_its_name_is_on_disk_as_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    FolderHandover(folder).take_over(CASE)
    assert synced == [False, True]
