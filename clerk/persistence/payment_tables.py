"""Tables of the payment journal, of the leases of card terminals, and of what is known about them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from clerk.domain.payment import FINAL, WITHOUT_EFFECT, Movement, PaymentState, Reason
from clerk.persistence import tables_case, tables_people, tables_queue  # noqa: F401 - tables referred to
from clerk.persistence.columns import Row, UtcTime, WordOf, not_negative, one_of, where
from clerk.persistence.guards import Guard, append_only, put_up

_FREES_THE_TERMINAL = FINAL | {PaymentState.MANUAL}


def _none_of(states: Iterable[PaymentState]) -> str:
    return f"state NOT IN ({', '.join(repr(state.value) for state in sorted(states))})"


_BUSY = _none_of(_FREES_THE_TERMINAL)
_GIVES_BACK = f"original IS NOT NULL AND {_none_of(WITHOUT_EFFECT)}"

_HELD = "an open payment holds this fee line"
PAYMENT_GUARDS = (
    Guard(
        "charged_line_locked_update",
        "charged_line",
        "UPDATE OF cents, way",
        _HELD,
        "OLD.held_by IS NOT NULL AND NEW.held_by IS NOT NULL",
    ),
    Guard("charged_line_locked_delete", "charged_line", "DELETE", _HELD, "OLD.held_by IS NOT NULL"),
    *append_only("payment_event", "the payment journal"),
)
"""Payment rule 7 below all programs: a line an open payment holds cannot be settled, changed or removed."""


class PaymentRow(Row, table=True):
    """A movement in its newest state; how it came there stands in ``payment_event``.

    ``identity`` is the transaction it is booked with, unique over all movements; ``result_…`` is what the
    terminal told last, ``key`` its identity. Lines are held by ``charged_line.held_by``. ``original`` is the payment
    that is given back, at most once (payment rule 10).
    """

    __table_args__ = (
        one_of("state", PaymentState),
        one_of("reason", Reason),
        one_of("kind", Movement),
        CheckConstraint("(amount_cents > 0) = (kind <> 'end_of_day')", name="amount_positive"),
        CheckConstraint("(original IS NULL) = (kind IN ('payment', 'end_of_day'))", name="original_given"),
        CheckConstraint("(state = 'paid') = (identity IS NOT NULL)", name="paid_has_identity"),
        not_negative("version"),
        Index("ux_payment_busy_terminal", "terminal", unique=True, **where(_BUSY)),
        Index("ux_payment_given_back_once", "original", unique=True, **where(_GIVES_BACK)),
    )

    id: int | None = Field(default=None, primary_key=True)
    visit: int | None = Field(default=None, foreign_key="visit.id", index=True)
    counter: int | None = None
    account: int
    terminal: int = Field(foreign_key="terminal.id", index=True)
    tid: str
    period: int
    amount_cents: int
    started_at: datetime = Field(sa_type=UtcTime)
    changed_at: datetime = Field(sa_type=UtcTime)
    state: PaymentState = Field(sa_type=WordOf(PaymentState))
    version: int = 0
    baseline_asked: bool = False
    baseline: str | None = None
    baseline_time: str | None = None
    result_code: int | None = None
    result_amount_cents: int | None = None
    result_tid: str | None = None
    result_receipt: str | None = None
    result_trace: str | None = None
    result_turnover: str | None = None
    result_day: str | None = None
    result_time: str | None = None
    result_original_trace: str | None = None
    result_reference: str | None = None
    result_card_name: str | None = None
    result_totals: str | None = None
    key: str | None = None
    code: int | None = None
    reason: Reason | None = Field(default=None, sa_type=WordOf(Reason))
    abort_asked: bool = False
    decided_by: int | None = None
    decided_second: int | None = None
    decided_note: str | None = None
    identity: str | None = Field(default=None, unique=True)
    kind: Movement = Field(
        default=Movement.PAYMENT,
        sa_type=WordOf(Movement),
        sa_column_kwargs={"server_default": text("'payment'")},
    )
    reference: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    original: int | None = Field(default=None, foreign_key="payment.id")
    original_receipt: str | None = None
    original_trace: str | None = None


class PaymentLineRow(Row, table=True):
    """A fee line that a payment pays, or tried to pay: kept when the line itself is set anew."""

    payment: int = Field(foreign_key="payment.id", primary_key=True)
    line: int = Field(primary_key=True)
    cents: int


class PaymentEventRow(Row, table=True):
    """One thing that happened to a payment; numbered without gaps, append-only, without card numbers."""

    __table_args__ = (one_of("state", PaymentState),)

    payment: int = Field(foreign_key="payment.id", primary_key=True)
    sequence: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    word: str
    state: PaymentState = Field(sa_type=WordOf(PaymentState))
    fencing: int
    message: str = ""


class TerminalLeaseRow(Row, table=True):
    """Who may write about a terminal's payments: the newest fencing number (payment rule 2)."""

    terminal: int = Field(foreign_key="terminal.id", primary_key=True)
    fencing: int
    taken_at: datetime = Field(sa_type=UtcTime)


class TerminalStateRow(Row, table=True):
    """What is known about a terminal: its period (payment rule 5), the device of it, the last transaction seen."""

    terminal: int = Field(foreign_key="terminal.id", primary_key=True)
    period: int = 1
    last_key: str | None = None
    acknowledged_by: int | None = None
    tid: str | None = None


put_up(PAYMENT_GUARDS)
