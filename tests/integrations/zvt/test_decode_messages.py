"""The typed view of what a terminal says, on real dialogues and on what other implementations assert."""

import pytest

from integrations.zvt.apdu import Apdu, parse_apdu
from integrations.zvt.charsets import Charset
from integrations.zvt.messages import (
    Abort,
    Ack,
    Completion,
    IntermediateStatus,
    Message,
    PrintLine,
    StatusInformation,
    TextBlock,
    parse_message,
)
from integrations.zvt.receipts import ReceiptType
from tests.integrations.zvt.vectors import SEQUENCES, VECTORS


def _message(vector_id: str, charset: Charset = Charset.CP437) -> Message:
    vector = next(vector for vector in VECTORS if vector["id"] == vector_id)
    data = bytes.fromhex(vector.get("apdu_hex", vector["hex"]))
    return parse_message(parse_apdu(data), charset)


def _said_by_terminal(sequence_id: str) -> list[Message]:
    sequence = next(sequence for sequence in SEQUENCES if sequence["id"] == sequence_id)
    return [
        parse_message(parse_apdu(bytes.fromhex(message["hex"])), Charset.LATIN_1)
        for message in sequence["messages"]
        if message["dir"] == "PT->ECR"
    ]


@pytest.mark.parametrize(
    ("sequence_id", "results", "cents", "end"),
    [
        ("seq-03", [0], 5050, None),
        ("seq-05", [0], 1, None),
        ("seq-07", [0x6C], None, 0x6C),
        ("seq-09", [0], 1200, None),
        ("seq-10", [0x6C], None, 0x6C),
        ("seq-12", [0x6C], None, "open"),
        ("seq-14", [0x77], None, 0x77),
        ("seq-16", [0xF0], None, 0xF0),
        ("seq-18", [0], 100, None),
        ("seq-20", [0], 3, None),
        ("seq-22", [0], 0, None),
    ],
)
def test_a_real_dialogue_gives_result_amount_and_end(
    sequence_id: str, results: list[int], cents: int | None, end: int | str | None
) -> None:
    said = _said_by_terminal(sequence_id)
    infos = [message for message in said if isinstance(message, StatusInformation)]
    assert [info.result_code for info in infos] == results
    assert infos[-1].amount_cents == cents
    aborts = [message.code for message in said if isinstance(message, Abort)]
    completions = [message for message in said if isinstance(message, Completion)]
    if end == "open":
        assert not aborts
        assert not completions
    elif end is None:
        assert len(completions) == 1
    else:
        assert aborts == [end]
        assert not completions


def test_the_registration_of_a_real_terminal_tells_its_id() -> None:
    completion = _said_by_terminal("seq-01")[-1]
    assert isinstance(completion, Completion)
    assert (completion.tid, completion.registration_status, completion.currency) == ("12345678", 0, 978)


def test_an_end_of_day_that_starts_an_update_says_so_in_its_completion() -> None:
    completion = _said_by_terminal("seq-20")[-1]
    assert isinstance(completion, Completion)
    assert completion.result_code == 0xE0


def test_an_end_of_day_carries_its_totals() -> None:
    info = next(m for m in _said_by_terminal("seq-20") if isinstance(m, StatusInformation))
    assert info.totals is not None
    assert (info.totals.first_receipt, info.totals.last_receipt, info.totals.cents) == ("0168", "0170", 3)
    assert info.totals.groups[0].count == 3


def test_umlauts_of_a_latin_1_terminal_are_read() -> None:
    info = next(m for m in _said_by_terminal("seq-16") if isinstance(m, StatusInformation))
    assert info.additional_text == "Kassenschnitt\ndurchführen"


def test_a_payment_tells_everything_that_identifies_it() -> None:
    info = _message("portalum-003")
    assert isinstance(info, StatusInformation)
    assert info.approved
    assert (info.amount_cents, info.currency, info.tid, info.contract) == (2040, 978, "28004869", "100461763")
    assert (info.receipt, info.trace, info.turnover) == ("0470", "000470", "000470")
    assert (info.date, info.time, info.full_date) == ("1006", "223953", None)
    assert (info.card_type, info.card_name, info.additional_text) == (
        46,
        "Debit Mastercard",
        "GEN.NR.:611804",
    )
    assert info.complete


def test_a_reversal_names_the_trace_of_the_payment_it_took_back() -> None:
    info = _message("portalum-005")
    assert isinstance(info, StatusInformation)
    assert (info.original_trace, info.trace, info.amount_cents) == ("000606", "000607", 100)


def test_a_long_trace_number_stands_in_for_zeros() -> None:
    info = _message("portalum-006")
    assert isinstance(info, StatusInformation)
    assert info.trace == "10015008"


