"""Fixtures of the services' tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integrations.zvt.simulator_process import SimulatedTerminal, simulated_terminal
from tests.services.day_till import DayTill
from tests.services.front_office import FrontOffice, furnish
from tests.services.till import Till


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


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    """A counter with a card terminal on a store of its own."""
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


@pytest.fixture(name="simulator")
def _simulator(tmp_path: Path) -> Iterator[SimulatedTerminal]:
    """A simulated card terminal in a process of its own."""
    with simulated_terminal(tmp_path / "terminal.jsonl") as terminal:
        yield terminal


@pytest.fixture(name="day")
def _day(tmp_path: Path) -> Iterator[DayTill]:
    """A counter's day."""
    day = DayTill.open(tmp_path)
    yield day
    day.close()
