"""A card terminal for the front office, played by the journal: what it said is written down as it would be."""

from collections.abc import Mapping
from dataclasses import replace

from clerk.domain.payment import Baseline, Decision, Movement, Payment, Reason
from clerk.domain.payment_clearing import Decided, FoundUnclear, RecoveryBegan
from clerk.domain.payment_events import (
    Accepted,
    BaselineRead,
    Completed,
    Lost,
    PaymentEvent,
    ResultArrived,
    Sending,
)
from clerk.domain.settlement import open_cents
from clerk.domain.terminal_totals import CardGroup, GroupTotal, TerminalTotals
from clerk.persistence.office_admin import OfficeAdmin, TerminalEntry
from clerk.ports import PaymentOrder
from clerk.services.held import Held
from tests.domain.payments import APPROVED, BEFORE, DECLINED, TID
from tests.services.front_office import FrontOffice

TOLD: Mapping[str, PaymentEvent] = {
    "the terminal was asked for its last transaction": BaselineRead(Baseline(BEFORE)),
    "the amount is being sent": Sending(),
    "the terminal has accepted": Accepted(),
    "the card was approved": ResultArrived(APPROVED),
    "the terminal has finished": Completed(),
}
"""What happens in a payment of 27,40 € after its intent, in order."""


def open_card_payment(office: FrontOffice, at: Held) -> Payment:
    """Write down that everything that is open of a visit is to be charged."""
    unpaid = tuple(line.id for line in at.visit.lines if not line.is_settled)
    cents = open_cents(at.visit.lines)
    return office.journal.open(
        PaymentOrder(_terminal(office), TID, cents, at.claim.account, at.claim, unpaid)
    )


def start_card_payment(office: FrontOffice, at: Held) -> Payment:
    """Send everything that is open of a visit to the terminal, which accepts it."""
    return _told(office, open_card_payment(office, at), *list(TOLD.values())[:3])


def pay_by_card(office: FrontOffice, at: Held, *, receipt: str = "0042", trace: str = "000102") -> Payment:
    """Pay everything that is open of a visit by card."""
    payment = start_card_payment(office, at)
    approved = replace(APPROVED, amount_cents=payment.amount_cents, receipt=receipt, trace=trace)
    return _told(office, payment, ResultArrived(approved), Completed())


def decided_by_hand(office: FrontOffice, at: Held, second: int, *, paid: bool) -> Payment:
    """Let the terminal fall silent in the middle of a payment, and two people decide how it ended."""
    payment = start_card_payment(office, at)
    unclear = _told(
        office, payment, Lost(Reason.LINE_CUT), RecoveryBegan(), FoundUnclear(Reason.NOTHING_TO_COMPARE)
    )
    by = office.counter.seat.identity.account
    return _told(office, unclear, Decided(paid, Decision(by, second, "Am Terminal nachgesehen")))


def decline_card(office: FrontOffice, at: Held) -> Payment:
    """Try to pay by card, which is declined."""
    payment = start_card_payment(office, at)
    declined = replace(DECLINED, amount_cents=payment.amount_cents)
    return _told(office, payment, ResultArrived(declined), Completed())


def end_of_day(office: FrontOffice, cents: int, count: int) -> Payment:
    """Let the terminal end its day with these totals, of receipts 1 to *count*."""
    account = office.counter.seat.identity.account
    opened = office.journal.open(PaymentOrder(_terminal(office), TID, 0, account, kind=Movement.END_OF_DAY))
    totals = TerminalTotals("0001", f"{count:04d}", (GroupTotal(CardGroup.GIROCARD, count, cents),))
    told = replace(APPROVED, receipt=None, trace=None, amount_cents=cents, totals=totals)
    return _told(office, opened, *list(TOLD.values())[:3], ResultArrived(told), Completed())


def _terminal(office: FrontOffice) -> int:
    admin = OfficeAdmin(office.store, office.clock)
    known = admin.terminals()
    site = office.counter.seat.workplace.site
    entry = known[0] if known else admin.add_terminal(TerminalEntry(0, site, "7", "127.0.0.1", 20007, TID))
    office.journal.hold(entry.id)
    return entry.id


def _told(office: FrontOffice, payment: Payment, *events: PaymentEvent) -> Payment:
    for event in events:
        payment = office.journal.record(payment, event)
    return payment
