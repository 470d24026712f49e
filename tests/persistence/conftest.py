"""Fixtures of the store's tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.persistence.office import Office
from tests.postgres import Server, temporary

ENGINES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let what is marked so run on both engines; with CLERK_SOAK=1 everything that asks for an office."""
    if "engine" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("both_engines") is not None
        only_one = metafunc.definition.get_closest_marker("embedded_only") is not None
        both = (marked or bool(os.environ.get("CLERK_SOAK"))) and not only_one
        metafunc.parametrize("engine", ENGINES if both else ENGINES[:1])


@pytest.fixture
def office(tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> Iterator[Office]:
    """A made-up office on a new store."""
    if engine == "sqlite":
        office = Office.found(tmp_path / "store.db")
        yield office
        office.store.close()
        return
    yield request.getfixturevalue("shared")


@pytest.fixture
def shared(postgres: Server) -> Iterator[Office]:
    """A made-up office on the server."""
    with temporary(postgres, postgres.new_database()) as address:
        office = Office.on(address)
        yield office
        office.store.close()
