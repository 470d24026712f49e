"""A list that draws only the rows one sees, for 5 rows and for 5,000."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from screens.text import safe

Row = TypeVar("Row")
RenderRow = Callable[[Row, int, bool], Content]
"""Draws a row for a width in cells; the flag says whether the cursor is on it."""


class VirtualList(ScrollView, Generic[Row], can_focus=True):
    """Rows under a cursor, drawn lazily by *render_row* and told apart by *key_of*.

    New rows keep the cursor on the row with the same key. Who shows details beside the list uses ``follow``: it is
    called in the same handler, so that list and details are painted in one frame.
    """

    class Highlighted(Message):
        """The cursor moved to the row with *key*; None when the list is empty."""

        def __init__(self, source: Widget, key: str | None) -> None:
            super().__init__()
            self.source = source
            self.key = key

        @property
        def control(self) -> Widget:
            """The list, for ``@on`` with a selector."""
            return self.source

    class Selected(Highlighted):
        """The row with *key* was chosen with Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_by(-1)", show=False),
        Binding("down", "cursor_by(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "to_start", show=False),
        Binding("end", "to_end", show=False),
        Binding("enter", "select", show=False, id="next"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"virtual-list--cursor", "virtual-list--cursor-focused"}

    cursor: reactive[int] = reactive(0, repaint=False)
    auto_links = False

    def __init__(
        self,
        key_of: Callable[[Row], str],
        render_row: RenderRow[Row],
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._key_of = key_of
        self._render_row = render_row
        self.empty = empty
        self._rows: Sequence[Row] = ()
        self._followers: list[Callable[[Row | None], None]] = []
        self._drawn: dict[tuple[str, bool], Strip] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown."""
        return self._rows

    @property
    def current(self) -> Row | None:
        """The row under the cursor, None when the list is empty."""
        return self._rows[self.cursor] if self._rows else None

    def follow(self, follower: Callable[[Row | None], None]) -> None:
        """Call *follower* with the row under the cursor now and whenever it changes, before the next paint."""
        self._followers.append(follower)
        follower(self.current)

    def show(self, rows: Sequence[Row], *, keep_cursor: bool = True, same_look: bool = False) -> None:
        """Show *rows*; the cursor stays on the row with the same key, else at its place, or goes to the first.

        *same_look* says that rows with keys drawn before look as they did: another choice of the same ones.
        """
        before = self.current
        self._rows = rows
        if not same_look:
            self._drawn.clear()
        self.virtual_size = Size(1, len(rows))
        place = self._place_of(before) if keep_cursor and before is not None else 0
        if place == self.cursor:
            self._announce_change(before)
        self.cursor = place
        self.refresh()

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row with *key*; return whether there is one."""
        place = next((place for place, row in enumerate(self._rows) if self._key_of(row) == key), None)
        if place is None:
            return False
        self.cursor = place
        return True

    def redraw(self) -> None:
        """Draw all rows anew, when what *render_row* shows changed but the rows did not."""
        self._drawn.clear()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the two rows, keep the cursor in sight and tell the followers, all in one handler."""
        self.refresh_line(before)
        self.refresh_line(now)
        self._show_cursor()
        self._announce()

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        width = self.scrollable_content_region.width
        place = y + self.scroll_offset.y
        if place >= len(self._rows):
            if y == 0 and not self._rows and self.empty:
                return self._strip(safe(self.empty, "$amt-muted"), width)
            return Strip.blank(width, self.rich_style)
        selected = place == self.cursor
        key = self._key_of(self._rows[place]), selected
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = self._drawn[key] = self._draw(place, width, selected=selected)
        return drawn

    def notify_style_update(self) -> None:
        """Draw anew in the colours of the new theme or focus."""
        super().notify_style_update()
        self._drawn.clear()

    def on_resize(self) -> None:
        """Draw anew for the new width."""
        self._drawn.clear()
        self._show_cursor()

    def on_focus(self) -> None:
        """Show that keys now move this cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse clicked; a second click chooses."""
        place = event.y + self.scroll_offset.y
        if place >= len(self._rows):
            return
        if place == self.cursor and event.chain > 1:
            self.action_select()
        self.cursor = place

    def action_cursor_by(self, rows: int) -> None:
        """Move the cursor up or down."""
        self.cursor += rows

    def action_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        self.cursor += direction * max(1, self.scrollable_content_region.height - 1)

    def action_to_start(self) -> None:
        """Move the cursor to the first row."""
        self.cursor = 0

    def action_to_end(self) -> None:
        """Move the cursor to the last row."""
        self.cursor = len(self._rows) - 1

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        row = self.current
        if row is not None:
            self.post_message(self.Selected(self, self._key_of(row)))

    def _place_of(self, row: Row) -> int:
        key = self._key_of(row)
        at_place = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        if at_place is not None and self._key_of(at_place) == key:
            return self.cursor
        places = (place for place, candidate in enumerate(self._rows) if self._key_of(candidate) == key)
        return next(places, min(self.cursor, max(0, len(self._rows) - 1)))

    def _announce_change(self, before: Row | None) -> None:
        if before != self.current:
            self._announce()

    def _announce(self) -> None:
        row = self.current
        for follower in self._followers:
            follower(row)
        self.post_message(self.Highlighted(self, None if row is None else self._key_of(row)))

    def _show_cursor(self) -> None:
        if self._rows and self.size.height:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True)

    def _draw(self, place: int, width: int, *, selected: bool) -> Strip:
        sign = "▶ " if selected else "  "
        content = Content.assemble(sign, self._render_row(self._rows[place], max(1, width - 2), selected))
        return self._strip(content, width, selected=selected)

    def _strip(self, content: Content, width: int, *, selected: bool = False) -> Strip:
        if selected:
            name = "virtual-list--cursor-focused" if self.has_focus else "virtual-list--cursor"
            style = self.get_visual_style(name)
        else:
            style = self.visual_style
        strips = Visual.to_strips(self, content, width, 1, style, pad=True)
        return strips[0].crop_extend(0, width, style.rich_style)
