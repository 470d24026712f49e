"""A store that answers late: what is typed appears at once all the same."""

import statistics
import time

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import Waiting, let_wait, typed_form

pytestmark = pytest.mark.e2e

MOST_TIMES_SLOWER = 3
AT_ONCE_SECONDS = 1.5
"""Less than the store takes: no key has waited for it."""
FIRST, SECOND = "Anna Beatrix Cora D", "ieter Emil Friedric"


def test_with_a_store_that_takes_two_seconds_letters_appear_as_fast_as_ever(office: Office) -> None:
    waiting = let_wait(office, "")
    slow_while = office.folder / "slow"
    counter = office.open(COUNTER, module="tests.e2e.slow_store", arguments=[str(slow_while)])
    to_the_form(counter, waiting)
    usual = echo_seconds(counter, "", FIRST)
    slow_while.touch()
    delayed = echo_seconds(counter, FIRST, SECOND)
    counter.wait_for("Speicher antwortet langsam")
    no_key_waits(counter)
    slow_while.unlink()
    counter.wait_until(lambda: typed_form(office, waiting).get("holder_name") == FIRST + SECOND)
    counter.wait_for("Warteschlange bereit")
    print(f"echo of a letter: {usual * 1000:.0f} ms, with the slow store {delayed * 1000:.0f} ms")
    assert delayed <= MOST_TIMES_SLOWER * usual


def to_the_form(counter: Terminal, waiting: Waiting) -> None:
    """Call somebody without a name, and put the cursor into the field for it."""
    hands.call_next(counter, waiting.ticket)
    counter.wait_for("alle vorgelegt")
    counter.press("enter")
    counter.wait_for("Familienname")
    counter.settle()


def echo_seconds(counter: Terminal, before: str, letters: str) -> float:
    """Type *letters* behind *before* one by one; return the median time until each is on the screen."""
    waits: list[float] = []
    for count in range(1, len(letters) + 1):
        start = time.monotonic()
        counter.type(letters[count - 1])
        counter.wait_for((before + letters[:count]).rstrip())
        if letters[count - 1] != " ":
            waits.append(time.monotonic() - start)
    return statistics.median(waits)


def no_key_waits(counter: Terminal) -> None:
    """Press keys that move between steps and fields, and see each at work at once."""
    for key, brings in (
        ("tab", "Feld E der ZB I"),
        ("f5", "Angaben zum Fall"),
        ("f8", "Das steht noch aus"),
        ("f6", "Familienname"),
        ("f1", "Auf diesem Bildschirm"),
        ("escape", "Familienname"),
    ):
        start = time.monotonic()
        counter.press(key)
        counter.wait_for(brings)
        assert time.monotonic() - start < AT_ONCE_SECONDS, key
