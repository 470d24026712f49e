"""What the clerk should know of a service, at the right where there is room."""

import textwrap

from textual.content import Content

from clerk.domain.case_view import CaseView
from clerk.domain.money import format_cents
from clerk.locale import _
from screens.text import Align, join, pad, safe
from screens.theme import ACCENT, MUTED, WARN
from screens.widgets.steady_text import SteadyText

WIDTH = 40
_MOST_LABEL_LINES = 2


class KnowledgePanel(SteadyText):
    """Fees so far, legal basis, what to mind and what follows."""

    def show(self, view: CaseView) -> None:
        """Show what belongs to *view*."""
        self.say(Content("\n").join([*fee_lines(view, WIDTH - 2), Content(""), *_about(view)]))


def fee_lines(view: CaseView, width: int) -> list[Content]:
    """Return the fees of a case as lines of *width* cells, with their sum or why there is none yet."""
    amount_width = 11
    lines = [safe(_("Gebühren"), "bold")]
    for line in view.fees.lines:
        amount = _("offen") if line.cents is None else format_cents(line.cents)
        label = line.label if line.quantity == 1 else f"{line.quantity} × {line.label}"
        if line.due is not None:
            label = _("{label} (nicht hier)").format(label=label)
        lines += [safe(part) for part in textwrap.wrap(label, width)[:_MOST_LABEL_LINES]]
        tariff = pad("  " + line.tariff, width - amount_width)
        lines.append(join([safe(tariff, MUTED), safe(pad(amount, amount_width, Align.RIGHT))], ""))
    if not view.fees.lines and not view.fees.unanswered:
        lines.append(safe(_("gebührenfrei"), MUTED))
    lines.append(total_line(view, width))
    return lines


def total_line(view: CaseView, width: int) -> Content:
    """Return the sum of a case, or in words why there is none yet."""
    label = _("Zusammen")
    if view.fees.unanswered:
        return join(
            [safe(pad(label, width - 16), "bold"), safe(pad(_("noch zu klären"), 15, Align.RIGHT), WARN)]
        )
    if view.fees.open:
        return join(
            [safe(pad(label, width - 16), "bold"), safe(pad(_("Betrag offen"), 15, Align.RIGHT), WARN)]
        )
    amount = format_cents(view.fees.known_cents)
    return join([safe(pad(label, width - 12), "bold"), safe(pad(amount, 11, Align.RIGHT), f"bold {ACCENT}")])


def _about(view: CaseView) -> list[Content]:
    service = view.service
    parts: list[Content] = []
    if service.notes:
        parts += [safe(_("Zu beachten"), "bold"), safe(service.notes, MUTED), Content("")]
    if service.legal_basis:
        parts += [
            safe(_("Rechtsgrundlage"), "bold"),
            safe("; ".join(service.legal_basis), MUTED),
            Content(""),
        ]
    if service.follow_up:
        parts += [safe(_("Danach"), "bold"), *(safe(f"· {text}", MUTED) for text in service.follow_up)]
    return parts
