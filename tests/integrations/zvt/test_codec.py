"""Lengths, tags, elements, frames and character sets, measured by bytes of other implementations."""

import pytest

from integrations.zvt.apdu import Apdu, ApduBuffer, ApduError, parse_apdu, read_header
from integrations.zvt.bcd import number_of, to_bcd
from integrations.zvt.bmp import Bmp, encode_field, encode_fields, parse_fields, read_digits_length
from integrations.zvt.charsets import Charset, charset_of_tag, decode_text, encode_text, tag_of_charset
from integrations.zvt.serial_frame import FrameError, crc16, decode_frame, encode_frame
from integrations.zvt.tlv import encode_length, encode_tlv, find, parse_tlv, read_length, read_tag, tlv
from tests.integrations.zvt.vectors import Vector, of_kind

SERIAL = [vector for vector in of_kind("apdu") if vector["transport"] == "serial"]
TCP = [vector for vector in of_kind("apdu") if "length_mismatch" not in vector["decoded"]]


def _id(vector: Vector) -> str:
    return vector["id"]


@pytest.mark.parametrize("vector", of_kind("apdu_header"), ids=_id)
def test_a_header_is_read_as_the_source_says(vector: Vector) -> None:
    header = read_header(bytes.fromhex(vector["hex"]))
    asserted = vector["asserted_by_source"]
    if asserted["control"] is None:
        assert header is None
        return
    assert header is not None
    assert header.control.hex() == str(asserted["control"]).lower()
    assert header.length == asserted["data_length"]


@pytest.mark.parametrize("vector", of_kind("apdu_length"), ids=_id)
def test_an_extended_length_is_low_byte_first(vector: Vector) -> None:
    header = read_header(b"\x06\x01" + bytes.fromhex(vector["hex"]))
    asserted = vector["asserted_by_source"]
    assert header is not None
    assert header.length == asserted.get("length", asserted.get("length_per_spec"))


@pytest.mark.parametrize("length", [0, 1, 0xFE, 0xFF, 0x100, 0xFFFF])
def test_an_apdu_of_any_length_comes_back_as_it_was(length: int) -> None:
    apdu = Apdu(b"\x06\xd3", bytes(length))
    assert parse_apdu(apdu.encode()) == apdu


def test_a_length_of_255_takes_the_long_form() -> None:
    assert Apdu(b"\x04\x0f", bytes(255)).encode()[:5] == bytes.fromhex("040fffff00")
    assert Apdu(b"\x04\x0f", bytes(254)).encode()[:3] == bytes.fromhex("040ffe")


@pytest.mark.parametrize("apdu", [Apdu(b"\x06"), Apdu(b"\x06\x01", bytes(0x10000))])
def test_what_cannot_be_written_is_refused(apdu: Apdu) -> None:
    with pytest.raises(ApduError):
        apdu.encode()


@pytest.mark.parametrize("text", ["", "06", "060100ff", "0601020a", "0601ff01"])
def test_bytes_that_are_not_exactly_one_apdu_are_refused(text: str) -> None:
    with pytest.raises(ApduError):
        parse_apdu(bytes.fromhex(text))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100_000])
def test_a_stream_split_and_merged_at_will_gives_the_same_messages(size: int) -> None:
    whole = [bytes.fromhex(vector.get("apdu_hex", vector["hex"])) for vector in TCP]
    stream = b"".join(whole)
    buffer = ApduBuffer()
    found = [apdu for at in range(0, len(stream), size) for apdu in buffer.feed(stream[at : at + size])]
    assert [apdu.encode() for apdu in found] == whole
    assert buffer.pending == 0


def test_the_fragments_of_a_real_terminal_make_one_message_with_the_last_of_them() -> None:
    vector = next(vector for vector in TCP if "fragments" in vector)
    *early, last = [bytes.fromhex(fragment) for fragment in vector["fragments"]]
    buffer = ApduBuffer()
    assert [buffer.feed(fragment) for fragment in early] == [[] for _ in early]
    assert buffer.pending == sum(len(fragment) for fragment in early)
    assert [apdu.encode().hex() for apdu in buffer.feed(last)] == [vector["hex"]]


@pytest.mark.parametrize("vector", of_kind("tlv_length"), ids=_id)
def test_a_container_length_is_read_and_written_as_the_source_says(vector: Vector) -> None:
    data = bytes.fromhex(vector["hex"])
    length = vector["asserted_by_source"]["length"]
    assert isinstance(length, int)
    assert read_length(data) == (length, len(data))
    assert encode_length(length) == data


@pytest.mark.parametrize("text", ["", "80", "81", "82ff", "83000001"])
def test_other_forms_of_a_container_length_are_not_read(text: str) -> None:
    assert read_length(bytes.fromhex(text)) is None


@pytest.mark.parametrize("vector", of_kind("tlv_tag"), ids=_id)
def test_a_tag_is_read_as_the_source_says(vector: Vector) -> None:
    asserted = str(vector["asserted_by_source"]["tag"]).split(" ")
    tag = read_tag(bytes.fromhex(vector["hex"]) + b"\x01\x00")
    assert tag is not None
    assert tag.hex().upper() == asserted[0]
    assert parse_tlv(tag + b"\x00").items[0].constructed is (len(asserted) == 2)


