"""A small office of real parts for the tests in a terminal: store, settings, card terminal, two workplaces."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import make_url, text

from clerk.domain.people import Role
from clerk.machine import SystemClock
from clerk.persistence import migrate
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.office_admin import Counter, OfficeAdmin, Site, TerminalEntry
from clerk.persistence.opening import open_store
from clerk.persistence.store import Store
from clerk.settings import Settings, write_settings
from integrations.zvt.sim_foreign import pay_at_device
from integrations.zvt.sim_ledger import Kind, Transaction, read_ledger
from integrations.zvt.sim_settings import Scenario, choose_scenario
from tests.e2e.programs import spawn_on_terminal
from tests.e2e.terminal import Terminal
from tests.forked import Forked, fork_and_read_line, fork_on_terminal, run_module

ROOT = Path(__file__).parents[2]
SECRET = "ein-langes-kennwort"
TID = "52500001"
Setting = str | int | float | bool
AREAS = frozenset({"kfz", "fahrerlaubnis", "abfall", "info", "melde", "pass"})
FAST_TERMINAL: Mapping[str, Setting] = {"t3_seconds": 1, "settle_seconds": 0.3, "connect_seconds": 1}
"""The profile of the card terminal: everything a person would wait for is short."""
SMALL, LARGE = (24, 80), (40, 120)


@dataclass(frozen=True, slots=True)
class Place:
    """A workplace and who sits there."""

    counter: int
    login: str
    ready: str
    """What its first screen says."""


COUNTER = Place(1, "schalter", "Nächste Nummer aufrufen")
INFO_DESK = Place(2, "infotheke", "Ankunft aufnehmen")


def furnish(path: Path | str) -> None:
    """Make the store of an office where nobody waits yet; the port of its card terminal comes later."""
    clock = SystemClock()
    with closing(open_store(path)) as store:
        migrate.upgrade(store)
        office, accounts = OfficeAdmin(store, clock), AccountAdmin(store, clock)
        site = office.add_site(Site(0, "Musterstadt", "Bürgerbüro")).id
        terminal = office.add_terminal(
            TerminalEntry(0, site, "Schalter 1", "127.0.0.1", 1, TID, FAST_TERMINAL)
        )
        office.add_counter(Counter(0, site, "1", AREAS, terminal.id))
        office.add_counter(Counter(0, site, "I", AREAS))
        accounts.add(COUNTER.login, "Kim Beispiel", SECRET, [Role.CLERK])
        accounts.add(INFO_DESK.login, "Robin Muster", SECRET, [Role.INFO_DESK])
        accounts.add("leitung", "Alex Probe", SECRET, [Role.TEAM_LEAD, Role.CASH_SUPERVISOR])


@dataclass
class Office:
    """An office in *folder*; ``stop`` ends everything that was started for it."""

    folder: Path
    terminals: list[Terminal] = field(default_factory=list)
    terminal_port: int = 0
    database: str = ""
    """The address of a shared store with its password, instead of a file."""
    imports_anew: bool = False
    """Whether its programs are started as a person does, by a new interpreter."""
    _simulator: Forked | None = None
    _paid_before: int = 0

    @property
    def store(self) -> Path:
        """The file of the store."""
        return self.folder / "clerk.db"

    @property
    def ledger(self) -> Path:
        """What the card terminal remembers."""
        return self.folder / "terminal.jsonl"

    @property
    def printed(self) -> Path:
        """The folder documents are printed to."""
        return self.folder / "ausdrucke"

    def open_card_terminal(self) -> None:
        """Start the card terminal as a process of its own on a free port, and tell the office where it is."""
        self._simulator, told = fork_and_read_line(
            run_module, ["tests.e2e.card_terminal", str(self.ledger)], self.environment()
        )
        self.terminal_port = int(json.loads(told)["port"])
        self.know_card_terminal()

    def know_card_terminal(self, **profile: Setting) -> None:
        """Write down where the card terminal is, and what is known of it beside ``FAST_TERMINAL``."""
        with self.opened_store() as store:
            office = OfficeAdmin(store, SystemClock())
            [entry] = office.terminals()
            known = {**FAST_TERMINAL, **profile}
            office.change_terminal(replace(entry, port=self.terminal_port, profile=known))

    def let_card_terminal(self, scenario: Scenario) -> None:
        """Say what happens at the card terminal from now on."""
        choose_scenario(self.ledger, scenario)

    def let_terminal_have_a_history(self) -> None:
        """Let somebody have paid there before we came: an unclear payment can be compared with it."""
        pay_at_device(self.ledger, 500)
        self._paid_before += 1

    def payments_that_stand(self) -> tuple[Transaction, ...]:
        """The payments by which money has moved since we came, as the card terminal itself knows them."""
        paid = [row for row in read_ledger(self.ledger) if row.kind is Kind.PAYMENT and row.stands]
        return tuple(paid[self._paid_before :])

    @contextmanager
    def opened_store(self) -> Iterator[Store]:
        """Open the store beside the running programs."""
        with closing(open_store(self.database or self.store)) as store:
            yield store

    @property
    def payment_state(self) -> str | None:
        """The state of the newest payment in the store; None before the first."""
        with self.opened_store() as store, store.read_connection() as connection:
            found = connection.execute(text("SELECT state FROM payment ORDER BY id DESC LIMIT 1")).scalar()
        return None if found is None else str(found)

    def environment(self) -> dict[str, str]:
        """The variables of a program of this office: nothing of the person who runs the tests."""
        return {
            **({"CLERK_DATABASE_PASSWORD": str(make_url(self.database).password)} if self.database else {}),
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    def start(
        self,
        place: Place,
        size: tuple[int, int] = SMALL,
        *,
        module: str = "clerk",
        arguments: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> Terminal:
        """Start the program at *place* in a terminal of *size* (rows, columns) until it asks who works there.

        It is forked from a process that has imported it, unless ``imports_anew``: that takes a second less each time.
        """
        config = self.folder / f"counter-{place.counter}.toml"
        write_settings(
            config,
            Settings(self.store, self.database, counter=place.counter, printer_folder=self.printed),
        )
        terminal = Terminal(
            [sys.executable, "-m", module, *arguments] if self.imports_anew else [module, *arguments],
            env={**self.environment(), "CLERK_CONFIG": str(config), **(env or {})},
            rows=size[0],
            cols=size[1],
            cwd=self.folder,
            start=spawn_on_terminal if self.imports_anew else fork_on_terminal,
        )
        self.terminals.append(terminal)
        terminal.wait_for("Kennwort")
        return terminal

    def sign_in(self, terminal: Terminal, place: Place) -> None:
        """Sign the person of *place* in."""
        terminal.type(place.login)
        terminal.press("enter")
        terminal.type(SECRET)
        terminal.press("enter")
        terminal.wait_gone("Kennwort", timeout=20)

    def open(
        self,
        place: Place,
        size: tuple[int, int] = SMALL,
        *,
        module: str = "clerk",
        arguments: Sequence[str] = (),
    ) -> Terminal:
        """Start the program at *place*, sign in, and wait for its first screen."""
        terminal = self.start(place, size, module=module, arguments=arguments)
        self.sign_in(terminal, place)
        terminal.wait_for(place.ready)
        terminal.wait_for("Es warte")
        return terminal

    def stop(self) -> None:
        """End everything that was started."""
        for terminal in self.terminals:
            terminal.close()
        if self._simulator is not None:
            self._simulator.terminate()
            self._simulator.wait(timeout=10)


def move_in(furnished: Path, folder: Path) -> Office:
    """Return a new office in *folder*, its store copied from the one at *furnished*."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    office = Office(folder)
    shutil.copyfile(furnished, office.store)
    return office
