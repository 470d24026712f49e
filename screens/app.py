"""The app: theme, keys, what lies over every screen, and the border where errors end."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from clerk.domain.people import Role
from clerk.locale import _
from screens import styles
from screens.alarm_watch import AlarmWatch
from screens.background import Background
from screens.commands import COMMANDS, HidesCommands, Usable, bindings_for, usable_commands
from screens.sign_in_screen import LockScreen, OpenWorkstation, SignInScreen
from screens.theme import DARK, THEMES
from screens.type_ahead import TypeAheadApp
from screens.widgets.hint_bar import HasHintWords
from screens.zone_scan import TakesZone, refused_elsewhere

if TYPE_CHECKING:
    from clerk.services.silent_alarm import SilentAlarm
    from clerk.services.workstation import Workstation

_BEHIND_THE_FIRST_PAINT = (
    "screens.modals.ask",
    "screens.modals.help",
    "screens.modals.palette",
    "screens.desk_screen",
    "screens.modals.answers",
)
"""Imported while the person types the password; all other modals come with the desk."""


class ClerkApp(TypeAheadApp[None]):
    """The workstation: sign-in, then the desk of the signed-in person."""

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-roomy")]  # noqa: RUF012 - as Textual declares it
    CSS_PATH = [*styles.FIRST]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for("help", "palette", "answers", "lock", "alarm", "alarms", "quit")
    ]

    def __init__(
        self,
        open_workstation: OpenWorkstation,
        prepare: Callable[[], object],
        alarm_here: "Callable[[], SilentAlarm]",
        *,
        theme: str = DARK,
        login: str = "",
        notice: str = "",
        lead: bool = False,
    ) -> None:
        super().__init__()
        self._open_workstation = open_workstation
        self._prepare = prepare
        self._alarm_here = alarm_here
        self._login = login
        self._notice = notice
        self._lead = lead
        self._workstation: Workstation | None = None
        for own in THEMES:
            self.register_theme(own)
        # to assign it would parse every style sheet once more on the way to the first paint
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_load(self) -> None:
        """Be ready to work behind the screens before there is one."""
        self.background = Background(self)
        self.alarms = AlarmWatch(self, self.background, self._alarm_here)

    def get_default_screen(self) -> SignInScreen:
        """Ask who works here; what follows lies above."""
        return SignInScreen(
            self._open_workstation, self.background, self._signed_in, login=self._login, notice=self._notice
        )

    def on_mount(self) -> None:
        """Load everything else behind the first paint: style sheets, desk, store, catalogue and services."""
        self.alarms.follow_screens()
        self.call_after_refresh(self._begin_to_load)

    def _begin_to_load(self) -> None:
        self.stylesheet.read_all(styles.LATER)
        self.background.run(self._load, lambda _nothing: None, self._cannot_start)

    def _cannot_start(self, error: Exception) -> None:
        if isinstance(self.screen, SignInScreen):
            self.screen.cannot_start(error)

    def _load(self) -> None:
        for module in _BEHIND_THE_FIRST_PAINT:
            import_module(module)
        self._prepare()

    def zone_begins(self) -> None:
        """Tell the screen in front, where it can read a zone."""
        if isinstance(self.screen, TakesZone):
            self.screen.zone_begins()

    def zone_ends(self, zone: str | None) -> None:
        """Give a zone to the screen in front; over a question it is refused, and kept by nobody."""
        if not isinstance(self.screen, TakesZone):
            self.notify(refused_elsewhere(), title="", severity="warning", markup=False)
        elif zone is None:
            self.screen.zone_broken()
        else:
            self.screen.zone_scanned(zone)

    def is_urgent(self, key: str) -> bool:
        """Let a call for help wait for no key before it."""
        return key in COMMANDS["alarm"].keys

    def begins_zone(self, character: str) -> bool:
        """Tell whether a capital may be the first of a scan on the desk; then it is no command."""
        return (
            self._workstation is not None
            and self._workstation.reads_zone
            and isinstance(self.screen, TakesZone)
            and character.isupper()
            and any(character.lower() in command.keys for command in COMMANDS.values())
        )

    def _signed_in(self, workstation: "Workstation") -> None:
        self._workstation = workstation
        self.alarms.follow(workstation)
        self.push_screen(self._first_screen(workstation))

    def _first_screen(self, workstation: "Workstation") -> Screen[None]:
        """Return the desk; for who has none the team lead's screen or the day closing."""
        from screens.day_books import DayNotes, has_desk  # noqa: PLC0415 - loaded behind the first paint
        from screens.day_screen import DayScreen  # noqa: PLC0415 - loaded behind the first paint
        from screens.desk_screen import DeskScreen  # noqa: PLC0415 - loaded behind the first paint
        from screens.lead_screen import LeadScreen  # noqa: PLC0415 - loaded behind the first paint

        if has_desk(workstation.seat):
            return DeskScreen(workstation, self.background, lead=self._lead)
        if workstation.lead is not None:
            return LeadScreen(workstation, workstation.lead, self.background, is_first=True)
        return DayScreen(workstation, self.background, DayNotes(), is_first=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer knowledge and lock only to somebody signed in, and not over a locked screen; the alarm everywhere."""
        if action == "alarm":
            return True
        if isinstance(self.screen, HidesCommands) and action in self.screen.HIDDEN_COMMANDS:
            return False
        if action == "alarms":
            return bool(self.alarms.view.elsewhere)
        if action in {"answers", "lock"}:
            return self._workstation is not None
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """Show the help page of this screen, or close it."""
        from screens.modals.help import HelpScreen  # noqa: PLC0415 - loaded behind the first paint

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(self._usable(), known=self._known()))

    def action_palette(self) -> None:
        """Show all commands, those that can be used now first."""
        from screens.modals.palette import PaletteScreen  # noqa: PLC0415 - loaded behind the first paint

        self.push_screen(PaletteScreen(self._usable(), known=self._known()), self._chosen)

    def _usable(self) -> list[Usable]:
        screen: Screen[object] = self.screen
        words = screen.hint_words() if isinstance(screen, HasHintWords) else {}
        return usable_commands(screen.active_bindings.values(), words)

    def _known(self) -> Collection[str]:
        """Return the ids of the commands this person has on any screen; who has no desk has few."""
        from screens.day_books import has_desk  # noqa: PLC0415 - loaded behind the first paint
        from screens.day_keys import DayKeys  # noqa: PLC0415 - loaded behind the first paint
        from screens.lead_screen import LeadScreen  # noqa: PLC0415 - loaded behind the first paint

        if self._workstation is None or has_desk(self._workstation.seat):
            return COMMANDS.keys()
        bound = [*self.BINDINGS]
        if self._workstation.lead is not None:
            bound += LeadScreen.BINDINGS
        if Role.CASH_SUPERVISOR in self._workstation.seat.identity.roles:
            bound += DayKeys.BINDINGS
        return {entry.id for entry in bound if isinstance(entry, Binding) and entry.id is not None}

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

    def action_alarm(self) -> None:
        """Call for help, and let nobody see it here."""
        self.alarms.raise_here()

    def action_alarms(self) -> None:
        """Answer or end the alarm of another counter."""
        self.alarms.answer()

    def action_quit(self) -> None:  # type: ignore[override]
        """Ask, then end the program; an open visit stays open and is offered at the next start."""
        from screens.modals.ask import Answer, AskScreen  # noqa: PLC0415 - loaded behind the first paint

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
            self.alarms.leave()
            while not isinstance(self.screen, SignInScreen):
                self.pop_screen()

    def on_unmount(self) -> None:
        """Write what was typed last."""
        self.background.close()
