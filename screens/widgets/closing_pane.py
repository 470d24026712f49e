"""The step *Aushändigen und Abschluss*: outcomes, what is handed over, the receipt."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from clerk.domain.case_view import CaseView
from clerk.domain.closing import Hindrance
from clerk.domain.visit import Outcome
from clerk.locale import _
from screens.text import join, pad, safe
from screens.theme import MUTED, OK, WARN


def outcome_name(outcome: Outcome | None) -> str:
    """Return how the user interface names the outcome of a case."""
    if outcome is None:
        return _("noch offen")
    return {
        Outcome.DONE: _("erledigt"),
        Outcome.INCOMPLETE: _("unvollständig"),
        Outcome.REFERRED: _("verwiesen"),
        Outcome.WITHDRAWN: _("zurückgenommen"),
    }[outcome]


class ClosingPane(Vertical, can_focus=True):
    """Shows what stands between the visit and its end."""

    class OutcomeChosen(Message):
        """A digit gave the case in front its outcome."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = Static(id="closing-text")

    def compose(self) -> ComposeResult:
        """One text: everything on it is read once."""
        yield self._text

    def on_key(self, event: events.Key) -> None:
        """Give the case in front its outcome."""
        outcomes = dict(zip("1234", Outcome, strict=True))
        outcome = outcomes.get(event.character or "")
        if outcome is not None:
            event.stop()
            self.post_message(self.OutcomeChosen(outcome))

    def show(
        self, views: Sequence[CaseView], current: int, found: Sequence[Hindrance], receipt: str | None
    ) -> None:
        """Show the cases, what is missing and the state of the receipt."""
        parts: list[Content] = [safe(_("Vorgänge"), "bold")]
        for place, view in enumerate(views):
            outcome = view.case.outcome
            ready = outcome is not None or view.case.confirmed_at is not None
            word = outcome_name(outcome) if outcome else (_("wird erledigt") if ready else _("noch offen"))
            sign = "▶ " if place == current and len(views) > 1 else "  "
            row = safe(f"{sign}{pad(view.case.number, 13)}{pad(view.service.name, 46)}")
            parts.append(join([row, safe(word, OK if ready else WARN)], " "))
        parts += [Content(""), *_hand_over(views)]
        if receipt is not None:
            parts += [safe(_("Beleg"), "bold"), safe("  " + receipt), Content("")]
        if found:
            parts += [
                safe(_("Das steht noch aus"), f"bold {WARN}"),
                *(safe("! " + hindrance.sentence) for hindrance in found),
            ]
        else:
            parts += [safe(_("✓ Alles erledigt. Enter schließt den Besuch ab."), f"bold {OK}")]
        parts += [
            Content(""),
            safe(_("1 erledigt   2 unvollständig   3 verwiesen   4 zurückgenommen"), MUTED),
        ]
        self._text.update(Content("\n").join(parts))


def _hand_over(views: Sequence[CaseView]) -> list[Content]:
    follow_ups = dict.fromkeys(text for view in views for text in view.service.follow_up)
    if not follow_ups:
        return []
    return [
        safe(_("Danach"), "bold"),
        *(safe(f"  · {text}", MUTED) for text in follow_ups),
        Content(""),
    ]