@pytest.mark.parametrize(
    ("vector_id", "code"), [("portalum-001", 0x6C), ("bezahl-003", 5), ("portalum-002", 0xFF)]
)
def test_a_refused_payment_is_never_approved(vector_id: str, code: int) -> None:
    info = _message(vector_id)
    assert isinstance(info, StatusInformation)
    assert info.result_code == code
    assert not info.approved


def test_a_result_without_a_code_is_not_approved() -> None:
    info = parse_message(Apdu(bytes.fromhex("040f"), bytes.fromhex("04000000002740")))
    assert isinstance(info, StatusInformation)
    assert not info.approved


def test_an_unknown_element_keeps_what_was_read_before_it() -> None:
    info = parse_message(Apdu(bytes.fromhex("040f"), bytes.fromhex("270004000000002740 15ff")))
    assert isinstance(info, StatusInformation)
    assert (info.approved, info.amount_cents, info.complete) == (True, 2740, False)


@pytest.mark.parametrize(
    ("data", "text", "seconds"),
    [
        ("0a", "Karte einstecken", None),
        ("15", "Geheimzahl falsch", None),
        ("55", "Geheimzahl falsch · Bitte Karte entnehmen", None),
        ("4b", "Bitte Karte entnehmen", None),
        ("0a02", "Karte einstecken", 120),
        ("77", "Das Terminal meldet Status 77", None),
        ("", "Das Terminal arbeitet", None),
    ],
)
def test_an_intermediate_status_speaks_german(data: str, text: str, seconds: int | None) -> None:
    status = parse_message(Apdu(bytes.fromhex("04ff"), bytes.fromhex(data)))
    assert isinstance(status, IntermediateStatus)
    assert (status.text, status.timeout_seconds) == (text, seconds)


def test_the_text_of_the_terminal_goes_before_our_own() -> None:
    status = _message("bezahl-009")
    assert isinstance(status, IntermediateStatus)
    assert status.text == "Karte vorhalten\neinstecken/durchziehen"
    assert status.timeout_seconds == 60


@pytest.mark.parametrize(
    ("vector_id", "charset"),
    [("wirelane-024", Charset.CP437), ("wirelane-026", Charset.LATIN_1)],
)
def test_a_printed_line_is_read_in_the_character_set_of_the_terminal(
    vector_id: str, charset: Charset
) -> None:
    line = _message(vector_id, charset)
    assert isinstance(line, PrintLine)
    assert line.line.text == "Test ä ö ü ß"


def test_a_text_block_names_its_own_character_set() -> None:
    block = _message("portalum-011")
    assert isinstance(block, TextBlock)
    assert "HÄNDLERBELEG" in "\n".join(line.text for line in block.lines)


def test_a_text_block_in_the_default_set_tells_receipt_type_and_end() -> None:
    merchant, customer = _message("portalum-124"), _message("portalum-123")
    assert isinstance(merchant, TextBlock)
    assert isinstance(customer, TextBlock)
    assert merchant.receipt_type is ReceiptType.MERCHANT
    assert customer.receipt_type is ReceiptType.CUSTOMER
    assert any(line.text.strip() == "HÄNDLERBELEG" for line in merchant.lines)
    assert customer.last


def test_a_print_line_with_an_appended_receipt_type_loses_it_from_the_text() -> None:
    line = _message("portalum-091")
    assert isinstance(line, PrintLine)
    assert (line.line.text, line.receipt_type, line.line.centred) == (
        "6850 DORNBIRN",
        ReceiptType.CUSTOMER,
        True,
    )


def test_the_last_line_of_a_receipt_is_known() -> None:
    line = _message("portalum-052")
    assert isinstance(line, PrintLine)
    assert line.last


@pytest.mark.parametrize(
    ("data", "positive", "code"),
    [("800000", True, 0), ("840000", True, 0), ("848300", False, 0x83), ("849c00", False, 0x9C)],
)
def test_an_answer_is_positive_or_carries_its_reason(data: str, positive: bool, code: int) -> None:
    ack = parse_message(parse_apdu(bytes.fromhex(data)))
    assert isinstance(ack, Ack)
    assert (ack.positive, ack.code) == (positive, code)


def test_an_acknowledgement_may_carry_a_sequence_number() -> None:
    ack = _message("spec15-005")
    assert isinstance(ack, Ack)
    assert (ack.positive, ack.sequence_id) == (True, "000001")


@pytest.mark.parametrize(
    ("vector_id", "status", "version"),
    [
        ("wirelane-013", 0, "2.14.15"),
        ("wirelane-043", 6, "bla"),
        ("wirelane-045", 6, None),
        ("wirelane-046", 6, None),
    ],
)
def test_a_status_completion_tells_status_and_version(
    vector_id: str, status: int, version: str | None
) -> None:
    completion = _message(vector_id)
    assert isinstance(completion, Completion)
    assert (completion.terminal_status, completion.software_version) == (status, version)


def test_card_data_does_not_show_when_a_message_is_printed_by_mistake() -> None:
    assert "4771" not in repr(_message("portalum-003"))
