"""A day report as headings and tables, for paper, for a screen and for the command line alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from clerk.domain.card_block import CardBlock, Difference
from clerk.domain.day_closing import DaySheet, Signature
from clerk.domain.day_report import MONEY_RECEIVED, DayReport, SumLine
from clerk.domain.day_report_words import (
    Say,
    closing_state_name,
    difference_name,
    group_name,
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
from clerk.locale import german


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` of the width, numbers stand at its right."""

    heading: str
    share: int
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; the last ``sums`` rows stand out, ``warns`` is what has to be looked at."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: int = 0
    warns: bool = False


def title(report: DayReport, say: Say = german) -> str:
    """Return the heading of the report."""
    return say(german("Tagesbericht Schalter {label}")).format(label=report.label)


def standing(sheet: DaySheet, say: Say = german) -> str:
    """Return where the closing stands, with its number once it has one."""
    name = closing_state_name(sheet.closing.state, say)
    if sheet.changed:
        return say(german("{state}; seither hat sich der Tag geändert")).format(state=name)
    number = sheet.closing.number
    return (
        name
        if number is None
        else say(german("Abschluss Nr. {number}, {state}")).format(number=number, state=name)
    )


def entries_range(report: DayReport, say: Say = german) -> str:
    """Return which entries of the cash journal the report is about."""
    if report.numbers is None:
        return say(german("keine Buchung"))
    first, last = report.numbers
    return say(german("Kassenbuch Nr. {first} bis {last}")).format(first=first, last=last)


def signatures(sheet: DaySheet, say: Say = german) -> tuple[tuple[str, str], ...]:
    """Return the two lines to sign, each with who has and when, empty where nobody has."""
    zone = ZoneInfo(sheet.report.zone)
    return (
        (say(german("Unterschrieben")), _signed(sheet.closing.signed, zone)),
        (say(german("Bestätigt")), _signed(sheet.closing.confirmed, zone)),
    )


def sections(sheet: DaySheet, say: Say = german) -> tuple[Section, ...]:
    """Return what is signed, without its heading; what there is nothing of is left out."""
    report = sheet.report
    received = [line for line in report.sums if line.way in MONEY_RECEIVED]
    elsewhere = [line for line in report.sums if line.way not in MONEY_RECEIVED]
    parts = (
        _sums(say(german("An diesem Schalter eingenommen")), received, say),
        _sums(say(german("Nicht hier eingenommen")), elsewhere, say, add_up=False),
        *(_terminal(block, ZoneInfo(report.zone), say) for block in report.terminals),
        _differences(sheet, say),
        _open_payments(report, say),
        _waiting_stornos(report, say),
        _stornos(report, say),
        _awaited(report, say),
    )
    return tuple(part for part in parts if part.rows)


def entries_section(sheet: DaySheet, say: Say = german) -> Section:
    """Return every entry of the day, what stands behind the sums."""
    report = sheet.report
    columns = (
        Column(say(german("Nr.")), 9, numbers=True),
        Column(say(german("Uhrzeit")), 11),
        Column(say(german("Vorgang")), 20),
        Column(say(german("Zahlungsart")), 38),
        Column(say(german("Empfänger")), 17),
        Column(say(german("Beleg")), 17),
        Column(say(german("Betrag")), 16, numbers=True),
    )
    zone = ZoneInfo(report.zone)
    rows = tuple(
        (
            str(entry.number),
            entry.at.astimezone(zone).strftime("%H:%M"),
            entry.case_number or "",
            way_name(entry.way, say),
            payee_name(entry.payee, say),
            entry.reference or "",
            format_cents(entry.cents),
        )
        for entry in report.entries
    )
    return Section(say(german("Buchungen")), columns, rows)


def _sums(heading: str, lines: Sequence[SumLine], say: Say, *, add_up: bool = True) -> Section:
    columns = (
        Column(say(german("Zahlungsart")), 36),
        Column(say(german("Empfänger")), 20),
        Column(say(german("Posten")), 11, numbers=True),
        Column(say(german("Betrag")), 20, numbers=True),
        Column(say(german("zurück")), 20, numbers=True),
        Column(say(german("bleibt")), 20, numbers=True),
    )
    rows = [
        (
            way_name(line.way, say),
            payee_name(line.payee, say),
            str(line.count),
            format_cents(line.cents),
            format_cents(line.back_cents) if line.back_count else "",
            format_cents(line.net_cents),
        )
        for line in lines
    ]
    if rows and add_up:
        total = (
            say(german("Summe")),
            "",
            str(sum(line.count for line in lines)),
            format_cents(sum(line.cents for line in lines)),
            format_cents(sum(line.back_cents for line in lines))
            if any(line.back_count for line in lines)
            else "",
            format_cents(sum(line.net_cents for line in lines)),
        )
        rows.append(total)
    return Section(heading, columns, tuple(rows), sums=1 if add_up else 0)


