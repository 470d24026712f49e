"""Receipts and slips as plain text of a fixed width, for a printer of lines and for the preview on the
screen.

Their words stand here and not among the translations of the user interface: the papers of the office are German.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from clerk.domain.money import format_cents
from clerk.domain.paper import PaperLine, Section, as_text
from clerk.domain.payment import Movement
from clerk.domain.plain_text import clean
from clerk.domain.plate_order import WITH_DATE, PlateOrder, kind_name, size_name
from clerk.domain.receipt import PlateSlip, Receipt, ReceiptLine, Slip
from clerk.domain.slip import DASH, WORDS
from clerk.domain.terminal_printout import COPY, terminal_section

WIDTH = 48
_LABEL_COLUMNS = 15
_INDENT = "  "
_BOX = "[ ] "
_TITLES = {Movement.PAYMENT: "Beleg", Movement.REVERSAL: "Storno", Movement.REFUND: "Gutschrift"}


def receipt_text(receipt: Receipt, width: int = WIDTH) -> str:
    """Return the receipt as lines of at most *width* columns (32 or more), joined by line breaks."""
    return as_text(receipt_sections(receipt, width), width)


def slip_text(slip: Slip, width: int = WIDTH) -> str:
    """Return the sheet *Bitte bringen Sie mit* as lines of at most *width* columns (32 or more)."""
    return as_text(slip_sections(slip, width), width)


def plate_slip_text(slip: PlateSlip, width: int = WIDTH) -> str:
    """Return the slip for the plate maker as lines of at most *width* columns (32 or more)."""
    return as_text(plate_slip_sections(slip, width), width)


def receipt_sections(receipt: Receipt, width: int) -> tuple[Section, ...]:
    """Return the receipt, the customer's of the terminal below it, and what the office keeps on paper of its own."""
    own = (*_receipt_lines(receipt, width),)
    for_customer = [terminal for terminal in receipt.terminal_receipts if not terminal.is_kept]
    for terminal in for_customer:
        own = (*own, PaperLine(), *terminal_section(terminal, width))
    kept = (terminal_section(terminal, width) for terminal in receipt.terminal_receipts if terminal.is_kept)
    return (own, *kept)


def _receipt_lines(receipt: Receipt, width: int) -> Iterator[PaperLine]:
    rule = "-" * width
    yield from _plain(_block((receipt.office, receipt.site, *receipt.address_lines), width))
    yield PaperLine()
    yield from _plain(_ends(receipt_title(receipt), copy_mark(receipt), width), tall=True)
    yield from _plain(_ends(local_time(receipt.issued_at), ticket_words(receipt.ticket), width))
    yield PaperLine(rule)
    for number, entry in enumerate(receipt.entries):
        if number:
            yield PaperLine()
        yield from _plain(_wrapped(entry.matter, width))
        for line in entry.lines:
            yield from _plain(_fee(line, width))
    yield PaperLine(rule)
    total, *shares = sums(receipt)
    yield from _plain(_ends(total[0], format_cents(total[1]), width), tall=True)
    for label, cents in shares:
        yield from _plain(_ends(label, format_cents(cents), width))
    yield PaperLine()
    for label, value in payment_rows(receipt):
        yield from _plain(_hanging(f"{label:<{_LABEL_COLUMNS}} ", value, width))


def slip_sections(slip: Slip, width: int) -> tuple[Section, ...]:
    """Return the sheet *Bitte bringen Sie mit* as lines of paper."""
    lines = [
        *_block((slip.office, slip.site), width),
        "",
        *_ends(slip_moment(slip), slip_ticket(slip), width),
        "-" * width,
        *_block(slip.service_names, width),
        "",
        *_wrapped(slip_heading(slip), width),
        "",
    ]
    for paper in slip.to_bring:
        lines += _paper(paper, width)
    for note in slip.notes:
        lines += ["", *_wrapped(note, width)]
    return (tuple(_plain(lines)),)


def plate_slip_sections(slip: PlateSlip, width: int) -> tuple[Section, ...]:
    """Return the slip for the plate maker as lines of paper: the ticket and what is embossed in large letters."""
    lines = [
        *_plain(_block((slip.office, slip.site), width)),
        PaperLine(),
        PaperLine(local_time(slip.printed_at)),
        *_plain(_wrapped(ticket_words(slip.ticket), width), tall=True),
        PaperLine("-" * width),
        *_plain(_wrapped(plate_slip_heading(), width)),
    ]
    for order in slip.orders:
        lines += [PaperLine(), *_plain(_wrapped(order.plate, width), tall=True)]
        for label, value in order_rows(order):
            lines += _plain(_hanging(f"{label:<{_LABEL_COLUMNS}} ", value, width))
    return ((*lines, PaperLine(), *_plain(_wrapped(way_back(), width))),)


def plate_slip_heading() -> str:
    """Return the heading of the slip for the plate maker."""
    return "Bitte diese Schilder prägen:"


def way_back() -> str:
    """Return what the customer does when the plates are made."""
    return "Mit den Schildern bitte zurückkommen und die Aufrufnummer nennen."


