"""What is on disk is what gets installed, and no file has become a room for everything."""

import tomllib
from pathlib import Path

from tests.architecture.sources import PACKAGES, ROOT, modules, text_of

LONGEST_FILE = 400


def test_every_package_on_disk_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = settings["tool"]["setuptools"]["packages"]
    on_disk = {".".join(path.parent.parts) for path in modules(*PACKAGES)}
    assert sorted(listed) == sorted(on_disk)


def test_every_package_has_its_door() -> None:
    folders = {path.parent for path in modules(*PACKAGES)}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


def test_data_files_lie_in_packages_that_carry_them() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = settings["tool"]["setuptools"]["package-data"]
    missing = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*")):
        if path.is_dir() or path.suffix in {".py", ".pyc"} or path.name == "py.typed":
            continue
        if not _is_carried(path.relative_to(ROOT), carried):
            missing.append(str(path.relative_to(ROOT)))
    assert missing == []


def _is_carried(path: Path, carried: dict[str, list[str]]) -> bool:
    for package, patterns in carried.items():
        folder = ROOT / Path(*package.split("."))
        if any(ROOT / path in folder.glob(pattern) for pattern in patterns):
            return True
    return False


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(path): len(text_of(path).splitlines()) for path in modules(*PACKAGES)}
    assert {path for path, lines in lengths.items() if lines > LONGEST_FILE} == set()
