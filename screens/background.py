"""Work of the store behind the screens: in order, never in the way of a key.

One thread does everything that reads or writes the store, in the order in which it was asked for, so that a
confirmation never overtakes the entry before it. Saves of the same thing that wait are replaced by the newer one.
"""

from asyncio import get_running_loop
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import TypeVar

from textual.app import App

T = TypeVar("T")
SAVE_AFTER_SECONDS = 0.25
TRY_AGAIN_SECONDS = 1.0
SLOW_AFTER_SECONDS = 1.0


@dataclass(slots=True)
class _Save:
    work: Callable[[], None]
    failed: Callable[[Exception], None]


class Background:
    """Owned by the app: work that outlives a screen."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._loop = get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._saves: dict[object, _Save] = {}
        self._held_back: set[object] = set()
        self._flush_planned = False
        self._busy_since: list[float] = []

    @property
    def is_saving(self) -> bool:
        """Whether something typed has not reached the store yet."""
        return bool(self._saves or self._busy_since)

    @property
    def holds_back(self) -> bool:
        """Whether the store did not take something typed, which is tried again."""
        return bool(self._held_back)

    @property
    def is_slow(self) -> bool:
        """Whether the store has taken longer than a second for what it is doing."""
        return bool(self._busy_since) and monotonic() - self._busy_since[0] > SLOW_AFTER_SECONDS

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do *work* after everything asked for before; then call *done* or *failed* among the screens."""
        self._flush()
        self._submit(work, done, failed)

    def save(self, key: object, work: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Store something soon; a newer save with the same *key* replaces one that has not begun.

        A store that does not answer is asked again until it does; any other exception goes to *failed*.
        """
        self._saves.pop(key, None)
        self._saves[key] = _Save(work, failed)
        self._plan_flush(SAVE_AFTER_SECONDS)

    def alongside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do something long (a payment) in a thread of its own."""
        self._flush()
        # the payment reads what was saved: it starts after the store has everything
        self._thread.submit(
            lambda: Thread(target=self._do, args=(work, done, failed), name="alongside", daemon=True).start()
        )

    def beside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do something at once in a thread of its own, before everything that waits."""
        Thread(target=self._do, args=(work, done, failed), name="beside", daemon=True).start()

    def close(self) -> None:
        """Write what is still waiting and end the thread; blocks until everything is stored."""
        self._flush()
        self._thread.shutdown(wait=True)

    def _plan_flush(self, seconds: float) -> None:
        if not self._flush_planned:
            self._flush_planned = True
            self._app.set_timer(seconds, self._flush)

    def _flush(self) -> None:
        self._flush_planned = False
        waiting, self._saves = self._saves, {}
        for key, save in waiting.items():
            self._submit(save.work, self._saved(key), self._save_failed(key, save))

    def _saved(self, key: object) -> Callable[[None], None]:
        return lambda _nothing: self._held_back.discard(key)

    def _save_failed(self, key: object, save: _Save) -> Callable[[Exception], None]:
        def failed(error: Exception) -> None:
            from clerk.ports import StoreUnavailable  # noqa: PLC0415 - loaded behind the first paint

            if not isinstance(error, StoreUnavailable):
                self._held_back.discard(key)
                save.failed(error)
                return
            self._held_back.add(key)
            self._saves.setdefault(key, save)
            self._plan_flush(TRY_AGAIN_SECONDS)

        return failed

    def _submit(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        self._busy_since.append(monotonic())
        self._thread.submit(self._do, work, self._finished(done), self._finished(failed))

    def _finished(self, then: Callable[[T], None]) -> Callable[[T], None]:
        def finished(result: T) -> None:
            self._busy_since.pop(0)
            then(result)

        return finished

    def _do(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - every failure is shown to the person, none ends the program
            self.tell(failed, error)
        else:
            self.tell(done, result)

    def tell(self, then: Callable[[T], None], what: T) -> None:
        """Call *then* among the screens; from any thread, without waiting for it."""
        # not call_from_thread: it would wait for the app, which at the end waits for this thread;
        # the loop may be closed by then, and nobody is left to be told
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._app.call_later, then, what)
