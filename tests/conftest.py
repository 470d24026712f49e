"""Options of all tests."""

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
