"""Why a document or a fee is asked for: one line at a time, to be read aloud to the customer."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from clerk.domain.evidence import evidence_text
from clerk.domain.explain import Explanation, FeeExplanation, RequirementExplanation
from clerk.locale import _
from clerk.services.knowledge import CaseExplained
from screens.commands import bindings_for
from screens.modals.page import PageScreen
from screens.text import Align, Cell, beside, columns, join, safe
from screens.theme import ACCENT, MUTED, WARN

_TITLE_WIDTH = 17


class ExplainScreen(PageScreen):
    """Shows why a line is there; up and down go to the next line, Tab to the fees and back.

    *at* is the id of the line to begin with, or that of a fact on which it should depend; *fees* begins with the
    fees. *about* opens the knowledge page of the service.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("why", "about"),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("tab,shift+tab,left,right", "other_part", show=False),
    ]

    def __init__(
        self, explained: CaseExplained, about: Callable[[], None], *, at: str = "", fees: bool = False
    ) -> None:
        super().__init__()
        self._parts: tuple[Sequence[Explanation], ...] = (explained.requirements, explained.fees)
        self._about = about
        places = [_place_of(at, lines) for lines in self._parts]
        only_fees = places[0] is None and places[1] is not None
        self._part = 1 if explained.fees and (fees or only_fees or not explained.requirements) else 0
        self._places = [place or 0 for place in places]

    def title_line(self, width: int) -> Content:
        """Say which of how many lines is explained."""
        lines = self._parts[self._part]
        if not lines:
            return safe(_("Warum?"))
        name = _("Gebühr") if self._part else _("Unterlage")
        place = self._places[self._part] + 1
        counted = _("{what} {place} von {count}").format(what=name, place=place, count=len(lines))
        return columns([Cell(_("Warum?")), Cell(counted, 24, MUTED, Align.RIGHT)], width)

    def page(self, width: int) -> Content:
        """Explain the line."""
        lines = self._parts[self._part]
        if not lines:
            return safe(_("Für diese Leistung sind weder Unterlagen noch Gebühren nötig."))
        return explanation_content(lines[self._places[self._part]], width)

    def keys(self) -> Content:
        """Say what leads on."""
        keys = [_("↑ ↓ Zeile"), _("Bild ab mehr")]
        if all(self._parts):
            keys.append(_("Tab Unterlagen") if self._part else _("Tab Gebühren"))
        return safe(" · ".join([*keys, _("I zur Leistung"), _("Esc zurück")]))

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

    def action_about(self) -> None:
        """Show the knowledge page of the service instead."""
        self.dismiss(None)
        self._about()

    def action_why(self) -> None:
        """Close, with the key that opened it."""
        self.dismiss(None)

    def _show(self) -> None:
        self.on_resize()
        self._scroll.scroll_home(animate=False)


def explanation_content(explained: Explanation, width: int) -> Content:
    """Draw everything there is to say of one line, in *width* cells."""
    spoken = Content.styled(" ".join(explained.sentences), f"bold {ACCENT}")
    parts = [safe(explained.label, "bold"), Content(""), spoken, Content("")]
    match explained:
        case RequirementExplanation():
            parts += _requirement(explained, width)
        case FeeExplanation():
            parts += _fee(explained, width)
    parts += [
        *_section(width, _("Rechtsgrundlage"), explained.basis),
        *_section(width, _("Quelle"), dict.fromkeys(evidence_text(one) for one in explained.evidence)),
    ]
    return join(parts, Content("\n"))


def _requirement(explained: RequirementExplanation, width: int) -> list[Content]:
    parts = _section(width, _("Worauf achten"), explained.rules)
    if len(explained.alternatives) > 1:
        parts += _section(width, _("Eines genügt"), explained.alternatives)
    return parts + _section(width, _("Hinweis"), explained.notes)


def _fee(explained: FeeExplanation, width: int) -> list[Content]:
    parts = _section(width, _("Betrag"), (explained.amount,))
    if not explained.confirmed:
        parts += _section(
            width, "", (_("≈ noch nicht vom Amt bestätigt; vor dem Kassieren nachfragen"),), WARN
        )
    parts += _section(width, _("Empfänger"), (explained.payee,))
    return parts + _section(width, _("Hinweis"), explained.notes)


def _section(width: int, title: str, texts: Iterable[str], style: str = MUTED) -> list[Content]:
    return beside(title, texts, width, _TITLE_WIDTH, title_style="bold", style=style)


def _place_of(wanted: str, lines: Sequence[Explanation]) -> int | None:
    """Return the place of the line *wanted*, else of the first that depends on the fact of this id."""
    places = [place for place, line in enumerate(lines) if line.id == wanted]
    places += [place for place, line in enumerate(lines) if wanted in line.depends_on]
    return places[0] if places else None
