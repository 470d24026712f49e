"""Bytes of a broken or hostile terminal: nothing raises, nothing secret is stored."""

from hypothesis import given
from hypothesis import strategies as st

from clerk.domain.result_codes import meaning_of_result, meaning_of_status
from integrations.zvt.apdu import Apdu, ApduBuffer, parse_apdu
from integrations.zvt.decode import decode_hex
from integrations.zvt.layout import Control
from integrations.zvt.messages import parse_message
from integrations.zvt.redact import redact, redact_text
from integrations.zvt.texts import intermediate_text
from tests.integrations.zvt.vectors import of_kind

_CONTROLS = st.sampled_from([value for name, value in vars(Control).items() if name.isupper()]) | st.binary(
    min_size=2, max_size=2
)
_HEADS = st.sampled_from(
    ["", "27", "06", "0682", "24", "8bf1", "3cf0f0", "22f0", "0b", "1f", "0624", "f0f0f3"]
)
_DATA = st.builds(lambda head, tail: bytes.fromhex(head) + tail, _HEADS, st.binary(max_size=300))


@given(_CONTROLS, _DATA)
def test_no_message_makes_reading_or_redacting_raise(control: bytes, data: bytes) -> None:
    apdu = Apdu(control, data)
    shape, whole = decode_hex(apdu.encode().hex())
    assert whole is ("problem" not in shape)
    assert parse_message(apdu).raw == apdu.encode()
    assert redact(apdu).startswith(control.hex())


@given(st.text(max_size=60) | st.binary(max_size=300).map(bytes.hex))
def test_no_text_makes_decoding_raise(text: str) -> None:
    decode_hex(text)


@given(st.binary(max_size=300).map(lambda data: b"\x10\x02" + data))
def test_no_serial_frame_makes_decoding_raise(frame: bytes) -> None:
    decode_hex(frame.hex())


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_no_stream_makes_the_buffer_raise_or_lose_a_byte(chunks: list[bytes]) -> None:
    buffer = ApduBuffer()
    found = [apdu for chunk in chunks for apdu in buffer.feed(chunk)]
    used = sum(len(chunk) for chunk in chunks) - buffer.pending
    assert used >= sum(len(apdu.data) + 3 for apdu in found)


def test_every_code_has_a_text() -> None:
    for code in range(256):
        assert intermediate_text(code)
        for explanation in (meaning_of_result(code), meaning_of_status(code)):
            assert explanation.what.endswith(".")
            assert explanation.action.endswith(".")


def test_card_number_tracks_and_expiry_are_masked_and_the_rest_stays() -> None:
    results = [vector for vector in of_kind("apdu") if vector["decoded"]["control"] == "040f"]
    assert any("0E" in str(vector["decoded"]) for vector in results)
    for vector in results:
        stored = redact(Apdu(b"\x04\x0f", bytes.fromhex(vector["hex"])[3:]))
        shape, _whole = decode_hex(f"{stored[:4]}{len(stored) // 2 - 2:02x}{stored[4:]}")
        fields = {field["bmp"]: field.get("value") for field in _rows(shape["fields"])}
        original = {field["bmp"]: field.get("value") for field in _rows(vector["decoded"]["fields"])}
        secret = {"22", "23", "24", "2D", "2E", "0E"}
        assert {bmp for bmp in fields if fields[bmp] != original[bmp]} <= secret
        assert all(set(str(fields[bmp])) == {"e"} for bmp in secret & set(fields))


def test_a_message_without_card_data_is_stored_as_it_came() -> None:
    kept = [
        vector
        for vector in of_kind("apdu")
        if vector["decoded"]["control"] in ("060f", "04ff", "06d3", "061e")
    ]
    assert len(kept) > 10
    for vector in kept:
        if "length_mismatch" in vector["decoded"]:
            continue
        apdu = parse_apdu(bytes.fromhex(vector.get("apdu_hex", vector["hex"])))
        assert redact(apdu) == (apdu.control + apdu.data).hex()


def test_chip_data_inside_a_container_is_masked() -> None:
    apdu = Apdu(b"\x04\x0f", bytes.fromhex("060a5a04123456781f100102"))
    assert redact(apdu) == "040f060a5a04eeeeeeee1f100102"


def test_the_password_of_the_terminal_is_not_stored() -> None:
    assert redact(Apdu(Control.END_OF_DAY, bytes.fromhex("123456"))) == "0650eeeeee"


def test_an_unread_tail_is_kept_as_length_and_hash_only() -> None:
    stored = redact(Apdu(b"\x04\x0f", bytes.fromhex("2700 15 4111111111111111")))
    assert stored.startswith("040f2700+9:")
    assert "4111" not in stored


def test_a_card_number_in_a_printed_line_keeps_its_last_four_digits() -> None:
    assert redact_text(b"Nr: 4111 1111 1111 1111") == b"Nr: **** **** **** 1111"
    assert redact_text(b"Karte 4111111111111111") == b"Karte ************1111"


def test_terminal_id_amount_date_and_application_id_in_a_printed_line_stay() -> None:
    for text in (b"Terminal-ID: 28004869", b"AID A0000000041010", b"19.10.2021 13:30:04", b"EUR 1234,56"):
        assert redact_text(text) == text


def _rows(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value
