"""Receipts and slips: composed from what is stored, printed once, after that only as a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import BroughtBy, Catalogue, Payee
from clerk.domain.people import Seat
from clerk.domain.precheck import ChecklistLine, Presence, to_bring
from clerk.domain.receipt import PaymentNote, Receipt, ReceiptEntry, ReceiptLine, Slip
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Visit
from clerk.locale import _
from clerk.ports import Clock, Delivery, Job, PaymentJournal, ReceiptPrinter, UnitOfWork
from clerk.services.held import Held


@dataclass(frozen=True, slots=True)
class Printed:
    """A document that was printed: its number and where it lies."""

    number: str
    path: Path


def way_text(way: Way) -> str:
    """Return a way of paying as the receipt names it."""
    return {
        Way.CARD: _("Kartenzahlung"),
        Way.NOTICE: _("Gebührenbescheid, nicht bezahlt"),
        Way.CASH_OFFICE: _("an der Kasse bezahlt"),
        Way.EXEMPT: _("gebührenfrei"),
    }[way]


class PrintOut:
    """Prints at this workplace."""

    def __init__(
        self,
        store: UnitOfWork,
        printer: ReceiptPrinter,
        journal: PaymentJournal,
        catalogue: Catalogue,
        clock: Clock,
        zone: ZoneInfo,
        seat: Seat,
    ) -> None:
        self._store = store
        self._printer = printer
        self._journal = journal
        self._catalogue = catalogue
        self._clock = clock
        self._zone = zone
        self._seat = seat

    def receipt(self, held: Held) -> Printed:
        """Print the receipt over all settled fee lines of the visit; a second time it is a copy.

        Raises ``PrinterFault`` with a sentence; the receipt is stored by then and printed later.
        """
        with self._store.write() as work:
            earlier = work.outbox.receipts_of(held.claim.visit)
            job = earlier[0] if earlier else work.outbox.add_receipt(held.claim)
            visit = work.visits.get(held.claim.visit)
        return self._print(job, visit)

    def copy(self, visit: int) -> Printed:
        """Print the receipt of a visit once more, as a copy.

        Raises ``PrinterFault``, and ``LookupError`` for a visit without a receipt.
        """
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
            seen = work.visits.get(visit)
        if not receipts:
            raise LookupError(visit)
        return self._print(receipts[0], seen)

    def catch_up(self) -> list[Printed]:
        """Print receipts of today that a printer fault has left over: nothing prints again the next day.

        Raises ``PrinterFault``.
        """
        midnight = datetime.combine(self._clock.now().astimezone(self._zone), time.min, self._zone)
        with self._store.read() as work:
            jobs = work.outbox.pending(
                self._seat.workplace.counter, Delivery.RECEIPT, midnight.astimezone(UTC)
            )
            visits = {job.id: work.visits.get(job.visit) for job in jobs}
        return [self._print(job, visits[job.id]) for job in jobs]

    def number_of(self, visit: int) -> str | None:
        """Return the number of the visit's receipt, ``None`` if there is none yet."""
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
        return receipts[0].number if receipts else None

    def slip(self, visit: Visit | None, views: Sequence[CaseView]) -> Path:
        """Print what the customer has to bring: what is missing, or everything if nothing was looked at.

        Raises ``PrinterFault`` with a sentence.
        """
        lines = [line for view in views for line in to_bring(view.checklist)]
        missing = [line for line in lines if line.state is not Presence.PRESENTED]
        some_seen = len(missing) < len(lines) or any(line.state is Presence.MISSING for line in lines)
        shown = missing if some_seen else lines
        slip = Slip(
            office=self._seat.workplace.office_name,
            site=self._seat.workplace.site_name,
            ticket=visit.ticket if visit is not None else None,
            service_names=tuple(view.service.neutral_name or view.service.name for view in views),
            to_bring=tuple(dict.fromkeys(_slip_line(line) for line in shown)),
            notes=tuple(_("Noch offen ist: {fact}").format(fact=text) for text in _open_facts(views)),
            printed_at=self._clock.now().astimezone(self._zone),
        )
        return self._printer.print_slip(slip)

    def _print(self, job: Job, visit: Visit) -> Printed:
        path = self._printer.print_receipt(self._compose(job, visit))
        with self._store.write() as work:
            work.outbox.delivered(job.id)
        return Printed(job.number, path)

    def _compose(self, job: Job, visit: Visit) -> Receipt:
        settled = [line for line in visit.lines if line.settlement is not None]
        workplace = self._seat.workplace
        return Receipt(
            office=workplace.office_name,
            site=workplace.site_name,
            address_lines=(),
            number=job.number,
            issued_at=self._clock.now().astimezone(self._zone),
            ticket=visit.ticket,
            entries=tuple(self._entry(case) for case in visit.cases if _settled(case)),
            total_cents=sum(line.cents for line in settled),
            bund_share_cents=sum(line.cents for line in settled if line.payee == Payee.FEDERAL),
            payment=self._payment_note(settled),
            payer=visit.name or None,
            copy=job.times > 0,
        )

    def _entry(self, case: Case) -> ReceiptEntry:
        service = self._catalogue.at(case.as_of).service(case.service)
        return ReceiptEntry(
            matter=_("{matter}, Vorgang {number}").format(
                matter=service.neutral_name or service.name, number=case.number
            ),
            lines=tuple(_receipt_line(line) for line in _settled(case)),
        )

    def _payment_note(self, lines: Sequence[ChargedLine]) -> PaymentNote:
        settlements = [line.settlement for line in lines if line.settlement is not None]
        kinds = " / ".join(dict.fromkeys(way_text(settlement.way) for settlement in settlements))
        reasons = dict.fromkeys(text for settlement in settlements if (text := _reason(settlement)))
        card = next(
            (settlement.payment for settlement in settlements if settlement.payment is not None), None
        )
        if card is None:
            return PaymentNote(kinds, reason="; ".join(reasons) or None)
        payment = self._journal.get(card)
        result = payment.result
        return PaymentNote(
            kinds,
            terminal_id=payment.tid,
            terminal_receipt=result.receipt if result else None,
            card_name=result.card_name if result else None,
            reason="; ".join(reasons) or None,
        )


def _settled(case: Case) -> list[ChargedLine]:
    return [line for line in case.lines if line.settlement is not None]


def _receipt_line(line: ChargedLine) -> ReceiptLine:
    label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
    return ReceiptLine(label, line.tariff, line.cents, Payee(line.payee))


def _reason(settlement: Settlement) -> str | None:
    if settlement.way is Way.CASH_OFFICE:
        return _("Beleg der Kasse {reference}").format(reference=settlement.reference)
    return settlement.reason


def _slip_line(line: ChecklistLine) -> str:
    return (
        f"{line.label}: {line.alternatives}"
        if line.alternatives and line.by is BroughtBy.CUSTOMER
        else line.label
    )


def _open_facts(views: Sequence[CaseView]) -> list[str]:
    return [
        question.fact.label
        for view in views
        for question in view.questions
        if question.answer is None and question.fact.id in view.checklist.open_facts
    ]
