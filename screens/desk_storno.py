"""Taking back at the desk what of the open visit was settled."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.cash_entry import CashEntry, settlements
from clerk.domain.payment import Payment, PaymentState
from clerk.domain.storno import StornoRequest, StornoState
from clerk.locale import _
from clerk.ports import PaymentListener
from screens.storno_acts import StornoActs
from screens.storno_run import StornoRun

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class DeskStorno:
    """Finds out what of the visit can be taken back, and what of it waits to be decided or carried out."""

    def __init__(
        self,
        screen: "DeskScreen",
        began: Callable[[], None],
        heard: PaymentListener,
        ended: Callable[[Payment | None], None],
    ) -> None:
        """*began*, *heard* and *ended* are those of ``StornoRun``."""
        self.is_giving_back = False
        self.is_news = False
        """Something was taken back, and the clerk has not gone on since."""
        self.waits = False
        """A storno of the visit is neither decided nor carried out."""
        self._began = began
        self._ended = ended
        self._screen = screen
        self._storno = screen.workstation.stornos
        self._acts = StornoActs(
            screen,
            StornoRun(screen, screen.printing, self._begin, heard, self._end),
            lambda: self._end(None),
            _("Storno vorgemerkt. Z setzt ihn fort, sobald die Kassenaufsicht da ist."),
        )

    def look(self, then: Callable[[], None]) -> None:
        """Find out whether a storno of the visit waits."""
        visit, storno = self._screen.desk.require().visit.id, self._storno

        def found(waiting: tuple[StornoRequest, ...]) -> None:
            self.waits = bool(waiting)
            then()

        self._screen.background.run(lambda: storno.waiting_for(visit), found, self._screen.failed)

    def forget(self) -> None:
        """The visit has left."""
        self.is_news = self.waits = False

    def _begin(self) -> None:
        self.is_giving_back = True
        self._began()

    def _end(self, moved: Payment | None) -> None:
        self.is_giving_back = False
        self.is_news = moved is not None and moved.state is PaymentState.PAID
        self._ended(moved)

    def can_begin(self) -> bool:
        """Whether something of the visit is settled, and the terminal does nothing for it just now."""
        settled = any(line.settlement for line in self._screen.desk.require().visit.lines)
        return settled and self._screen.payment.is_quiet

    def begin(self) -> None:
        """Go on with what waits, else choose what of the visit is taken back."""
        visit, storno = self._screen.desk.require().visit.id, self._storno
        self._screen.in_turn(lambda: (storno.possible(visit), storno.waiting_for(visit)), self._found)

    def _found(self, found: tuple[tuple[CashEntry, ...], tuple[StornoRequest, ...]]) -> None:
        entries, waiting = found
        if not waiting:
            self._acts.choose(settlements(entries))
        elif waiting[0].state is StornoState.CONFIRMED:
            self._acts.carry_out(waiting[:1])
        else:
            self._acts.decide(waiting[:1])
