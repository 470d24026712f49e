"""The composition root: settings become the office of this machine, and its screens are shown."""

import gc
import logging
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from clerk.locale import use_language
from clerk.machine import SystemClock
from clerk.settings import Settings

if TYPE_CHECKING:
    from clerk.services.silent_alarm import SilentAlarm
    from clerk.services.workstation import Workstation
    from clerk.wiring import Opened
    from clerk.wiring_board import OpenedBoard


@dataclass(frozen=True, slots=True)
class Tour:
    """What the demo adds to the screens: a login filled in, and sentences that lead a newcomer."""

    login: str
    notice: str


class Office:
    """Opens what this machine needs, once, when it is first needed: off the path to the first paint."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._lock = Lock()
        self._opened: Opened | None = None

    def open(self) -> "Opened":
        """Open store and catalogue; raises ``StoreRefused``, ``CatalogueError`` or ``BadSettings``."""
        from clerk import wiring

        with self._lock:
            if self._opened is None:
                self._opened = wiring.open_all(self._settings, self._clock)
            return self._opened

    def sign_in(self, login: str, secret: str) -> "Workstation":
        """Return the workstation of a person; raises ``SignInRefused``."""
        from clerk import wiring

        return wiring.sign_in(self.open(), self._settings, login, secret)

    def alarm_here(self) -> "SilentAlarm":
        """Return the silent alarm of this machine's counter, whoever sits there."""
        from clerk import wiring

        return wiring.alarm_here(self.open(), self._settings)

    def close(self) -> None:
        """Close what was opened; a running payment is left to recovery."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


def _open_log(folder: Path) -> None:
    from logging.handlers import RotatingFileHandler

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "clerk.log", maxBytes=200_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("clerk")
    log.addHandler(handler)
    log.propagate = False


def run_workstation(settings: Settings, tour: Tour | None = None) -> int:
    """Show the screens of this machine until they are closed; return the exit status: 1 after a defect."""
    # what is imported stays: to look through it for garbage again and again only delays the start and later the keys
    gc.disable()
    use_language(settings.language)
    from screens.app import ClerkApp

    office = Office(settings)

    def prepare() -> None:
        try:
            _open_log(settings.log_folder)
            office.open()
        finally:
            gc.freeze()
            gc.enable()

    app = ClerkApp(
        office.sign_in,
        prepare,
        office.alarm_here,
        theme=settings.theme,
        login=tour.login if tour else "",
        notice=tour.notice if tour else "",
        lead=tour is not None,
    )
    try:
        app.run()
    finally:
        office.close()
    return app.return_code or 0


def run_call_board(settings: Settings) -> int:
    """Show the calls of this machine's site until the board is ended; return the exit status."""
    use_language(settings.language)
    _open_log(settings.log_folder)
    from screens.board_app import BoardApp

    def open_link() -> "OpenedBoard":
        from clerk.wiring_board import open_board

        return open_board(settings, SystemClock())

    app = BoardApp(open_link, theme=settings.theme)
    app.run()
    return app.return_code or 0
