"""The payment journal in the store: compare-and-set on every change, fee lines booked exactly once."""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from clerk.domain.payment import (
    FINAL,
    NOT_TOLD,
    WITHOUT_EFFECT,
    Payment,
    PaymentState,
    TerminalResult,
    TransactionKey,
)
from clerk.domain.payment_clearing import StoreRestored
from clerk.domain.payment_events import (
    IllegalPaymentStep,
    Lost,
    NothingWritten,
    PaymentEvent,
    advance,
)
from clerk.domain.terminal_receipt import TerminalReceipt
from clerk.domain.transaction import key_of
from clerk.locale import _
from clerk.persistence import audit_trail, terminal_receipts
from clerk.persistence.driver import driver_of
from clerk.persistence.high_water import HighWaterMark
from clerk.persistence.payment_booking import book, free_lines
from clerk.persistence.payment_intent import insert_intent
from clerk.persistence.payment_rows import (
    changing_columns,
    identity_of,
    is_taken,
    newest_payment,
    opened_at,
    read_payment,
    without_identity,
)
from clerk.persistence.payment_spool import PaymentSpool, SetAside, folder_refused
from clerk.persistence.payment_tables import PaymentEventRow, PaymentRow, TerminalStateRow
from clerk.persistence.receipt_archive import ReceiptArchive
from clerk.persistence.store import Store
from clerk.persistence.terminal_history import (
    begin_period,
    forget_history,
    has_receipt,
    remember,
    state_of_device,
    terminal_state,
)
from clerk.persistence.terminal_lease import Lease, lock_terminal, next_fencing, require_lease
from clerk.ports import Clock, IdentityTaken, LeaseLost, PaymentOrder, StoreUnavailable

_PRINTED = "printed"
_FINAL_STATES: Sequence[PaymentState] = sorted(FINAL)


