"""Fixtures of the store's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.persistence.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A made-up office on a new store."""
    office = Office.found(tmp_path / "store.db")
    yield office
    office.store.close()
