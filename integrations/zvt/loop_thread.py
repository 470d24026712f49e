"""An event loop in a thread of its own, for callers that are not asynchronous."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import TypeVar

Result = TypeVar("Result")


class LoopThread:
    """Runs coroutines that callers wait for; a daemon, so that a hanging device never keeps the program."""

    def __init__(self, name: str) -> None:
        """Start the thread."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[object, object, Result]) -> Result:
        """Run *coroutine* in the loop and return its result; its exceptions are raised here."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def call(self, event: asyncio.Event) -> None:
        """Set an event of the loop from any thread."""
        self._loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        """Cancel what runs and end the thread; returns when it has ended."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            if tasks:
                self._loop.run_until_complete(asyncio.wait(tasks))
            self._loop.close()
