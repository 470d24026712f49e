"""Appointments at the info desk: nobody is taken for somebody of like name, and one is found after the arrival too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from clerk.domain.people import Identity, Role
from clerk.machine import SystemClock
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.opening import open_store
from clerk.ports import Arrival, NewCase
from tests.e2e.still_office import COUNTERS, LOGINS, MOMENT, SECRET, STORE, stand_still
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show

SIGN_IN = (*LOGINS["info-desk"], "enter", *SECRET, "enter")
ROBIN = Identity(2, LOGINS["info-desk"], "Robin Muster", frozenset({Role.INFO_DESK}))
PEOPLE = (("Meier, Kim", "abf-sack", -20), ("Maier, Toni", "pass-reisepass", 30))


@contextmanager
def _two_of_like_name(furnished: Path, folder: Path) -> Iterator[Path]:
    """An office in which two people whose names sound alike are booked, one of them late."""
    (folder / STORE).write_bytes((furnished / STORE).read_bytes())
    store = open_store(folder / STORE)
    desk = StoredAccounts(store, SystemClock()).workplace(COUNTERS["info-desk"])
    for name, service, minutes in PEOPLE:
        arrival = Arrival(area=service[:3], cases=(NewCase(service, MOMENT.date()),), name=name)
        BuiltInQueue(store, SystemClock()).book(desk, ROBIN, arrival, MOMENT + timedelta(minutes=minutes))
    store.close()
    yield folder


@pytest.fixture(name="booked")
def _booked(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with (
        pytest.MonkeyPatch.context() as patch,
        _two_of_like_name(furnished, tmp_path_factory.mktemp("booked")) as path,
    ):
        stand_still(patch.setattr)
        yield path


def test_nobody_is_taken_for_somebody_of_like_name_and_an_appointment_can_be_given_later(
    booked: Path, tmp_path: Path
) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*SIGN_IN, wanted="Es warten")
        await visitor.press("f3", wanted="! 20 Min. spät")
        await visitor.press(*"meier", "enter", wanted="Mehrere Termine auf diesen Namen")
        assert "Maier, Toni" in seen(visitor.app)
        await visitor.press("escape", wanted="Schablone")
        await visitor.press(*"sperrm", "enter", *"Maier", "enter", wanted="Heute: 10:22 · Meier, Kim")
        await visitor.press("enter", wanted="Unterlagen ●")
        await visitor.press("ctrl+f", wanted="▶ 10:22 · Meier, Kim")
        await visitor.press("down", "enter", wanted="Der Termin gehört jetzt zu diesem Besuch")
        await visitor.press("ctrl+f", wanted="Dieser Besuch hat schon einen Termin")

    show(booked, tmp_path, "info-desk", Pictures("80x24", update=False), scene)
