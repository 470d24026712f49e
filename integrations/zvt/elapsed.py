"""How much time went by, the time in which the machine slept included."""

import time

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux stops its monotonic clock while the machine is suspended; where there is no other, it does not."""


def elapsed() -> float:
    """Return seconds since some moment in the past: only the difference of two of them means anything."""
    return time.clock_gettime(_CLOCK)
