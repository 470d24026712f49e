"""What the clerk should know of a service, at the right where there is room."""

import textwrap
from collections.abc import Sequence

from textual.content import Content

from clerk.domain.case_view import CaseView
from clerk.domain.fees import FeeLine
from clerk.domain.money import format_cents
from clerk.locale import _
from screens.text import Align, Cell, columns, join, points, safe
from screens.theme import ACCENT, MUTED, WARN
from screens.widgets.steady_text import SteadyText

WIDTH = 40
UNCONFIRMED = "≈"
"""The sign of an amount the office has not confirmed."""

_MOST_LABEL_LINES = 2
_MOST_SHORT_LINES = 3
_AMOUNT_WIDTH = 13
_TOTAL_WIDTH = 16


class KnowledgePanel(SteadyText):
    """Fees so far, legal basis, what to mind and what follows; says so where the room ends before the text."""

    def __init__(self) -> None:
        super().__init__(fixed=True)
        self._whole = Content("")

    def show(self, view: CaseView) -> None:
        """Show what belongs to *view*."""
        more = join([safe("I", f"bold {ACCENT}"), safe(_("  alles zur Leistung"), MUTED)], "")
        self._whole = Content("\n").join([*fee_lines(view, WIDTH - 2), more, Content(""), *_about(view)])
        self._fit()

    def on_resize(self) -> None:
        """Cut the text anew."""
        self._fit()

    def _fit(self) -> None:
        width, height = self.content_size
        lines = self._whole.wrap(width) if width and height else []
        self.say(cut(lines, height) if len(lines) > height else self._whole)


def cut(lines: Sequence[Content], height: int) -> Content:
    """Return the first of *lines* and a last one that says which key shows all, together *height* lines."""
    more = join([safe("…  ", MUTED), safe("I", f"bold {ACCENT}"), safe(_(" zeigt alles"), MUTED)], "")
    return join([*lines[: height - 1], more], Content("\n"))


def fee_lines(view: CaseView, width: int) -> list[Content]:
    """Return the fees of a case as lines of *width* cells, with their sum or why there is none yet.

    An amount the office has not confirmed has a sign and says so.
    """
    lines = [safe(_("Gebühren"), "bold")]
    for line in view.fees.lines:
        label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
        if line.due is not None:
            label = _("{label} (nicht hier)").format(label=label)
        lines += [safe(part) for part in textwrap.wrap(label, width)[:_MOST_LABEL_LINES]]
        tariff = Cell("  " + line.tariff, None, MUTED)
        lines.append(columns([tariff, _amount_cell(line)], width, gap=0))
        if line.needs_confirmation:
            lines.append(safe(_("  {sign} nicht bestätigt").format(sign=UNCONFIRMED), WARN))
    if not view.fees.lines and not view.fees.unanswered:
        lines.append(safe(_("gebührenfrei"), MUTED))
    lines.append(total_line(view, width))
    return lines


def _amount(line: FeeLine) -> str:
    if line.cents is None:
        return _("offen")
    amount = format_cents(line.cents)
    return f"{UNCONFIRMED} {amount}" if line.needs_confirmation else amount


def short_fee_lines(view: CaseView, width: int) -> list[Content]:
    """Return the first fees in one line each, with the sum; … where there are more."""
    lines = view.fees.lines
    shown = [
        columns(
            [Cell(f"{line.quantity} × " * (line.quantity > 1) + line.label, None, MUTED), _amount_cell(line)],
            width,
        )
        for line in lines[:_MOST_SHORT_LINES]
    ]
    if len(lines) > _MOST_SHORT_LINES:
        more = _("… und {count} weitere").format(count=len(lines) - _MOST_SHORT_LINES)
        shown.append(safe(more, MUTED))
    return [*shown, total_line(view, width)]


def _amount_cell(line: FeeLine) -> Cell:
    return Cell(_amount(line), _AMOUNT_WIDTH, "", Align.RIGHT)


def total_line(view: CaseView, width: int) -> Content:
    """Return the sum of a case, or in words why there is none yet."""
    fees = view.fees
    if fees.unanswered:
        amount, style = _("noch zu klären"), WARN
    elif fees.open:
        amount, style = _("Betrag offen"), WARN
    else:
        unsure = any(line.needs_confirmation and line.due is None for line in fees.lines)
        amount = f"{UNCONFIRMED} " * unsure + format_cents(fees.known_cents)
        style = f"bold {ACCENT}"
    total = Cell(_("Zusammen"), None, "bold")
    return columns([total, Cell(amount, _TOTAL_WIDTH, style, Align.RIGHT)], width, gap=0)


def _about(view: CaseView) -> list[Content]:
    service = view.service
    parts: list[Content] = []
    if service.knowledge.attention:
        parts += [
            safe(_("Zu beachten"), "bold"),
            *points(service.knowledge.attention, WIDTH - 2, MUTED),
            Content(""),
        ]
    if service.legal_basis:
        parts += [
            safe(_("Rechtsgrundlage"), "bold"),
            safe("; ".join(service.legal_basis), MUTED),
            Content(""),
        ]
    if view.follow_up:
        parts += [safe(_("Danach"), "bold"), *points(view.follow_up, WIDTH - 2, MUTED)]
    return parts
