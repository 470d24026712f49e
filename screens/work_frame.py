"""What the screens of the desk and of the day share: the lines around what is shown, keys in turn, the store's news."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from clerk.locale import _
from clerk.services.workstation import Workstation
from screens import sentences
from screens.background import Background
from screens.error_boundary import note
from screens.widgets.hint_bar import HintBar
from screens.widgets.message_line import MessageLine, Weight
from screens.widgets.status_line import StatusLine, SystemLevel, SystemState
from screens.widgets.top_bar import TopBar

T = TypeVar("T")


class WorkFrame(Screen[None]):
    """Turns keys into acts one after the other: a key pressed while the store decides waits for it."""

    # Textual would put the cursor into the first widget after a question, even into one that is not shown,
    # and that would swallow the next Enter: the screen says where the cursor is
    AUTO_FOCUS = ""

    def __init__(self, workstation: Workstation, background: Background, heading: str) -> None:
        super().__init__()
        self.workstation = workstation
        self.background = background
        workplace = workstation.seat.workplace
        self._top = TopBar(f"{workplace.office_name} {workplace.site_name}", heading)
        self._message = MessageLine()
        self._status = StatusLine()
        self.hints = HintBar()
        self._acting = 0
        self._typed_ahead: deque[tuple[str, Callable[[], None]]] = deque()
        self._stop_watching: Callable[[], None] | None = None
        self._refresh_planned = False

    # ------------------------------------------------------------ what each screen is

    @abstractmethod
    def body(self) -> Widget:
        """Return what stands between the top line and the message."""

    @abstractmethod
    def begin(self) -> None:
        """Show what is to be done first."""

    @abstractmethod
    def system_states(self) -> tuple[SystemState, ...]:
        """Return the state of the outside systems."""

    @abstractmethod
    def second_passed(self) -> None:
        """Go on with what counts seconds."""

    @abstractmethod
    def changed_elsewhere(self) -> None:
        """Read again what may have changed in the store."""

    @abstractmethod
    def turn_broke(self) -> None:
        """Show how things stand after what was done in turn has failed."""

    @abstractmethod
    def _is_usable(self, command: str) -> bool:
        """Tell whether a command can be used now."""

    def turn_begins(self) -> None:
        """Something begins that the next key waits for."""

    def turn_ended(self) -> None:
        """It is done, and keys that have waited come next."""

    # ------------------------------------------------------------ life

    def compose(self) -> ComposeResult:
        """Top line, body, message, status, keys: the same place on every screen."""
        yield self._top
        yield self.body()
        yield self._message
        yield self._status
        yield self.hints

    def on_mount(self) -> None:
        """Begin, then follow the store."""
        self._tick()
        self.set_interval(1.0, self._tick)
        self._stop_watching = self.workstation.changes.watch(self._plan_refresh)
        self.begin()

    def on_unmount(self) -> None:
        """Stop following the store."""
        if self._stop_watching is not None:
            self._stop_watching()

    def on_screen_suspend(self) -> None:
        """Show no keys that do not work while a question lies over it."""
        self.hints.visible = False

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        self.hints.visible = True

    def _plan_refresh(self) -> None:
        if not self._refresh_planned:
            self._refresh_planned = True
            self.background.tell(self._refresh, None)

    def _refresh(self, _nothing: None) -> None:
        self._refresh_planned = False
        if self.is_attached:
            self.changed_elsewhere()

    # ------------------------------------------------------------ keys and the store, in turn

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what can be done now."""
        # typed ahead: whether a command can be used shows when its turn comes
        return self._acting > 0 or self._is_usable(action)

    def _act(self, command: str, action: Callable[[], None]) -> None:
        """Do *action*, after what is being done just now and if the command can be used then."""
        if self._acting:
            self._typed_ahead.append((command, action))
        elif self._is_usable(command):
            action()

    def in_turn(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that decides what the next key means; keys pressed meanwhile wait for it.

        After a failure they are forgotten; without *failed* it is said in a sentence, and ``turn_broke`` follows.
        """
        self._acting += 1
        self.hints.is_held = True
        self.turn_begins()

        def finished(result: T) -> None:
            self._acting -= 1
            done(result)
            self.turn_ended()
            while self._typed_ahead and not self._acting:
                self._act(*self._typed_ahead.popleft())
            self._let_hints_go()

        def broke(error: Exception) -> None:
            self._acting -= 1
            self._typed_ahead.clear()
            if failed is not None:
                failed(error)
            else:
                self.failed(error)
                self.turn_broke()
            self._let_hints_go()

        self.background.run(work, finished, broke)

    def _let_hints_go(self) -> None:
        if not self._acting:
            self.hints.is_held = False
            self.refresh_bindings()

    # ------------------------------------------------------------ saying

    def say(self, sentence: str, weight: Weight = Weight.INFO) -> None:
        """Show a sentence for a few seconds."""
        self._message.say(sentence, weight)

    def mention(self, sentence: str) -> None:
        """Show a sentence that can wait until the one shown now could be read."""
        self._message.mention(sentence)

    def failed(self, error: Exception) -> None:
        """Say what went wrong in one sentence; nothing typed is lost."""
        if not sentences.speaks_for_itself(error):
            note(error)
        self.say(sentences.of_error(error), Weight.ERROR)

    def _tick(self) -> None:
        now = self.workstation.clock.now().astimezone(self.workstation.zone)
        self._top.moment = sentences.moment(now)
        self.second_passed()
        self.show_systems()

    def show_systems(self) -> None:
        """Show the state of the outside systems."""
        self._status.states = self.system_states()

    def store_state(self, ready: str) -> SystemState:
        """Return how the store answers, in the screen's own word while it does."""
        if not self.workstation.changes.is_reached:
            return SystemState(_("Speicher nicht erreichbar, Eingaben bleiben hier"), SystemLevel.DOWN)
        if self.background.holds_back:
            return SystemState(_("Speicher nimmt nichts an, Eingaben bleiben hier"), SystemLevel.DOWN)
        if self.background.is_slow:
            return SystemState(_("Speicher antwortet langsam, Eingaben sind sicher"), SystemLevel.WARN)
        return SystemState(ready)
