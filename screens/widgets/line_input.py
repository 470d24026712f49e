"""The one-line text entry that all fields and finders stand on."""

import re
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from clerk.domain.plain_text import clean


def _ignore(_news: object) -> None:
    return


def _own_bindings() -> list[BindingType]:
    """Return Textual's editing keys without those that mean something else in this program."""
    kept = [binding for binding in Input.BINDINGS if isinstance(binding, Binding)]
    return [
        Binding(binding.key, binding.action, show=False, id="next" if binding.key == "enter" else None)
        for binding in kept
        if binding.key != "ctrl+k"
    ]


class LineInput(Input, inherit_bindings=False):
    """An input that tells its owner of every edit in the same handler and never cuts what was typed or pasted.

    *on_edit* gets the new text at once, *on_enter* the text when Enter is pressed, both in the order of the keys.
    *allowed* is a regular expression for one character; others are refused while typing and told to *on_refused*, but
    pasted text is taken as it is, so that nothing is lost and the field's rule can say what is wrong with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = _own_bindings()

    # the line has the width it was given: a letter more or less moves nothing else on the screen
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        allowed: str | None = None,
        password: bool = False,
        on_edit: Callable[[str], None] = _ignore,
        on_enter: Callable[[str], None] = _ignore,
        on_refused: Callable[[str], None] = _ignore,
        on_focus_change: Callable[[bool], None] = _ignore,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        # Before Input sets the value, which is already told.
        self._allowed = allowed
        self._tell_edited = on_edit
        self._tell_entered = on_enter
        self._tell_refused = on_refused
        self._tell_focus_change = on_focus_change
        super().__init__(
            clean(value),
            placeholder=placeholder,
            password=password,
            select_on_focus=False,
            compact=True,
            id=id,
        )
        self.cursor_blink = False

    def watch_value(self, value: str) -> None:
        """Tell the owner at once."""
        self._tell_edited(value)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Tell the owner at once, so that both are painted in one frame."""
        super().watch_has_focus(has_focus)
        self._tell_focus_change(has_focus)

    def on_key(self, event: events.Key) -> None:
        """Refuse a character that can never belong here, with a word about it."""
        character = event.character
        if self._allowed is None or character is None or not event.is_printable:
            return
        if re.fullmatch(self._allowed, character) is None:
            event.stop()
            event.prevent_default()
            self._tell_refused(character)

    def on_paste(self, event: events.Paste) -> None:
        """Take all of the pasted text: line breaks become blanks, control characters go."""
        event.stop()
        event.prevent_default()
        start, end = self.selection
        self.replace(clean(event.text.rstrip("\r\n")), start, end)

    def take_back(self, count: int) -> None:
        """Remove the last *count* characters typed at the cursor: they were no entry."""
        end = self.cursor_position
        self.delete(max(0, end - count), end)

    async def action_submit(self) -> None:
        """Tell the owner that Enter was pressed."""
        self._tell_entered(self.value)
