"""The simulated terminal speaks as the specification says: real process, real TCP, bytes written by hand."""

from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import Kind, read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    CashRegister,
    cash_register,
    connected,
    results,
    simulated_terminal,
)

PAY_27_40 = "06010a04000000002740490978"
PAY_1_00 = "06010a04000000000100490978"
REPEAT = "0620050000000303"
STATUS = "0501050000000302"
CARD_PROMPT = "04ff020a01"
PIN_PROMPT = "04ff020101"
WAIT, WORKING, TAKE_CARD = "04ff0117", "04ff010e", "04ff010b"


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


def test_a_payment_is_a_dialogue_of_status_result_and_end(ledger: Path) -> None:
    with connected(ledger) as register:
        messages = register.command(PAY_27_40)
    assert messages[:4] == [CARD_PROMPT, WORKING, PIN_PROMPT, WAIT]
    result = messages[4]
    assert result.startswith("040f")
    assert result[6:24] == "2700" + "04000000002740"
    assert "0b000101" in result
    assert "2952500001" in result
    assert "870001" in result
    assert "88000501" in result
    assert messages[5:] == [TAKE_CARD, "060f00"]


def test_the_ledger_holds_what_was_paid(ledger: Path) -> None:
    with connected(ledger) as register:
        register.command(PAY_27_40)
    (entry,) = read_ledger(ledger)
    assert (entry.kind, entry.cents, entry.receipt, entry.tid) == (Kind.PAYMENT, 2740, "0001", "52500001")
    assert entry.booked
    assert entry.stands


def test_every_command_is_answered_first_and_the_end_needs_our_acknowledgement(ledger: Path) -> None:
    with connected(ledger) as register:
        register.send(STATUS)
        assert register.receive() == ACK
        assert register.receive() == "060f0100"


def test_a_registration_tells_terminal_id_and_currency(ledger: Path) -> None:
    with connected(ledger, None, tid="12345678") as register:
        (answer,) = register.command("0600060000003a0978")
    assert answer == "060f0a19002912345678490978"


@pytest.mark.parametrize(
    ("registration", "answer"), [("0600061234563a0978", "843700"), ("0600060000003a0840", "841e016f")]
)
def test_a_wrong_password_or_currency_is_refused(ledger: Path, registration: str, answer: str) -> None:
    with connected(ledger, None) as register:
        assert register.command(registration) == [answer]


@pytest.mark.parametrize("command", ["06181000", "0601034909ff", "06c00100"])
def test_an_unknown_command_is_refused(ledger: Path, command: str) -> None:
    with connected(ledger) as register:
        register.send(command[:4] + f"{len(command) // 2 - 3:02x}" + command[6:])
        assert register.receive() == "848300"


def test_the_next_command_may_come_in_one_segment_with_the_last_acknowledgement(ledger: Path) -> None:
    with connected(ledger) as register:
        for _payment in range(5):
            register.send(PAY_1_00)
            while register.receive() != "060f00":
                register.send(ACK)
            register.send(ACK + STATUS)
            assert register.receive() == ACK
            assert register.receive() == "060f0100"
            register.send(ACK)


def test_log_off_ends_with_its_acknowledgement(ledger: Path) -> None:
    with connected(ledger) as register:
        register.send("060200")
        assert register.receive() == ACK
        messages = register.command(STATUS)
    assert messages == ["060f0100"]


def test_a_declined_payment_ends_in_an_abort(ledger: Path) -> None:
    with connected(ledger, scenario="decline") as register:
        messages = register.command(PAY_27_40)
    assert results(messages)[0][6:10] == "2705"
    assert messages[-1] == "061e0105"
    (entry,) = read_ledger(ledger)
    assert not entry.stands


def test_some_terminals_complete_a_declined_payment(ledger: Path) -> None:
    with connected(ledger, scenario="decline-completed") as register:
        messages = register.command(PAY_27_40)
    assert results(messages)[0][6:10] == "2705"
    assert messages[-1] == "060f00"


def test_the_stop_key_ends_in_6c(ledger: Path) -> None:
    with connected(ledger, scenario="customer-aborts") as register:
        messages = register.command(PAY_27_40)
    assert results(messages)[0][6:10] == "276c"
    assert messages[-1] == "061e016c"


def test_a_wrong_pin_gives_a_bad_result_and_then_a_good_one(ledger: Path) -> None:
    with connected(ledger, scenario="wrong-pin") as register:
        messages = register.command(PAY_27_40)
    assert [result[6:10] for result in results(messages)] == ["2737", "2700"]
    assert "04ff0115" in messages
    assert messages[-1] == "060f00"
    assert [entry.stands for entry in read_ledger(ledger)] == [False, True]


