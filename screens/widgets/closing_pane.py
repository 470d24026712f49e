"""The step *Aushändigen und Abschluss*: what is handed out, outcomes, the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from clerk.domain.case_view import CaseView
from clerk.domain.closing import Hindrance, stays_open
from clerk.domain.hand_out import HandOutLine, is_handed_out_at_all
from clerk.domain.visit import Outcome
from clerk.locale import _
from screens.commands import bindings_for
from screens.text import join, pad, points, safe
from screens.theme import ACCENT, MUTED, OK, WARN

_MOST_LINES = 6
"""Things to hand out that are in sight at once: a dealer with ten vehicles has thirty."""


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


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing to hand out for a case (its id and number)."""

    case: int
    number: str
    line: HandOutLine


class ClosingPane(Vertical, can_focus=True):
    """Shows what stands between the visit and its end; what is handed out is ticked here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("presented", "all_presented"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    class HandedOut(Message):
        """Things of cases (by id) were handed out, or that was taken back."""

        def __init__(self, things: Mapping[int, tuple[str, ...]], *, done: bool) -> None:
            super().__init__()
            self.things = things
            self.done = done

    class OutcomeChosen(Message):
        """A digit gave the case in front its outcome."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = Static(id="closing-text")
        self._things: tuple[_Thing, ...] = ()
        self._cursor = 0
        self._shown: tuple[Sequence[CaseView], int, Sequence[Hindrance], str | None] = ((), 0, (), None)

    def compose(self) -> ComposeResult:
        """One text: everything on it is read once."""
        yield self._text

    def on_resize(self) -> None:
        """Write for the width there is now."""
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Things are ticked only where there are any."""
        return bool(self._things) or action not in {"presented", "all_presented", "move"}

    def action_move(self, by: int) -> None:
        """Move among the things to hand out."""
        self._cursor = max(0, min(self._cursor + by, len(self._things) - 1))
        self._draw()

    def action_presented(self) -> None:
        """The thing under the cursor was handed out; once more takes it back."""
        thing = self._things[self._cursor]
        if not thing.line.done and self._cursor + 1 < len(self._things):
            self._cursor += 1
        self.post_message(self.HandedOut({thing.case: (thing.line.text,)}, done=not thing.line.done))

    def action_all_presented(self) -> None:
        """Everything was handed out."""
        things: dict[int, tuple[str, ...]] = {}
        for thing in self._things:
            things[thing.case] = (*things.get(thing.case, ()), thing.line.text)
        self.post_message(self.HandedOut(things, done=True))

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
        """Show the cases, what is handed out, what is missing and the state of the receipt."""
        self._things = tuple(
            _Thing(view.case.id, view.case.number, line)
            for view in views
            if is_handed_out_at_all(view.case)
            for line in view.hand_out
        )
        self._cursor = max(0, min(self._cursor, len(self._things) - 1))
        self._shown = views, current, found, receipt
        self._draw()

    def _draw(self) -> None:
        views, current, found, receipt = self._shown
        parts: list[Content] = [safe(_("Vorgänge"), "bold")]
        for place, view in enumerate(views):
            outcome = view.case.outcome
            ready = outcome is not None or view.case.confirmed_at is not None
            word = outcome_name(outcome) if outcome else (_("wird erledigt") if ready else _("noch offen"))
            in_front = place == current and len(views) > 1
            # where things are handed out the sign is the cursor among them
            sign = "▶ " if in_front and not self._things else "  "
            row = safe(
                f"{sign}{pad(view.case.number, 13)}{pad(view.service.name, 44)}", "bold" if in_front else ""
            )
            parts.append(join([row, safe(word, OK if ready else WARN)], " "))
        parts += [
            safe("  " + _("1 erledigt   2 unvollständig   3 verwiesen   4 zurückgenommen"), MUTED),
            *_in_house(views),
            Content(""),
            *self._hand_out(several=len(views) > 1),
        ]
        left = sum(not thing.line.done for thing in self._things)
        if found:
            parts += [
                safe(_("Das steht noch aus"), f"bold {WARN}"),
                *(safe("! " + hindrance.sentence) for hindrance in found),
            ]
        elif left:
            sentence = _("Noch {count} auszuhändigen: Leertaste hakt ab, a alles. Dann schließt Enter ab.")
            parts += [safe(sentence.format(count=left), f"bold {WARN}")]
        else:
            parts += [_may_end(views)]
        parts += [Content(""), *_afterwards(views, self._text.size.width)]
        if receipt is not None:
            parts += [safe(_("Beleg"), "bold"), safe("  " + receipt), Content("")]
        self._text.update(Content("\n").join(parts))

    def _hand_out(self, *, several: bool) -> list[Content]:
        """Return the things around the cursor, with their case number where there are several cases."""
        if not self._things:
            return []
        start = max(0, min(self._cursor - _MOST_LINES // 2, len(self._things) - _MOST_LINES))
        rows = [safe(_("Auszuhändigen"), "bold")]
        for place, thing in enumerate(self._things[start : start + _MOST_LINES], start):
            sign = safe("▶ " if place == self._cursor else "  ", ACCENT)
            tick = safe("✓ " if thing.line.done else "· ", OK if thing.line.done else WARN)
            number = safe(f"  {thing.number}", MUTED) if several else safe("")
            rows.append(join([sign, tick, safe(thing.line.text), number], ""))
        hidden = len(self._things) - _MOST_LINES
        if hidden > 0:
            rows.append(safe("    " + _("↑ ↓ weitere {count}").format(count=hidden), MUTED))
        return [*rows, Content("")]


def _in_house(views: Sequence[CaseView]) -> list[Content]:
    """Remind of what the office itself does and nobody has ticked: it bars no way, but is easily forgotten."""
    going_on = (view for view in views if is_handed_out_at_all(view.case))
    labels = dict.fromkeys(line.label for view in going_on for line in view.checklist.in_house)
    if not labels:
        return []
    sentence = _("Im Haus offen (F5): {what}").format(what=" · ".join(labels))
    return [safe("  " + sentence, WARN)]


def _may_end(views: Sequence[CaseView]) -> Content:
    """Say that Enter closes the visit; all is done only where every case is."""
    later = stays_open([view.case for view in views])
    if later:
        return safe(_("Enter schließt den Besuch. {later}").format(later=later), f"bold {WARN}")
    if all(is_handed_out_at_all(view.case) for view in views):
        return safe(_("✓ Alles erledigt. Enter schließt den Besuch ab."), f"bold {OK}")
    return safe(_("Enter schließt den Besuch ab."), "bold")


def _afterwards(views: Sequence[CaseView], width: int) -> list[Content]:
    going_on = (view for view in views if is_handed_out_at_all(view.case))
    follow_ups = dict.fromkeys(text for view in going_on for text in view.follow_up)
    if not follow_ups:
        return []
    return [
        safe(_("Danach"), "bold"),
        *points(follow_ups, width, MUTED, indent=2),
        Content(""),
    ]
