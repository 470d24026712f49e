"""Options of all tests."""

import gc
import os
from collections.abc import Iterator

import pytest

from clerk.locale import use_language
from tests.postgres import Server, folder_of_run, shared_server, stop_shared_server

_WORKER = "PYTEST_XDIST_WORKER"


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


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    """Leave the language of the process as it was found: a test may work in another one."""
    yield
    use_language("de")


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage: thousands of tests and all their modules stay."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