def order_rows(order: PlateOrder) -> tuple[tuple[str, str], ...]:
    """Return label and value of what is to be made; a day to emboss that nobody knows is a line to write on."""
    valid_to = (order.valid_to or "__.__.____") if order.kind in WITH_DATE else ""
    rows = (
        ("Art", kind_name(order.kind)),
        ("Saison", order.season.replace("-", "–")),
        ("Ablaufdatum", valid_to),
        ("Größe", size_name(order.size)),
        ("Anzahl", str(order.count)),
    )
    return tuple((label, value) for label, value in rows if value)


def receipt_title(receipt: Receipt) -> str:
    """Return the heading of a receipt with its number."""
    return f"{_TITLES[receipt.movement]} {receipt.number}"


def copy_mark(receipt: Receipt) -> str:
    """Return the word that tells a second print from the first, empty on the first."""
    return COPY if receipt.copy else ""


def slip_heading(slip: Slip) -> str:
    """Return the sentence above the list of a slip."""
    words = WORDS[slip.language]
    return words.bring if slip.to_bring else words.nothing


def slip_ticket(slip: Slip) -> str:
    """Return the ticket of a slip in its language, empty for a caller without one."""
    return WORDS[slip.language].ticket.format(ticket=slip.ticket) if slip.ticket else ""


def slip_moment(slip: Slip) -> str:
    """Return when a slip was printed, in its language."""
    return _moment(slip.printed_at, WORDS[slip.language].moment)


def ticket_words(ticket: str | None) -> str:
    """Return the ticket with its name, empty for a visit without one."""
    return f"Aufrufnummer {ticket}" if ticket else ""


def local_time(moment: datetime) -> str:
    """Return *moment* as it stands on a clock of the office."""
    return _moment(moment, "{date}, {time} Uhr")


def sums(receipt: Receipt) -> tuple[tuple[str, int], ...]:
    """Return the total and, where there is one, the share of the Federation in it, each with its label."""
    total = ("Summe", receipt.total_cents)
    share = ("davon für den Bund", receipt.bund_share_cents)
    return (total, share) if receipt.bund_share_cents else (total,)


def payment_rows(receipt: Receipt) -> tuple[tuple[str, str], ...]:
    """Return label and value of everything known about how the fees were settled or went back."""
    note = receipt.payment
    rows = (
        ("Zahlungsart", note.kind),
        ("Karte", note.card_name),
        ("Terminal", note.terminal_id),
        ("Terminalbeleg", note.terminal_receipt),
        ("Zu Beleg", receipt.original),
        ("Grund", note.reason),
        ("Zahlende Person", receipt.payer),
    )
    return tuple((label, value) for label, value in rows if value)


def one_line(text: str) -> str:
    """Return outside text cleaned and on one line."""
    return " ".join(clean(text).split())


def _moment(moment: datetime, words: str) -> str:
    return words.format(date=moment.strftime("%d.%m.%Y"), time=moment.strftime("%H:%M"))


def _fee(line: ReceiptLine, width: int) -> Iterator[str]:
    yield from _ends(_INDENT + one_line(line.label), format_cents(line.cents), width)
    if line.tariff:
        yield from _hanging(2 * _INDENT, line.tariff, width)


def _block(texts: Iterable[str], width: int) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(text, width)


def _ends(left: str, right: str, width: int) -> Iterator[str]:
    """Yield *left* at the left edge, wrapped beside *right*, which stands at the right edge of its first
    line.
    """
    indent = left[: len(left) - len(left.lstrip())]
    right = one_line(right)
    first, *rest = _wrapped(left, width - _columns(indent) - _columns(right) - 1) or [""]
    gap = width - _columns(indent) - _columns(first) - _columns(right)
    yield (indent + first + " " * gap + right).rstrip()
    yield from (indent + line for line in rest)


def _hanging(start: str, text: str, width: int) -> Iterator[str]:
    """Yield *text* wrapped behind *start*, its further lines indented as far."""
    for index, line in enumerate(_wrapped(text, width - _columns(start))):
        yield (start if index == 0 else " " * _columns(start)) + line


def _paper(text: str, width: int) -> Iterator[str]:
    """Yield the paper behind a box to tick, its alternatives below each other."""
    name, *alternatives = text.splitlines() or [""]
    yield from _hanging(_BOX, name, width)
    for alternative in alternatives:
        dash = DASH if alternative.startswith(DASH) else ""
        yield from _hanging(" " * len(_BOX) + dash, alternative.removeprefix(DASH), width)


def _wrapped(text: str, width: int) -> list[str]:
    """Break cleaned *text* between words into lines of at most *width* columns, longer words anywhere."""
    lines: list[str] = []
    line = ""
    for word in one_line(text).split(" "):
        candidate = f"{line} {word}" if line else word
        if _columns(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if _columns(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _columns(text: str) -> int:
    """Count the places *text* takes in a line: none for a combining mark, two for a wide East Asian sign."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _plain(texts: Iterable[str], *, tall: bool = False) -> Iterator[PaperLine]:
    return (PaperLine(text, tall=tall) for text in texts)
