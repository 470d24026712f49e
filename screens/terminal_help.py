"""What a terminal needs before it takes a card again, done from here: end of day, diagnosis, clock."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.domain.payment import Payment
from clerk.domain.result_codes import Remedy
from clerk.locale import _
from clerk.ports import PaymentListener, TerminalStatus, Upkeep
from clerk.services.payment_messages import explain
from screens.modals.ask import Answer, AskScreen
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_UPKEEP = {
    Remedy.DIAGNOSIS: Upkeep.DIAGNOSIS,
    Remedy.INITIALISATION: Upkeep.INITIALISATION,
    Remedy.CLOCK: Upkeep.CLOCK,
}


def helping_word(remedy: Remedy) -> str | None:
    """Return what Enter does about *remedy*, ``None`` where only a person or another card helps."""
    return {
        Remedy.END_OF_DAY: _("Kassenschnitt am Terminal machen"),
        Remedy.DIAGNOSIS: _("Diagnose am Terminal starten"),
        Remedy.INITIALISATION: _("Terminal neu einrichten lassen"),
        Remedy.CLOCK: _("Uhr des Terminals stellen"),
    }.get(remedy)


class TerminalHelp:
    """Does what helps, in a thread of its own; *ended* is called when it is over, well or not."""

    def __init__(self, screen: "DeskScreen", heard: PaymentListener, ended: Callable[[], None]) -> None:
        self._screen = screen
        self._card = screen.workstation.card
        self._heard = heard
        self._ended = ended
        self.is_stopping = False
        """The clerk has asked the terminal to stop."""

    def act(self, remedy: Remedy, begin: Callable[[], None]) -> None:
        """Do what *remedy* says; *begin* is called when it starts, after the question where there is one."""
        if remedy is Remedy.END_OF_DAY:
            self._ask_to_close(begin)
        elif remedy in _UPKEEP:
            begin()
            self._keep_up(_UPKEEP[remedy])

    def stop_payment(self) -> None:
        """Ask the terminal to stop the running payment."""
        if self._card is not None:
            self.is_stopping = True
            self._screen.background.run(self._card.payments.abort, self._stop_asked, self._screen.failed)

    def _stop_asked(self, asked: bool) -> None:
        if not asked:
            self.is_stopping = False
            self._screen.say(
                _("Bitte am Terminal abbrechen: Es nimmt den Abbruch von hier nicht an."), Weight.WARNING
            )

    def _ask_to_close(self, begin: Callable[[], None]) -> None:
        answers = [Answer("close", _("Kassenschnitt jetzt machen"))]
        detail = _(
            "Das Terminal rechnet ab und nimmt dann wieder Karten. Die Zahlungen bis jetzt lassen sich danach "
            "nicht mehr stornieren, nur noch gutschreiben."
        )

        def decided(answer: str | None) -> None:
            if answer == "close":
                begin()
                self._close()

        self._screen.app.push_screen(
            AskScreen(_("Kassenschnitt am Terminal machen?"), answers=answers, detail=detail), decided
        )

    def _close(self) -> None:
        card, account = self._card, self._screen.workstation.seat.identity.account
        if card is not None:
            self._screen.background.alongside(
                lambda: card.end_of_day.run(account, self._heard), self._closed, self._failed
            )

    def _closed(self, movement: Payment) -> None:
        message = explain(movement)
        self._screen.say(f"{message.title}. {message.sentence}", Weight.INFO)
        self._ended()

    def _keep_up(self, task: Upkeep) -> None:
        card, workstation = self._card, self._screen.workstation
        if card is None:
            return
        now = workstation.clock.now().astimezone(workstation.zone)
        self._screen.background.alongside(lambda: card.check.keep_up(task, now), self._kept_up, self._failed)

    def _kept_up(self, status: TerminalStatus) -> None:
        self._screen.say(f"{status.message} {status.action}", Weight.INFO)
        self._ended()

    def _failed(self, error: Exception) -> None:
        self._screen.failed(error)
        self._ended()
