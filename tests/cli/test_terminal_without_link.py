"""``clerk terminal …`` at a terminal that stands alone."""

from collections.abc import Mapping

import pytest

from tests.cli.conftest import PASSWORD, Clerk


@pytest.fixture(name="mobile", autouse=True)
def _mobile(clerk: Clerk, furnished: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counter's terminal has no link."""
    monkeypatch.setenv("CLERK_PASSWORD", PASSWORD)
    assert clerk("terminal", "change", "Theke", "--set", "link=none").status == 0


@pytest.mark.parametrize("link", [("--set", "link=none"), ("--link", "none")], ids=["set", "link"])
def test_it_is_set_up_without_an_address(clerk: Clerk, link: tuple[str, str]) -> None:
    assert clerk("terminal", "add", "Mobil", "--tid", "52500009", *link).status == 0
    assert "Ohne Verbindung" in clerk("terminal", "status", "--terminal", "Mobil").out


def test_who_changes_the_link_hears_that_programs_that_run_know_nothing_of_it(clerk: Clerk) -> None:
    answer = clerk("terminal", "change", "Theke", "--link", "network")
    assert answer.status == 0
    assert "bis zu seinem nächsten Start wie bisher" in answer.out


def test_status_says_that_there_is_no_link(clerk: Clerk) -> None:
    answer = clerk("terminal", "status")
    assert answer.status == 0
    assert "Theke: Ohne Verbindung zu diesem Programm" in answer.out


@pytest.mark.parametrize("command", [("pay", "--cents", "100", "--login", "admin"), ("recover",)])
def test_what_needs_a_link_is_refused_with_the_way_that_works(clerk: Clerk, command: tuple[str, ...]) -> None:
    answer = clerk("terminal", *command)
    assert answer.status == 1
    assert "„Theke“ hat keine Verbindung" in answer.err
    assert "im Schritt Zahlung" in answer.err


def test_totals_say_where_they_are_found(clerk: Clerk) -> None:
    answer = clerk("terminal", "totals")
    assert answer.status == 1
    assert "„Theke“ hat keine Verbindung" in answer.err
    assert "Kassenschnitt, den es selbst druckt" in answer.err


def test_upkeep_is_done_at_the_device(clerk: Clerk) -> None:
    answer = clerk("terminal", "upkeep", "diagnosis")
    assert answer.status == 3
    assert "Ohne Verbindung" in answer.err


def test_the_end_of_day_asks_for_what_its_receipt_says(clerk: Clerk) -> None:
    answer = clerk("terminal", "end-of-day", "--login", "admin")
    assert answer.status == 1
    assert "--sum und --count" in answer.err


def test_a_typed_end_of_day_is_booked(clerk: Clerk) -> None:
    typed = ("--sum", "54,80", "--count", "2", "--first", "1", "--last", "2", "--json")
    answer = clerk("terminal", "end-of-day", "--login", "admin", *typed)
    assert answer.status == 0
    assert isinstance(answer.json, Mapping)
    assert answer.json["state"] == "paid"
    totals = answer.json["totals"]
    assert (totals["cents"], totals["count"], totals["first_receipt"]) == (5480, 2, "0001")


def test_a_sum_that_is_none_is_refused_before_anything_is_begun(clerk: Clerk) -> None:
    wrong = clerk("terminal", "end-of-day", "--login", "admin", "--sum", "54.80", "--count", "2")
    assert wrong.status == 2
    assert "zum Beispiel 27,40" in wrong.err
    assert clerk("terminal", "end-of-day", "--login", "admin", "--sum", "0", "--count", "0").status == 0


def test_a_terminal_with_a_link_tells_its_sums_itself(clerk: Clerk) -> None:
    assert clerk("terminal", "change", "Theke", "--set", "link=network").status == 0
    answer = clerk("terminal", "end-of-day", "--login", "admin", "--sum", "0", "--count", "0")
    assert answer.status == 2
    assert "nennt seine Summen selbst" in answer.err
