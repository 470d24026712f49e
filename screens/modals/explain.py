"""Why a document or a fee is asked for: one line at a time, to be read aloud to the customer."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from clerk.domain.evidence import evidence_text
from clerk.domain.explain import Explanation, FeeExplanation, RequirementExplanation
from clerk.locale import _
from clerk.services.knowledge import CaseExplained
from screens.commands import bindings_for
from screens.text import Align, Cell, columns, join, pad, safe
from screens.theme import ACCENT, MUTED, WARN

_WIDTH = 70
_TITLE_WIDTH = 17


class ExplainScreen(ModalScreen[None]):
    """Shows why a line is there; up and down go to the next line, Tab to the fees and back.

    *at* is the id of the line to begin with, or that of a fact on which it should depend; *fees* begins with the
    fees. *about* opens the knowledge page of the service.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("why", "about", "next", "back"),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("tab,shift+tab,left,right", "other_part", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(
        self, explained: CaseExplained, about: Callable[[], None], *, at: str = "", fees: bool = False
    ) -> None:
        super().__init__()
        self._parts: tuple[Sequence[Explanation], ...] = (explained.requirements, explained.fees)
        self._about = about
        self._part = 1 if explained.fees and (fees or not explained.requirements) else 0
        self._places = [_place_of(at, explained.requirements), _place_of(at, explained.fees)]
        self._title = Static(classes="dialog-title")
        self._text = Static()
        self._foot = Static(classes="dialog-foot")
        self._scroll = VerticalScroll(self._text)
        self._scroll.can_focus = False

    def compose(self) -> ComposeResult:
        """Place which line it is, its explanation, and the keys."""
        with Vertical(classes="dialog -tall -page"):
            yield self._title
            yield self._scroll
            yield self._foot

    def on_mount(self) -> None:
        """Explain the line it was asked for."""
        self._show()

    def action_line(self, by: int) -> None:
        """Explain another line of the same part."""
        count = len(self._parts[self._part])
        self._places[self._part] = max(0, min(count - 1, self._places[self._part] + by))
        self._show()

    def action_other_part(self) -> None:
        """Go from the documents to the fees, or back."""
        if self._parts[1 - self._part]:
            self._part = 1 - self._part
            self._show()

    def action_page(self, direction: int) -> None:
        """Show what does not fit into the window."""
        self._scroll.scroll_relative(y=direction * max(1, self._scroll.size.height - 1), animate=False)

    def action_about(self) -> None:
        """Show the knowledge page of the service instead."""
        self.dismiss(None)
        self._about()

    def action_why(self) -> None:
        """Close, with the key that opened it."""
        self.dismiss(None)

    def action_next(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def _keys(self) -> str:
        keys = [_("↑ ↓ Zeile"), _("Bild ab mehr")]
        if all(self._parts):
            keys.append(_("Tab Unterlagen") if self._part else _("Tab Gebühren"))
        return " · ".join([*keys, _("I zur Leistung"), _("Esc zurück")])

    def _show(self) -> None:
        self._foot.update(safe(self._keys()))
        lines, place = self._parts[self._part], self._places[self._part]
        name = _("Gebühr") if self._part else _("Unterlage")
        if not lines:
            self._title.update(safe(_("Warum?")))
            self._text.update(safe(_("Für diese Leistung sind weder Unterlagen noch Gebühren nötig.")))
            return
        counted = _("{what} {place} von {count}").format(what=name, place=place + 1, count=len(lines))
        heading = [Cell(_("Warum?")), Cell(counted, 24, MUTED, Align.RIGHT)]
        self._title.update(columns(heading, _WIDTH))
        self._text.update(explanation_content(lines[place]))
        self._scroll.scroll_home(animate=False)


def explanation_content(explained: Explanation) -> Content:
    """Draw everything there is to say of one line."""
    spoken = Content.styled(" ".join(explained.sentences), f"bold {ACCENT}")
    parts = [safe(explained.label, "bold"), Content(""), spoken, Content("")]
    match explained:
        case RequirementExplanation():
            parts += _requirement(explained)
        case FeeExplanation():
            parts += _fee(explained)
    parts += [
        *_section(_("Rechtsgrundlage"), explained.basis),
        *_section(_("Quelle"), dict.fromkeys(evidence_text(one) for one in explained.evidence)),
    ]
    return join(parts, Content("\n"))


def _requirement(explained: RequirementExplanation) -> list[Content]:
    parts = _section(_("Worauf achten"), explained.rules)
    if len(explained.alternatives) > 1:
        parts += _section(_("Eines genügt"), explained.alternatives)
    return parts + _section(_("Hinweis"), explained.notes)


def _fee(explained: FeeExplanation) -> list[Content]:
    parts = _section(_("Betrag"), (explained.amount,))
    if not explained.confirmed:
        parts += _section("", (_("≈ noch nicht vom Amt bestätigt; vor dem Kassieren nachfragen"),), WARN)
    parts += _section(_("Empfänger"), (explained.payee,))
    return parts + _section(_("Hinweis"), explained.notes)


def _section(title: str, texts: Iterable[str], style: str = MUTED) -> list[Content]:
    """Draw *texts* below each other beside their *title*."""
    lines = [line for text in texts for line in safe(text, style).wrap(_WIDTH - _TITLE_WIDTH)]
    titles = [title, *[""] * (len(lines) - 1)]
    return [
        join([safe(pad(name, _TITLE_WIDTH), "bold"), line], "")
        for name, line in zip(titles, lines, strict=bool(lines))
    ]


def _place_of(wanted: str, lines: Sequence[Explanation]) -> int:
    """Return the place of the line *wanted*, else of the first that depends on the fact of this id, else 0."""
    places = [place for place, line in enumerate(lines) if line.id == wanted]
    places += [place for place, line in enumerate(lines) if wanted in line.depends_on]
    return places[0] if places else 0
