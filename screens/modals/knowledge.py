"""The knowledge page of a service: all a clerk who has never seen it has to know, to be read from top to bottom."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from clerk.domain.areas import area_name
from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import BroughtBy
from clerk.domain.condition import Truth
from clerk.domain.precheck import ChecklistLine
from clerk.domain.service_page import Representation, ServicePage
from clerk.locale import _
from screens.commands import bindings_for
from screens.modals.page import PageScreen
from screens.text import Cell, beside, columns, join, points, safe
from screens.theme import MUTED
from screens.widgets.knowledge_panel import fee_lines

_LABEL_WIDTH = 20


class KnowledgeScreen(PageScreen):
    """Shows the page over the screen it was asked on; Esc or the same key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("about"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("home", "to_start", show=False),
        Binding("end", "to_end", show=False),
    ]

    def __init__(self, view: CaseView, page: ServicePage) -> None:
        super().__init__()
        self._view = view
        self._page = page

    def title_line(self, width: int) -> Content:
        """Name the service."""
        return columns([Cell(self._view.service.name)], width)

    def page(self, width: int) -> Content:
        """Say all there is to know."""
        return page_content(self._view, self._page, width)

    def keys(self) -> Content:
        """Say how to scroll and to close."""
        return safe(_("↑ ↓ Bild auf Bild ab blättern · Esc schließt"))

    def action_to_start(self) -> None:
        """Scroll to the beginning."""
        self._scroll.scroll_home(animate=False)

    def action_to_end(self) -> None:
        """Scroll to the end."""
        self._scroll.scroll_end(animate=False)

    def action_about(self) -> None:
        """Close, with the key that opened it."""
        self.dismiss(None)


def page_content(view: CaseView, page: ServicePage, width: int) -> Content:
    """Draw the page in *width* cells: what the customer asks for, what the clerk minds, what one looks up."""
    service, knowledge = view.service, view.service.knowledge
    brought = [line for line in view.checklist.lines if line.by is BroughtBy.CUSTOMER]
    others = [line for line in view.checklist.lines if line.by is not BroughtBy.CUSTOMER]
    lines = [
        *_section(width, _("Mitzubringen"), [_paper(line) for line in brought] or [_("nichts")]),
        *_section(width, _("Im Haus"), [_paper(line) for line in others]),
        *fee_lines(view, width),
        Content(""),
        *_section(width, _("Wie es weitergeht"), _what_follows(view)),
        *_section(width, _("Zu beachten"), knowledge.attention),
        *_section(width, _("Häufige Fehler"), knowledge.mistakes),
        *_section(width, _("Stattdessen online"), [knowledge.online] if knowledge.online else []),
        *_section(width, _("Wer kommen darf"), _who_may_come(page)),
        *_section(width, _("Rechtsgrundlage"), service.legal_basis),
        *_facts(view, page, width),
        *_section(width, _("Auch genannt"), [", ".join(service.keywords)] if service.keywords else []),
    ]
    return join(lines, Content("\n"))


def _section(width: int, title: str, texts: Iterable[str]) -> list[Content]:
    lines = points(texts, width)
    return [safe(title, "bold"), *lines, Content("")] if lines else []


def _paper(line: ChecklistLine) -> str:
    name = f"{line.label}: {line.alternatives}" if line.alternatives else line.label
    return _("{paper} (noch zu klären)").format(paper=name) if line.applies is Truth.OPEN else name


def _who_may_come(page: ServicePage) -> list[str]:
    match page.representation:
        case Representation.IN_PERSON:
            return [_("nur die Person selbst")]
        case Representation.NOT_SAID:
            return []
        case Representation.ALLOWED if page.proxy_brings:
            papers = "; ".join(page.proxy_brings)
            return [_("auch eine andere Person; sie bringt zusätzlich mit: {papers}").format(papers=papers)]
        case Representation.ALLOWED:
            return [_("auch eine andere Person")]


def _what_follows(view: CaseView) -> list[str]:
    second = [_("Zu dieser Leistung gehört ein zweiter Kontakt.")] if view.service.two_contacts else []
    return [*view.follow_up, *second]


def _facts(view: CaseView, page: ServicePage, width: int) -> list[Content]:
    service = view.service
    rows = [
        (_("Bereich"), area_name(service.area)),
        (_("Dauer"), _("etwa {count} Minuten").format(count=service.minutes.typical)),
        (_("Wo"), page.at_info_desk),
        (_("LeiKa-Schlüssel"), ", ".join(key.key for key in service.leika) or _("nicht bekannt")),
    ]
    return [
        safe(_("Eckdaten"), "bold"),
        *_beside(rows, width),
        Content(""),
        safe(_("Wie sicher das ist"), "bold"),
        *_beside(page.certainty, width),
        Content(""),
    ]


def _beside(rows: Iterable[tuple[str, str]], width: int) -> list[Content]:
    return [
        line for label, text in rows for line in beside(label, [text], width, _LABEL_WIDTH, title_style=MUTED)
    ]
