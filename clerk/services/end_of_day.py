"""The end of day at the card terminal: its period is closed, what it took goes to the bank (PA00P015, 06 50)."""

from clerk.domain.payment import Movement, Payment
from clerk.domain.terminal_totals import TerminalTotals
from clerk.ports import PaymentListener, PaymentOrder
from clerk.services.at_terminal import AtTerminal


class EndOfDay:
    """Closes the period of one terminal. Calls block until their end: for worker threads."""

    def __init__(self, at: AtTerminal) -> None:
        self._at = at

    def run(self, account: int, listener: PaymentListener) -> Payment:
        """Close the period and return the row with the terminal's totals when its dialogue is over.

        One that broke off is never sent again: recovery fetches its receipt and compares (payment rule 11). Raises
        ``PaymentBlocked`` while anything at the terminal is open, one that people must decide included, and what
        ``AtTerminal.carry_out`` raises.
        """
        order = PaymentOrder(self._at.id, self._at.tid, 0, account, kind=Movement.END_OF_DAY)
        return self._at.carry_out(order, listener)

    def so_far(self) -> TerminalTotals | None:
        """Return the turnover since the last end of day without closing; ``None`` if the terminal cannot tell.

        Raises ``TerminalSilent``.
        """
        return self._at.terminal.totals()
