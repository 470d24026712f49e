"""Text that is repainted only when it says something else."""

from textual.content import Content
from textual.widgets import Static


class SteadyText(Static):
    """Shows text; saying the same again costs nothing, so that a key repaints what it changed and no more.

    *fixed* says that the style sheet gives the height: other text then moves nothing else on the screen.
    """

    def __init__(self, *, fixed: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._is_fixed = fixed
        self._said: Content | None = None

    def say(self, content: Content) -> None:
        """Show *content* in the place of what was said before."""
        if self._said is None or not self._said.is_same(content):
            self._said = content
            self.update(content, layout=not self._is_fixed)
