"""Time that stands still unless somebody waits: five minutes of a terminal pass in a millisecond."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from integrations.zvt import payment_dialogue, questions, recovery, session


@dataclass(eq=False)
class VirtualClock:
    """Seconds since some moment."""

    now: float = 1000.0

    def elapsed(self) -> float:
        """Return the time, in place of ``elapsed.elapsed``."""
        return self.now


@contextmanager
def running_on(clock: VirtualClock) -> Iterator[None]:
    """Let the program's terminal code live in virtual time."""

    async def settle(asking: questions.Questions) -> None:
        clock.now += asking._profile.settle_seconds

    modules = [session, recovery, payment_dialogue]
    kept = [module.elapsed for module in modules]
    waiting = questions.Questions.wait_settling_time
    for module in modules:
        module.elapsed = clock.elapsed  # type: ignore[attr-defined]
    questions.Questions.wait_settling_time = settle  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        for module, real in zip(modules, kept, strict=True):
            module.elapsed = real  # type: ignore[attr-defined]
        questions.Questions.wait_settling_time = waiting  # type: ignore[method-assign]
