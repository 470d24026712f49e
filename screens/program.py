"""What every program of ours with a screen does: it ends without showing data, and when its terminal is gone."""

import sys

from textual.app import App, ReturnType

from screens.error_boundary import farewell

_LOOK_EVERY_SECONDS = 2.0


class Program(App[ReturnType]):
    """An app that tells nobody's data when it ends by an error, and does not outlive its terminal."""

    def on_mount(self) -> None:
        """Look after the terminal, if there is one."""
        if not self.is_headless and _has_terminal():
            self.set_interval(_LOOK_EVERY_SECONDS, self._end_without_terminal)

    def _end_without_terminal(self) -> None:
        # who closes a window under `make` ends make, which keeps the hang-up for itself
        if not _has_terminal():
            self.exit()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with all local values, names of people among them
        self._exit_renderables.append(farewell())
        self._close_messages_no_wait()


def _has_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()
