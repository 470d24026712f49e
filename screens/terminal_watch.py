"""What is known of the card terminal itself, so that the status line tells the truth before the first payment."""

from typing import TYPE_CHECKING

from clerk.domain.money import format_cents
from clerk.domain.payment import Payment, PaymentState, Reason, TerminalResult
from clerk.locale import _
from clerk.ports import TerminalStatus
from screens.second_signature import ask_second_person
from screens.widgets.status_line import SystemLevel, SystemState

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

_ASK_AGAIN_SECONDS = 30


def unclear_state(*, asking: bool) -> SystemState:
    """Return what the status line says while a payment is unclear; *asking* that the terminal is being asked."""
    words = _("EC-Terminal: Zahlung wird geklärt") if asking else _("EC-Terminal: Zahlung ungeklärt")
    return SystemState(words, SystemLevel.WARN)


class TerminalWatch:
    """Asks the terminal how it is, at the start and as long as it does not answer."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        card = screen.workstation.card
        self._check = card.check if card else None
        self._status: TerminalStatus | None = None
        self._asking = False
        self._quiet_seconds = 0

    def ask(self) -> None:
        """Ask in the background."""
        if self._check is not None and not self._asking:
            self._asking = True
            self._screen.background.alongside(self._check.status, self._known, self._unknown)

    def _known(self, status: TerminalStatus) -> None:
        self._asking = False
        self._status = status

    def _unknown(self, _error: Exception) -> None:
        self._asking = False

    def learn_from(self, payment: Payment) -> None:
        """A payment has shown whether the terminal answers."""
        silent = payment.state is PaymentState.NOT_SENT and payment.reason is Reason.UNREACHABLE
        words = _("EC-Terminal antwortet nicht") if silent else ""
        self._status = TerminalStatus(reachable=not silent, ready=not silent, message=words)

    def tick(self) -> None:
        """A second has passed: ask again now and then while it is not ready."""
        self._quiet_seconds += 1
        if self._quiet_seconds >= _ASK_AGAIN_SECONDS:
            self._quiet_seconds = 0
            if self._status is None or not self._status.ready:
                self.ask()

    @property
    def status(self) -> TerminalStatus | None:
        """How the terminal was when it was last asked, ``None`` before that."""
        return self._status

    def system_state(self) -> SystemState:
        """Return the state of the terminal in words."""
        if self._screen.workstation.terminal_fault is not None:
            return SystemState(_("EC-Terminal nicht eingerichtet"), SystemLevel.DOWN)
        if self._check is None:
            return SystemState(_("kein EC-Terminal"))
        if self._status is None:
            return SystemState(_("EC-Terminal wird gefragt"))
        if not self._status.reachable:
            return SystemState(_("EC-Terminal antwortet nicht"), SystemLevel.DOWN)
        if not self._status.ready:
            words = _("EC-Terminal: {what}").format(what=self._status.message)
            return SystemState(words, SystemLevel.WARN)
        return SystemState(_("EC-Terminal bereit"))

    # ------------------------------------------------------------ a transaction nobody knows

    def release(self) -> None:
        """Let somebody look at a transaction unknown to us, and go on after that (payment rule 6)."""
        check = self._check
        if check is not None:
            self._screen.background.alongside(check.last_transaction, self._ask_who, self._screen.failed)

    def _ask_who(self, seen: TerminalResult | None) -> None:
        check = self._check
        if check is None or seen is None:
            self._screen.say(_("Das Terminal nennt keine Zahlung mehr. Bitte noch einmal versuchen."))
            return
        amount = "–" if seen.amount_cents is None else format_cents(seen.amount_cents)
        what = _("Unbekannte Zahlung am Terminal: {amount}, Beleg {receipt}").format(
            amount=amount, receipt=seen.receipt or "–"
        )
        ask_second_person(
            self._screen,
            what,
            _("Kassenaufsicht oder Teamleitung hat sie angesehen und gibt das Terminal frei."),
            lambda second: check.acknowledge(seen, second),
            lambda _none: self._screen.say(_("Das Terminal ist wieder frei. Enter startet die Zahlung.")),
            at_terminal=True,
        )
