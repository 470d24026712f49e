"""The simulated terminal itself: one card slot, its memory, and what it is busy with."""

from collections.abc import Coroutine
from datetime import datetime
from time import monotonic
from typing import Protocol

from integrations.zvt.apdu import Apdu, parse_apdu
from integrations.zvt.layout import dissect
from integrations.zvt.sim_behaviour import BehaviourSwitch, LostAck
from integrations.zvt.sim_foreign import waiting_payments
from integrations.zvt.sim_ledger import Kind, Ledger, Transaction
from integrations.zvt.sim_registration import Registration
from integrations.zvt.sim_sequence import SequenceNumbers
from integrations.zvt.sim_settings import Settling, SimulatorSettings


class Movement(Protocol):
    """A movement that runs: a transaction or an end of day."""

    @property
    def ended(self) -> bool:
        """Whether the last message is out: the next command may follow its acknowledgement at once."""

    def abort(self) -> bool:
        """Stop, if that is still possible; False says that it is too late."""


class Terminal:
    """One terminal, whatever number of lines lead to it."""

    def __init__(self, settings: SimulatorSettings) -> None:
        """Switch on: read the ledger, and keep or take back what a crash left unbooked."""
        self.settings = settings
        self.ledger = Ledger(
            settings.ledger,
            tid=settings.tid,
            first_receipt=settings.first_receipt,
            first_trace=settings.first_trace,
            restart_numbers=settings.restart_numbers,
        )
        self.control = BehaviourSwitch(settings.ledger, settings.behaviour)
        self.numbers = SequenceNumbers()
        self.registration = self._remembered_registration()
        self._running: Movement | None = None
        self._unsettled: int | None = None
        self._settled_at = 0.0
        self._deaf_until = 0.0
        self._closed_until = 0.0
        for entry in self.ledger.unfinished():
            self.settle(entry, kept=settings.lost_ack is LostAck.KEEP)

    async def occupy(self, movement: Movement, work: Coroutine[object, object, None]) -> None:
        """Do the work of a movement to its end; nothing else can begin meanwhile. Its line may break."""
        self._running = movement
        self._unsettled = None
        try:
            await work
        finally:
            if self._running is movement:
                self._running = None

    def begin_settling(self) -> None:
        """Take note that the last message of a movement leaves: the host takes its time from now on."""
        self._settled_at = monotonic() + self.settings.settling

    def leave_unsettled(self) -> None:
        """Do not name the newest transaction as long as its movement runs and is settled."""
        self._unsettled = len(self.ledger.transactions) - 1

    def settle(self, entry: Transaction, *, kept: bool) -> None:
        """Decide about a good transaction: book it or take it back."""
        if kept:
            self.ledger.book(entry)
        else:
            self.ledger.auto_reverse(entry)

    def book_foreign(self) -> None:
        """Book what somebody else paid at the device since the last time."""
        for cents in waiting_payments(self.settings.ledger):
            entry = self.ledger.record(Kind.PAYMENT, cents, at=clock(), foreign=True)
            self.ledger.book(entry)

    @property
    def is_busy(self) -> bool:
        """Whether a movement runs, or the host has not had its last word about the last one."""
        return self._is_running or monotonic() < self._settled_at

    @property
    def looks_ready(self) -> bool:
        """Whether 05 01 tells that nothing runs."""
        return not self.is_busy or self.settings.settling_answers is Settling.OLD_AND_READY

    @property
    def answers_questions(self) -> bool:
        """Whether 06 20 is answered just now."""
        return not self.is_busy or self.settings.settling_answers is not Settling.WAIT

    def last_good(self) -> Transaction | None:
        """What 06 20 names: not the movement about which the host has not had its last word."""
        return self.ledger.last_good(without=self._unsettled if self.is_busy else None)

    def abort(self) -> bool:
        """Stop what runs; False says that it is too late."""
        if not self.is_busy:
            return True
        return self._running is not None and self._running.abort()

    def register(self, registration: Registration, command: Apdu) -> None:
        """Be registered with from now on; a log-off is the default registration."""
        self.registration = registration
        if self.settings.registration_survives:
            self.ledger.keep_registration(command.encode().hex() if registration.made else None)

    def update_software(self) -> None:
        """Answer nothing for a while, then start anew."""
        self._deaf_until = monotonic() + self.settings.deaf
        self._start_anew()

    def reboot(self) -> None:
        """Close the port for a while, then start anew."""
        self._closed_until = monotonic() + self.settings.deaf
        self._start_anew()

    @property
    def is_deaf(self) -> bool:
        """Whether a software update goes on."""
        return monotonic() < self._deaf_until

    @property
    def is_rebooting(self) -> bool:
        """Whether the port is closed for a start."""
        return monotonic() < self._closed_until

    @property
    def _is_running(self) -> bool:
        return self._running is not None and not self._running.ended

    def _start_anew(self) -> None:
        self.numbers = SequenceNumbers()
        self.registration = self._remembered_registration()

    def _remembered_registration(self) -> Registration:
        command = self.ledger.registration if self.settings.registration_survives else None
        if command is None:
            return Registration()
        registration = Registration.read(dissect(parse_apdu(bytes.fromhex(command))))
        self.numbers = SequenceNumbers(agreed=registration.asks_for_numbers and self.settings.sequence_ids)
        return registration


def clock() -> str:
    """The terminal's clock: local time, to the second."""
    return datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")
