"""Cases that need more than one contact, key by key in the whole program: plates, cash office, taken up elsewhere."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clerk.bootstrap import Office
from clerk.domain.people import Role
from clerk.domain.visit import VisitState
from clerk.machine import SystemClock
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site
from clerk.persistence.opening import open_store
from clerk.persistence.work import StoredUnitOfWork
from clerk.settings import Settings
from screens.app import ClerkApp
from tests.e2e.still_office import MOMENT, stand_still
from tests.screens.driving import typed
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor

SECRET = "demo"
HERE, NEXT_DOOR, OTHER_SITE = 1, 2, 3
NEW_PLATE, PLATE_KEPT = "n1nnnn", "n1njn"
VISITORS_FORM = ("W0L0TGF48X5123456", "", "RV-AB 123")
Scene = Callable[[Visitor], Awaitable[None]]


@dataclass
class TwoSites:
    """An office with two counters at one site and one at another; its clock stands still until it is moved."""

    folder: Path
    now: datetime = field(default=MOMENT)

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.folder / "buergerbuero.db"

    def furnish(self) -> None:
        """Make the store; nobody is there yet."""
        clock = SystemClock()
        with closing(open_store(self.store)) as store:
            migrate.upgrade(store)
            office, accounts = OfficeAdmin(store, clock), AccountAdmin(store, clock)
            for name, labels in (("Hauptstelle", "12"), ("Nebenstelle", "1")):
                site = office.add_site(Site(0, name, "Bürgerbüro Musterkreis")).id
                for label in labels:
                    office.add_counter(Counter(0, site, label, frozenset({"kfz"})))
            accounts.add("schalter", "Kim Beispiel", SECRET, [Role.CLERK], demo=True)

    def at(self, counter: int, scene: Scene, size: str = "80x24") -> None:
        """Sign in at a counter and play *scene*."""
        office = Office(Settings(store=self.store, counter=counter))

        async def play() -> None:
            app = ClerkApp(office.sign_in, office.open, office.alarm_here)
            async with app.run_test(size=SIZES[size], notifications=True) as pilot:
                visitor = Visitor(pilot, app, Pictures(size, update=False))
                await visitor.until("Kennwort")
                await visitor.press(*"schalter", "enter", *SECRET, "enter", wanted="Warteschlange bereit")
                await visitor.until("Es warte")
                await scene(visitor)

        try:
            asyncio.run(play())
        finally:
            office.close()

    def states(self) -> list[VisitState]:
        """The states of all visits, oldest first."""
        with closing(open_store(self.store)) as store, StoredUnitOfWork(store, SystemClock()).read() as work:
            return [visit.state for visit in work.visits.many(range(1, 20))]

    def printed(self, pattern: str) -> list[str]:
        """What stands in the printed texts of this name."""
        return [
            path.read_text(encoding="utf-8") for path in sorted((self.folder / "ausdrucke").glob(pattern))
        ]


@pytest.fixture(name="furnished", scope="module")
def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the office, made once, to be copied."""
    office = TwoSites(tmp_path_factory.mktemp("two-sites"))
    with pytest.MonkeyPatch.context() as patch:
        stand_still(patch.setattr)
        office.furnish()
    return office.store


