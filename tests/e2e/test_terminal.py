"""The harness itself: what it presses arrives, and what it says of the screen is so."""

import re

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.terminal import KEYS, NotSeenError

pytestmark = pytest.mark.e2e

SAME_BYTES = {"ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "space", "minus"}
TAKEN_BY_TEXTUAL = {"tab", "shift+tab", "ctrl+q", "ctrl+c", "ctrl+p"}


def test_every_key_it_can_press_arrives_under_its_name(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app", rows=24, cols=80)
    terminal.wait_for("bereit")
    for key in sorted(set(KEYS) - SAME_BYTES - TAKEN_BY_TEXTUAL):
        terminal.press(key)
        terminal.wait_for(lambda text, key=key: key in text.replace("│", " ").split())  # type: ignore[misc]


def test_it_sees_the_exit_status_and_that_the_terminal_was_restored(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("bereit")
    assert terminal.alive
    assert not terminal.restored
    terminal.press("q")
    assert terminal.wait_exit() == 3
    assert terminal.restored


def test_after_a_crash_the_terminal_is_restored_too(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("bereit")
    terminal.press("x")
    assert terminal.wait_exit() == 1
    assert terminal.restored


def test_a_killed_program_leaves_the_terminal_as_it_was_and_the_harness_says_so(
    open_terminal: OpenTerminal,
) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("bereit")
    terminal.kill9()
    assert not terminal.alive
    assert terminal.exit_code() == -9
    assert not terminal.restored


def test_what_never_appears_is_reported_with_the_screen(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("bereit")
    with pytest.raises(NotSeenError, match="bereit"):
        terminal.wait_for("niemals", timeout=0.3)


def test_pasted_text_arrives_as_one_piece(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("bereit")
    terminal.paste("Müller & [Söhne]")
    terminal.wait_for(re.escape("eingefügt: Müller & [Söhne]"))


def test_a_resized_window_is_noticed(open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("tests.e2e.tiny_app")
    terminal.wait_for("80x24")
    terminal.resize(rows=30, cols=100)
    terminal.wait_for("100x30")
