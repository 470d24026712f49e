"""The smallest app that shows which keys arrive: ``python -m tests.e2e.tiny_app``."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class TinyApp(App[None]):
    """Writes the name of every key; ``q`` ends it with status 3, ``x`` with a crash."""

    def compose(self) -> ComposeResult:
        """Place the one line."""
        yield Static("bereit", id="keys", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Show the key."""
        if event.key == "x":
            raise RuntimeError("x")
        if event.key == "q":
            self.exit(return_code=3)
        shown = self.query_one("#keys", Static)
        shown.update(f"{shown.content} {event.key}")

    def on_paste(self, event: events.Paste) -> None:
        """Show what was pasted."""
        self.query_one("#keys", Static).update(f"eingefügt: {event.text}")

    def on_resize(self, event: events.Resize) -> None:
        """Show the size in the title of the screen."""
        self.query_one("#keys", Static).border_title = f"{event.size.width}x{event.size.height}"
        self.query_one("#keys", Static).styles.border = ("round", "white")


if __name__ == "__main__":
    app = TinyApp()
    app.run()
    raise SystemExit(app.return_code)
