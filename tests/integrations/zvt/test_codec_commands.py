"""What we send, byte for byte as the specification and recorded cash registers write it."""

import pytest

from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.charsets import Charset
from integrations.zvt.commands import Config
from integrations.zvt.layout import Control


@pytest.mark.parametrize(
    ("apdu", "text"),
    [
        (
            commands.registration("123456", 0x3E, service_byte=3, permitted=[Control.TEXT_BLOCK]),
            "0600101234563e09780303060626040a0206d3",
        ),
        (
            commands.registration("123456", 0x3E, service_byte=1, permitted=[]),
            "06000a1234563e097803010600",
        ),
        (
            commands.registration("123456", 0x08, permitted=[], with_tlv=False),
            "060006123456080978",
        ),
        (commands.authorisation(1234), "06010a04000000001234490978"),
        (commands.authorisation(1200, currency=None), "06010704000000001200"),
        (commands.authorisation(1200, currency=None, payment_type=0x40), "060109040000000012001940"),
        (commands.reversal("123456", "0123", 1234), "06301012345687012304000000001234490978"),
        (commands.refund("123456", 1234), "06310d12345604000000001234490978"),
        (commands.repeat_receipt("123456"), "0620051234560303"),
        (commands.repeat_receipt("000000", None), "062003000000"),
        (commands.repeat_receipt("123456", receipt_type=4), "06200b123456030306041f010104"),
        (commands.status_enquiry("123456"), "0501051234560302"),
        (commands.status_enquiry("123456", None), "050103123456"),
        (commands.abort(), "06b000"),
        (commands.diagnosis(), "067000"),
        (commands.diagnosis(1), "06700506031b0101"),
        (commands.initialisation("123456"), "069303123456"),
        (commands.end_of_day("123456"), "065003123456"),
        (commands.totals("123456"), "061003123456"),
        (commands.log_off(), "060200"),
        (commands.positive_ack(), "800000"),
        (commands.positive_ack("000001"), "80000806061f7303000001"),
        (commands.negative_ack(0xCC), "84cc00"),
    ],
)
def test_a_command_has_the_bytes_of_the_specification(apdu: Apdu, text: str) -> None:
    assert apdu.encode().hex() == text


def test_our_registration_lets_nobody_start_a_payment_at_the_terminal() -> None:
    config = Config(commands.registration("000000").data[3])
    assert Config.NO_AMOUNT_AT_PT in config
    assert Config.NO_ADMIN_AT_PT in config


def test_a_registration_can_ask_for_a_character_set_and_for_sequence_numbers() -> None:
    apdu = commands.registration(
        "000000", charset=Charset.LATIN_1, sequence_id=commands.SEQUENCE_START, permitted=[]
    )
    assert apdu.data.hex() == "000000be0978060b2703140101" + "1f7303000000"


def test_a_payment_can_carry_our_own_number() -> None:
    apdu = commands.authorisation(100, currency=None, order_reference="A7")
    assert apdu.data.hex() == "04000000000100" + "06091f1501041f0d024137"


@pytest.mark.parametrize("password", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_a_password_is_six_digits(password: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        commands.end_of_day(password)


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        commands.authorisation(-1)
