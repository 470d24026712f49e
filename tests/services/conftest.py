"""Fixtures of the services' tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.front_office import FrontOffice, furnish


@pytest.fixture(name="furnished", scope="session")
def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a furnished office, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "buergerbuero.db"
    furnish(path)
    return path


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[FrontOffice]:
    """An office of one's own in which nobody is yet."""
    office = FrontOffice.move_in(furnished, tmp_path)
    yield office
    office.journal.close()
    office.store.close()


@pytest.fixture
def furnished_copy(furnished: Path, tmp_path: Path) -> Path:
    """The store of a furnished office of one's own, opened by nobody."""
    return Path(shutil.copyfile(furnished, tmp_path / "buergerbuero.db"))
