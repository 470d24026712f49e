"""The card terminal as the services see it: synchronous, one thing at a time, on a thread of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from clerk.domain.payment import Payment, TerminalResult
from clerk.domain.terminal_profile import TerminalProfile
from clerk.locale import _
from clerk.ports import PaymentJournal, PaymentListener, StoreUnavailable, TerminalSilent, TerminalStatus
from integrations.zvt.bounded_journal import BoundedJournal, NotStored
from integrations.zvt.charge import Charge
from integrations.zvt.connection import Connection, Dial
from integrations.zvt.loop_thread import LoopThread
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.questions import BUSY, READY, NoAnswer, Questions
from integrations.zvt.recovery import Recovery
from integrations.zvt.texts import terminal_status_explanation

_JOURNAL_THREADS = 4


class ZvtTerminal:
    """One ZVT terminal; implements ``CardTerminal``."""

    def __init__(self, profile: TerminalProfile, password: str, dial: Dial = Connection.open) -> None:
        """Use the terminal of *profile*, reached by *dial*; nothing is sent yet. *password* is its six digits."""
        self._profile = profile
        self._questions = Questions(profile, password, dial)
        self._loop = LoopThread(f"zvt-{profile.tid}")
        self._threads = ThreadPoolExecutor(_JOURNAL_THREADS, thread_name_prefix="payment-journal")
        self._in_use = asyncio.Lock()
        self._running: Charge | None = None

    def pay(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        """Charge an intent exactly once; return the payment in the state it came to.

        What the store did not take is set aside on this machine and told as the state it will have. Raises
        ``LeaseLost``.
        """
        return self._loop.run(self._pay(payment, journal, listener))

    def recover(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        """Ask the terminal how *payment* ended; it stays *unknown* while nobody answers.

        Raises ``StoreUnavailable``, ``LeaseLost``.
        """
        return self._loop.run(self._recover(payment, journal, listener))

    def abort(self) -> bool:
        """Ask the terminal to stop; ``False`` if no payment runs or this terminal cannot be stopped so."""
        running = self._running
        if running is None or not self._profile.abort_ok:
            return False
        self._loop.call(running.stop)
        return True

    def status(self) -> TerminalStatus:
        """Ask how the terminal is; while it is in use it is not disturbed."""
        return self._loop.run(self._status())

    def last_transaction(self) -> TerminalResult | None:
        """Ask for the last transaction; raises ``TerminalSilent``."""
        return self._loop.run(self._last_transaction())

    def close(self) -> None:
        """End the thread; a running payment is left to recovery."""
        self._loop.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _pay(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        mailbox = ProgressMailbox(listener)
        charge = Charge(payment, self._bounded(journal), self._questions, self._profile, mailbox)
        async with self._in_use:
            self._running = charge
            try:
                return await charge.run()
            finally:
                self._running = None
                mailbox.close()

    async def _recover(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        bounded = self._bounded(journal)
        mailbox = ProgressMailbox(listener)
        async with self._in_use:
            try:
                current = await bounded.get(payment)
                if not current.locks_terminal:
                    return current
                recovery = Recovery(current, bounded, self._questions, self._profile, mailbox)
                await recovery.run()
            except NotStored:
                raise StoreUnavailable(
                    _(
                        "Der Datenspeicher antwortet nicht. Die Zahlung bleibt ungeklärt, "
                        "das Programm fragt später wieder."
                    )
                ) from None
            finally:
                mailbox.close()
        return recovery.payment

    async def _status(self) -> TerminalStatus:
        if self._in_use.locked():
            explained = terminal_status_explanation(BUSY)
            return TerminalStatus(True, False, explained.what, explained.action, BUSY, self._questions.tid)
        async with self._in_use:
            try:
                code = await self._questions.status()
            except NoAnswer:
                return TerminalStatus(
                    False, False, _not_answering(), _("Ist es eingeschaltet und angeschlossen?")
                )
        if code is None:
            return TerminalStatus(True, False, _("Das Terminal nennt seinen Zustand nicht."))
        explained = terminal_status_explanation(code)
        return TerminalStatus(
            True, code == READY, explained.what, explained.action, code, self._questions.tid
        )

    async def _last_transaction(self) -> TerminalResult | None:
        async with self._in_use:
            try:
                answer = await self._questions.last_transaction()
            except NoAnswer:
                raise TerminalSilent(_not_answering()) from None
        if answer.busy or not answer.understood:
            raise TerminalSilent(_("Das Terminal nennt seine letzte Zahlung gerade nicht."))
        return answer.result

    def _bounded(self, journal: PaymentJournal) -> BoundedJournal:
        return BoundedJournal(journal, self._threads, self._profile.t3_seconds)


def _not_answering() -> str:
    return _("Das Terminal antwortet nicht.")
