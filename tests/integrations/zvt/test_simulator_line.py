"""How the simulated terminal's bytes arrive: pieces, lines that close, character sets, sequence numbers."""

import time
from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    CashRegister,
    cash_register,
    connected,
    results,
    simulated_terminal,
)

PAY = "06010a04000000002740490978"
STATUS = "0501050000000302"
REPEAT = "0620050000000303"
REGISTER_IN_LATIN_1 = "060013000000be0978060b26040a0206d32703140101"


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


@pytest.mark.parametrize("sending", [{"fragment": 1}, {"fragment": 2, "merge": True}, {"fragment": 64}])
def test_pieces_of_any_size_make_the_same_payment(ledger: Path, sending: dict[str, object]) -> None:
    with connected(ledger, REGISTER_PRINTING, **sending) as register:
        assert register.command(PAY)[-1] == "060f00"
        assert register.command("065003000000")[-1] == "060f00"


def test_an_acknowledgement_may_come_in_one_segment_with_the_message_behind_it(ledger: Path) -> None:
    with connected(ledger, merge=True) as register:
        register.send(STATUS)
        assert register.read_once() == ACK + "060f0100"


def test_a_line_is_closed_after_a_silence_and_not_before(ledger: Path) -> None:
    with connected(ledger, idle_close=0.5) as register:
        started = time.monotonic()
        assert register.command(STATUS) == ["060f0100"]
        assert register.receive() == ""
        assert 0.4 < time.monotonic() - started < 5


def test_a_connection_may_be_accepted_and_closed_at_once(ledger: Path) -> None:
    with simulated_terminal(ledger, scenario="hang-up") as terminal:
        for _time in range(3):
            register = CashRegister(terminal.port)
            assert register.receive() == ""
            register.close()
        terminal.control(scenario="approve")
        with cash_register(terminal.port) as register:
            assert register.command(PAY)[-1] == "060f00"


def test_an_honest_terminal_names_the_set_only_if_it_writes_it(ledger: Path) -> None:
    with connected(ledger, None) as register:
        assert "140101" not in register.command(REGISTER_IN_LATIN_1)[-1]
    with connected(ledger, None, charset="iso8859-1") as register:
        assert "2703140101" in register.command(REGISTER_IN_LATIN_1)[-1]


@pytest.mark.parametrize("said", ["nothing", "cp437"])
def test_a_terminal_may_write_latin_1_whatever_it_said(ledger: Path, said: str) -> None:
    claims = {} if said == "nothing" else {"echoed_charset": said, "block_tag": said}
    with connected(ledger, None, charset="iso8859-1", **claims) as register:
        (answer,) = register.command(REGISTER_PRINTING)
        messages = [bytes.fromhex(message) for message in register.command(PAY)]
    assert ("1401ff" in answer) is (said == "cp437")
    prompt = next(message for message in messages if b"Geheimzahl" in message)
    assert "bestätigen".encode("latin-1") in prompt
    merchant = next(message for message in messages if message.startswith(b"\x06\xd3"))
    assert "H Ä N D".encode("latin-1") in merchant
    assert bytes.fromhex("1401ff" if said == "cp437" else "140101") in merchant


def test_blocks_may_be_written_in_another_set_than_the_rest(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING, block_charset="utf-8") as register:
        messages = [bytes.fromhex(message) for message in register.command(PAY)]
    prompt = next(message for message in messages if b"Geheimzahl" in message)
    assert "bestätigen".encode("cp437") in prompt
    merchant = next(message for message in messages if message.startswith(b"\x06\xd3"))
    assert "H Ä N D".encode() in merchant
    assert bytes.fromhex("1401fe") in merchant


def test_message_numbers_are_agreed_on_only_where_the_terminal_offers_them(ledger: Path) -> None:
    with connected(ledger, None) as register:
        assert "1f73" not in register.command(_numbered_registration())[-1]
        assert not any("1f7303" in message for message in register.command(PAY))
    with connected(ledger, None, sequence_ids=True) as register:
        assert register.command(_numbered_registration())[-1].endswith("1f7303000000")
        assert register.command(REPEAT) != []


def test_every_message_carries_a_number_and_every_acknowledgement_that_of_its_message(ledger: Path) -> None:
    with connected(ledger, _numbered_registration(), sequence_ids=True) as register:
        register.send(_numbered(PAY, 1))
        assert register.receive() == "80000806061f7303000001"
        seen: list[str] = []
        while not seen or not seen[-1].startswith("060f"):
            seen.append(register.receive())
            assert seen[-1].endswith(f"1f7303{len(seen):06d}")
            register.send(f"80000806061f7303{len(seen):06d}")
        register.send(_numbered(STATUS, 2))
        assert register.receive() == "80000806061f7303000002"
        assert register.receive() == f"060f090006061f7303{len(seen) + 1:06d}"
    assert [message[:4] for message in seen].count("06d3") == 2
    assert [entry.stands for entry in read_ledger(ledger)] == [True]


def test_a_command_sent_again_with_its_number_is_acknowledged_and_not_done_again(ledger: Path) -> None:
    with connected(ledger, _numbered_registration(), sequence_ids=True) as register:
        register.command(_numbered(PAY, 1))
        register.send(_numbered(PAY, 1))
        assert register.receive() == "80000806061f7303000001"
        assert register.stays_silent()
    assert len(read_ledger(ledger)) == 1


def test_a_late_acknowledgement_is_not_taken_for_that_of_the_next_message(ledger: Path) -> None:
    with connected(
        ledger, _numbered_registration(), sequence_ids=True, ack_wait=0.3, lost_ack="reverse"
    ) as register:
        result = register.start(_numbered(PAY, 1), "040f")
        register.send("80000806061f7303" + f"{int(result[-6:]) - 1:06d}")
        messages = register.follow()
    assert messages[-1].startswith("061e")
    assert [entry.stands for entry in read_ledger(ledger)] == [False]


def test_a_result_said_again_keeps_its_number(ledger: Path) -> None:
    with connected(
        ledger, _numbered_registration(), sequence_ids=True, ack_wait=0.2, result_repeats=1
    ) as register:
        first = register.start(_numbered(PAY, 1), "040f")
        assert results([register.receive()]) == [first]


def _numbered_registration() -> str:
    container = "26040a0206d3" + "1f7303000000"
    data = "000000" + "be" + "0978" + f"06{len(container) // 2:02x}" + container
    return f"0600{len(data) // 2:02x}" + data


def _numbered(command: str, number: int) -> str:
    """Put a sequence number behind a command without a container."""
    data = command[6:] + "06061f7303" + f"{number:06d}"
    return command[:4] + f"{len(data) // 2:02x}" + data
