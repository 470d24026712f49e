"""Options of all tests."""

import gc
from collections.abc import Iterator

import pytest

from clerk.locale import use_language


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pictures be drawn anew."""
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="draw tests/snapshots anew instead of comparing with it",
    )


@pytest.fixture(autouse=True)
def _german_again() -> Iterator[None]:
    """Leave the language of the process as it was found: a test may work in another one."""
    yield
    use_language("de")


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage: thousands of tests and all their modules stay."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