@pytest.fixture(name="office")
def _office(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoSites:
    office = TwoSites(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: office.now)
    shutil.copyfile(furnished, office.store)
    return office


async def received(visitor: Visitor, answers: str) -> None:
    """Somebody comes for a transfer; all papers are there."""
    await visitor.press("f3", *"landkreis", wanted="▶ Umschreibung im Landkreis")
    await visitor.press("enter", wanted="Name")
    await visitor.press(*"Beispiel", "enter", wanted="noch zu klären")
    for answer in answers:
        await visitor.pilot.press(answer)
    await visitor.press("a", wanted="alle vorgelegt")


async def applied(visitor: Visitor, *plates: str) -> None:
    """The application is filled in and confirmed."""
    await visitor.press("f6", wanted="FIN")
    for entry in (*VISITORS_FORM, *plates, "A1B2C3D"):
        await typed(visitor.pilot, *entry, "enter")
    await visitor.until("Kein Kartenterminal")


async def paid_by_notice(visitor: Visitor) -> None:
    """The fee is settled by a notice."""
    await visitor.press("f10", wanted="Wie wird stattdessen bezahlt")
    await visitor.press("1", wanted="€ buchen: Gebührenbescheid?")
    await visitor.until("Grund: Kartenzahlung nicht möglich")
    await visitor.press("enter", wanted="Erledigt")
    await visitor.until("gedruckt")


@pytest.mark.parametrize("size", SIZES)
def test_plates_are_made_and_another_counter_hands_everything_out(office: TwoSites, size: str) -> None:
    async def first_contact(visitor: Visitor) -> None:
        await received(visitor, NEW_PLATE)
        await applied(visitor, "RV-CD 77 04-10")
        await paid_by_notice(visitor)
        await visitor.press("f9", wanted="▶ 1   wartet auf Schilder")
        await visitor.press("1", wanted="Welche Schilder")
        await visitor.press("s", wanted="zweizeilig")
        await visitor.press("1", wanted="1 Stück")
        await visitor.press("enter", wanted="geparkt, Schilderzettel gedruckt")
        await visitor.until("wartet auf Schilder")

    async def second_contact(visitor: Visitor) -> None:
        await visitor.press("f4", *"rvcd77", wanted="▶ K001")
        await visitor.press("enter", wanted="zurück mit Schildern")
        await visitor.press("f8", wanted="Noch 4 abzuhaken")
        await visitor.press("space", "space", "space", wanted="Noch 1 abzuhaken")
        await visitor.press("enter", wanted="Noch nicht abgehakt: Schilder gesiegelt")
        await visitor.press("enter", wanted="▶ · Schilder gesiegelt")
        await visitor.press("space", wanted="Alles erledigt")
        await visitor.press("enter", wanted="K001 abgeschlossen")

    office.at(HERE, first_contact, size)
    [slip] = office.printed("Schilder-*.txt")
    for part in ("K001", "RV-CD 77", "Saison", "04–10", "zweizeilig", "Anzahl          1"):
        assert part in slip
    assert "Beispiel" not in slip
    office.at(NEXT_DOOR, second_contact, size)
    assert office.states() == [VisitState.CLOSED]


def test_parking_for_plates_goes_on_without_a_plate_number_and_says_so(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, NEW_PLATE)
        await visitor.press("f9", wanted="wartet auf Schilder")
        await visitor.press("1", wanted="geparkt ohne Schilderzettel")

    office.at(HERE, scene)
    assert office.printed("Schilder-*.txt") == []
    assert office.states() == [VisitState.PARKED]


def test_the_slip_is_printed_with_its_own_key_while_the_visit_stays_open(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, NEW_PLATE)
        await applied(visitor, "RV-CD 77")
        await visitor.press("p", wanted="Welche Schilder")
        await visitor.press("enter", wanted="Schilderzettel gedruckt")

    office.at(HERE, scene)
    assert len(office.printed("Schilder-*.txt")) == 1
    assert office.states() == [VisitState.SERVING]


def test_things_are_not_handed_out_before_the_fee(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press("f8", wanted="Auszuhändigen")
        await visitor.press("space", wanted="✓ Kfz-Steuerrückstände des Halters abgefragt")
        await visitor.press("space", wanted="Erst bezahlen, dann aushändigen")
        await visitor.press("a", wanted="· Zulassungsbescheinigung Teil I")

    office.at(HERE, scene)


def test_closing_anyway_is_one_more_key_and_never_the_enter(office: TwoSites) -> None:
    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("enter", wanted="Noch 3 abzuhaken")
        await visitor.press("enter", wanted="Noch nicht abgehakt: Kfz-Steuerrückstände")
        await visitor.press("t", wanted="K001 abgeschlossen")

    office.at(HERE, scene)
    assert office.states() == [VisitState.CLOSED]


def test_the_customer_pays_at_the_cash_office_and_comes_back_with_its_receipt(office: TwoSites) -> None:
    async def sent(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await applied(visitor)
        await visitor.press("f10", wanted="geht zur Kasse")
        await visitor.press("6", wanted="geparkt: 27,40 € sind an der Kasse zu zahlen")

    async def back(visitor: Visitor) -> None:
        await visitor.press("f4", *"k001", wanted="an der Kasse")
        await visitor.press("enter", wanted="zurück von der Kasse")
        await visitor.press("f7", wanted="An der Kasse zu zahlen")
        await visitor.press("enter", wanted="27,40 € an der Kasse bezahlt?")
        await visitor.press("enter", wanted="Sie steht auf der Quittung")
        await visitor.press("enter", wanted="Bitte die Belegnummer")
        await visitor.press(*"abc", "enter", wanted="In der Belegnummer steht keine Ziffer")
        await visitor.press("ctrl+u", wanted="27,40 €")
        await visitor.press(*"KB-17", "enter", wanted="Beleg 2026-000001 gedruckt")
        await visitor.until("Erledigt")

    office.at(HERE, sent)
    office.at(NEXT_DOOR, back)
    [receipt] = office.printed("Beleg-*.txt")
    assert "KB-17" in receipt


def sent_home(office: TwoSites) -> None:
    """Somebody goes home because a paper is missing."""

    async def scene(visitor: Visitor) -> None:
        await received(visitor, PLATE_KEPT)
        await visitor.press("home", *["down"] * 7, "minus", wanted="1 fehlt")
        await visitor.press("f8", wanted="2 unvollständig")
        await visitor.press("2", wanted="bleibt 30 Tage offen")
        await visitor.press("enter", wanted="K001 abgeschlossen")

    office.at(HERE, scene)
    assert office.states() == [VisitState.CLOSED]


def test_an_incomplete_case_goes_on_the_next_day_at_another_site(office: TwoSites) -> None:
    sent_home(office)
    office.now += timedelta(days=1)

    async def scene(visitor: Visitor) -> None:
        await visitor.press("f4", *"beispiel", wanted="Nichts gefunden")
        await visitor.press("ctrl+u", *"2026000001", wanted="▶ 2026-000001")
        await visitor.until("unvollständig")
        await visitor.press("enter", wanted="Vorgang 2026-000001 wieder aufnehmen?")
        await visitor.until("es fehlte")
        await visitor.press("enter", wanted="unvollständig seit 23.11.")
        await visitor.until("▶ fehlt")
        await visitor.press("space", wanted="alle vorgelegt")
        await applied(visitor)
        await paid_by_notice(visitor)
        await visitor.press("enter", wanted="Noch 3 abzuhaken")
        await visitor.press("a", wanted="Alles erledigt")
        await visitor.press("enter", wanted="abgeschlossen")

    office.at(OTHER_SITE, scene)
    assert office.states() == [VisitState.CLOSED, VisitState.CLOSED]


def test_after_thirty_days_the_search_says_that_it_is_too_late(office: TwoSites) -> None:
    sent_home(office)
    office.now += timedelta(days=31)

    async def scene(visitor: Visitor) -> None:
        await visitor.press("f4", *"2026-000001", wanted="seit mehr als 30 Tagen unvollständig")
        await visitor.press("enter", wanted="seit mehr als 30 Tagen unvollständig")

    office.at(HERE, scene)
    assert office.states() == [VisitState.CLOSED]
