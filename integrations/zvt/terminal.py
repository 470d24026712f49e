"""The card terminal as the services see it: synchronous, one thing at a time, on a thread of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from clerk.domain.payment import Payment, TerminalResult
from clerk.domain.result_codes import meaning_of_status
from clerk.domain.terminal_profile import TerminalProfile
from clerk.domain.terminal_totals import TerminalTotals
from clerk.locale import _
from clerk.ports import (
    PaymentJournal,
    PaymentListener,
    StoreUnavailable,
    TerminalSilent,
    TerminalStatus,
    Upkeep,
)
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.bounded_journal import BoundedJournal, NotStored
from integrations.zvt.carry_out import CarryOut
from integrations.zvt.connection import Dial
from integrations.zvt.dialling import dial as usual_dial
from integrations.zvt.loop_thread import LoopThread
from integrations.zvt.progress import ProgressMailbox
from integrations.zvt.questions import BUSY, READY, NoAnswer, Questions
from integrations.zvt.recovery import Recovery

_JOURNAL_THREADS = 4


class ZvtTerminal:
    """One ZVT terminal; implements ``CardTerminal``."""

    def __init__(self, profile: TerminalProfile, password: str, dial: Dial = usual_dial) -> None:
        """Use the terminal of *profile*, reached by *dial*; nothing is sent yet. *password* is its six digits."""
        self._profile = profile
        self._questions = Questions(profile, password, dial)
        self._loop = LoopThread(f"zvt-{profile.tid}")
        self._threads = ThreadPoolExecutor(_JOURNAL_THREADS, thread_name_prefix="payment-journal")
        self._spool_thread = ThreadPoolExecutor(1, thread_name_prefix="payment-spool")
        self._in_use = asyncio.Lock()
        self._running: CarryOut | None = None

    def carry_out(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        """Do what an intent says exactly once; return it in the state it came to.

        What the store did not take is set aside on this machine and told as the state it will have. Raises
        ``LeaseLost``.
        """
        return self._loop.run(self._carry_out(payment, journal, listener))

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

    def totals(self) -> TerminalTotals | None:
        """Ask for the turnover since the last end of day without closing (06 10), where the profile knows it.

        Raises ``TerminalSilent``.
        """
        return self._loop.run(self._totals()) if self._profile.totals else None

    def keep_up(self, task: Upkeep, now: datetime) -> TerminalStatus:
        """Do what its status asked for and return how it is afterwards; *now* is the office's local time."""
        return self._loop.run(self._keep_up(task, now))

    def close(self) -> None:
        """End the thread; a running payment is left to recovery."""
        self._loop.close()
        for threads in (self._threads, self._spool_thread):
            threads.shutdown(wait=False, cancel_futures=True)

    async def _carry_out(
        self, payment: Payment, journal: PaymentJournal, listener: PaymentListener
    ) -> Payment:
        mailbox = ProgressMailbox(listener)
        task = CarryOut(payment, self._bounded(journal), self._questions, self._profile, mailbox)
        async with self._in_use:
            self._running = task
            try:
                return await task.run()
            finally:
                self._running = None
                mailbox.close()

    async def _recover(self, payment: Payment, journal: PaymentJournal, listener: PaymentListener) -> Payment:
        bounded = self._bounded(journal)
        mailbox = ProgressMailbox(listener)
        async with self._in_use:
            try:
                current = await bounded.get(payment)
                if not current.can_be_asked:
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
            return self._status_of(BUSY)
        async with self._in_use:
            try:
                code = await self._questions.status()
            except NoAnswer as reason:
                advice = str(reason) or _("Ist es eingeschaltet und angeschlossen?")
                return TerminalStatus(False, False, _not_answering(), advice)
        if code is None:
            return TerminalStatus(True, False, _("Das Terminal nennt seinen Zustand nicht."))
        return self._status_of(code)

    def _status_of(self, code: int) -> TerminalStatus:
        meaning = meaning_of_status(code)
        return TerminalStatus(
            True, code == READY, meaning.what, meaning.action, code, self._questions.tid, meaning.remedy
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

    async def _totals(self) -> TerminalTotals | None:
        async with self._in_use:
            try:
                return await self._questions.totals()
            except NoAnswer:
                raise TerminalSilent(_not_answering()) from None

    async def _keep_up(self, task: Upkeep, now: datetime) -> TerminalStatus:
        async with self._in_use:
            try:
                if task is Upkeep.LOG_OFF:
                    await self._questions.log_off()
                else:
                    await self._questions.do(self._command(task, now))
            except NoAnswer:
                pass  # how it is, its status says
        return await self._status()

    def _command(self, task: Upkeep, now: datetime) -> Apdu:
        password = self._questions.password
        match task:
            case Upkeep.INITIALISATION:
                return commands.initialisation(password)
            case Upkeep.CLOCK:
                return commands.set_date_and_time(password, now)
            case _:
                return commands.diagnosis(self._profile.diagnosis_kind)

    def _bounded(self, journal: PaymentJournal) -> BoundedJournal:
        return BoundedJournal(journal, self._threads, self._spool_thread, self._profile.t3_seconds)


def _not_answering() -> str:
    return _("Das Terminal antwortet nicht.")
