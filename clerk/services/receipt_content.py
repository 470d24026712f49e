"""What stands on a receipt: composed from what is stored when it is printed, so that nothing stale comes out."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from clerk.domain.catalogue import Catalogue, Payee
from clerk.domain.payment import Movement, Payment
from clerk.domain.people import Workplace
from clerk.domain.receipt import PaymentNote, Receipt, ReceiptEntry, ReceiptLine
from clerk.domain.settlement import ChargedLine, Settlement, Way
from clerk.domain.visit import Case, Visit
from clerk.locale import german
from clerk.ports import Job, PaymentJournal


def way_text(way: Way) -> str:
    """Return a way of paying as the receipt names it."""
    return {
        Way.CARD: german("Kartenzahlung"),
        Way.NOTICE: german("Gebührenbescheid, nicht bezahlt"),
        Way.CASH_OFFICE: german("an der Kasse bezahlt"),
        Way.EXEMPT: german("gebührenfrei"),
    }[way]


class ReceiptContent:
    """Composes the receipts of a workplace; times of the office are those of *zone*."""

    def __init__(
        self, journal: PaymentJournal, catalogue: Catalogue, zone: ZoneInfo, workplace: Workplace
    ) -> None:
        self._journal = journal
        self._catalogue = catalogue
        self._zone = zone
        self._workplace = workplace

    def of_job(self, job: Job, visit: Visit, since: datetime | None) -> Receipt:
        """Return the receipt over what was settled after *since* (UTC) and until the receipt was asked for."""

        def of(lines: Sequence[ChargedLine]) -> list[ChargedLine]:
            return settled_between(lines, since, job.queued_at)

        settled = of(visit.lines)
        return Receipt(
            office=self._workplace.office_name,
            site=self._workplace.site_name,
            address_lines=(),
            number=job.number,
            issued_at=job.queued_at.astimezone(self._zone),
            ticket=visit.ticket,
            entries=tuple(
                ReceiptEntry(self._matter(case), tuple(_receipt_line(line) for line in of(case.lines)))
                for case in visit.cases
                if of(case.lines)
            ),
            total_cents=sum(line.cents for line in settled),
            bund_share_cents=sum(line.cents for line in settled if line.payee == Payee.FEDERAL),
            payment=self._payment_note(settled),
            # where it is shared, nobody knows who of them stands at the counter
            payer=visit.name or None if len(settled) == sum(line.cents > 0 for line in visit.lines) else None,
            copy=job.times > 0,
        )

    def of_storno(
        self, original: Payment, movement: Payment, visit: Visit, number: str, reason: str
    ) -> Receipt:
        """Return the receipt over money that went back: the lines of *original* with negative amounts.

        *movement* is the reversal or refund, *number* that of the receipt it takes back.
        """
        lines = [line for line in visit.lines if line.id in original.lines]
        return Receipt(
            office=self._workplace.office_name,
            site=self._workplace.site_name,
            address_lines=(),
            number=f"{number}-{_LETTER[movement.kind]}{movement.id}",
            issued_at=movement.changed_at.astimezone(self._zone),
            ticket=visit.ticket,
            entries=tuple(
                ReceiptEntry(
                    self._matter(case), tuple(_taken_back(line) for line in case.lines if line in lines)
                )
                for case in visit.cases
                if any(line in lines for line in case.lines)
            ),
            total_cents=-movement.amount_cents,
            bund_share_cents=-sum(line.cents for line in lines if line.payee == Payee.FEDERAL),
            payment=_card_note(movement, _BACK[movement.kind], reason),
            payer=visit.name or None,
            movement=movement.kind,
            original=number,
        )

    def _matter(self, case: Case) -> str:
        service = self._catalogue.at(case.as_of).service(case.service)
        return german("{matter}, Vorgang {number}").format(
            matter=service.neutral_name or service.name, number=case.number
        )

    def _payment_note(self, lines: Sequence[ChargedLine]) -> PaymentNote:
        settlements = [line.settlement for line in lines if line.settlement is not None]
        kinds = " / ".join(dict.fromkeys(way_text(settlement.way) for settlement in settlements))
        reasons = dict.fromkeys(text for settlement in settlements if (text := _reason(settlement)))
        card = next(iter(card_payments(lines)), None)
        if card is None:
            return PaymentNote(kinds, reason="; ".join(reasons) or None)
        return _card_note(self._journal.get(card), kinds, "; ".join(reasons) or None)


_BACK = {
    Movement.REVERSAL: german("Storno der Kartenzahlung"),
    Movement.REFUND: german("Gutschrift auf die Karte"),
}
_LETTER = {Movement.REVERSAL: "S", Movement.REFUND: "G"}


def settled_between(
    lines: Sequence[ChargedLine], since: datetime | None, until: datetime | None
) -> list[ChargedLine]:
    """Return the lines settled after *since* and until *until* (UTC, open where ``None``)."""
    return [
        line
        for line in lines
        if line.settlement is not None
        and (since is None or line.settlement.at > since)
        and (until is None or line.settlement.at <= until)
    ]


def card_payments(lines: Sequence[ChargedLine]) -> tuple[int, ...]:
    """Return the card payments that settled *lines*, each once."""
    payments = (line.settlement.payment for line in lines if line.settlement is not None)
    return tuple(dict.fromkeys(payment for payment in payments if payment is not None))


def _card_note(payment: Payment, kind: str, reason: str | None) -> PaymentNote:
    result = payment.result
    return PaymentNote(
        kind,
        terminal_id=payment.tid,
        terminal_receipt=result.receipt if result else None,
        card_name=result.card_name if result else None,
        reason=reason,
    )


def _taken_back(line: ChargedLine) -> ReceiptLine:
    charged = _receipt_line(line)
    return ReceiptLine(charged.label, charged.tariff, -charged.cents, charged.payee)


def _receipt_line(line: ChargedLine) -> ReceiptLine:
    label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
    return ReceiptLine(label, line.tariff, line.cents, Payee(line.payee))


def _reason(settlement: Settlement) -> str | None:
    if settlement.way is Way.CASH_OFFICE:
        return german("Beleg der Kasse {reference}").format(reference=settlement.reference)
    return settlement.reason
