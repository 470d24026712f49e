"""The step *Aushändigen und Abschluss*: what is handed out, outcomes, the receipt."""

from collections.abc import Sequence
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
from clerk.domain.closing import ClosingItem, Hindrance, ending_as_done, items, stays_open
from clerk.domain.visit import Outcome
from clerk.locale import _
from screens.commands import bindings_for
from screens.text import join, pad, points, safe
from screens.theme import ACCENT, MUTED, OK, WARN

_MOST_LINES = 6
"""Things to tick that are in sight at once: a dealer with ten vehicles has thirty."""


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
class _Row:
    """What the cursor can stand on: something to tick, or with several cases a case itself (no *item*)."""

    place: int
    item: ClosingItem | None = None


class ClosingPane(Vertical, can_focus=True):
    """Shows what stands between the visit and its end; what is done and handed out is ticked here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("presented", "all_presented"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    class Ticked(Message):
        """Things were done or handed out, or that was taken back."""

        def __init__(self, items: Sequence[ClosingItem], *, done: bool) -> None:
            super().__init__()
            self.items = items
            self.done = done

    class CaseChosen(Message):
        """The cursor went to another case, or to what belongs to it."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class OutcomeChosen(Message):
        """A digit gave the case in front its outcome."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = Static(id="closing-text")
        self._rows: tuple[_Row, ...] = ()
        self._cursor = 0
        self._shown: tuple[Sequence[CaseView], Sequence[Hindrance], str | None] = ((), (), None)

    def compose(self) -> ComposeResult:
        """One text: everything on it is read once."""
        yield self._text

    def on_resize(self) -> None:
        """Write for the width there is now."""
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Things are ticked only where there are any."""
        return bool(self._items) or action not in {"presented", "all_presented"}

    @property
    def _items(self) -> list[ClosingItem]:
        return [row.item for row in self._rows if row.item is not None]

    def action_move(self, by: int) -> None:
        """Move among what is to tick and the cases; where there is neither, scroll."""
        if not self._rows:
            self.scroll_relative(y=by, animate=False)
            return
        before = self._rows[self._cursor].place
        self._cursor = max(0, min(self._cursor + by, len(self._rows) - 1))
        place = self._rows[self._cursor].place
        if place != before:
            self.post_message(self.CaseChosen(place))
        self._draw()

    def action_page(self, direction: int) -> None:
        """Show what does not fit."""
        self.scroll_relative(y=direction * max(1, self.size.height - 1), animate=False)

    def action_presented(self) -> None:
        """What is under the cursor was done or handed out; once more takes it back."""
        item = self._rows[self._cursor].item
        if item is None:
            return
        if not item.done and self._cursor + 1 < len(self._rows):
            self.action_move(1)
        self.post_message(self.Ticked((item,), done=not item.done))

    def action_all_presented(self) -> None:
        """Everything was done and handed out."""
        self.post_message(self.Ticked(self._items, done=True))

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
        """Show the cases, what is to be ticked, what is missing and the state of the receipt."""
        places = {view.case.id: place for place, view in enumerate(views)}
        cases = [_Row(place) for place in places.values()] if len(views) > 1 else []
        self._rows = (*cases, *(_Row(places[item.case], item) for item in items(views)))
        self._cursor = max(0, min(self._cursor, len(self._rows) - 1))
        if self._rows and self._rows[self._cursor].place != current:
            self._cursor = next(n for n, row in enumerate(self._rows) if row.place == current)
        self._shown = views, found, receipt
        self._draw()

    def _draw(self) -> None:
        views, found, receipt = self._shown
        several = len(views) > 1
        parts = [
            safe(_("Vorgänge"), "bold"),
            *(self._case(place, view, several=several) for place, view in enumerate(views)),
            safe("  " + _("1 erledigt   2 unvollständig   3 verwiesen   4 zurückgenommen"), MUTED),
            *_missing(views),
            Content(""),
            *self._to_tick(several=several),
        ]
        left = sum(not item.done for item in self._items)
        if found:
            parts += [
                safe(_("Das steht noch aus"), f"bold {WARN}"),
                *(safe("! " + hindrance.sentence) for hindrance in found),
            ]
        elif left:
            sentence = _("Noch {count} abzuhaken: Leertaste hakt ab, a alles. Dann schließt Enter ab.")
            parts += [safe(sentence.format(count=left), f"bold {WARN}")]
        else:
            parts += _may_end(views)
        parts += [Content(""), *_afterwards(views, self._text.size.width)]
        if receipt is not None:
            parts += [safe(_("Beleg"), "bold"), safe("  " + receipt), Content("")]
        self._text.update(Content("\n").join(parts))

    def _case(self, place: int, view: CaseView, *, several: bool) -> Content:
        outcome = view.case.outcome
        ready = outcome is not None or view.case.confirmed_at is not None
        word = outcome_name(outcome) if outcome else (_("wird erledigt") if ready else _("noch offen"))
        under_cursor = several and self._rows[self._cursor] == _Row(place)
        in_front = several and self._rows[self._cursor].place == place
        name = safe(f"{pad(view.case.number, 13)}{pad(view.service.name, 44)}", "bold" if in_front else "")
        return join([_sign(under_cursor), name, " ", safe(word, OK if ready else WARN)], "")

    def _to_tick(self, *, several: bool) -> list[Content]:
        """Return what is to be ticked around the cursor, with its case number where there are several cases."""
        ticks = [(place, row.item) for place, row in enumerate(self._rows) if row.item is not None]
        if not ticks:
            return []
        nearest = max(0, self._cursor - ticks[0][0])
        start = max(0, min(nearest - _MOST_LINES // 2, len(ticks) - _MOST_LINES))
        lines: list[Content] = []
        heading = ""
        for place, item in ticks[start : start + _MOST_LINES]:
            title = _("Auszuhändigen") if item.requirement is None else _("Im Haus")
            if title != heading:
                heading = title
                lines.append(safe(title, "bold"))
            tick = safe("✓ " if item.done else "· ", OK if item.done else WARN)
            number = safe(f"  {item.number}" if several else "", MUTED)
            lines.append(join([_sign(place == self._cursor), tick, safe(item.text), number], ""))
        hidden = len(ticks) - _MOST_LINES
        if hidden > 0:
            lines.append(safe("    " + _("↑ ↓ weitere {count}").format(count=hidden), MUTED))
        return [*lines, Content("")]


def _sign(under_cursor: bool) -> Content:
    return safe("▶ " if under_cursor else "  ", ACCENT)


def _missing(views: Sequence[CaseView]) -> list[Content]:
    """Say which documents the cases that end as done go without, and which nobody has looked at."""
    ending = ending_as_done(views)
    missing = dict.fromkeys(line.label for view in ending for line in view.checklist.missing)
    unchecked = dict.fromkeys(line.label for view in ending for line in view.checklist.unchecked)
    lines = [safe("  " + _("! fehlt: {what}").format(what=label), WARN) for label in missing]
    if unchecked:
        lines.append(safe("  " + _("! noch nicht geprüft: {what}").format(what=", ".join(unchecked)), WARN))
    return lines


def _may_end(views: Sequence[CaseView]) -> list[Content]:
    """Say that Enter closes the visit; all is done only where every case is."""
    later = stays_open([view.case for view in views])
    if later:
        return [
            safe(_("Enter schließt den Besuch. {later}").format(later=later), f"bold {WARN}"),
            safe(_("D druckt ein Blatt mit den fehlenden Unterlagen und der Vorgangsnummer."), MUTED),
        ]
    ending = ending_as_done(views)
    if any(view.checklist.missing for view in ending):
        return [safe(_("Enter schließt den Besuch ab, obwohl etwas fehlt."), f"bold {WARN}")]
    if any(view.checklist.unchecked for view in ending):
        return [safe(_("Enter schließt den Besuch ab, obwohl etwas nicht geprüft ist."), f"bold {WARN}")]
    if len(ending) == len(views):
        return [safe(_("✓ Alles erledigt. Enter schließt den Besuch ab."), f"bold {OK}")]
    return [safe(_("Enter schließt den Besuch ab."), "bold")]


def _afterwards(views: Sequence[CaseView], width: int) -> list[Content]:
    follow_ups = dict.fromkeys(text for view in ending_as_done(views) for text in view.follow_up)
    if not follow_ups:
        return []
    return [
        safe(_("Danach"), "bold"),
        *points(follow_ups, width, MUTED, indent=2),
        Content(""),
    ]
