"""Keys are handled strictly one after another, so that scanners and fast clerks can type ahead.

Textual hands a key to the widget focused at that moment, without waiting for what earlier keys started: of
``A Tab B`` in one burst the ``B`` lands in the first field. Here a key is handed on only when the queues of the
focused widget, everything above it and the app have come to rest.
"""

import asyncio
import contextlib
from collections import deque
from typing import ClassVar, Final

from textual import events
from textual.app import ReturnType, ScreenStackError
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

from screens import paste
from screens.program import Program
from screens.zone_scan import Scan, TakesBack, ZoneScan

_LIMIT_SECONDS: Final = 1.0
"""How long one key may hold up the next; then plain Textual order applies, so that nothing can lock the keyboard."""


class TypeAheadApp(Program[ReturnType]):
    """An app in which typed-ahead and scanned keys reach the widget they were meant for."""

    def __init__(self) -> None:
        paste.tame()
        super().__init__()
        self._typed_ahead: deque[events.Event] = deque()
        self._settling: asyncio.Task[None] | None = None
        self._zone_scan = ZoneScan()

    def zone_begins(self) -> None:
        """A scanner begins to type a machine readable zone; apps that read them show it."""

    def zone_ends(self, zone: str | None) -> None:
        """All lines of a zone were typed, or with None it was broken off; apps that read them take it."""

    def begins_zone(self, character: str) -> bool:  # noqa: ARG002 - for apps that read zones
        """Tell whether a character outside of text fields may be one of a zone and must do nothing else."""
        return False

    def is_urgent(self, key: str) -> bool:  # noqa: ARG002 - for apps with a key that waits for nothing
        """Tell whether a key goes before all that were typed ahead."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Hold a key back while the one before it is still at work."""
        if isinstance(event, events.Key) and self.is_urgent(event.key):
            await super().on_event(event)
            return
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._settling is not None:
            self._typed_ahead.append(event)
            return
        await self._hand_on(event)

    async def _hand_on(self, event: events.Event) -> None:
        self._settling = asyncio.create_task(self._come_to_rest())
        if not self._belongs_to_a_scan(event):
            await super().on_event(event)

    def _belongs_to_a_scan(self, event: events.Event) -> bool:
        field: object = self._focused()
        is_secret = isinstance(field, Input) and field.password
        if is_secret or not isinstance(event, events.Key):
            self._zone_scan.forget()
            return False
        match self._zone_scan.take(event.key, event.character):
            case Scan.NO:
                return not isinstance(field, TakesBack) and self.begins_zone(event.character or "")
            case Scan.BEGINS:
                if isinstance(field, TakesBack):
                    field.take_back(self._zone_scan.typed_before)
                self.zone_begins()
            case Scan.COMPLETE:
                self.zone_ends(self._zone_scan.zone())
            case Scan.CANCELLED:
                self.zone_ends(None)
            case Scan.BROKEN:
                self.zone_ends(None)
                return False
            case Scan.GOES_ON:
                pass
        return True

    def _focused(self) -> Widget | None:
        try:
            return self.screen.focused
        except ScreenStackError:
            return None

    async def _hand_on_next(self) -> None:
        self._settling = None
        if self._typed_ahead:
            await self._hand_on(self._typed_ahead.popleft())

    async def _come_to_rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LIMIT_SECONDS):
                while not await self._rested():
                    pass
        self.call_later(self._hand_on_next)

    async def _rested(self) -> bool:
        pumps = self._pumps()
        for pump in pumps:
            await _passed_through(pump)
        return pumps == self._pumps() and not any(pump.message_queue_size for pump in pumps)

    def _pumps(self) -> list[MessagePump]:
        """The way a key takes: the focused widget, what it stands in, the screen, the app."""
        try:
            start = self.screen.focused or self.screen
        except ScreenStackError:
            return [self]
        return [*start.ancestors_with_self]


class _Passage:
    """Notes that a pump has come to it."""

    # Textual would look up the signature of each one anew, which took a tenth of a key's echo
    _param_count: ClassVar[int] = 0

    def __init__(self) -> None:
        self._reached = asyncio.Event()

    def __call__(self) -> None:
        self._reached.set()

    async def wait(self) -> None:
        await self._reached.wait()


async def _passed_through(pump: MessagePump) -> None:
    """Return when *pump* has worked off what was in its queue."""
    passage = _Passage()
    if pump.post_message(events.Callback(callback=passage)):
        await passage.wait()
    else:
        await asyncio.sleep(0)
