"""The report of a counter's day as lines: what has to be cleared up, money received, the terminal, differences."""

import textwrap
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.content import Content

from clerk.domain.card_block import CardBlock, Difference
from clerk.domain.day_closing import ClosingState
from clerk.domain.day_report import MONEY_RECEIVED, OpenPayment, StornoLine, SumLine
from clerk.domain.day_report_words import (
    difference_name,
    kind_name,
    movement_name,
    payee_name,
    payment_state_name,
    reason_name,
    signed_amount,
    storno_state_name,
    way_name,
)
from clerk.domain.money import format_cents
from clerk.domain.storno import StornoRequest, StornoState
from clerk.locale import _
from screens.day_books import Books
from screens.text import Align, Cell, columns, join, safe
from screens.theme import ERROR, MUTED, WARN

WIDEST = 84
_AMOUNT, _COUNT, _PAYEE, _INDENT = 13, 6, 12, "  "


def day_lines(books: Books, said: Mapping[str, str], zone: ZoneInfo, width: int) -> Content:
    """Return the day in lines of *width* cells; *said* are the remarks on an open day, by the differences' keys."""
    draw = _Lines(books, said, zone, min(width, WIDEST))
    parts = (draw.to_clear_up(), draw.received(), *draw.terminals(), draw.differences(), draw.stornos())
    shown = [part for part in (*parts, draw.not_received(), draw.awaited()) if part]
    if not shown:
        return safe(_("An diesem Tag ist an diesem Schalter nichts gebucht."), MUTED)
    return Content("\n\n").join([Content("\n").join(part) for part in shown])


