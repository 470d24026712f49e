"""What the status line says of handing over, and when it is tried: now and then, after a visit, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from clerk.ports import StoreUnavailable
from clerk.services.hand_over import HandoverState
from screens.handover_watch import HandoverWatch
from screens.widgets.status_line import SystemLevel

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen

FINE = HandoverState(waiting=0, problem=None)


@dataclass
class Thread:
    """Work beside the screens that ends when the test says so."""

    begun: int = 0
    _done: list[Callable[[HandoverState], None]] = field(default_factory=list)
    _failed: list[Callable[[Exception], None]] = field(default_factory=list)

    def alongside(
        self,
        _work: Callable[[], HandoverState],
        done: Callable[[HandoverState], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Begin something long."""
        self.begun += 1
        self._done.append(done)
        self._failed.append(failed)

    def end(self, state: HandoverState = FINE) -> None:
        """Let what was begun end well."""
        self._done.pop()(state)

    def fail(self, error: Exception) -> None:
        """Let what was begun fail."""
        self._failed.pop()(error)


def watch_on(thread: Thread) -> HandoverWatch:
    """Return the watch of a desk whose long work is done by *thread*."""
    hand_over = SimpleNamespace(catch_up=lambda: FINE)
    desk = SimpleNamespace(workstation=SimpleNamespace(hand_over=hand_over), background=thread)
    return HandoverWatch(cast("DeskScreen", desk))


def let_pass(watch: HandoverWatch, seconds: int) -> None:
    for _second in range(seconds):
        watch.tick()


def line(watch: HandoverWatch) -> str:
    return " ".join(state.line for state in watch.system_states())


def test_it_looks_every_few_seconds_and_never_twice_at_the_same_time() -> None:
    thread = Thread()
    watch = watch_on(thread)
    let_pass(watch, 4)
    assert thread.begun == 0
    let_pass(watch, 60)
    assert thread.begun == 1
    thread.end()
    let_pass(watch, 5)
    assert thread.begun == 2


def test_after_a_visit_it_looks_at_once() -> None:
    thread = Thread()
    watch_on(thread).now()
    assert thread.begun == 1


def test_a_visit_that_ends_meanwhile_is_looked_after_in_the_next_second() -> None:
    thread = Thread()
    watch = watch_on(thread)
    watch.now()
    watch.now()
    assert thread.begun == 1
    thread.end()
    let_pass(watch, 1)
    assert thread.begun == 2
    thread.end()
    let_pass(watch, 1)
    assert thread.begun == 2


def test_while_all_is_well_the_line_says_nothing_of_it() -> None:
    thread = Thread()
    watch = watch_on(thread)
    assert watch.system_states() == ()
    watch.now()
    assert watch.system_states() == ()
    thread.end()
    assert watch.system_states() == ()


@pytest.mark.parametrize(("waiting", "stored"), [(1, "1 Vorgang gespeichert"), (3, "3 Vorgänge gespeichert")])
def test_a_fault_is_one_line_with_what_is_down_and_what_is_safe_until_it_is_over(
    waiting: int, stored: str
) -> None:
    thread = Thread()
    watch = watch_on(thread)
    watch.now()
    thread.end(HandoverState(waiting, "Der Übertragungsordner ist nicht beschreibbar."))
    assert line(watch) == f"✕ Der Übertragungsordner ist nicht beschreibbar. {stored}."
    assert len(line(watch)) <= 78
    watch.now()
    assert line(watch)
    thread.end()
    assert line(watch) == ""


def test_a_folder_that_hangs_is_down_too_and_comes_back_by_itself() -> None:
    thread = Thread()
    watch = watch_on(thread)
    watch.now()
    let_pass(watch, 9)
    assert line(watch) == ""
    let_pass(watch, 1)
    assert "antwortet nicht" in line(watch)
    (state,) = watch.system_states()
    assert state.level is SystemLevel.DOWN
    thread.end()
    assert line(watch) == ""


@pytest.mark.parametrize(
    ("error", "noted"), [(StoreUnavailable("Der Datenspeicher antwortet nicht."), 0), (TypeError("x"), 1)]
)
def test_a_defect_is_noted_a_silent_store_is_not_and_either_way_it_goes_on(
    error: Exception, noted: int, caplog: pytest.LogCaptureFixture
) -> None:
    thread = Thread()
    watch = watch_on(thread)
    watch.now()
    thread.fail(error)
    assert len(caplog.records) == noted
    let_pass(watch, 5)
    assert thread.begun == 2
