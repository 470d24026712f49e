"""Looking at the card terminal itself: its state, and a transaction that this program does not know."""

from datetime import datetime

from clerk.domain.payment import TerminalResult
from clerk.domain.people import Identity, Role
from clerk.locale import _
from clerk.ports import CardTerminal, PaymentBlocked, PaymentJournal, TerminalStatus, Upkeep

_MAY_LOOK = frozenset({Role.CASH_SUPERVISOR, Role.TEAM_LEAD})


class TerminalCheck:
    """One terminal under inspection."""

    def __init__(self, terminal: CardTerminal, terminal_id: int, tid: str, journal: PaymentJournal) -> None:
        """Inspect *terminal*, which the journal knows as *terminal_id* and the payment network as *tid*."""
        self._terminal = terminal
        self._terminal_id = terminal_id
        self._tid = tid
        self._journal = journal

    def status(self) -> TerminalStatus:
        """Return how the terminal is; a payment that runs is not disturbed."""
        return self._terminal.status()

    def last_transaction(self) -> TerminalResult | None:
        """Return what the terminal names as its last transaction; raises ``TerminalSilent``."""
        return self._terminal.last_transaction()

    def keep_up(self, task: Upkeep, now: datetime) -> TerminalStatus:
        """Do what the terminal's status asks for and return how it is afterwards; *now* is the office's local time.

        Raises ``PaymentBlocked`` while a payment is open: nothing else runs there then (payment rule 8).
        """
        self._require_nothing_open()
        status = self._terminal.keep_up(task, now)
        if task is Upkeep.INITIALISATION and status.ready:
            self._journal.new_period(self._terminal_id)
        return status

    def acknowledge(self, seen: TerminalResult, by: Identity) -> None:
        """Release a terminal that was stopped because of a transaction unknown to us (payment rule 6).

        *seen* is what *by*, cash supervisor or team lead, looked at. Raises ``PaymentBlocked`` for anybody
        else, while a payment is open, and if the terminal names another transaction by now.
        """
        if not by.roles & _MAY_LOOK:
            raise PaymentBlocked(_("Das darf nur die Kassenaufsicht oder die Teamleitung freigeben."))
        self._require_nothing_open()
        if seen.tid != self._tid or self._terminal.last_transaction() != seen:
            raise PaymentBlocked(_("Das Terminal nennt inzwischen etwas anderes. Bitte noch einmal ansehen."))
        self._journal.acknowledge(self._terminal_id, seen, self._tid, by.account)

    def _require_nothing_open(self) -> None:
        self._journal.hold(self._terminal_id)
        if any(payment.locks_terminal for payment in self._journal.open_at(self._terminal_id)):
            raise PaymentBlocked(_("An diesem Terminal ist noch eine Zahlung offen. Erst diese klären."))