class _Lines:
    def __init__(self, books: Books, said: Mapping[str, str], zone: ZoneInfo, width: int) -> None:
        self._books = books
        self._report = books.sheet.report
        self._said = said
        self._zone = zone
        self._width = width

    # ------------------------------------------------------------ what keeps the day open

    def to_clear_up(self) -> list[Content]:
        """What is not known or not decided."""
        rows = [line for item in self._report.open_payments for line in self._open_payment(item)]
        if self._books.sheet.closing.state is not ClosingState.LOCKED:
            rows += [line for request in self._books.requests for line in self._request(request)]
        if not rows:
            return []
        note = safe(_INDENT + _("Bis dahin lässt sich der Tag nicht abschließen."), MUTED)
        return [safe(_("Noch zu klären"), f"bold {WARN}"), *rows, note]

    def _open_payment(self, item: OpenPayment) -> list[Content]:
        state = payment_state_name(item.state, _), reason_name(item.reason, _)
        words = (movement_name(item.kind, _), self._clock(item.started_at), *state)
        amount = format_cents(item.cents) if item.cents else ""
        return self._row(" · ".join(filter(None, words)), amount, WARN)

    def _request(self, request: StornoRequest) -> list[Content]:
        if not request.at_terminal and request.payment is not None:
            words = _("Erstattung {time} · die Kasse überweist · {reason}").format(
                time=self._clock(request.asked_at), reason=request.reason
            )
            return self._row(words, format_cents(-request.cents), WARN)
        words = _("Storno {time} · {state} · {reason}").format(
            time=self._clock(request.asked_at),
            state=storno_state_name(request.state, _),
            reason=request.reason,
        )
        if request.state is StornoState.CONFIRMED and request.payment is not None:
            words += " · " + _("am Terminal ausführen")
        return self._row(words, format_cents(-request.cents), WARN)

    # ------------------------------------------------------------ sums

    def received(self) -> list[Content]:
        """Money that came in here."""
        lines = [line for line in self._report.sums if line.way in MONEY_RECEIVED]
        if not lines:
            return []
        total = [
            Cell(_INDENT + _("zusammen"), None, "bold"),
            Cell(format_cents(self._report.received_cents), _AMOUNT, "bold", Align.RIGHT),
        ]
        return [
            self._heading(_("Eingenommen"), _("Posten")),
            *(row for line in lines for row in self._sum(line)),
            columns(total, self._width),
        ]

    def not_received(self) -> list[Content]:
        """What was settled without money at this counter."""
        lines = [line for line in self._report.sums if line.way not in MONEY_RECEIVED]
        if not lines:
            return []
        head = self._heading(_("Nicht hier eingenommen"), _("Posten"))
        return [head, *(row for line in lines for row in self._sum(line))]

    def _sum(self, line: SumLine) -> list[Content]:
        way, payee = way_name(line.way, _), payee_name(line.payee, _)
        way = way[:1].upper() + way[1:]
        rows = [self._figures(way, line.count, line.cents, payee)]
        if line.back_count:
            rows.append(
                self._figures(_("zurückgenommene Buchungen"), line.back_count, line.back_cents, payee)
            )
        return rows

    def _figures(self, label: str, count: int | None, cents: int | None, payee: str | None = None) -> Content:
        return columns(
            [
                Cell(_INDENT + label),
                *([] if payee is None else [Cell(payee, _PAYEE, MUTED)]),
                Cell("" if count is None else str(count), _COUNT, "", Align.RIGHT),
                Cell("–" if cents is None else format_cents(cents), _AMOUNT, "", Align.RIGHT),
            ],
            self._width,
        )

    def awaited(self) -> list[Content]:
        """Who was sent to the cash office and is not back."""
        awaited = self._report.awaited
        if not awaited.count or not self._books.is_open:
            return []
        text = _("Zur Kasse geschickt, noch nicht zurück (ganzer Standort): {count}").format(
            count=awaited.count
        )
        return [
            columns(
                [Cell(text, None, MUTED), Cell(format_cents(awaited.cents), _AMOUNT, MUTED, Align.RIGHT)],
                self._width,
            )
        ]

    # ------------------------------------------------------------ the terminal

    def terminals(self) -> list[list[Content]]:
        """Each period of a terminal: our sum, its sum, the difference."""
        return [self._terminal(block) for block in self._report.terminals]

    def _terminal(self, block: CardBlock) -> list[Content]:
        ours = block.paid_count + block.back_count
        heading = self._heading(
            _("Kartenterminal {name} ({tid})").format(name=block.terminal, tid=block.tid), _("Anzahl")
        )
        rows = [heading, self._figures(_("laut Kassenbuch"), ours, block.ours_cents)]
        difference = block.difference_cents
        if block.ended_at is None:
            return [*rows, self._figures(_("laut Terminal: Kassenschnitt steht aus"), None, None)]
        told = _("laut Terminal, Kassenschnitt {time}").format(time=self._moment(block))
        if block.told_cents is None or difference is None:
            return [*rows, safe(_INDENT + told + ": " + _("ohne Summen"), WARN)]
        rows.append(self._figures(told, block.told_count, block.told_cents))
        if difference == 0:
            return [*rows, safe(_INDENT + _("stimmt überein"))]
        cells = [
            Cell(_INDENT + _("Abweichung"), None, f"bold {ERROR}"),
            Cell(signed_amount(difference), _AMOUNT, f"bold {ERROR}", Align.RIGHT),
        ]
        return [*rows, columns(cells, self._width)]

    def _moment(self, block: CardBlock) -> str:
        if block.ended_at is None:
            return ""
        local = block.ended_at.astimezone(self._zone)
        return f"{local:%H:%M}" if local.date() == self._report.day else f"{local:%d.%m. %H:%M}"

    def differences(self) -> list[Content]:
        """Every difference with its amount, and what is said about it."""
        items = self._report.differences
        if not items:
            return []
        rows = [row for item in items for row in self._difference(item)]
        return [safe(_("Abweichungen"), "bold"), *rows]

    def _difference(self, item: Difference) -> list[Content]:
        rows = [*self._row(difference_name(item, _), signed_amount(item.cents) if item.cents else "")]
        signed = self._books.sheet.closing.day_signed
        remark = signed.remark_on(item.key) if signed else self._said.get(item.key, "")
        if remark:
            quoted = _("„{text}“").format(text=remark)
            return [*rows, *self._row(quoted, "", MUTED, indent=_INDENT * 2)]
        if item.needs_remark and signed is None:
            rows.append(safe(_INDENT * 2 + "! " + _("Bemerkung fehlt"), WARN))
        return rows

    def stornos(self) -> list[Content]:
        """What was taken back, and why."""
        rows = [
            line
            for item in self._report.stornos
            for line in self._row(
                self._storno_words(item),
                format_cents(item.cents),
            )
        ]
        return [safe(_("Stornos und Erstattungen"), "bold"), *rows] if rows else []

    # ------------------------------------------------------------ helpers

    def _storno_words(self, item: StornoLine) -> str:
        kind, way = kind_name(item.kind, _), way_name(item.way, _)
        if not item.reversed:
            return _("{kind} {way} · {reason}").format(kind=kind, way=way, reason=item.reason)
        numbers = ", ".join(map(str, item.reversed))
        return _("{kind} {way} · hebt Nr. {numbers} auf · {reason}").format(
            kind=kind, way=way, numbers=numbers, reason=item.reason
        )

    def _heading(self, text: str, count: str) -> Content:
        return columns(
            [
                Cell(text, None, "bold"),
                Cell(count, max(_COUNT, cell_len(count)), MUTED, Align.RIGHT),
                Cell(_("Betrag"), _AMOUNT, MUTED, Align.RIGHT),
            ],
            self._width,
        )

    def _row(self, text: str, amount: str, style: str = "", *, indent: str = _INDENT) -> list[Content]:
        """Draw words that may take several lines, with the amount beside the first."""
        room = self._width - _AMOUNT - 2 - len(indent)
        first, *more = textwrap.wrap(" ".join(text.split()), max(room, 10), break_on_hyphens=False) or [""]
        cells = [Cell(indent + first, None, style), Cell(amount, _AMOUNT, style, Align.RIGHT)]
        return [columns(cells, self._width), *(join([indent, safe(line, style)], "") for line in more)]

    def _clock(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local:%H:%M}" if local.date() == self._report.day else f"{local:%d.%m. %H:%M}"
