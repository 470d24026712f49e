"""A day report as plain text: wide for a screen or a sheet, narrow for a paper roll."""

from collections.abc import Iterator
from textwrap import wrap

from clerk.domain.day_closing import DaySheet
from clerk.domain.day_report_sections import (
    Section,
    entries_range,
    entries_section,
    sections,
    signatures,
    standing,
    title,
)
from clerk.domain.day_report_words import Say, seal_words
from clerk.domain.paper import PaperLine
from clerk.domain.plain_text import clean
from clerk.locale import german

WIDTH = 100
_GAP = 2


def day_text(sheet: DaySheet, say: Say = german, width: int = WIDTH) -> str:
    """Return the report as lines of at most *width* columns (80 or more), joined by line breaks."""
    report = sheet.report
    lines = [
        f"{report.office} · {report.site}",
        f"{title(report, say)}, {report.day:%d.%m.%Y}",
        f"{entries_range(report, say)} · {standing(sheet, say)}",
    ]
    for section in sections(sheet, say):
        lines += section_lines(section, width)
    lines.append("")
    lines += [f"{label}: {who or '_' * 40}" for label, who in signatures(sheet, say)]
    if sheet.closing.seal:
        lines.append(seal_words(sheet.closing.seal, say))
    if report.entries:
        lines += section_lines(entries_section(sheet, say), width)
    return "\n".join(clean(line).rstrip() for line in lines) + "\n"


def roll_sections(sheet: DaySheet, width: int) -> tuple[tuple[PaperLine, ...], ...]:
    """Return the report for a paper roll of *width* columns: every cell that says something on a line of its own.

    The single entries are left out; they are for paper one can file.
    """
    report = sheet.report
    lines = [report.office, report.site, title(report), f"{report.day:%d.%m.%Y}", entries_range(report)]
    lines.append(standing(sheet))
    for section in sections(sheet):
        lines += ["-" * width, section.heading]
        for row in section.rows:
            lines += _stacked(section, row, width)
    lines.append("-" * width)
    for label, who in signatures(sheet):
        lines += ["", who or "_" * width, label]
    wrapped = (piece for line in lines for piece in wrap(clean(line), width) or [""])
    return (tuple(PaperLine(piece) for piece in wrapped),)


def _stacked(section: Section, row: tuple[str, ...], width: int) -> Iterator[str]:
    first, *rest = zip((column.heading for column in section.columns), row, strict=True)
    yield clean(first[1])
    for heading, cell in rest:
        if cell:
            yield f"  {heading}{clean(cell).rjust(max(len(cell) + 1, width - 2 - len(heading)))}"


def section_lines(section: Section, width: int) -> list[str]:
    """Return a part of a report as lines of at most *width* columns, a blank one first."""
    return ["", section.heading, "-" * width, *_table(section, width)]


def _table(section: Section, width: int) -> Iterator[str]:
    shares = sum(column.share for column in section.columns)
    room = width - _GAP * (len(section.columns) - 1)
    widths = [max(4, room * column.share // shares) for column in section.columns]
    headings = tuple(column.heading for column in section.columns)
    for row in (headings, *section.rows) if any(headings) else section.rows:
        cells = [wrap(clean(cell), size) or [""] for cell, size in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            pieces = [
                part[number].rjust(size) if column.numbers else part[number].ljust(size)
                for column, size, part in zip(
                    section.columns, widths, _filled(cells, number + 1), strict=True
                )
            ]
            yield (" " * _GAP).join(pieces)


def _filled(cells: list[list[str]], height: int) -> list[list[str]]:
    return [[*cell, *[""] * height][: max(height, len(cell))] for cell in cells]
