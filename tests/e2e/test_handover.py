"""A closed visit leaves its application for the specialist system; a fault there never stops a visit."""

import json
from pathlib import Path

import pytest

from tests.e2e import hands
from tests.e2e.office import COUNTER, Office
from tests.e2e.terminal import Terminal
from tests.e2e.waiting import CENTS, FORM, PLATES_KEPT, TRANSFER, let_wait_to_pay

pytestmark = pytest.mark.e2e


def handed_over(office: Office) -> list[Path]:
    """Return the files of the cases that were handed over, in the order of their numbers."""
    return sorted((office.folder / "uebertragungen").glob("*.json"))


def serve(counter: Terminal, ticket: str) -> None:
    """Serve somebody who has only to pay, by notice, and close the visit."""
    hands.call_to_pay(counter, ticket)
    hands.pay_another_way(counter)


def test_closing_a_visit_leaves_its_application_as_one_file(office: Office) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    serve(counter, waiting.ticket)
    counter.wait_until(lambda: len(handed_over(office)) == 1)
    [path] = handed_over(office)
    handover = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == f"Vorgang-{handover['case']}.json"
    assert (handover["service"], handover["outcome"]) == (TRANSFER, "done")
    assert handover["form"] == FORM
    assert handover["facts"] == PLATES_KEPT
    assert sum(fee["cents"] for fee in handover["fees"]) == CENTS
    assert {fee["way"] for fee in handover["fees"]} == {"notice"}
    assert waiting.ticket not in path.read_text(encoding="utf-8")


def test_without_the_folder_visits_go_on_one_line_says_so_and_it_catches_up_by_itself(office: Office) -> None:
    visits = [let_wait_to_pay(office) for _number in range(2)]
    counter = office.open(COUNTER)
    folder = office.folder / "uebertragungen"
    folder.rmdir()
    serve(counter, visits[0].ticket)
    counter.wait_for(r"✕ Der Übertragungsordner fehlt\. 1 Vorgang gespeichert\.")
    serve(counter, visits[1].ticket)
    counter.wait_for(r"✕ Der Übertragungsordner fehlt\. 2 Vorgänge gespeichert\.")
    folder.mkdir(mode=0o700)
    counter.wait_until(lambda: len(handed_over(office)) == 2, timeout=60)
    counter.wait_gone("Übertragungsordner")


def test_what_was_not_handed_over_when_the_program_was_killed_is_at_the_next_start(office: Office) -> None:
    waiting = let_wait_to_pay(office)
    counter = office.open(COUNTER)
    (office.folder / "uebertragungen").rmdir()
    serve(counter, waiting.ticket)
    counter.wait_for("1 Vorgang gespeichert")
    counter.kill9()
    again = office.open(COUNTER)
    again.wait_until(lambda: len(handed_over(office)) == 1, timeout=60)
