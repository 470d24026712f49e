"""Clearing up card payments of which nobody knows yet whether money moved (payment rules 2, 3, 12, 14)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from clerk.domain.payment import Decision, Payment, PaymentState, Reason
from clerk.domain.payment_clearing import Decided, FoundUnclear, RecoveryBegan
from clerk.domain.people import Identity, Role
from clerk.locale import _
from clerk.ports import (
    CardTerminal,
    PaymentBlocked,
    PaymentJournal,
    PaymentListener,
)

_MAY_CONFIRM = frozenset({Role.CASH_SUPERVISOR, Role.TEAM_LEAD})


class DecisionRefused(Exception):  # noqa: N818
    """The decision about a payment cannot be taken like this; ``str()`` is a sentence for the clerk."""


class RecoverPayments:
    """Asks one terminal about its open payments, and lets people decide where it gives no answer."""

    def __init__(self, terminal: CardTerminal, terminal_id: int, journal: PaymentJournal) -> None:
        """Recover the payments of *terminal*, which the journal knows as *terminal_id*."""
        self._terminal = terminal
        self._terminal_id = terminal_id
        self._journal = journal
        self._in_use = threading.RLock()
        self._asked = False

    @contextmanager
    def terminal_to_oneself(self, *, or_wait: bool) -> Iterator[None]:
        """Keep everybody else in this program away from the terminal during the block.

        Raises ``PaymentBlocked`` if somebody is there already, unless one may wait.
        """
        if not self._in_use.acquire(blocking=or_wait):
            raise PaymentBlocked(
                _("An diesem Terminal läuft gerade eine Zahlung, oder das Programm klärt dort eine.")
            )
        try:
            yield
        finally:
            self._in_use.release()

    def take_over(self, listener: PaymentListener) -> tuple[Payment, ...]:
        """Take the terminal's lease and, the first time, ask about every open payment before anything else.

        Returns the payments asked about. Raises ``TerminalInUse``, ``StoreUnavailable``, ``LeaseLost``.
        """
        self._journal.hold(self._terminal_id)
        return () if self._asked else self.run(listener)

    def run(self, listener: PaymentListener) -> tuple[Payment, ...]:
        """Ask once about every open payment of the terminal; return them in the state they came to.

        Waits for a payment that runs; blocks for the settling time at least. Raises ``StoreUnavailable``,
        ``LeaseLost``, ``TerminalInUse``.
        """
        with self.terminal_to_oneself(or_wait=True):
            self._journal.hold(self._terminal_id)
            self._journal.replay(self._terminal_id)
            asked = tuple(
                self._ask(payment, listener) for payment in self._journal.open_at(self._terminal_id)
            )
            self._asked = True
        return asked

    def leave_to_people(self, payment: Payment) -> Payment:
        """Stop asking a terminal that does not come back, so that two people can decide.

        Raises ``DecisionRefused`` unless recovery was tried and is not running.
        """
        current = self._journal.get(payment.id)
        if current.state is not PaymentState.UNKNOWN:
            raise DecisionRefused(
                _("Das Programm fragt noch nach dieser Zahlung. Bitte das Ergebnis abwarten.")
            )
        asking = self._journal.record(current, RecoveryBegan())
        return self._journal.record(asking, FoundUnclear(Reason.UNREACHABLE))

    def decide_manually(
        self, payment: Payment, *, paid: bool, note: str, by: Identity, second: Identity
    ) -> Payment:
        """Book what two people saw at the terminal; *note* says what they saw.

        *second* is another person who is cash supervisor or team lead. Raises ``DecisionRefused``.
        """
        self._journal.hold(self._terminal_id)
        current = self._journal.get(payment.id)
        if current.state is not PaymentState.MANUAL:
            raise DecisionRefused(_("Über diese Zahlung ist nichts mehr zu entscheiden."))
        if by.account == second.account:
            raise DecisionRefused(_("Die zweite Person muss eine andere sein als Sie."))
        if not second.roles & _MAY_CONFIRM:
            raise DecisionRefused(_("Als zweite Person wird Kassenaufsicht oder Teamleitung gebraucht."))
        if not note.strip():
            raise DecisionRefused(
                _("Bitte angeben, was am Terminal zu sehen war, zum Beispiel die Belegnummer.")
            )
        decision = Decision(by=by.account, second=second.account, note=note.strip())
        return self._journal.record(current, Decided(paid=paid, decision=decision))

    def _ask(self, payment: Payment, listener: PaymentListener) -> Payment:
        """Ask about a payment, unless it is left to people already."""
        return self._terminal.recover(payment, self._journal, listener) if payment.can_be_asked else payment
