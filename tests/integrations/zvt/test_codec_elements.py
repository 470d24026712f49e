"""Every element the specification names, and that what was taken apart goes together again."""

import pytest

from integrations.zvt.apdu import Apdu, parse_apdu
from integrations.zvt.bmp import encode_digits_length, encode_field, parse_fields
from integrations.zvt.decode import decode_hex
from integrations.zvt.layout import Head, Parts, dissect
from integrations.zvt.messages import Ack, PrintLine, parse_message
from integrations.zvt.receipts import ReceiptType
from integrations.zvt.redact import redact
from integrations.zvt.tlv import encode_length, encode_tlv, parse_tlv, tlv
from tests.integrations.zvt.vectors import SEQUENCES, Vector, of_kind


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number, 16) for number in text.split())


FIXED = {
    1: _numbers("01 02 03 05 19 27 72 73 74 75 8A 8C A0 D0 D2 D3 E0 E9 EA F0 F9 FA FB FC FD"),
    2: _numbers("0D 0E 17 3A 49 87"),
    3: _numbers("0B 0C 37 3D 88 AA"),
    4: _numbers("29 70 71"),
    5: _numbers("BA"),
    6: _numbers("04"),
    8: _numbers("3B EB"),
    15: _numbers("2A"),
}
TWO_DIGITS = (0x22, 0x23, 0x2D, 0x4C, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9))
THREE_DIGITS = (0x24, 0x2E, 0x3C, 0x60, 0x92, 0x9A, 0xAF)
PRIMITIVE = _numbers(
    "07 08 09 0A 10 12 13 14 15 1A 1B 40 41 42 43 44 45 46 47 4A C0 D0 D1 DF01 1F01 1F02 1F03 1F04 1F05 1F07 "
    "1F0D 1F0E 1F0F 1F10 1F11 1F12 1F15 1F16 1F17 1F1F 1F25 1F26 1F2B 1F37 1F40 1F41 1F42 1F43 1F44 1F70 1F71 "
    "1F73"
)
CONSTRUCTED = _numbers("23 24 25 26 27 28 2F 60 61 62 64 65 66 67 68 E1 E2 E4")
WHOLE = [vector for vector in of_kind("apdu") if decode_hex(vector["hex"])[1]]


def _id(vector: Vector) -> str:
    return vector["id"]


@pytest.mark.parametrize(("length", "bmp"), [(length, bmp) for length, bmps in FIXED.items() for bmp in bmps])
def test_an_element_of_fixed_length_is_read_and_written(length: int, bmp: int) -> None:
    value = bytes(range(length))
    assert encode_field(bmp, value) == bytes((bmp,)) + value
    fields = parse_fields(bytes((bmp,)) + value + b"\x27\x00")
    assert [(field.bmp, field.value) for field in fields.items] == [(bmp, value), (0x27, b"\x00")]


@pytest.mark.parametrize(
    ("digits", "bmp"), [(2, bmp) for bmp in TWO_DIGITS] + [(3, bmp) for bmp in THREE_DIGITS]
)
@pytest.mark.parametrize("length", [0, 1, 19, 99])
def test_an_element_with_its_length_in_digits_is_read_and_written(digits: int, bmp: int, length: int) -> None:
    written = bytes((bmp,)) + encode_digits_length(length, digits) + bytes(length)
    assert encode_field(bmp, bytes(length)) == written
    fields = parse_fields(written + b"\x27\x00")
    assert fields.complete
    assert (fields.items[0].value, len(fields.items)) == (bytes(length), 2)


def test_all_other_numbers_stop_the_reading_and_keep_the_bytes() -> None:
    known = {bmp for bmps in FIXED.values() for bmp in bmps} | {*TWO_DIGITS, *THREE_DIGITS, 0x06}
    for bmp in set(range(256)) - known:
        data = b"\x27\x00" + bytes((bmp, 0xF0, 0xF0, 0xF0))
        fields = parse_fields(data)
        assert (len(fields.items), fields.rest) == (1, data[2:])


