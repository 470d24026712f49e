"""The journal seen from the terminal's loop: every write is over well before the terminal stops waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from clerk.domain.payment import Payment, TransactionKey
from clerk.domain.payment_events import Lost, NothingWritten, PaymentEvent
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.ports import PaymentJournal, StoreUnavailable

_SHARE_OF_T3 = 0.8
"""The rest of T3 is for the acknowledgement on its way (payment rule 13)."""

Result = TypeVar("Result")


class NotStored(Exception):  # noqa: N818
    """The store did not take it in time; nothing may be answered. It may still arrive there later."""


class BoundedJournal:
    """Runs the journal's calls in threads, each with a deadline."""

    def __init__(self, journal: PaymentJournal, threads: Executor, t3_seconds: float) -> None:
        """Wait for *journal* at most four fifths of T3."""
        self._journal = journal
        self._threads = threads
        self._seconds = t3_seconds * _SHARE_OF_T3

    async def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Advance the payment; raises ``NotStored`` beside what the journal raises."""
        return await self._in_time(lambda: self._journal.record(payment, event, message))

    async def keep_receipt(self, payment: Payment, receipt: TerminalReceipt, message: str) -> None:
        """Keep a receipt of the terminal as far as it has come; raises ``NotStored``."""
        await self._in_time(lambda: self._journal.keep_receipt(payment, receipt, message))

    async def get(self, payment: Payment) -> Payment:
        """Return a payment as it is by now; raises ``NotStored``."""
        return await self._in_time(lambda: self._journal.get(payment.id))

    async def last_known(self, terminal: int) -> TransactionKey | None:
        """Return the last transaction known of a terminal; raises ``NotStored``."""
        return await self._in_time(lambda: self._journal.last_known(terminal))

    async def set_aside(self, payment: Payment, event: Lost | NothingWritten, message: str = "") -> None:
        """Write to the local file, however long it takes: nothing waits for it."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._journal.set_aside, payment, event, message)

    async def _in_time(self, call: Callable[[], Result]) -> Result:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return await loop.run_in_executor(self._threads, call)
        except (TimeoutError, StoreUnavailable) as error:
            raise NotStored from error
