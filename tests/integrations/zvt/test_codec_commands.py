"""What we send, byte for byte as the specification and recorded cash registers write it."""

from dataclasses import replace
from datetime import datetime

import pytest

from clerk.domain.terminal_profile import PrintMode, TerminalProfile
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.charsets import Charset
from integrations.zvt.commands import Config, PaymentType, RepeatKind, RepeatService
from integrations.zvt.decode import decode_hex
from integrations.zvt.layout import Control
from integrations.zvt.registration import (
    Abilities,
    RegistrationService,
    registration,
    registration_for,
)
from tests.integrations.zvt.vectors import VECTORS

PROFILE = TerminalProfile(tid="52500001", host="127.0.0.1")
AT = datetime(2026, 11, 23, 9, 5, 7)  # noqa: DTZ001 - the time on the wall
RICH = Abilities(
    display=(16, 2),
    printer_width=40,
    longest_message=0x1000,
    permitted=[
        bytes.fromhex(text)
        for text in ("040f", "060f", "061e", "04ff", "06d8", "06db", "06d9", "06da", "06dd", "06d3")
    ],
    charsets=[Charset.CP437],
    languages=["DE", "EN", "FR", "IT"],
    emv=b"\xc0\x00",
    receipts=b"\xf1\x00",
    transactions=b"\x00",
)


@pytest.mark.parametrize(
    ("apdu", "text"),
    [
        (registration("123456", 0x3E, service_byte=3), "0600101234563e09780303060626040a0206d3"),
        (
            registration("123456", 0x3E, service_byte=1, abilities=Abilities(permitted=[])),
            "06000a1234563e097803010600",
        ),
        (registration("123456", 0x08, abilities=None), "060006123456080978"),
        (commands.authorisation(1234), "06010a04000000001234490978"),
        (
            commands.authorisation(1, currency=None, payment_type=PaymentType.GIROCARD_PIN),
            "060109040000000000011930",
        ),
        (
            commands.authorisation(
                1, currency=None, payment_type=PaymentType.CHOSEN_BY_TERMINAL | PaymentType.PRINTER_READY
            ),
            "060109040000000000011944",
        ),
        (commands.reversal("123456", "0123", 1234), "06301012345687012304000000001234490978"),
        (commands.reversal("123456", "0123"), "063006123456870123"),
        (commands.refund("123456", 1234), "06310d12345604000000001234490978"),
        (commands.repeat_receipt("123456"), "0620051234560303"),
        (commands.repeat_receipt("123456", RepeatService.NO_PRINT), "0620051234560302"),
        (
            commands.repeat_receipt("123456", receipt_type=RepeatKind.END_OF_DAY),
            "06200b123456030306041f010104",
        ),
        (
            commands.repeat_receipt(
                "123456", None, receipt_type=RepeatKind.JOURNAL, first="000007", last="000012"
            ),
            "0620151234560610" + "1f010105" + "1f0203000007" + "1f0303000012",
        ),
        (commands.status_enquiry("123456"), "0501051234560302"),
        (commands.diagnosis(1), "06700506031b0101"),
        (commands.initialisation("123456"), "069303123456"),
        (commands.end_of_day("123456"), "065003123456"),
        (commands.totals("123456"), "061003123456"),
        (commands.open_pre_authorisations(), "06230387ffff"),
        (commands.set_date_and_time("123456", AT), "06910b123456aa2611230c090507"),
        (commands.reset(), "061800"),
        (commands.software_update(), "081000"),
        (commands.abort(), "06b000"),
        (commands.log_off(), "060200"),
        (commands.positive_ack(), "800000"),
        (commands.negative_ack(0x83), "848300"),
    ],
)
def test_a_command_has_the_bytes_of_the_specification(apdu: Apdu, text: str) -> None:
    assert apdu.encode().hex() == text
    _shape, whole = decode_hex(text)
    assert whole


@pytest.mark.parametrize(
    ("vector_id", "apdu"),
    [
        ("cardcomplete-002", registration("123456", 0x3E, service_byte=1, abilities=Abilities(permitted=()))),
        (
            "wirelane-016",
            registration("000000", 0xFE, service_byte=0, abilities=RICH),
        ),
        ("wirelane-037", registration("987654", 0x41, abilities=None)),
        (
            "wirelane-038",
            registration("777777", 0xA0, service_byte=8 | RegistrationService.CAPITALS, abilities=None),
        ),
        ("wirelane-002", commands.initialisation("123456")),
        ("wirelane-035", commands.initialisation("999999")),
        ("wirelane-003", commands.authorisation(11000)),
        ("portalum-154", commands.authorisation(1000, currency=None)),
        ("wirelane-004", commands.diagnosis()),
        ("kotlin-005", commands.diagnosis()),
        ("wirelane-007", commands.negative_ack(0x9C)),
        ("spec15-012", commands.negative_ack(0xCC)),
        ("zvt2sumup-005", commands.negative_ack(0x83)),
        ("wirelane-008", commands.reset()),
        ("wirelane-010", commands.status_enquiry("123456", None)),
        ("kotlin-006", commands.status_enquiry(None, None)),
        ("wirelane-034", commands.log_off()),
        ("kotlin-008", commands.log_off()),
        ("wirelane-039", commands.open_pre_authorisations()),
        ("kotlin-002", commands.reversal("000000", "0042")),
        ("kotlin-007", commands.abort()),
        ("kotlin-009", commands.repeat_receipt("000000", None)),
        ("kotlin-010", commands.positive_ack()),
        ("portalum-150", commands.positive_ack()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_recorded_command_is_built_from_its_meaning(vector_id: str, apdu: Apdu) -> None:
    vector = next(vector for vector in VECTORS if vector["id"] == vector_id)
    assert apdu.encode().hex() == vector.get("apdu_hex", vector["hex"])


def test_our_registration_lets_nobody_start_a_payment_at_the_terminal() -> None:
    config = Config(registration_for(PROFILE, "000000").data[3])
    assert Config.NO_AMOUNT_AT_PT in config
    assert Config.NO_ADMIN_AT_PT in config


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (PROFILE, "000000be0978060626040a0206d3"),
        (replace(PROFILE, keypad_locked=False), "0000008e0978060626040a0206d3"),
        (replace(PROFILE, print_mode=PrintMode.TERMINAL), "000000bc0978060626040a0206d3"),
        (replace(PROFILE, signature_on_screen=True), "000000be0978060a26080a0206d30a0206d0"),
        (replace(PROFILE, charset=Charset.LATIN_1), "000000be0978060b26040a0206d32703140101"),
        (replace(PROFILE, charset=Charset.ZVT_7BIT), "000000be0978060626040a0206d3"),
    ],
)
def test_a_registration_follows_the_profile(profile: TerminalProfile, text: str) -> None:
    assert registration_for(profile, "000000").data.hex() == text


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


def test_receipts_are_asked_for_line_by_line_unless_blocks_are_permitted() -> None:
    assert Control.TEXT_BLOCK in Abilities().permitted
    assert registration("000000", abilities=Abilities(permitted=())).data.endswith(b"\x06\x00")
