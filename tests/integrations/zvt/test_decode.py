"""What ``clerk terminal decode`` shows, measured by bytes of other implementations and of real terminals."""

import pytest

from integrations.zvt.decode import decode_hex
from tests.integrations.zvt.vectors import SEQUENCES, Vector, of_kind

_WRONG_LENGTH = {"invalid_length", "length_mismatch"}
APDUS = of_kind("apdu")
GOOD = [vector for vector in APDUS if not _WRONG_LENGTH & set(vector.get("flags", []))]
BAD = [vector for vector in APDUS if _WRONG_LENGTH & set(vector.get("flags", []))]


def _id(vector: Vector) -> str:
    return vector["id"]


def test_the_vectors_are_all_there() -> None:
    assert (len(GOOD), len(BAD), len(SEQUENCES)) == (137, 3, 12)


@pytest.mark.parametrize("vector", GOOD, ids=_id)
def test_every_vector_is_decoded_as_the_source_says(vector: Vector) -> None:
    assert decode_hex(vector["hex"]) == (vector["decoded"], True)


@pytest.mark.parametrize("vector", BAD, ids=_id)
def test_a_wrong_length_is_named_and_nothing_is_decoded(vector: Vector) -> None:
    assert decode_hex(vector["hex"]) == (vector["decoded"], False)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: sequence["id"])
def test_every_message_of_a_real_dialogue_is_understood_whole(sequence: dict[str, object]) -> None:
    messages = sequence["messages"]
    assert isinstance(messages, list)
    for message in messages:
        shape, whole = decode_hex(message["hex"])
        assert (shape["name"], whole) == (message["name"], True), message


def test_blanks_colons_line_breaks_and_capitals_are_accepted() -> None:
    assert decode_hex("04 FF\n01:0E") == decode_hex("04ff010e")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", 0),
        ("xyz", 0),
        ("04f", 0),
        ("1e01ff", 3),
        ("10 02 06 70 00 10 03 00 00", 9),
        ("10 02 06 70 00", 5),
        ("10 02", 2),
    ],
)
def test_what_is_no_message_at_all_is_refused_with_a_reason(text: str, rest: int) -> None:
    shape, whole = decode_hex(text)
    assert not whole
    assert shape["rest"] == rest
    assert shape["problem"]


def test_an_unknown_element_stops_the_decoding_and_what_was_read_stays() -> None:
    shape, whole = decode_hex("040f05270015aabb")
    assert not whole
    assert shape["fields"] == [{"bmp": "27", "value": "00"}]
    assert shape["rest"] == 3
    assert "15" in str(shape["problem"])


def test_a_broken_container_is_a_problem_and_what_was_read_of_it_stays() -> None:
    shape, whole = decode_hex("040f0a270006061f1001ff0785")
    assert not whole
    assert shape["fields"] == [
        {"bmp": "27", "value": "00"},
        {"bmp": "06", "tlv": [{"tag": "1F10", "value": "ff"}]},
    ]
    assert shape["rest"] == 2


def test_a_constructed_tag_with_unreadable_content_is_shown_raw() -> None:
    shape, whole = decode_hex("80000506032401ff")
    assert shape["fields"] == [{"bmp": "06", "tlv": [{"tag": "24", "value": "ff"}]}]
    assert whole


def test_a_status_without_a_new_timeout_is_told_from_one_with() -> None:
    without, _whole = decode_hex("04ff090a0606240407024142")
    assert "timeout_bcd_minutes" not in without
    with_timeout, _whole = decode_hex("04ff0a0a060606240407024142")
    assert with_timeout["timeout_bcd_minutes"] == "06"


def test_84_00_is_shown_as_positive() -> None:
    assert decode_hex("840000")[0]["name"] == "Positive ack"
