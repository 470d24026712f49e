"""``clerk simulate``: a day through the real program and store comes out as the queue rule alone says."""

import pytest

from tests.cli.conftest import Clerk

DAY = ("simulate", "--visits", "24", "--counters", "3", "--json")


def test_a_day_through_program_and_store_is_the_day_of_the_rule(clerk: Clerk) -> None:
    stored, alone = clerk(*DAY), clerk(*DAY, "--rule-only")
    assert (stored.status, alone.status) == (0, 0)
    assert stored.json == alone.json
    assert isinstance(stored.json, dict)
    assert stored.json["visits"] == stored.json["closed"] > 20
    assert (stored.json["called_twice"], stored.json["lost"]) == (0, 0)
    assert stored.json["wait_seconds"]["max"] > 600
    assert set(stored.json["forecast"]) == {
        "mae_seconds",
        "baseline_mae_seconds",
        "oracle_mae_seconds",
        "coverage_90",
    }


def test_people_read_it_in_sentences(clerk: Clerk) -> None:
    told = clerk("simulate", "--visits", "24", "--counters", "3", "--rule-only", "--seeds", "2-3")
    assert told.status == 0
    assert "Doppelt aufgerufen: 0. Verloren: 0." in told.out
    assert "Tag 2 von 2" in told.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--day", "sonntag"), "Einen Tag „sonntag“ gibt es nicht. Möglich: base,"),
        (("--seeds", "3-1"), "„3-1“ ist kein Startwert. Beispiele: 1 oder 1-20."),
        (("--visits", "0"), "„0“ ist keine Anzahl ab 1."),
        (("--counters", "1"), "Es fehlt: fahrerlaubnis, info, melde, pass."),
    ],
)
def test_what_cannot_be_simulated_is_said(clerk: Clerk, wrong: tuple[str, ...], said: str) -> None:
    answer = clerk("simulate", *wrong)
    assert answer.status == 2
    assert said in answer.err