@pytest.mark.parametrize("text", ["", "1f", "1f80"])
def test_a_tag_that_is_cut_off_is_not_read(text: str) -> None:
    assert read_tag(bytes.fromhex(text)) is None


def test_nested_elements_are_found_and_written_back() -> None:
    data = encode_tlv([tlv(0x1F07, b"\x01"), tlv(0x26, [tlv(0x0A, b"\x06\xd3"), tlv(0x0A, b"\x04\x0f")])])
    parsed = parse_tlv(data)
    assert parsed.rest == b""
    assert encode_tlv(parsed.items) == data
    found = find(parsed.items, 0x0A)
    assert found is not None
    assert found.value == b"\x06\xd3"


def test_elements_nested_without_end_stay_raw_instead_of_exhausting_the_stack() -> None:
    data = b""
    for _level in range(2000):
        data = b"\x24" + encode_length(len(data)) + data
    assert parse_tlv(data).rest == b""


@pytest.mark.parametrize("vector", [*of_kind("llvar_length"), *of_kind("llvar")], ids=_id)
def test_a_two_digit_length_is_read_as_the_source_says(vector: Vector) -> None:
    asserted = vector["asserted_by_source"]
    expected = asserted.get("length", asserted.get("data_length"))
    assert read_digits_length(bytes.fromhex(vector["hex"]), 2) == expected


@pytest.mark.parametrize("vector", of_kind("lllvar"), ids=_id)
def test_a_three_digit_length_is_read_as_the_source_says(vector: Vector) -> None:
    assert read_digits_length(bytes.fromhex(vector["hex"]), 3) == vector["asserted_by_source"]["data_length"]


@pytest.mark.parametrize("vector", of_kind("data_block"), ids=_id)
def test_a_block_of_elements_is_read_whole_and_written_back(vector: Vector) -> None:
    data = bytes.fromhex(vector["hex"])
    fields = parse_fields(data)
    assert fields.complete
    assert encode_fields((field.bmp, field.value) for field in fields.items) == data


@pytest.mark.parametrize(
    ("bmp", "value", "text"),
    [
        (Bmp.AMOUNT, to_bcd(2740, 12), "04000000002740"),
        (Bmp.CARD_NAME, b"VISA\0", "8bf0f55649534100"),
        (Bmp.ADDITIONAL_TEXT, b"ab", "3cf0f0f26162"),
        (Bmp.TLV, b"", "0600"),
    ],
)
def test_an_element_is_written_with_its_own_kind_of_length(bmp: int, value: bytes, text: str) -> None:
    assert encode_field(bmp, value).hex() == text


@pytest.mark.parametrize(
    ("bmp", "value"),
    [(Bmp.AMOUNT, b"\x00"), (0x15, b""), (Bmp.CARD_NAME, bytes(100)), (Bmp.ADDITIONAL_TEXT, bytes(1000))],
)
def test_an_element_that_cannot_hold_its_value_is_refused(bmp: int, value: bytes) -> None:
    with pytest.raises(ValueError, match=r"BMP|length"):
        encode_field(bmp, value)


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        to_bcd(number, 6)


def test_masked_digits_are_no_number() -> None:
    assert number_of(bytes.fromhex("ee4771")) is None
    assert number_of(b"") is None


@pytest.mark.parametrize("vector", SERIAL, ids=_id)
def test_a_serial_frame_is_read_and_written_as_captured(vector: Vector) -> None:
    frame, apdu = bytes.fromhex(vector["hex"]), bytes.fromhex(vector["apdu_hex"])
    assert decode_frame(frame) == apdu
    assert encode_frame(apdu) == frame
    assert crc16(apdu + b"\x03").to_bytes(2, "little").hex() == vector["crc_low_high"]


@pytest.mark.parametrize("vector", SERIAL, ids=_id)
def test_a_serial_frame_with_one_bit_turned_is_refused(vector: Vector) -> None:
    frame = bytearray.fromhex(vector["hex"])
    for place in range(len(frame)):
        frame[place] ^= 0x04
        with pytest.raises(FrameError):
            decode_frame(bytes(frame))
        frame[place] ^= 0x04


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        (Charset.CP437, "8499e194819a8e"),
        (Charset.LATIN_1, "e4d6dff6fcdcc4"),
        (Charset.UTF_8, "c3a4c396c39fc3b6c3bcc39cc384"),
        (Charset.ZVT_7BIT, "7b5c7e7c7d5d5b"),
    ],
)
def test_german_letters_survive_every_character_set(charset: Charset, data: str) -> None:
    assert decode_text(bytes.fromhex(data), charset) == "äÖßöüÜÄ"
    assert encode_text("äÖßöüÜÄ", charset).hex() == data


def test_the_code_of_a_character_set_is_read_and_written() -> None:
    assert [charset_of_tag(bytes((code,))) for code in (0, 1, 0xFE, 0xFF)] == [
        Charset.ASCII,
        Charset.LATIN_1,
        Charset.UTF_8,
        Charset.CP437,
    ]
    assert charset_of_tag(b"") is None
    assert charset_of_tag(b"\x77") is None
    assert tag_of_charset(Charset.LATIN_9) == b"\x0f"
    assert tag_of_charset(Charset.ZVT_7BIT) is None
