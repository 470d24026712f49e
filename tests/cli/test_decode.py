"""``clerk terminal decode`` against the messages of other implementations."""

import json
from pathlib import Path

import pytest

from integrations.zvt.serial_frame import encode_frame
from tests.cli.conftest import Clerk, as_process

_FILE = Path(__file__).parent.parent / "data" / "zvt-vectors.json"
VECTORS = [vector for vector in json.loads(_FILE.read_text())["vectors"] if vector["kind"] == "apdu"]


def test_there_are_vectors() -> None:
    assert len(VECTORS) > 50


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_every_apdu_of_the_vectors_is_decoded_as_its_source_says(
    clerk: Clerk, vector: dict[str, object]
) -> None:
    answer = clerk("terminal", "decode", str(vector["hex"]))
    assert answer.json == vector["decoded"]
    assert answer.status == ("length_mismatch" in dict(vector["decoded"]))  # type: ignore[call-overload]


def test_blanks_and_several_words_are_accepted(clerk: Clerk) -> None:
    answer = clerk("terminal", "decode", "06", "0F", "00")
    assert answer.status == 0
    assert answer.json == {"control": "060f", "name": "Completion", "length": 0, "fields": []}


def test_a_serial_frame_is_accepted(clerk: Clerk) -> None:
    frame = encode_frame(bytes.fromhex("060f00"))
    answer = clerk("terminal", "decode", frame.hex())
    assert answer.status == 0
    assert answer.json == clerk("terminal", "decode", "060f00").json


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("06", "keine ganze Nachricht. Nicht lesbare Bytes: 1."),
        ("zz", "Das ist keine Nachricht."),
        ("10 02 06", "Nicht lesbare Bytes: 3."),
        ("06 0f 05 00", "Die Nachricht nennt 5, Bytes sind es 1."),
        ("04 0f 02 ff 01", "abgeschnittene Bytes: 2."),
    ],
)
def test_what_cannot_be_decoded_ends_with_1_and_is_said_in_one_line(
    clerk: Clerk, text: str, sentence: str
) -> None:
    answer = clerk("terminal", "decode", text)
    assert answer.status == 1
    assert isinstance(answer.json, dict)
    assert {"problem", "length_mismatch"} & answer.json.keys()
    assert sentence in answer.err
    assert answer.err.count("\n") == 1


def test_the_real_command_prints_json() -> None:
    ended = as_process("terminal", "decode", "060f00")
    assert json.loads(ended.stdout)["name"] == "Completion"
