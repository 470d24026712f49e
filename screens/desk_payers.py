"""Paying one after the other at the desk: whose share is charged now, and that one has just been paid."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from screens.modals.payers import ask_payers
from screens.payers import Payers, Share

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class DeskPayers:
    """Remembers the choice for the open visit; *chosen* is called after a new one.

    ``part_paid`` holds from the payment of a part until the clerk has seen it and goes on to the rest.
    """

    def __init__(self, screen: "DeskScreen", chosen: Callable[[], None]) -> None:
        self._screen = screen
        self._desk = screen.desk
        self._chosen = chosen
        self._payers = Payers()
        self.part_paid = False

    def share(self) -> Share:
        """Return what the person at the counter pays now."""
        return self._payers.share(self._desk.require().visit) if self._desk.is_open else Share((), 0, 0)

    def can_split(self) -> bool:
        """Whether there are several cases to pay and the time to choose among them."""
        return self._screen.payment.is_quiet and self.share().can_be_split

    def split(self) -> None:
        """Choose which cases the person at the counter pays now."""
        self._screen.app.push_screen(ask_payers(self._desk.views, self._payers), self._choose)

    def _choose(self, cases: frozenset[int] | None) -> None:
        if cases is not None:
            self.part_paid = False
            self._payers.choose(cases)
            self._chosen()

    def forget(self) -> None:
        """The visit has left."""
        self._payers.forget()
        self.part_paid = False
