"""Options of all tests."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.util import LRUCache

from clerk.locale import use_language
from tests.postgres import Server, folder_of_run, shared_server, stop_shared_server

_WORKER = "PYTEST_XDIST_WORKER"
_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 2 * 1024**3


def pytest_configure() -> None:
    """Work in memory where there is room: what a killed program has written is there as on a disk, without waiting.

    What only a power cut could show is no part of these tests. ``PYTEST_DEBUG_TEMPROOT`` names another place.
    """
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pictures be drawn anew."""
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="draw tests/snapshots anew instead of comparing with it",
    )


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The PostgreSQL server of this test run."""
    base = tmp_path_factory.getbasetemp()
    return shared_server(folder_of_run(base.parent if _WORKER in os.environ else base))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop the PostgreSQL server when all workers have ended."""
    factory: pytest.TempPathFactory | None = getattr(session.config, "_tmp_path_factory", None)
    if _WORKER not in os.environ and factory is not None:
        stop_shared_server(folder_of_run(factory.getbasetemp()))


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Let the engines of all embedded stores of a run share their compiled statements.

    A workplace opens one store a day and compiles its statements once; a run opens thousands of stores.
    """
    compiled: LRUCache[Any, Compiled] = LRUCache(4000)
    first: list[Engine] = []

    def share(engine: Engine) -> None:
        if not first:
            first.append(engine)
        # statements are kept by dialect; they are the same for all stores of one driver
        engine.dialect = first[0].dialect
        engine._compiled_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteDialect, "engine_created", staticmethod(share))
        yield


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    """Leave the language of the process as it was found: a test may work in another one."""
    yield
    use_language("de")


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage: thousands of tests and all their modules stay."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
