"""A terminal that is taken away under the program: what was typed is stored, and the program ends."""

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, Office
from tests.e2e.waiting import let_wait, typed_form

pytestmark = pytest.mark.e2e


def test_a_program_whose_terminal_is_gone_stores_what_was_typed_and_ends(office: Office) -> None:
    waiting = let_wait(office, "")
    counter = office.open(COUNTER, module="tests.e2e.deaf")
    hands.call_next(counter, waiting.ticket)
    counter.wait_for("alle vorgelegt")
    counter.press("enter")
    counter.wait_for("Familienname")
    counter.settle()
    counter.type("Anna Muster")
    counter.wait_for("Anna Muster")
    counter.hang_up()
    assert typed_form(office, waiting).get("holder_name") == "Anna Muster"