def _terminal(block: CardBlock, zone: ZoneInfo, say: Say) -> Section:
    heading = say(german("Kartenterminal {name}, Terminal-ID {tid}")).format(
        name=block.terminal, tid=block.tid
    )
    columns = (
        Column("", 70),
        Column(say(german("Anzahl")), 15, numbers=True),
        Column(say(german("Betrag")), 25, numbers=True),
    )
    rows = [
        (say(german("Zahlungen laut Kassenbuch")), str(block.paid_count), format_cents(block.paid_cents)),
        (say(german("Stornos und Gutschriften")), str(block.back_count), format_cents(-block.back_cents)),
        (say(german("Summe laut Kassenbuch")), "", format_cents(block.ours_cents)),
    ]
    if block.told_cents is None or block.difference_cents is None:
        return Section(heading, columns, tuple(rows), sums=1)
    rows += [
        (group_name(group.group, say), str(group.count), format_cents(group.cents)) for group in block.groups
    ]
    cut = say(german("Kassenschnitt {when}, Belege {first} bis {last}")).format(
        when=_moment(block.ended_at, zone), first=block.first_receipt or "–", last=block.last_receipt or "–"
    )
    rows += [
        (cut, str(block.told_count), format_cents(block.told_cents)),
        (say(german("Abweichung")), "", signed_amount(block.difference_cents)),
    ]
    return Section(heading, columns, tuple(rows), sums=1, warns=block.difference_cents != 0)


def _differences(sheet: DaySheet, say: Say) -> Section:
    columns = (
        Column(say(german("Abweichung")), 58),
        Column(say(german("Betrag")), 16, numbers=True),
        Column(say(german("Bemerkung")), 46),
    )
    rows = tuple(
        (
            difference_name(item, say),
            signed_amount(item.cents) if item.cents else "",
            _remark(sheet, item),
        )
        for item in sheet.report.differences
    )
    return Section(say(german("Abweichungen")), columns, rows, warns=True)


def _remark(sheet: DaySheet, item: Difference) -> str:
    """Return what was said about a difference; before that, the key under which it can be said."""
    signed = sheet.closing.day_signed
    if signed is not None:
        return signed.remark_on(item.key)
    return f"({item.key})" if item.needs_remark else ""


def _open_payments(report: DayReport, say: Say) -> Section:
    columns = (
        Column(say(german("Nr.")), 8, numbers=True),
        Column(say(german("Art")), 14),
        Column(say(german("begonnen")), 25),
        Column(say(german("Betrag")), 16, numbers=True),
        Column(say(german("Stand")), 57),
    )
    zone = ZoneInfo(report.zone)
    rows = tuple(
        (
            str(item.payment),
            movement_name(item.kind, say),
            _moment(item.started_at, zone),
            format_cents(item.cents),
            "; ".join(filter(None, (payment_state_name(item.state, say), reason_name(item.reason, say)))),
        )
        for item in report.open_payments
    )
    return Section(say(german("Offen am Kartenterminal: der Tag bleibt offen")), columns, rows, warns=True)


def _waiting_stornos(report: DayReport, say: Say) -> Section:
    columns = (
        Column(say(german("Buchungen")), 16),
        Column(say(german("Betrag")), 16, numbers=True),
        Column(say(german("Stand")), 38),
        Column(say(german("Grund")), 50),
    )
    rows = tuple(
        (_numbers(item.numbers), format_cents(-item.cents), storno_state_name(item.state, say), item.reason)
        for item in report.waiting_stornos
    )
    return Section(say(german("Storno vorgemerkt: der Tag bleibt offen")), columns, rows, warns=True)


def _stornos(report: DayReport, say: Say) -> Section:
    columns = (
        Column(say(german("Buchungen")), 16),
        Column(say(german("hebt auf")), 16),
        Column(say(german("Art")), 16),
        Column(say(german("Zahlungsart")), 26),
        Column(say(german("Betrag")), 16, numbers=True),
        Column(say(german("Grund")), 40),
    )
    rows = tuple(
        (
            _numbers(item.numbers),
            _numbers(item.reversed),
            kind_name(item.kind, say),
            way_name(item.way, say),
            format_cents(item.cents),
            item.reason,
        )
        for item in report.stornos
    )
    return Section(say(german("Stornos und Erstattungen")), columns, rows)


def _awaited(report: DayReport, say: Say) -> Section:
    columns = (
        Column("", 70),
        Column(say(german("Anzahl")), 15, numbers=True),
        Column(say(german("Betrag")), 25, numbers=True),
    )
    label = say(german("Zur Kasse geschickt, noch nicht zurück (ganzer Standort)"))
    awaited = report.awaited
    rows = ((label, str(awaited.count), format_cents(awaited.cents)),) if awaited.count else ()
    return Section(say(german("An der Kasse erwartet")), columns, rows)


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).strftime("%d.%m.%Y %H:%M")


def _signed(signature: Signature | None, zone: ZoneInfo) -> str:
    return "" if signature is None else f"{signature.name}, {_moment(signature.at, zone)}"
