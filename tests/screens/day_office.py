"""A counter's day before anybody has signed it, and the program at the places of its people."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from clerk.bootstrap import Office
from clerk.domain.people import Identity, Role
from clerk.domain.settlement import Way
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.office_admin import OfficeAdmin, TerminalEntry
from clerk.settings import Settings
from screens.app import ClerkApp
from tests.domain.payments import TID
from tests.screens.pictures import Pictures
from tests.screens.whole_program import SIZES, Visitor
from tests.services import front_office
from tests.services.card import end_of_day, pay_by_card
from tests.services.front_office import COUNTER, INFO_DESK, KFZ_COUNTER, SECRET, FrontOffice

__all__ = ["COUNTER", "EVENING", "INFO_DESK", "KFZ_COUNTER", "SECRET", "DayOffice"]

EVENING = datetime.fromisoformat("2026-11-23T16:05:00+01:00")
STORE = "buergerbuero.db"
MIKA = Identity(5, "aufsicht", "Mika Vorbild", frozenset({Role.CASH_SUPERVISOR}))
TONI = Identity(6, "beides", "Toni Muster", frozenset({Role.CLERK, Role.CASH_SUPERVISOR}))
UTE = Identity(7, "team", "Ute Exempel", frozenset({Role.TEAM_LEAD}))
VERA = Identity(8, "admin", "Vera Ablage", frozenset({Role.ADMIN}))
Scene = Callable[[Visitor], Awaitable[None]]


class DayOffice:
    """The office of ``FrontOffice`` with a card terminal at counter 7 that nobody answers at."""

    def __init__(self, folder: Path) -> None:
        """Open the office in *folder*, which ``found`` has made."""
        self.folder = folder
        self.office = FrontOffice.reopen(folder / STORE)
        self._receipt = 0

    @classmethod
    def found(cls, folder: Path) -> None:
        """Make the office: nobody has come yet."""
        front_office.furnish(folder / STORE)
        office = FrontOffice.reopen(folder / STORE)
        accounts = AccountAdmin(office.store, office.clock)
        for person in (MIKA, TONI, UTE, VERA):
            accounts.add(person.login, person.display_name, SECRET, person.roles)
        admin = OfficeAdmin(office.store, office.clock)
        site = office.counter.seat.workplace.site
        terminal = admin.add_terminal(TerminalEntry(0, site, "Schalter 7", "127.0.0.1", 1, TID))
        [counter] = [each for each in admin.counters() if each.id == COUNTER]
        admin.change_counter(replace(counter, terminal=terminal.id))
        office.store.close()

    @classmethod
    def move_in(cls, founded: Path, folder: Path) -> "DayOffice":
        """Open an office of one's own in *folder*, as a copy of a founded one."""
        shutil.copyfile(founded / STORE, folder / STORE)
        return cls(folder)

    def close(self) -> None:
        """Close store and journal."""
        self.office.journal.close()
        self.office.store.close()

    def pay(self) -> None:
        """Somebody pays 27,40 € by card at counter 7."""
        self._receipt += 1
        at = self.office.confirmed()
        pay_by_card(self.office, at, receipt=f"{self._receipt:04d}", trace=f"{self._receipt:06d}")
        self.office.queue.finish(at.claim)

    def settle(self, way: Way = Way.NOTICE) -> None:
        """Somebody settles 27,40 € in another way."""
        at = self.office.confirmed()
        front_office.settle_all(self.office.counter, at, way)
        self.office.queue.finish(at.claim)

    def settle_at_the_desk(self) -> None:
        """Somebody gets a notice over 27,40 € and is still at counter 7."""
        front_office.settle_all(self.office.counter, self.office.confirmed(), Way.NOTICE)

    def end_of_day(self, *, more: int = 0) -> None:
        """The terminal ends its day with what was paid, and *more* cents."""
        end_of_day(self.office, 2740 * self._receipt + more, self._receipt)

    def next_day(self) -> date:
        """Let it be the next morning."""
        self.office.clock.time += timedelta(days=1)
        return self.office.clock.time.date()

    def at(
        self,
        login: str,
        scene: Scene,
        *,
        counter: int = COUNTER,
        pictures: Pictures | None = None,
        wanted: str = "Es warte",
    ) -> None:
        """Sign in at a counter, wait for *wanted*, and play *scene*."""
        pictures = pictures or Pictures("80x24", update=False)
        self.office.journal.close()
        office = Office(Settings(store=self.folder / STORE, counter=counter))

        async def play() -> None:
            app = ClerkApp(office.sign_in, office.open, office.alarm_here)
            async with app.run_test(size=SIZES[pictures.size], notifications=True) as pilot:
                visitor = Visitor(pilot, app, pictures)
                await visitor.until("Kennwort")
                await visitor.press(*login, "enter", *SECRET, "enter", wanted=wanted)
                await scene(visitor)

        try:
            asyncio.run(play())
        finally:
            office.close()
            del self.office.__dict__["journal"]
        pictures.finish()


async def open_day(visitor: Visitor) -> None:
    """Open the day from the desk."""
    await visitor.press("ctrl+t", wanted="Tagesabschluss")
    await visitor.until("eingenommen")


async def sign_day(visitor: Visitor) -> None:
    """Sign a day in which nothing is to be explained."""
    await open_day(visitor)
    await visitor.press("enter", wanted="unterschreiben?")
    await visitor.press("enter", wanted="Unterschrieben von Kim Beispiel")


async def second_signs(visitor: Visitor, who: str, wanted: str) -> None:
    """Let a second person sign in the dialog that is shown."""
    await visitor.until("Kennwort")
    await visitor.press(*who, "enter", *SECRET, "enter", wanted=wanted)
