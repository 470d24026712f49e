"""The knowledge page of a service: all a clerk who has never seen it has to know, to be read from top to bottom."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.areas import area_name
from clerk.domain.case_view import CaseView
from clerk.domain.catalogue import BroughtBy
from clerk.domain.condition import Truth
from clerk.domain.precheck import ChecklistLine
from clerk.domain.service_page import Representation, ServicePage
from clerk.locale import _
from screens.commands import bindings_for
from screens.text import Cell, columns, join, safe
from screens.theme import MUTED
from screens.widgets.knowledge_panel import fee_lines

_WIDTH = 70
_LABEL_WIDTH = 18


class KnowledgeScreen(ModalScreen[None]):
    """Shows the page over the screen it was asked on; it scrolls by keyboard, Esc or the same key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("about", "next", "back"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("home", "to_start", show=False),
        Binding("end", "to_end", show=False),
    ]

    def __init__(self, view: CaseView, page: ServicePage) -> None:
        super().__init__()
        self._view = view
        self._page = page
        self._scroll = VerticalScroll(Static(page_content(view, page)))
        self._scroll.can_focus = False

    def compose(self) -> ComposeResult:
        """Place the page."""
        with Vertical(classes="dialog -tall -page"):
            yield Static(safe(self._view.service.name), classes="dialog-title")
            yield self._scroll
            yield Static(safe(_("↑ ↓ Bild auf Bild ab blättern · Esc schließt")), classes="dialog-foot")

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by what is in sight."""
        self.action_scroll(direction * max(1, self._scroll.size.height - 1))

    def action_to_start(self) -> None:
        """Scroll to the beginning."""
        self._scroll.scroll_home(animate=False)

    def action_to_end(self) -> None:
        """Scroll to the end."""
        self._scroll.scroll_end(animate=False)

    def action_about(self) -> None:
        """Close, with the key that opened it."""
        self.dismiss(None)

    def action_next(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)


def page_content(view: CaseView, page: ServicePage) -> Content:
    """Draw the page: first what the customer asks for, then what the clerk minds, at the end what one looks up."""
    service, knowledge = view.service, view.service.knowledge
    brought = [line for line in view.checklist.lines if line.by is BroughtBy.CUSTOMER]
    others = [line for line in view.checklist.lines if line.by is not BroughtBy.CUSTOMER]
    lines = [
        *_section(_("Mitzubringen"), [_paper(line) for line in brought] or [_("nichts")]),
        *_section(_("Im Haus"), [_paper(line) for line in others]),
        *fee_lines(view, _WIDTH),
        Content(""),
        *_section(_("Wie es weitergeht"), _what_follows(view)),
        *_section(_("Zu beachten"), knowledge.attention),
        *_section(_("Häufige Fehler"), knowledge.mistakes),
        *_section(_("Stattdessen online"), [knowledge.online] if knowledge.online else []),
        *_section(_("Wer kommen darf"), _who_may_come(page)),
        *_section(_("Rechtsgrundlage"), service.legal_basis),
        *_facts(view, page),
        *_section(_("Auch genannt"), [", ".join(service.keywords)] if service.keywords else []),
    ]
    return join(lines, Content("\n"))


def _section(title: str, texts: Iterable[str]) -> list[Content]:
    lines = [line for text in texts for line in _item(text)]
    return [safe(title, "bold"), *lines, Content("")] if lines else []


def _item(text: str) -> list[Content]:
    first, *more = safe(text).wrap(_WIDTH - 2)
    return [join(["· ", first], ""), *(join(["  ", line], "") for line in more)]


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
    return [*view.service.follow_up, *second]


def _facts(view: CaseView, page: ServicePage) -> list[Content]:
    service = view.service
    rows = [
        (_("Bereich"), area_name(service.area)),
        (_("Dauer"), _("etwa {count} Minuten").format(count=service.minutes.typical)),
        (_("Wo"), page.at_info_desk),
        (_("LeiKa-Schlüssel"), ", ".join(key.key for key in service.leika) or _("nicht bekannt")),
    ]
    return [
        safe(_("Eckdaten"), "bold"),
        *(_row(label, text) for label, text in rows),
        Content(""),
        safe(_("Wie sicher das ist"), "bold"),
        *(_row(label, text) for label, text in page.certainty),
        Content(""),
    ]


def _row(label: str, text: str) -> Content:
    return columns([Cell(label, _LABEL_WIDTH, MUTED), Cell(text)], _WIDTH)
