"""The line of messages: what is worth reading is not pushed away by what can wait."""

import asyncio

from textual.app import App, ComposeResult

from screens.widgets.message_line import MessageLine, Weight
from tests.screens.driving import text_of


class Line(App[None]):
    """An app that has nothing but the line."""

    def compose(self) -> ComposeResult:
        """Make the line."""
        yield MessageLine()

    @property
    def line(self) -> MessageLine:
        """The line."""
        return self.query_one(MessageLine)

    def shown(self) -> str:
        """Return what is to be read."""
        return text_of(self.line).strip() if self.line.display else ""


def test_what_can_wait_is_shown_when_the_sentence_before_it_could_be_read() -> None:
    async def read() -> None:
        app = Line()
        async with app.run_test():
            app.line.say("Storno am Terminal: erledigt.")
            app.line.mention("Beleg 1 gedruckt.")
            assert app.shown() == "Storno am Terminal: erledigt."
            app.line.clear()
            assert app.shown() == "Beleg 1 gedruckt."

    asyncio.run(read())


def test_what_can_wait_is_shown_at_once_where_nothing_is_and_gives_way() -> None:
    async def read() -> None:
        app = Line()
        async with app.run_test():
            app.line.mention("Beleg 1 gedruckt.")
            assert app.shown() == "Beleg 1 gedruckt."
            app.line.say("Der Drucker hat kein Papier.", Weight.ERROR)
            assert app.shown() == "! Der Drucker hat kein Papier."

    asyncio.run(read())
