"""Asking the terminal about payments of which nobody knows how they ended, until every one is clear."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.ports import PaymentListener

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_FIRST_PAUSE_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 60.0

Found = Callable[[tuple[Payment, ...]], None]


class ClearUp:
    """Asks in the background, again with growing pauses while the terminal does not answer.

    *found* gets the payments asked about in the state they came to, after every time.
    """

    def __init__(self, screen: "DeskScreen", heard: PaymentListener, found: Found) -> None:
        self._screen = screen
        card = screen.workstation.card
        self._recovery = card.recovery if card else None
        self._heard = heard
        self._found = found
        self._pause = _FIRST_PAUSE_SECONDS
        self.is_asking = False

    def at_start(self) -> None:
        """Take the terminal over and ask about what an earlier run left open (payment rule 14)."""
        recovery = self._recovery
        if recovery is not None:
            self._ask(lambda: recovery.take_over(self._heard))

    def now(self) -> None:
        """Ask at once, unless somebody is asking already."""
        recovery = self._recovery
        if recovery is not None and not self.is_asking:
            self._ask(lambda: recovery.run(self._heard))

    def _ask(self, work: Callable[[], tuple[Payment, ...]]) -> None:
        self.is_asking = True
        self._screen.background.alongside(work, self._asked, self._failed)

    def _asked(self, payments: tuple[Payment, ...]) -> None:
        self.is_asking = False
        self._found(payments)
        if any(payment.can_be_asked for payment in payments):
            self._try_again()
        else:
            self._pause = _FIRST_PAUSE_SECONDS

    def _failed(self, error: Exception) -> None:
        self.is_asking = False
        self._screen.failed(error)
        self._found(())

    def _try_again(self) -> None:
        self._screen.set_timer(self._pause, self.now)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE_SECONDS)