class StoredPaymentJournal(ReceiptArchive):
    """The journal of one process. Usable from any thread; implements ``PaymentJournal``.

    *folder* is local to this machine: it holds the lease locks and what the store could not take.
    """

    def __init__(self, store: Store, clock: Clock, folder: Path) -> None:
        """Use the payment tables of *store*; creates *folder* (mode 0700) if needed."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(store, clock)
        self._folder = folder
        self._spool = PaymentSpool(folder)
        self._mark = HighWaterMark(folder)
        self._leases: dict[int, Lease] = {}
        self._taking = threading.Lock()

    def hold(self, terminal: int) -> None:
        """Take the terminal's lease unless this process holds it. Raises ``TerminalInUse``, ``StoreUnavailable``."""
        with self._taking:
            if terminal in self._leases:
                return
            lock = lock_terminal(self._folder, terminal)
            try:
                with self._store.write() as session:
                    fencing = next_fencing(session, terminal, self._clock.now())
                    self._leases[terminal] = Lease(terminal, fencing, lock)
                    self._note_restored_store(session, terminal)
            except BaseException:
                self._leases.pop(terminal, None)
                os.close(lock)
                raise
        self.replay(terminal)

    def close(self) -> None:
        """Let go of all leases, as the end of the process would."""
        with self._taking:
            for lease in self._leases.values():
                os.close(lease.lock)
            self._leases.clear()

    def open(self, order: PaymentOrder) -> Payment:
        """Write the intent and lock its lines; raises ``PaymentBlocked``, ``ClaimLost``, ``LeaseLost``."""
        with self._store.write() as session:
            fencing = require_lease(session, order.terminal, self._leases.get(order.terminal))
            state = state_of_device(session, order)
            row = insert_intent(session, order, state.period, self._clock.now())
            payment = read_payment(session, row)
            _append(session, payment, "intent", fencing=fencing, at=payment.started_at)
        try:
            self._mark.raise_to(payment.terminal, payment.id)
        except OSError as error:
            raise StoreUnavailable(
                _(
                    "Der Ordner für Zahlungen lässt sich nicht beschreiben; zur Sicherheit wurde nichts gesendet."
                )
            ) from error
        return payment

    def record(self, payment: Payment, event: PaymentEvent, message: str = "") -> Payment:
        """Advance *payment*, book or free its lines where that follows, keep the evidence: all or nothing."""
        with self._store.write() as session:
            return self._record(session, payment, event, message)

    def keep_receipt(self, payment: Payment, receipt: TerminalReceipt, message: str = "") -> None:
        """Keep a receipt of the terminal as far as it has come, and the evidence of the message that brought it."""
        now = self._clock.now()
        with self._store.write() as session:
            fencing = require_lease(session, payment.terminal, self._leases.get(payment.terminal))
            terminal_receipts.keep(session, payment.id, receipt, now)
            if message:
                _append(session, payment, _PRINTED, fencing=fencing, at=now, message=message)

    def set_aside(self, payment: Payment, event: Lost | NothingWritten, message: str = "") -> None:
        """Write to the local file what the store did not take; returns when it is on disk.

        Raises ``StoreUnavailable`` if the disk does not take it either.
        """
        try:
            self._spool.add(payment.terminal, SetAside(payment.id, event, message))
        except OSError as error:
            raise folder_refused() from error

    def replay(self, terminal: int) -> None:
        """Bring what was set aside into the store; what no longer fits the payment is kept as evidence."""
        entries = self._spool.entries(terminal)
        if not entries:
            return
        with self._store.write() as session:
            for entry in entries:
                row = session.get(PaymentRow, entry.payment)
                if row is not None and row.terminal == terminal:
                    self._replay_one(session, read_payment(session, row), entry)
        self._spool.clear(terminal)

    def get(self, payment: int) -> Payment:
        """Return a payment; ``KeyError`` if there is none."""
        with self._store.read() as session:
            row = session.get(PaymentRow, payment)
            if row is None:
                raise KeyError(payment)
            return read_payment(session, row)

    def open_at(self, terminal: int) -> tuple[Payment, ...]:
        """Return the terminal's payments that are not final, oldest first."""
        with self._store.read() as session:
            return opened_at(session, terminal)

    def of_visit(self, visit: int) -> tuple[Payment, ...]:
        """Return all payments of a visit, oldest first."""
        query = select(PaymentRow).where(PaymentRow.visit == visit).order_by(col(PaymentRow.id))
        with self._store.read() as session:
            return tuple(read_payment(session, row) for row in session.exec(query).all())

    def given_back(self, payment: int) -> Payment | None:
        """Return the reversal or refund of a payment that happened or is under way, if there is one."""
        query = select(PaymentRow).where(
            PaymentRow.original == payment, col(PaymentRow.state).not_in([*WITHOUT_EFFECT])
        )
        with self._store.read() as session:
            row = session.exec(query).first()
            return None if row is None else read_payment(session, row)

    def has_receipt(self, movement: Payment, receipt: str) -> bool:
        """Tell whether another movement of its terminal's period is booked with a receipt number."""
        with self._store.read() as session:
            return has_receipt(session, movement, receipt)

    def new_period(self, terminal: int) -> None:
        """Count that the terminal's numbers may start again (payment rule 5)."""
        with self._store.write() as session:
            require_lease(session, terminal, self._leases.get(terminal))
            begin_period(session, terminal_state(session, terminal))

    def last_known(self, terminal: int) -> TransactionKey | None:
        """Return the last transaction known of a terminal."""
        with self._store.read() as session:
            row = session.get(TerminalStateRow, terminal)
            return TransactionKey.parse(row.last_key) if row and row.last_key else None

    def acknowledge(self, terminal: int, result: TerminalResult, tid: str, account: int) -> None:
        """Take over a transaction that *account* looked at as the last one known; the audit trail names both."""
        now = self._clock.now()
        with self._store.write() as session:
            require_lease(session, terminal, self._leases.get(terminal))
            state = terminal_state(session, terminal)
            known = TransactionKey.parse(state.last_key) if state.last_key else None
            key = key_of(result, tid, state.period, now.date(), known)
            state.last_key = str(key) if key else None
            state.acknowledged_by = account
            session.add(state)
            audit_trail.append(
                driver_of(session.connection()),
                at=now,
                account=account,
                action="terminal_released",
                detail=f"{terminal}: {key or NOT_TOLD} ({known or NOT_TOLD})",
            )

    def _note_restored_store(self, session: Session, terminal: int) -> None:
        """Leave to people what a store restored from a backup cannot know, and stop payments until they looked.

        It cannot know either whether a day was closed since: a receipt number of before may be another customer's.
        """
        if not self._mark.is_above(terminal, newest_payment(session, terminal)):
            return
        for payment in opened_at(session, terminal):
            self._record(session, payment, StoreRestored(), "")
        begin_period(session, terminal_state(session, terminal))
        forget_history(session, terminal)

    def _record(self, session: Session, payment: Payment, event: PaymentEvent, message: str) -> Payment:
        fencing = require_lease(session, payment.terminal, self._leases.get(payment.terminal))
        after = replace(advance(payment, event), changed_at=self._clock.now())
        _compare_and_set(session, payment, after)
        _append(session, after, event.word, fencing=fencing, at=after.changed_at, message=message)
        if after.state is PaymentState.PAID:
            book(session, after)
        elif after.is_final:
            free_lines(session, after)
        remember(session, after, event)
        return after

    def _replay_one(self, session: Session, payment: Payment, entry: SetAside) -> None:
        try:
            self._record(session, payment, entry.event, entry.message)
        except IllegalPaymentStep:
            fencing = require_lease(session, payment.terminal, self._leases.get(payment.terminal))
            now = self._clock.now()
            _append(session, payment, entry.event.word, fencing=fencing, at=now, message=entry.message)


def _compare_and_set(session: Session, before: Payment, after: Payment) -> None:
    """Write the new version over exactly the old one, booked with an identity nobody else has."""
    identity = identity_of(after)
    if identity is not None and is_taken(session, after, identity):
        if after.decision is None:
            raise IdentityTaken(identity)
        identity = without_identity(after)
    changed = session.execute(
        update(PaymentRow)
        .where(col(PaymentRow.id) == before.id, col(PaymentRow.version) == before.version)
        .values(**changing_columns(after), identity=identity)
        .returning(col(PaymentRow.id))
    ).all()
    if not changed:
        raise LeaseLost(_("Die Zahlung wurde inzwischen an anderer Stelle bearbeitet."))


def _append(
    session: Session, payment: Payment, word: str, *, fencing: int, at: datetime, message: str = ""
) -> None:
    last = session.exec(
        select(func.max(PaymentEventRow.sequence)).where(PaymentEventRow.payment == payment.id)
    ).one()
    session.add(
        PaymentEventRow(
            payment=payment.id,
            sequence=(last or 0) + 1,
            at=at,
            word=word,
            state=payment.state,
            fencing=fencing,
            message=message,
        )
    )
    session.flush()
