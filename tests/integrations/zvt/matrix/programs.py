"""The two programs of a run: the simulated terminal, and a cash register made of the real services."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.payment_events import PaymentEvent
from clerk.domain.terminal_profile import TerminalProfile
from clerk.persistence.opening import open_store
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.persistence.store import Store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Claim
from clerk.services.card_desk import CardDesk
from clerk.services.recover_payment import RecoverPayments
from integrations.zvt.sim_behaviour import DayEnd
from integrations.zvt.sim_settings import LostAck, Scenario, Settling, SimulatorSettings
from integrations.zvt.simulator import run
from integrations.zvt.terminal import ZvtTerminal
from tests.persistence.office import SteppedClock
from tests.services.till import CENTS, CLERK, LEAD, TID, Till, Watcher

TRIES = 40
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Given:
    """What a cash register is told: where everything is, what to do, and where in itself it dies, if anywhere.

    ``order`` is the kind of movement to carry out, ``""`` none; a reversal or refund gives *original* back, a payment
    charges the visit of *claim*, or an amount without a visit where that is empty. ``acknowledge``: a team lead
    releases the terminal before. ``decide``: two people decide what is left to them, as it is (``paid``).
    """

    store: str
    folder: str
    terminal: int
    port: int
    claim: dict[str, int]
    order: str
    original: int = 0
    exclusive: bool = True
    acknowledge: bool = False
    decide: bool = False
    paid: bool = False
    dies_before: str = ""
    dies_behind: str = ""


class DyingJournal(StoredPaymentJournal):
    """The real journal of a program that is killed right before or right behind one of its writes."""

    given: Given

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Record, unless killed."""
        if event.word == self.given.dies_before:
            os.kill(os.getpid(), signal.SIGKILL)
        recorded = super().record(payment, event, message)
        if event.word == self.given.dies_behind:
            os.kill(os.getpid(), signal.SIGKILL)
        return recorded


def client(values: dict[str, object]) -> None:
    """Start as the program does: clear up what is open; then do what is wanted, and clear that up until it is final."""
    given = Given(**values)  # type: ignore[arg-type]
    store, clock = open_store(given.store), SteppedClock()
    journal = DyingJournal(store, clock, Path(given.folder))
    journal.given = given
    profile = TerminalProfile(
        tid=TID,
        host="127.0.0.1",
        port=given.port,
        t3_seconds=3.0,
        t4_seconds=4.0,
        settle_seconds=0.05,
        exclusive=given.exclusive,
    )
    desk = CardDesk.of(ZvtTerminal(profile, "000000"), given.terminal, TID, journal)
    desk.recovery.take_over(Watcher())
    _clear_up(desk.recovery)
    if given.decide:
        _decide(desk.recovery, journal, given)
    if given.acknowledge and (seen := desk.check.last_transaction()) is not None:
        desk.check.acknowledge(seen, LEAD)
    if given.order:
        _carry_out(desk, journal, store, given)
        _clear_up(desk.recovery)


def _carry_out(desk: CardDesk, journal: DyingJournal, store: Store, given: Given) -> None:
    kind = Movement(given.order)
    if kind is Movement.END_OF_DAY:
        desk.end_of_day.run(CLERK.account, Watcher())
    elif kind is not Movement.PAYMENT:
        desk.give_back.run(journal.get(given.original), kind, CLERK.account, Watcher())
    elif given.claim:
        claim = Claim(**given.claim)
        with StoredUnitOfWork(store, SteppedClock()).read() as work:
            lines = work.visits.get(claim.visit).lines
        desk.payments.start(claim, lines, Watcher())
    else:
        desk.payments.start_without_visit(CENTS, CLERK.account, Watcher())


def _decide(recovery: RecoverPayments, journal: DyingJournal, given: Given) -> None:
    for payment in journal.open_at(given.terminal):
        if payment.state is PaymentState.MANUAL:
            note = "Journal des Terminals angesehen"
            recovery.decide_manually(payment, paid=given.paid, note=note, by=CLERK, second=LEAD)


def warm_up() -> None:
    """Use the store once: what it works out at first use is inherited by every fork."""
    with tempfile.TemporaryDirectory() as folder:
        till = Till.set_up(Path(folder))
        till.charged_visit()
        till.office.store.close()


def simulator(values: dict[str, object]) -> None:
    """Be the terminal until killed, or until the process that asked for it is gone."""
    parent = os.getppid()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    chosen = dict(values)
    chosen["ledger"] = Path(str(chosen["ledger"]))
    chosen["lost_ack"] = LostAck(str(chosen["lost_ack"]))
    chosen["scenario"] = Scenario(str(chosen.get("scenario", "approve")))
    chosen["end_of_day"] = DayEnd(str(chosen.get("end_of_day", "plain")))
    chosen["settling_answers"] = Settling(str(chosen.get("settling_answers", "wait")))
    run(SimulatorSettings(**chosen))  # type: ignore[arg-type]


PROGRAMS: dict[str, Callable[[dict[str, object]], None]] = {"client": client, "simulator": simulator}


def _clear_up(recovery: RecoverPayments) -> None:
    for _try in range(TRIES):
        if not any(payment.can_be_asked for payment in recovery.run(Watcher())):
            return
        time.sleep(_PAUSE_SECONDS)
    raise TimeoutError("the payment never became clear")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)
