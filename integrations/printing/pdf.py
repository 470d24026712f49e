"""Receipts and slips as PDF pages (A4) in a font of our own, as the core fonts lack most of DIN 91379."""

from typing import TYPE_CHECKING

from clerk.domain.money import format_cents
from clerk.domain.printout import (
    copy_mark,
    local_time,
    order_rows,
    payment_rows,
    plate_slip_heading,
    receipt_title,
    slip_heading,
    slip_moment,
    slip_ticket,
    sums,
    ticket_words,
    way_back,
)
from clerk.domain.receipt import PlateSlip, Receipt, ReceiptLine, Slip
from clerk.domain.slip import WORDS
from integrations.printing.page import (
    GREY,
    box_to_tick,
    document,
    ends,
    labelled,
    letterhead,
    paragraph,
    rule,
)
from integrations.printing.terminal_pdf import add_terminal_page

if TYPE_CHECKING:
    from fpdf import FPDF


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receipt as a PDF document; outside text is cleaned, a sign the font lacks shows as
    ``\ufffd``.
    """
    pdf = document(receipt_title(receipt), receipt.issued_at)
    letterhead(pdf, receipt.office, (receipt.site, *receipt.address_lines))
    ends(pdf, receipt_title(receipt), copy_mark(receipt), size=15, bold=True)
    ends(pdf, local_time(receipt.issued_at), ticket_words(receipt.ticket), colour=GREY)
    for entry in receipt.entries:
        pdf.ln(4)
        rule(pdf)
        paragraph(pdf, entry.matter, bold=True)
        pdf.ln(1)
        for line in entry.lines:
            _fee(pdf, line)
    pdf.ln(3)
    rule(pdf)
    (label, total), *shares = sums(receipt)
    ends(pdf, label, format_cents(total), size=13, bold=True)
    for share, cents in shares:
        ends(pdf, share, format_cents(cents), colour=GREY)
    pdf.ln(6)
    for label, value in payment_rows(receipt):
        labelled(pdf, label, value)
    for terminal in receipt.terminal_receipts:
        add_terminal_page(pdf, terminal, receipt.office, receipt_title(receipt))
    return bytes(pdf.output())


def slip_pdf(slip: Slip) -> bytes:
    """Return the sheet *Bitte bringen Sie mit* as a PDF document with a box to tick before each paper."""
    pdf = document(slip_heading(slip), slip.printed_at, WORDS[slip.language].tag)
    letterhead(pdf, slip.office, (slip.site,))
    ends(pdf, slip_moment(slip), slip_ticket(slip), colour=GREY)
    pdf.ln(3)
    for name in slip.service_names:
        paragraph(pdf, name, size=12)
    pdf.ln(5)
    paragraph(pdf, slip_heading(slip), size=15, bold=True)
    pdf.ln(2)
    for paper in slip.to_bring:
        box_to_tick(pdf, paper)
    for note in slip.notes:
        pdf.ln(3)
        paragraph(pdf, note)
    return bytes(pdf.output())


def plate_slip_pdf(slip: PlateSlip) -> bytes:
    """Return the slip for the plate maker as a PDF document."""
    pdf = document(plate_slip_heading(), slip.printed_at)
    letterhead(pdf, slip.office, (slip.site,))
    ends(pdf, local_time(slip.printed_at), ticket_words(slip.ticket), colour=GREY)
    pdf.ln(5)
    paragraph(pdf, plate_slip_heading(), size=15, bold=True)
    for order in slip.orders:
        pdf.ln(5)
        paragraph(pdf, order.plate, size=22, bold=True)
        for label, value in order_rows(order):
            labelled(pdf, label, value)
    pdf.ln(8)
    paragraph(pdf, way_back())
    return bytes(pdf.output())


def _fee(pdf: "FPDF", line: ReceiptLine) -> None:
    ends(pdf, line.label, format_cents(line.cents))
    if line.tariff:
        paragraph(pdf, line.tariff, size=8.5, colour=GREY)
    pdf.ln(1)
