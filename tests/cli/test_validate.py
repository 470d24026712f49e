"""``clerk validate``: the shapes of product.md."""

import pytest

from tests.cli.conftest import Clerk


def test_a_valid_value_is_normalised_and_ends_with_0(clerk: Clerk) -> None:
    answer = clerk("validate", "evb", "a1b2 c3d", "--json")
    assert answer.status == 0
    assert answer.json == {"valid": True, "normalised": "A1B2C3D", "level": None, "message": None}


def test_a_hard_mistake_ends_with_1_and_says_what_is_wrong(clerk: Clerk) -> None:
    answer = clerk("validate", "fin", "W0LO00051T2123456", "--json")
    assert answer.status == 1
    assert isinstance(answer.json, dict)
    assert (answer.json["valid"], answer.json["level"]) == (False, "hard")
    assert "O" in answer.json["message"]


def test_a_soft_hit_is_valid_and_ends_with_0(clerk: Clerk) -> None:
    answer = clerk("validate", "fin", "12345", "--json")
    assert answer.status == 0
    assert isinstance(answer.json, dict)
    assert (answer.json["valid"], answer.json["level"]) == (True, "soft")


def test_without_json_the_sentence_is_printed(clerk: Clerk) -> None:
    answer = clerk("validate", "fin", "W0LO00051T2123456")
    assert answer.status == 1
    assert "ungültig" in answer.out.splitlines()[0]


def test_the_day_can_be_set(clerk: Clerk) -> None:
    assert clerk("validate", "hu_month", "11/2026", "--on", "2026-11-22").status == 0
    assert clerk("validate", "hu_month", "11/2026", "--on", "1.12.2026").status == 1


@pytest.mark.parametrize(("digit", "status"), [("4", 0), ("5", 1)])
def test_other_fields_of_the_form_can_be_given(clerk: Clerk, digit: str, status: int) -> None:
    answer = clerk("validate", "fin_pruefziffer", digit, "--with", "fin=A1BS31Z0430336179")
    assert answer.status == status


def test_an_unknown_kind_names_the_nearest(clerk: Clerk) -> None:
    answer = clerk("validate", "kenzeichen", "RV-AB 1")
    assert answer.status == 2
    assert "kennzeichen" in answer.err


def test_control_characters_in_the_value_never_reach_the_terminal(clerk: Clerk) -> None:
    answer = clerk("validate", "text", "\x1b]52;c;SGFsbG8=\x07Meier\x9b31m\u202e")
    assert answer.out.splitlines()[0] == "Meier: gültig"
