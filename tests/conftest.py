"""Options of all tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pictures be drawn anew."""
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="draw tests/snapshots anew instead of comparing with it",
    )