@pytest.mark.parametrize("tag", PRIMITIVE)
@pytest.mark.parametrize("length", [0, 1, 0x7F, 0x80, 0xFF, 0x100])
def test_a_primitive_tag_is_read_and_written(tag: int, length: int) -> None:
    item = tlv(tag, bytes(length))
    assert not item.constructed
    assert encode_tlv((item,)) == item.tag_bytes + encode_length(length) + bytes(length)
    assert parse_tlv(encode_tlv((item,))).items == (item,)


@pytest.mark.parametrize("tag", CONSTRUCTED)
def test_a_constructed_tag_is_read_and_written(tag: int) -> None:
    item = tlv(tag, [tlv(0x07, b"a"), tlv(0x1F07, b"\x01"), tlv(0xDF01, b"")])
    assert item.constructed
    assert parse_tlv(encode_tlv((item,))).items == (item,)


@pytest.mark.parametrize("vector", WHOLE, ids=_id)
def test_what_was_read_whole_is_written_back_to_the_same_bytes(vector: Vector) -> None:
    apdu = parse_apdu(bytes.fromhex(vector.get("apdu_hex", vector["hex"])))
    parts = dissect(apdu)
    assert Apdu(apdu.control, parts.data).encode() == apdu.encode()
    for field in parts.all_fields.items:
        if field.tlv is not None:
            assert encode_tlv(field.tlv.items) == field.value


def test_every_message_of_the_recorded_dialogues_is_written_back_to_the_same_bytes() -> None:
    for message in (message for sequence in SEQUENCES for message in sequence["messages"]):
        apdu = parse_apdu(bytes.fromhex(message["hex"]))
        assert dissect(apdu).data == apdu.data


def test_an_unread_tail_is_kept_as_it_came() -> None:
    data = bytes.fromhex("270015ff00")
    assert dissect(Apdu(b"\x04\x0f", data)).data == data


def test_a_head_with_its_own_length_is_written_back() -> None:
    parts = Parts({Head.SOFTWARE_VERSION: b"2.14", Head.TERMINAL_STATUS: b"\x00"})
    assert parts.data.hex() == "f0f0f4322e313400"


@pytest.mark.parametrize(
    ("tail", "text", "receipt", "number"),
    [
        ("", "Summe", None, None),
        ("06041f070102", "Summe", ReceiptType.CUSTOMER, None),
        ("060a1f0701011f7303000007", "Summe", ReceiptType.MERCHANT, "000007"),
        ("06061f7303000007", "Summe", None, "000007"),
        ("06041f070109", "Summe\x06\x04\x1f\x07\x01\t", None, None),
        ("0602aa00", "Summe\x06\x02\N{NOT SIGN}\x00", None, None),
    ],
)
def test_a_container_behind_a_printed_line_is_not_printed(
    tail: str, text: str, receipt: ReceiptType | None, number: str | None
) -> None:
    line = parse_message(Apdu(b"\x06\xd1", b"\x00Summe" + bytes.fromhex(tail)))
    assert isinstance(line, PrintLine)
    assert (line.line.text, line.receipt_type, line.sequence_id) == (text, receipt, number)


def test_only_84_refuses() -> None:
    acks = [
        parse_message(Apdu(bytes.fromhex(control))) for control in ("8000", "8001", "80ff", "8400", "8401")
    ]
    assert [isinstance(ack, Ack) and ack.positive for ack in acks] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("data", "stored"),
    [
        ("3a1234", "3aeeee"),
        ("3d123456", "3deeeeee"),
        ("d1f0f212ab", "d1f0f2eeee"),
        ("a7f0f241114111"[:10], "a7f0f2eeee"),
        ("92f0f0f24111", "92f0f0f2eeee"),
        ("06045602aabb", "06045602eeee"),
        ("060424024111", "06042402eeee"),
    ],
    ids=["card check value", "password", "PIN", "card id", "chip", "track 1 of the chip", "unreadable list"],
)
def test_what_is_secret_is_masked(data: str, stored: str) -> None:
    assert redact(Apdu(b"\x04\x0f", bytes.fromhex(data))) == "040f" + stored
