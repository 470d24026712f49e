"""The board of presses: who is inside answers all that wait, and nothing is lost or done twice by it."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.people import Workplace
from clerk.domain.visit import VisitState
from clerk.persistence.press_board import Press, PressBoard
from clerk.ports import Called, Claim
from tests.persistence.office import CLERK, Office, claim_of, embedded

pytestmark = pytest.mark.embedded_only


def press_of(workplace: Workplace, request: str = "theirs") -> Press:
    """Return a press that waits at *workplace*."""
    return Press.at(workplace, CLERK, request, patience=60)


def test_who_is_inside_answers_those_who_wait_behind(office: Office) -> None:
    mine, theirs = office.counter("1"), office.counter("2")
    first, second, third = (office.arrive(mine) for _person in range(3))
    embedded(office.store).presses.put_up(press_of(theirs))
    assert claim_of(office.queue.call_next(mine, CLERK, "mine")).visit == first
    assert office.visit(second).counter == theirs.counter
    assert claim_of(office.queue.call_next(theirs, CLERK, "theirs")).visit == second
    assert office.state(third) is VisitState.WAITING


def test_an_answer_lost_from_the_board_is_found_in_the_store(office: Office) -> None:
    mine, theirs = office.counter("1"), office.counter("2")
    visits = [office.arrive(mine) for _person in range(3)]
    embedded(office.store).presses.put_up(press_of(theirs))
    office.queue.call_next(mine, CLERK, "mine")
    board = Path(office.store.address).with_name(Path(office.store.address).name + ".presses")
    board.write_bytes(bytes(board.stat().st_size))
    assert claim_of(office.queue.call_next(theirs, CLERK, "theirs")).visit == visits[1]


def test_an_old_answer_is_not_given_to_a_new_press(office: Office) -> None:
    mine, theirs = office.counter("1"), office.counter("2")
    for _person in range(3):
        office.arrive(mine)
    embedded(office.store).presses.put_up(press_of(theirs))
    office.queue.call_next(mine, CLERK, "mine")
    claim = claim_of(office.queue.call_next(theirs, CLERK, "theirs"))
    office.queue.take_back(claim)
    again = claim_of(office.queue.call_next(theirs, CLERK, "another"))
    assert (again.visit, again.epoch) == (claim.visit, claim.epoch + 2)


def test_those_who_wait_are_answered_in_the_order_in_which_they_came(office: Office) -> None:
    counters = [office.counter(str(number)) for number in range(4)]
    visits = [office.arrive(counters[0]) for _person in range(4)]
    for counter in reversed(counters[1:]):
        embedded(office.store).presses.put_up(press_of(counter, counter.label))
    office.queue.call_next(counters[0], CLERK, "mine")
    assert [office.visit(visit).counter for visit in visits] == [
        counters[number].counter for number in (0, 3, 2, 1)
    ]


def test_nobody_is_called_for_a_program_that_no_longer_waits(office: Office) -> None:
    mine, patient, gone = office.counter("1"), office.counter("2"), office.counter("3")
    first, second = office.arrive(mine), office.arrive(mine)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    embedded(office.store).presses.put_up(replace(press_of(patient), until=time.monotonic() - 1))
    embedded(office.store).presses.put_up(replace(press_of(gone), process=ended.pid))
    assert claim_of(office.queue.call_next(mine, CLERK, "mine")).visit == first
    assert office.state(second) is VisitState.WAITING


def test_a_counter_that_waits_twice_gets_one_visit(office: Office) -> None:
    mine, theirs = office.counter("1"), office.counter("2")
    visits = [office.arrive(mine) for _person in range(3)]
    office.queue.call_next(theirs, CLERK, "before")
    embedded(office.store).presses.put_up(press_of(theirs))
    office.queue.call_next(mine, CLERK, "mine")
    assert [office.state(visit) for visit in visits] == [
        VisitState.CALLED,
        VisitState.CALLED,
        VisitState.WAITING,
    ]


@pytest.fixture
def board(tmp_path: Path) -> PressBoard:
    """A board of its own."""
    return PressBoard(tmp_path / "store.db")


def a_press(counter: int, request: str = "r") -> Press:
    """Return a press of a counter."""
    return Press(request, 1, counter, ("kfz", "pass"), 7, time.monotonic() + 60, os.getpid())


def test_a_press_is_read_as_it_was_written_and_only_once(board: PressBoard) -> None:
    presses = [a_press(number) for number in (5, 3)]
    for press in presses:
        board.put_up(press)
    assert board.take_down() == presses
    assert board.take_down() == []


def test_what_is_half_written_is_left_out(board: PressBoard, tmp_path: Path) -> None:
    board.put_up(a_press(3))
    file = tmp_path / "store.db.presses"
    content = file.read_bytes().replace(b"kfz", b"xxx")
    with file.open("r+b") as stream:
        stream.write(content)
    assert board.take_down() == []


def test_what_is_too_long_for_its_place_is_left_out(board: PressBoard) -> None:
    board.put_up(a_press(3, "r" * 600))
    assert board.take_down() == []


def test_an_answer_is_for_its_request_only(board: PressBoard) -> None:
    called = Called(Claim(11, 3, 2, 7), "K011")
    board.put_up_answer(a_press(3), called)
    assert board.answer_to(a_press(3)) == called
    assert board.answer_to(a_press(3, "other")) is None
    assert board.answer_to(a_press(4)) is None
