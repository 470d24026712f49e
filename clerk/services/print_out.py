"""Receipts and slips: composed from what is stored, printed once, after that only as a copy."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import Catalogue
from clerk.domain.day_closing import DaySheet
from clerk.domain.payment import Payment
from clerk.domain.people import Seat
from clerk.domain.plate_order import PlateOrder
from clerk.domain.precheck import ChecklistLine, Presence, to_bring
from clerk.domain.receipt import PlateSlip, Receipt, Slip, TerminalSheet
from clerk.domain.settlement import Way
from clerk.domain.slip import Language, come_back_notes, open_notes, paper_text, service_title
from clerk.domain.visit import Visit
from clerk.ports import Clock, Delivery, Job, PaymentJournal, ReceiptPrinter, UnitOfWork
from clerk.services.held import Held
from clerk.services.receipt_content import ReceiptContent, card_payments, settled_between
from clerk.services.terminal_receipts import Due, TerminalReceipts


@dataclass(frozen=True, slots=True)
class Printed:
    """A document that was printed: its number and where it lies, ``None`` if it is paper.

    ``to_be_signed``: with it came a receipt of the terminal that the customer signs and the office keeps.
    """

    number: str
    path: Path | None
    to_be_signed: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """A receipt that is stored and may be printed: ``receipts`` of its visit, newest first, itself the first."""

    visit: Visit
    receipts: tuple[Job, ...]


class PrintOut:
    """Prints at this workplace; usable from any thread, one document after the other."""

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
        self._content = ReceiptContent(journal, catalogue, zone, seat.workplace)
        self._terminal = TerminalReceipts(journal, seat.workplace.counter)
        self._one_at_a_time = threading.Lock()

    def receipt(self, held: Held) -> Printed:
        """Print the receipt over what was settled since the last one; if nothing was, the last one as a copy.

        What the card terminal wants printed comes with it. Raises ``PrinterFault`` with a sentence; the receipt is
        stored by then and printed later.
        """
        return self.print_queued(self.queue(held))

    def queue(self, held: Held) -> Queued:
        """Store that a receipt is to be printed, unless nothing was settled since the last one."""
        with self._store.write() as work:
            visit = work.visits.get(held.claim.visit)
            receipts = work.outbox.receipts_of(visit.id)
            since = receipts[0].queued_at if receipts else visit.left_before
            if not receipts or settled_between(visit.lines, since, None):
                receipts = [work.outbox.add_receipt(held.claim), *receipts]
        return Queued(visit, tuple(receipts))

    def print_queued(self, queued: Queued) -> Printed:
        """Print what ``queue`` returned; raises ``PrinterFault``."""
        with self._one_at_a_time:
            return self._print(queued.receipts, queued.visit)

    def copy(self, visit: int) -> Printed:
        """Print the receipt of a visit once more, as a copy; the terminal's are not printed again.

        Raises ``PrinterFault``, and ``LookupError`` for a visit without a receipt.
        """
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
            seen = work.visits.get(visit)
        if not receipts:
            raise LookupError(visit)
        return self.print_queued(Queued(seen, tuple(receipts)))

    def catch_up(self) -> list[Printed]:
        """Print what a fault of the printer or of the program has left over today: nothing prints the next day.

        Raises ``PrinterFault``.
        """
        with self._one_at_a_time:
            receipts = [self._print(queued.receipts, queued.visit) for queued in self._left_over()]
            alone = [self._print_alone(payment) for payment in self._terminal.left_over(self._midnight())]
        return receipts + [printed for printed in alone if printed is not None]

    def _left_over(self) -> list[Queued]:
        with self._store.read() as work:
            jobs = work.outbox.pending(self._seat.workplace.counter, Delivery.RECEIPT, self._midnight())
            return [
                Queued(work.visits.get(job.visit), _from(job, work.outbox.receipts_of(job.visit)))
                for job in jobs
            ]

    def _midnight(self) -> datetime:
        today = self._clock.now().astimezone(self._zone)
        return datetime.combine(today, time.min, self._zone).astimezone(UTC)

    def number_of(self, visit: int) -> str | None:
        """Return the number of the visit's newest receipt, ``None`` if there is none yet."""
        with self._store.read() as work:
            receipts = work.outbox.receipts_of(visit)
        return receipts[0].number if receipts else None

    def owes_receipt(self, visit: int) -> bool:
        """Tell whether a card payment of the visit has no receipt: the program ended between the two."""
        with self._store.read() as work:
            seen, receipts = work.visits.get(visit), work.outbox.receipts_of(visit)
        since = receipts[0].queued_at if receipts else seen.left_before
        return any(
            line.settlement is not None and line.settlement.way is Way.CARD
            for line in settled_between(seen.lines, since, None)
        )

    def terminal_receipts(self, payment: Payment) -> Printed | None:
        """Print what the terminal wants printed of a payment without a receipt of ours (declined, end of day).

        ``None`` if there is nothing. Raises ``PrinterFault``; until midnight ``catch_up`` tries it again.
        """
        with self._one_at_a_time:
            return self._print_alone(payment)

    def storno_receipt(self, movement: Payment, reason: str) -> Printed:
        """Print the receipt over a reversal or refund that was done, with what the terminal wants printed of it.

        Its number is that of the original's receipt with the number of the movement: printing it again gives the same.
        Raises ``PrinterFault``, and ``LookupError`` if the original has no receipt.
        """
        original = self._journal.get(movement.original.payment) if movement.original is not None else None
        if original is None or original.visit is None:
            raise LookupError(movement.id)
        with self._store.read() as work:
            visit = work.visits.get(original.visit)
            receipts = work.outbox.receipts_of(original.visit)
        covering = [job.number for job in receipts if job.queued_at >= original.changed_at]
        if not covering:
            raise LookupError(original.id)
        content = self._content.of_storno(original, movement, visit, covering[-1], reason)
        with self._one_at_a_time:
            return self._print_content(content, self._terminal.due([movement.id]))

    def slip(
        self, visit: Visit | None, views: Sequence[CaseView], language: Language = Language.GERMAN
    ) -> Path | None:
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
        with self._one_at_a_time:
            return self._printer.print_slip(slip)

    def _title(self, view: CaseView, language: Language) -> str:
        return service_title(view.service, self._catalogue, language)

    def _paper(self, view: CaseView, line: ChecklistLine, language: Language) -> str:
        return paper_text(line, view.service, self._catalogue, language)

    def plate_slip(self, visit: Visit, orders: Sequence[PlateOrder]) -> Path | None:
        """Print what the plate maker needs; raises ``PrinterFault`` with a sentence."""
        workplace = self._seat.workplace
        slip = PlateSlip(
            office=workplace.office_name,
            site=workplace.site_name,
            ticket=visit.ticket,
            orders=tuple(orders),
            printed_at=self._clock.now().astimezone(self._zone),
        )
        with self._one_at_a_time:
            return self._printer.print_plate_slip(slip)

    def day_report(self, sheet: DaySheet) -> Path | None:
        """Print the report of a counter's day; returns where it lies, ``None`` if it is paper.

        Raises ``PrinterFault`` with a sentence.
        """
        with self._one_at_a_time:
            return self._printer.print_day_report(sheet)

    def _print(self, receipts: Sequence[Job], visit: Visit) -> Printed:
        """Print the first of *receipts*, which are newest first."""
        job, *earlier = receipts
        since = earlier[0].queued_at if earlier else visit.left_before
        settled = settled_between(visit.lines, since, job.queued_at)
        content = self._content.of_job(job, visit, since)
        due = Due(()) if content.copy else self._terminal.due(card_payments(settled))
        printed = self._print_content(content, due)
        with self._store.write() as work:
            work.outbox.delivered(job.id)
        return printed

    def _print_content(self, content: Receipt, due: Due) -> Printed:
        path = self._printer.print_receipt(replace(content, terminal_receipts=due.papers))
        self._terminal.printed(due)
        return Printed(content.number, path, due.to_be_signed)

    def _print_alone(self, payment: Payment) -> Printed | None:
        due = self._terminal.due([payment.id])
        if not due.receipts:
            return None
        number = payment.result.receipt if payment.result and payment.result.receipt else str(payment.id)
        sheet = TerminalSheet(
            office=self._seat.workplace.office_name,
            site=self._seat.workplace.site_name,
            name=number,
            printed_at=self._clock.now().astimezone(self._zone),
            receipts=due.papers,
        )
        path = self._printer.print_terminal_sheet(sheet)
        self._terminal.printed(due)
        return Printed(number, path, due.to_be_signed)


def _from(job: Job, receipts: Sequence[Job]) -> tuple[Job, ...]:
    return tuple(receipt for receipt in receipts if receipt.id <= job.id)


def _open_facts(views: Sequence[CaseView]) -> list[str]:
    return [
        question.fact.label
        for view in views
        for question in view.questions
        if question.answer is None and question.fact.id in view.checklist.open_facts
    ]