def test_a_slow_pin_announces_a_longer_wait(ledger: Path) -> None:
    with connected(ledger, scenario="slow-pin", slow_pin=0.1) as register:
        messages = register.command(PAY_27_40)
    assert "04ff020103" in messages
    assert messages[-1] == "060f00"


def test_an_abort_while_a_card_is_waited_for_ends_the_payment(ledger: Path) -> None:
    with connected(ledger, scenario="no-card") as register:
        register.send(PAY_27_40)
        assert [register.receive(), register.receive()] == [ACK, CARD_PROMPT]
        register.send(ACK)
        register.send("06b000")
        assert register.receive() == ACK
        messages = register.follow()
    assert results(messages)[0][6:10] == "276c"
    assert messages[-1] == "061e016c"


def test_an_abort_is_too_late_once_the_card_is_there(ledger: Path) -> None:
    with connected(ledger) as register:
        _pay_until(register, PIN_PROMPT)
        register.send("06b000")
        assert register.receive() == "848300"
        register.send(ACK)
        assert register.follow()[-1] == "060f00"


def test_an_abort_frees_a_terminal_whose_line_broke(ledger: Path) -> None:
    with simulated_terminal(ledger, scenario="no-card") as terminal:
        with cash_register(terminal.port) as register:
            _pay_until(register, CARD_PROMPT)
        with cash_register(terminal.port, None) as register:
            assert register.command(STATUS) == ["060f019c"]
            assert register.command(PAY_1_00) == ["849c00"]
            register.send("06b000")
            assert register.receive() == ACK
            register.wait_until_idle()
    assert [entry.stands for entry in read_ledger(ledger)] == [False]


def test_a_status_enquiry_inside_a_payment_is_answered_and_the_payment_goes_on(ledger: Path) -> None:
    with simulated_terminal(ledger) as terminal, cash_register(terminal.port) as register:
        _pay_until(register, PIN_PROMPT)
        with cash_register(terminal.port, None) as other:
            assert other.command(STATUS) == ["060f019c"]
        register.send(ACK)
        assert register.follow()[-1] == "060f00"


def test_nobody_presenting_a_card_ends_by_itself(ledger: Path) -> None:
    with connected(ledger, scenario="no-card", card_wait=0.1) as register:
        assert register.command(PAY_27_40)[-1] == "061e016c"


def test_receipts_come_as_text_blocks_where_they_are_permitted(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING, pause=0) as register:
        messages = register.command(PAY_27_40)
    merchant, customer = (bytes.fromhex(m) for m in messages if m.startswith("06d3"))
    assert bytes.fromhex("1f070101") in merchant
    assert bytes.fromhex("1f070102") in customer
    assert b"27,40 EUR" in customer
    assert b"52500001" in customer
    assert bytes.fromhex("090181") in customer
    prompt = bytes.fromhex(messages[0])
    assert b"Karte vorhalten" in prompt


def test_receipts_come_line_by_line_where_they_are_not(ledger: Path) -> None:
    with connected(ledger, "060006000000820978") as register:
        messages = register.command(PAY_27_40)
    lines = [bytes.fromhex(message[6:]) for message in messages if message.startswith("06d1")]
    assert [line for line in lines if line == b"\x81"] == [b"\x81", b"\x81"]
    assert any(b"52500001" in line for line in lines)


@pytest.mark.parametrize("sending", [{"fragment": 1}, {"fragment": 5}, {"merge": True}])
def test_split_and_merged_sending_changes_nothing_of_the_dialogue(
    ledger: Path, sending: dict[str, object]
) -> None:
    with connected(ledger, REGISTER_PRINTING, **sending) as register:
        messages = register.command(PAY_27_40)
    assert [message[:4] for message in messages] == [
        *("04ff", "04ff", "04ff", "04ff", "040f", "06d3", "06d3", "04ff", "060f"),
    ]


def test_an_idle_line_is_closed_where_the_terminal_does_so(ledger: Path) -> None:
    with connected(ledger, idle_close=0.1) as register:
        assert register.receive() == ""


def _pay_until(register: CashRegister, message: str) -> None:
    """Start a payment and acknowledge up to, but not including, a message."""
    register.send(PAY_27_40)
    assert register.receive() == ACK
    while register.receive() != message:
        register.send(ACK)
