"""What a module really loads when it is imported: the directions hold at run time too, and nothing comes early."""

import json
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, dotted, modules

OUTSIDE = frozenset(
    {"textual", "rich", "httpx", "sqlmodel", "sqlalchemy", "alembic", "keyring", "pydantic", "argon2", "fpdf"}
)
"""What rules and services must not know, by the name of its package."""
OURS = frozenset(
    {"clerk.persistence", "clerk.catalogue", "clerk.bootstrap", "clerk.settings", "screens", "integrations"}
)
OUTSIDE_SYSTEMS = ("dldb", "printing", "specialist", "xzufi", "zvt")
RUN_BY_ALEMBIC = "clerk.persistence.migrations."
"""Scripts that nobody imports."""


def loaded_after(statements: str) -> frozenset[str]:
    """Return the modules that a fresh interpreter has loaded after *statements*."""
    report = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{statements}\n{report}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return frozenset(json.loads(done.stderr.splitlines()[-1]))


def known_of(loaded: frozenset[str], packages: frozenset[str]) -> set[str]:
    """Return which of *packages* are among the loaded modules."""
    return {
        package
        for package in packages
        if any(name == package or name.startswith(f"{package}.") for name in loaded)
    }


def importing(*folders: str) -> str:
    """Return a statement that imports every module below *folders*."""
    names = [name for name in map(dotted, modules(*folders)) if not name.startswith(RUN_BY_ALEMBIC)]
    assert names, folders
    return "import " + ", ".join(names)


@pytest.mark.parametrize(
    ("statement", "foreign"),
    [
        (importing("clerk/domain", "clerk/locale"), OUTSIDE | OURS | {"clerk.ports", "clerk.services"}),
        ("import clerk.ports", OUTSIDE | OURS | {"clerk.services"}),
        (importing("clerk/services"), OUTSIDE | OURS),
    ],
    ids=["domain", "ports", "services"],
)
def test_rules_ports_and_services_load_no_screen_no_network_and_no_database(
    statement: str, foreign: frozenset[str]
) -> None:
    assert known_of(loaded_after(statement), foreign) == set()


def test_the_store_loads_no_screen_and_no_network() -> None:
    loaded = loaded_after(importing("clerk/persistence").replace("clerk.persistence.migrations.env, ", ""))
    assert (
        known_of(loaded, frozenset({"textual", "httpx", "fpdf", "screens", "integrations", "clerk.services"}))
        == set()
    )


def test_screens_load_neither_the_store_nor_an_outside_system() -> None:
    foreign = (OUTSIDE - {"textual", "rich"}) | OURS - {"screens"}
    assert known_of(loaded_after(importing("screens")), foreign) == set()


@pytest.mark.parametrize("one", OUTSIDE_SYSTEMS)
def test_an_outside_system_loads_neither_screens_nor_store_nor_another_system(one: str) -> None:
    others = {f"integrations.{other}" for other in OUTSIDE_SYSTEMS if other != one}
    foreign = {"textual", "sqlmodel", "sqlalchemy", "screens", "clerk.persistence", "clerk.services"}
    assert known_of(loaded_after(importing(f"integrations/{one}")), frozenset(foreign | others)) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["catalogue", "--help"], ["terminal", "pay", "--help"]])
def test_help_comes_without_loading_anything_heavy(arguments: list[str]) -> None:
    loaded = loaded_after(f"from clerk.cli import run; run({arguments!r})")
    assert known_of(loaded, OUTSIDE | {"screens", "integrations", "clerk.persistence"}) == set()


def test_the_first_paint_does_not_wait_for_the_store() -> None:
    loaded = loaded_after("import clerk.bootstrap, screens.app")
    assert (
        known_of(loaded, frozenset({"sqlmodel", "sqlalchemy", "alembic", "httpx", "keyring", "fpdf"}))
        == set()
    )
