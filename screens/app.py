"""The app: theme, keys, what lies over every screen, and the border where errors end."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from clerk.locale import _
from screens.background import Background
from screens.commands import Usable, bindings_for, usable_commands
from screens.error_boundary import farewell
from screens.modals.ask import Answer, AskScreen
from screens.modals.help import HelpScreen
from screens.modals.palette import PaletteScreen
from screens.sign_in_screen import LockScreen, OpenWorkstation, SignInScreen
from screens.theme import DARK, THEMES
from screens.type_ahead import TypeAheadApp
from screens.widgets.hint_bar import HasHintWords

if TYPE_CHECKING:
    from clerk.services.workstation import Workstation

_STYLES = Path(__file__).parent / "styles"


class ClerkApp(TypeAheadApp[None]):
    """The workstation: sign-in, then the desk of the signed-in person."""

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-roomy")]  # noqa: RUF012 - as Textual declares it
    CSS_PATH = [_STYLES / name for name in ("base.tcss", "widgets.tcss", "modals.tcss", "desk.tcss")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("help", "palette", "answers", "lock", "quit")]

    def __init__(
        self,
        open_workstation: OpenWorkstation,
        prepare: Callable[[], None],
        *,
        theme: str = DARK,
        login: str = "",
        notice: str = "",
        lead: bool = False,
    ) -> None:
        super().__init__()
        self._open_workstation = open_workstation
        self._prepare = prepare
        self._login = login
        self._notice = notice
        self._lead = lead
        self._workstation: Workstation | None = None
        for own in THEMES:
            self.register_theme(own)
        self.theme = theme

    def on_mount(self) -> None:
        """Ask who works here."""
        self.background = Background(self)
        sign_in = self._sign_in_screen()
        self.push_screen(sign_in)
        # store, catalogue and services are loaded behind the first paint
        self.call_after_refresh(
            lambda: self.background.run(self._load, lambda _nothing: None, sign_in.cannot_start)
        )

    def _load(self) -> None:
        for needed_at_the_desk in ("screens.desk_screen", "screens.modals.answers"):
            import_module(needed_at_the_desk)
        self._prepare()

    def _sign_in_screen(self) -> SignInScreen:
        return SignInScreen(
            self._open_workstation, self.background, self._signed_in, login=self._login, notice=self._notice
        )

    def _signed_in(self, workstation: "Workstation") -> None:
        from screens.desk_screen import DeskScreen  # noqa: PLC0415 - loaded behind the first paint

        self._workstation = workstation
        self.switch_screen(DeskScreen(workstation, self.background, lead=self._lead))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer knowledge and lock only to somebody signed in, and not over a locked screen."""
        if action in {"answers", "lock"}:
            return self._workstation is not None and not self._is_locked_or_answering()
        if action in {"palette", "help"}:
            return not isinstance(self.screen, LockScreen | PaletteScreen)
        return super().check_action(action, parameters)

    def _is_locked_or_answering(self) -> bool:
        from screens.modals.answers import AnswersScreen  # noqa: PLC0415 - loaded behind the first paint

        return isinstance(self.screen, LockScreen | AnswersScreen)

    def action_help(self) -> None:
        """Show the help page of this screen, or close it."""
        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(self._usable()))

    def action_palette(self) -> None:
        """Show all commands that can be used now."""
        self.push_screen(PaletteScreen(self._usable()), self._chosen)

    def _usable(self) -> list[Usable]:
        screen: Screen[object] = self.screen
        words = screen.hint_words() if isinstance(screen, HasHintWords) else {}
        return usable_commands(screen.active_bindings.values(), words)

    def _chosen(self, usable: Usable | None) -> None:
        if usable is not None:
            self.call_later(self.run_action, usable.active.binding.action, usable.active.node)

    def action_answers(self) -> None:
        """Answer a caller, over any screen."""
        from screens.modals.answers import AnswersScreen  # noqa: PLC0415 - loaded behind the first paint

        if self._workstation is not None:
            self.push_screen(AnswersScreen(self._workstation, self.background, self._workstation.today()))

    def action_lock(self) -> None:
        """Lock the place."""
        if self._workstation is not None:
            self.push_screen(LockScreen(self._workstation, self.background))

    def action_quit(self) -> None:  # type: ignore[override]
        """Ask, then end the program; an open visit stays open and is offered at the next start."""
        answers = [Answer("stay", _("weiterarbeiten"))]
        if self._workstation is not None:
            answers.append(Answer("sign_out", _("abmelden, jemand anderes arbeitet hier weiter"), "a"))
        answers.append(Answer("quit", _("Programm beenden"), "b"))
        detail = _("Ein offener Besuch bleibt offen und geht beim nächsten Start hier weiter.")
        if not isinstance(self.screen, AskScreen):
            self.push_screen(AskScreen(_("Programm beenden?"), answers=answers, detail=detail), self._quit)

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self.exit()
        elif answer == "sign_out":
            self._workstation = None
            self.switch_screen(self._sign_in_screen())

    def _fatal_error(self) -> None:
        # Textual would print a traceback with all local values, names of people among them
        self._exit_renderables.append(farewell())
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Write what was typed last."""
        self.background.close()
