"""A card terminal that stands alone: this program can neither tell it anything nor ask it."""

from datetime import datetime

from clerk.domain.payment import Payment, PaymentState, Reason, TerminalResult
from clerk.domain.payment_events import NothingWritten, Sending
from clerk.domain.terminal_totals import TerminalTotals
from clerk.locale import _
from clerk.ports import PaymentJournal, PaymentListener, TerminalSilent, TerminalStatus, Upkeep


class UnlinkedTerminal:
    """Fulfils ``CardTerminal`` without ever opening a line: what happens there, ``TypedPayments`` is told."""

    def carry_out(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:  # noqa: ARG002
        """Note that the amount is typed into the terminal from now on, and return the movement still open."""
        return journal.record(payment, Sending())

    def recover(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:  # noqa: ARG002
        """End what nobody was told to do; leave the rest open, for only a receipt can say how it ended."""
        if payment.state is PaymentState.INTENT:
            return journal.record(payment, NothingWritten(Reason.RESTARTED))
        return payment

    def abort(self) -> bool:
        """It can only be stopped at the device."""
        return False

    def status(self) -> TerminalStatus:
        """Say that there is no link: nothing that could fail."""
        return TerminalStatus(reachable=True, ready=True, message=without_link())

    def last_transaction(self) -> TerminalResult | None:
        """Raise ``TerminalSilent``: nobody can ask it."""
        raise TerminalSilent(without_link())

    def totals(self) -> TerminalTotals | None:
        """It tells its turnover only on paper."""
        return None

    def keep_up(self, task: Upkeep, now: datetime) -> TerminalStatus:  # noqa: ARG002
        """Raise ``TerminalSilent``: that is done at the device."""
        raise TerminalSilent(without_link())

    def close(self) -> None:
        """Nothing is open."""


def without_link() -> str:
    """Return the sentence about such a terminal."""
    return _("Ohne Verbindung zu diesem Programm: Betrag und Belegnummer werden von Hand eingegeben.")
