"""News for whoever watches a payment, from a thread of its own: a slow watcher never delays the terminal."""

import threading

from clerk.ports import PaymentListener, PaymentProgress


class ProgressMailbox:
    """Holds at most one piece of news; a newer one replaces it."""

    def __init__(self, listener: PaymentListener) -> None:
        """Begin to deliver to *listener*."""
        self._listener = listener
        self._news: PaymentProgress | None = None
        self._closed = False
        self._changed = threading.Condition()
        threading.Thread(target=self._deliver, name="payment-progress", daemon=True).start()

    def put(self, progress: PaymentProgress) -> None:
        """Replace what was not delivered yet; returns at once."""
        with self._changed:
            self._news = progress
            self._changed.notify()

    def close(self) -> None:
        """Deliver what is left, then end; returns at once."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _deliver(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._news is not None or self._closed)
                news, self._news = self._news, None
            if news is None:
                return
            self._listener(news)
