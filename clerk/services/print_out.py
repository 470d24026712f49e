"""Receipts and slips: composed from what is stored, printed once, after that only as a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import Catalogue, Payee
from clerk.domain.people import Seat
from clerk.domain.plate_order import PlateOrder
from clerk.domain.precheck import ChecklistLine, Presence, to_bring
from clerk.domain.receipt import PaymentNote, PlateSlip, Receipt, ReceiptEntry, ReceiptLine, Slip
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.slip import Language, come_back_notes, open_notes, paper_text, service_title
from clerk.domain.visit import Case, Visit
from clerk.locale import german
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
        Way.CARD: german("Kartenzahlung"),
        Way.NOTICE: german("Gebührenbescheid, nicht bezahlt"),
        Way.CASH_OFFICE: german("an der Kasse bezahlt"),
        Way.EXEMPT: german("gebührenfrei"),
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
        """Print the receipt over what was settled since the last one; if nothing was, the last one as a copy.

        Raises ``PrinterFault`` with a sentence; the receipt is stored by then and printed later.
        """
        with self._store.write() as work:
            visit = work.visits.get(held.claim.visit)
            receipts = work.outbox.receipts_of(visit.id)
            since = receipts[0].queued_at if receipts else visit.left_before
            if not receipts or _settled_between(visit.lines, since, None):
                receipts = [work.outbox.add_receipt(held.claim), *receipts]
        return self._print(receipts, visit)

    def copy(self, visit: int) -> Printed:
        """Print the receipt of a visit once more, as a copy.

        Raises ``PrinterFault``, and ``LookupError`` for a visit without a receipt.
        """
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
            seen = work.visits.get(visit)
        if not receipts:
            raise LookupError(visit)
        return self._print(receipts, seen)

    def catch_up(self) -> list[Printed]:
        """Print receipts of today that a printer fault has left over: nothing prints again the next day.

        Raises ``PrinterFault``.
        """
        midnight = datetime.combine(self._clock.now().astimezone(self._zone), time.min, self._zone)
        with self._store.read() as work:
            jobs = work.outbox.pending(
                self._seat.workplace.counter, Delivery.RECEIPT, midnight.astimezone(UTC)
            )
            visits = {job.visit: work.visits.get(job.visit) for job in jobs}
            receipts = {job.id: _from(job, work.outbox.receipts_of(job.visit)) for job in jobs}
        return [self._print(receipts[job.id], visits[job.visit]) for job in jobs]

    def number_of(self, visit: int) -> str | None:
        """Return the number of the visit's newest receipt, ``None`` if there is none yet."""
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
        return receipts[0].number if receipts else None

    def slip(
        self, visit: Visit | None, views: Sequence[CaseView], language: Language = Language.GERMAN
    ) -> Path:
        """Print what the customer has to bring: what is missing, or everything if nothing was looked at.

        Raises ``PrinterFault`` with a sentence.
        """
        lines = [(view, line) for view in views for line in to_bring(view.checklist)]
        missing = [(view, line) for view, line in lines if line.state is not Presence.PRESENTED]
        some_seen = len(missing) < len(lines) or any(line.state is Presence.MISSING for _view, line in lines)
        shown = missing if some_seen else lines
        left_behind = [view.case.number for view, _line in shown] if visit is not None else []
        slip = Slip(
            office=self._seat.workplace.office_name,
            site=self._seat.workplace.site_name,
            ticket=visit.ticket if visit is not None else None,
            service_names=tuple(self._title(view, language) for view in views),
            to_bring=tuple(dict.fromkeys(self._paper(view, line, language) for view, line in shown)),
            notes=(
                *open_notes(_open_facts(views), language),
                *come_back_notes(tuple(dict.fromkeys(left_behind)), language),
            ),
            printed_at=self._clock.now().astimezone(self._zone),
            language=language,
        )
        return self._printer.print_slip(slip)

    def _title(self, view: CaseView, language: Language) -> str:
        return service_title(view.service, self._catalogue, language)

    def _paper(self, view: CaseView, line: ChecklistLine, language: Language) -> str:
        return paper_text(line, view.service, self._catalogue, language)

    def plate_slip(self, visit: Visit, orders: Sequence[PlateOrder]) -> Path:
        """Print what the plate maker needs; raises ``PrinterFault`` with a sentence."""
        workplace = self._seat.workplace
        slip = PlateSlip(
            office=workplace.office_name,
            site=workplace.site_name,
            ticket=visit.ticket,
            orders=tuple(orders),
            printed_at=self._clock.now().astimezone(self._zone),
        )
        return self._printer.print_plate_slip(slip)

    def _print(self, receipts: Sequence[Job], visit: Visit) -> Printed:
        """Print the first of *receipts*, which are newest first."""
        job, *earlier = receipts
        since = earlier[0].queued_at if earlier else visit.left_before
        path = self._printer.print_receipt(self._compose(job, visit, since))
        with self._store.write() as work:
            work.outbox.delivered(job.id)
        return Printed(job.number, path)

    def _compose(self, job: Job, visit: Visit, since: datetime | None) -> Receipt:
        def of(lines: Sequence[ChargedLine]) -> list[ChargedLine]:
            return _settled_between(lines, since, job.queued_at)

        settled = of(visit.lines)
        workplace = self._seat.workplace
        return Receipt(
            office=workplace.office_name,
            site=workplace.site_name,
            address_lines=(),
            number=job.number,
            issued_at=job.queued_at.astimezone(self._zone),
            ticket=visit.ticket,
            entries=tuple(self._entry(case, of(case.lines)) for case in visit.cases if of(case.lines)),
            total_cents=sum(line.cents for line in settled),
            bund_share_cents=sum(line.cents for line in settled if line.payee == Payee.FEDERAL),
            payment=self._payment_note(settled),
            # where it is shared, nobody knows who of them stands at the counter
            payer=visit.name or None if len(settled) == sum(line.cents > 0 for line in visit.lines) else None,
            copy=job.times > 0,
        )

    def _entry(self, case: Case, lines: Sequence[ChargedLine]) -> ReceiptEntry:
        service = self._catalogue.at(case.as_of).service(case.service)
        return ReceiptEntry(
            matter=german("{matter}, Vorgang {number}").format(
                matter=service.neutral_name or service.name, number=case.number
            ),
            lines=tuple(_receipt_line(line) for line in lines),
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


def _settled_between(
    lines: Sequence[ChargedLine], since: datetime | None, until: datetime | None
) -> list[ChargedLine]:
    return [
        line
        for line in lines
        if line.settlement is not None
        and (since is None or line.settlement.at > since)
        and (until is None or line.settlement.at <= until)
    ]


def _from(job: Job, receipts: Sequence[Job]) -> list[Job]:
    return [receipt for receipt in receipts if receipt.id <= job.id]


def _receipt_line(line: ChargedLine) -> ReceiptLine:
    label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
    return ReceiptLine(label, line.tariff, line.cents, Payee(line.payee))


def _reason(settlement: Settlement) -> str | None:
    if settlement.way is Way.CASH_OFFICE:
        return german("Beleg der Kasse {reference}").format(reference=settlement.reference)
    return settlement.reason


def _open_facts(views: Sequence[CaseView]) -> list[str]:
    return [
        question.fact.label
        for view in views
        for question in view.questions
        if question.answer is None and question.fact.id in view.checklist.open_facts
    ]
