"""The call board: a screen in the waiting room without anybody at it, with the last calls and nothing about people."""

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, Final, Protocol

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from clerk.domain.call_board import Call
from clerk.locale import _
from clerk.ports import ChangeFeed, Clock
from clerk.services.call_board import Board, CallBoard, NoSuchSite
from screens import sentences, styles
from screens.background import Background
from screens.commands import bindings_for
from screens.error_boundary import note
from screens.program import Program
from screens.text import Align, columns, join, pad, safe
from screens.text import Cell as TextCell
from screens.theme import DARK, MUTED, THEMES, WARN
from screens.widgets.call_lines import call_lines

LOOK_EVERY_SECONDS: Final = 5.0
"""How often the store is looked at without news: only so shows that it does not answer any more."""
TRY_AGAIN_SECONDS: Final = 2.0
_MARGIN = 2
_TIGHT = 22
"""Rows of a terminal of 24 for the calls."""


class BoardLink(Protocol):
    """What the board reads from, opened."""

    @property
    def board(self) -> CallBoard:
        """The calls."""

    @property
    def changes(self) -> ChangeFeed:
        """What tells of new ones."""

    @property
    def clock(self) -> Clock:
        """The time."""

    def close(self) -> None:
        """Close it."""


class CallsView(Widget):
    """Draws the whole board."""

    def __init__(self) -> None:
        super().__init__(id="board")
        self._board: Board | None = None
        self._moment = ""
        self._trouble = ""

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls shown, newest first."""
        return self._board.calls if self._board is not None else ()

    def show(self, board: Board | None, moment: str, trouble: str) -> None:
        """Show the calls, the time, and in one line what is wrong; repaint only if something changed."""
        if (board, moment, trouble) != (self._board, self._moment, self._trouble):
            self._board, self._moment, self._trouble = board, moment, trouble
            self.refresh()

    def render(self) -> Content:
        """Draw the heading, the calls, and the line of the office or of what is wrong."""
        width, height = self.size.width - 2 * _MARGIN, self.size.height - 2
        board = self._board
        name = f"{board.office} {board.site}" if board is not None else ""
        heading = columns(
            [
                TextCell(_("Nummer"), None, "bold"),
                TextCell(name, None, MUTED, Align.CENTRE),
                TextCell(f"{self._moment}   " + _("Schalter"), None, "bold", Align.RIGHT),
            ],
            width,
        )
        calls = self.calls
        above = [Content("")] if height > _TIGHT else []
        rows = [heading, *above, *call_lines(calls, width, height - len(above)).split("\n")]
        if not calls and board is not None:
            rows.append(safe(pad(_("Bitte warten Sie, bis Ihre Nummer hier steht."), width, Align.CENTRE)))
        filled = [*rows, *[Content("")] * (height + 1 - len(rows))][: height + 1]
        foot = safe(self._trouble, f"bold {WARN}") if self._trouble else safe(board.text if board else "")
        shown = [*filled, foot.truncate(width, ellipsis=True)]
        return join([join([" " * _MARGIN, row], "") for row in shown], Content("\n"))


class BoardScreen(Screen[None]):
    """Nothing but the board."""

    def __init__(self, view: CallsView) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        """The board."""
        yield self._view


class BoardApp(Program[None]):
    """Follows the calls by itself; what it is missing it says in one line and tries again."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [*styles.FIRST]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("quit")]

    def __init__(self, open_link: Callable[[], BoardLink], *, theme: str = DARK) -> None:
        super().__init__()
        self._open_link = open_link
        self._link: BoardLink | None = None
        self._board: Board | None = None
        self._trouble = ""
        self._is_looking = False
        self._looks_again = False
        self.view = CallsView()
        for own in THEMES:
            self.register_theme(own)
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_load(self) -> None:
        """Be ready to work behind the screen before there is one."""
        self.background = Background(self)

    def get_default_screen(self) -> BoardScreen:
        """Show the board."""
        return BoardScreen(self.view)

    def on_mount(self) -> None:
        """Begin to follow the calls."""
        self.set_interval(1.0, self._paint)
        self.set_interval(LOOK_EVERY_SECONDS, self.look)
        self.look()

    def look(self) -> None:
        """Read the calls, once more after a running look if something changed meanwhile."""
        self._looks_again = self._is_looking
        if not self._is_looking:
            self._is_looking = True
            self.background.run(self._read, self._found, self._missed)

    def _read(self) -> Board:
        if self._link is None:
            self._link = self._open_link()
            self._link.changes.watch(lambda: self.background.tell(lambda _nothing: self.look(), None))
        return self._link.board.look()

    def _found(self, board: Board) -> None:
        self._board, self._trouble = board, ""
        self._paint()
        if board.rings:
            self.bell()
        self._looked()

    def _missed(self, error: Exception) -> None:
        if not sentences.speaks_for_itself(error):
            note(error)
        self._trouble = _trouble_of(error)
        self._paint()
        # everything is opened anew: what tells of changes may have ended with the connection
        link, self._link = self._link, None
        if link is not None:
            self.background.run(link.close, lambda _nothing: None, note)
        self._looks_again = False
        self.set_timer(TRY_AGAIN_SECONDS, self.look)
        self._looked()

    def _looked(self) -> None:
        self._is_looking = False
        if self._looks_again:
            self.look()

    def _paint(self) -> None:
        link, zone = self._link, self._board.zone if self._board is not None else None
        moment = link.clock.now().astimezone(zone).strftime("%H:%M") if link is not None and zone else ""
        self.view.show(self._board, moment, self._trouble)

    def action_quit(self) -> None:  # type: ignore[override]
        """End the board: nobody works at it."""
        self.exit()

    def on_unmount(self) -> None:
        """Close what was opened."""
        self.background.close()
        if self._link is not None:
            with suppress(Exception):
                self._link.close()


def _trouble_of(error: Exception) -> str:
    if isinstance(error, NoSuchSite):
        return str(error)
    return _("Die Anzeige hat gerade keine Verbindung. Bitte achten Sie auf den Aufruf am Schalter.")
