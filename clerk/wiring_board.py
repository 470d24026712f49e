"""Which class stands behind what a call board reads: part of the composition root, without anything of a workplace."""

from dataclasses import dataclass

from clerk.locale import _
from clerk.machine import database_password
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.change_feed import StoreChangeFeed, feed_of
from clerk.persistence.opening import clock_of, open_store
from clerk.persistence.site_calls import StoredCalls, site_called
from clerk.persistence.store import Store
from clerk.ports import Clock
from clerk.services.call_board import CallBoard, NoSuchSite
from clerk.settings import Settings


@dataclass(slots=True)
class OpenedBoard:
    """What a call board reads from."""

    store: Store
    board: CallBoard
    changes: StoreChangeFeed
    clock: Clock

    def close(self) -> None:
        """Close all of it."""
        self.changes.close()
        self.store.close()


def open_board(settings: Settings, machine: Clock) -> OpenedBoard:
    """Open the calls of this machine's site; raises ``NoSuchSite``, ``StoreRefused`` or ``StoreUnavailable``."""
    store = open_store(settings.address, database_password(settings.address) if settings.database else None)
    try:
        clock = clock_of(store, machine)
        site = _board_site(store, settings, clock)
        changes = feed_of(store)
    except BaseException:
        store.close()
        raise
    return OpenedBoard(store, CallBoard(StoredCalls(store, site)), changes, clock)


def _board_site(store: Store, settings: Settings, clock: Clock) -> int:
    if settings.board_site:
        site = site_called(store, settings.board_site)
    else:
        try:
            site = StoredAccounts(store, clock).workplace(settings.counter).site
        except KeyError:
            site = None
    if site is None:
        raise NoSuchSite(
            _("Den Standort dieser Anzeige gibt es nicht: Einstellung „board_site“ oder „counter“.")
        )
    return site
