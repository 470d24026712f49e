"""What the tests of the whole program share."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from clerk import wiring
from clerk.catalogue.loader import load_catalogue
from clerk.domain.catalogue import Catalogue
from clerk.machine import SystemClock
from tests.e2e.still_office import furnish, simulated_terminal, stand_still
from tests.screens.day_office import EVENING, DayOffice
from tests.services.front_office import catalogue


@pytest.fixture(autouse=True)
def _catalogue_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all programs of a run share the shipped catalogue: reading it takes longer than opening the store."""

    def read(office: Path | None, site_names: Collection[str]) -> Catalogue:
        return catalogue() if office is None else load_catalogue(office, site_names)

    monkeypatch.setattr(wiring, "load_catalogue", read)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The office and its card terminal, made once."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch, simulated_terminal(folder) as port:
        stand_still(patch.setattr)
        furnish(folder, port)
        yield folder


@pytest.fixture(name="founded", scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a terminal at counter 7, made once, to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    DayOffice.found(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DayOffice]:
    """The evening of a day: two paid by card, one got a notice."""
    office = DayOffice.move_in(founded, tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: office.office.clock.time)
    office.pay()
    office.pay()
    office.settle()
    office.office.clock.time = EVENING
    yield office
    office.close()
