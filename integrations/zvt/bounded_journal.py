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


class NotSetAside(Exception):  # noqa: N818
    """Neither the store nor the local file took it: what is known stays in the process."""


class BoundedJournal:
    """Runs the journal's calls in threads, each with a deadline."""

    def __init__(
        self, journal: PaymentJournal, threads: Executor, spool_thread: Executor, t3_seconds: float
    ) -> None:
        """Wait for *journal* at most four fifths of T3.

        What is set aside goes through *spool_thread*: those of *threads* may all be stuck in the store by then.
        """
        self._journal = journal
        self._threads = threads
        self._spool_thread = spool_thread
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
        """Write to the local file; raises ``NotSetAside`` if that cannot take it, or not in time."""
        try:
            await self._within(self._spool_thread, lambda: self._journal.set_aside(payment, event, message))
        except (TimeoutError, StoreUnavailable) as error:
            raise NotSetAside from error

    async def _in_time(self, call: Callable[[], Result]) -> Result:
        try:
            return await self._within(self._threads, call)
        except (TimeoutError, StoreUnavailable) as error:
            raise NotStored from error

    async def _within(self, threads: Executor, call: Callable[[], Result]) -> Result:
        async with asyncio.timeout(self._seconds):
            return await asyncio.get_running_loop().run_in_executor(threads, call)
