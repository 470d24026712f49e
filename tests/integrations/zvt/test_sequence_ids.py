"""Message numbers: asked for, used only if echoed, repetitions recognised, and nothing dropped by mistake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from clerk.domain.payment import Payment, PaymentState
from clerk.persistence.payment_tables import PaymentEventRow
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu, parse_apdu
from integrations.zvt.registration import registration
from integrations.zvt.sequence_ids import SequenceIds
from tests.integrations.zvt.paying import pay_once
from tests.integrations.zvt.scripted_terminal import (
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    TID_FIELD,
    Peer,
    scripted_terminal,
    written,
)
from tests.services.till import Till


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def numbered(message: str, number: int) -> str:
    """Put a number behind a message without a container."""
    return written(message[:4], f"{message[6:]}06061f7303{number:06d}")


def number_in(message: str) -> str | None:
    """Return the number a message of ours carries."""
    place = message.find("1f7303")
    return message[place + 6 : place + 12] if place >= 0 else None


class Counting:
    """A terminal that numbers its messages and echoes ours."""

    def __init__(self, *said: str, echoes: bool = True) -> None:
        self._said = said
        self._echoes = echoes
        self.answers: list[str] = []

    def register(self, peer: Peer) -> None:
        """06 00: echo the wish for numbers, or do not."""
        peer.send(ACK)
        tail = "06061f7303000000" if self._echoes else ""
        self.answers.append(peer.ask(written("060f", f"1900{TID_FIELD}490978{tail}")))

    def repeat(self, peer: Peer) -> None:
        """06 20: the older transaction."""
        peer.send(numbered(ACK, int(number_in(peer.heard[-1]) or 0)))
        for message in (numbered(OLDER, 1), numbered(COMPLETED, 2)):
            self.answers.append(peer.ask(message))

    def pay(self, peer: Peer) -> None:
        """06 01: what is to be said."""
        peer.send(numbered(ACK, int(number_in(peer.heard[-1]) or 0)))
        for message in self._said:
            self.answers.append(peer.ask(message))


def pay(till: Till, terminal: Counting) -> tuple[Payment, list[str]]:
    """Charge a visit; return the payment and what the terminal heard."""
    with scripted_terminal(x0600=terminal.register, x0620=terminal.repeat, x0601=terminal.pay) as script:
        payment = pay_once(till, script.port, sequence_ids=True)
        return payment, script.heard


def test_numbers_are_in_every_message_once_the_terminal_echoed_them(till: Till) -> None:
    terminal = Counting(numbered("04ff010a", 3), numbered(APPROVAL, 4), numbered(COMPLETED, 5))
    payment, heard = pay(till, terminal)
    assert payment.state is PaymentState.PAID
    assert [(message[:4], number_in(message)) for message in heard if message[:2] != "80"] == [
        ("0600", "000000"),
        ("0620", "000001"),
        ("0601", "000002"),
    ]
    assert sorted(str(number_in(answer)) for answer in terminal.answers) == [
        "000000",
        "000001",
        "000002",
        "000003",
        "000004",
        "000005",
    ]


def test_a_terminal_that_does_not_echo_them_gets_none(till: Till) -> None:
    terminal = Counting(echoes=False)
    with scripted_terminal(x0600=terminal.register) as script:
        pay_once(till, script.port, sequence_ids=True, t3_seconds=0.3)
        assert number_in(script.heard[0]) == "000000"
        assert {number_in(message) for message in script.heard[1:]} == {None}


def test_a_repeated_message_is_acknowledged_again_and_delivered_once(till: Till) -> None:
    approval = numbered(APPROVAL, 3)
    terminal = Counting(approval, approval, approval, numbered(COMPLETED, 4))
    payment, _heard = pay(till, terminal)
    assert payment.state is PaymentState.PAID
    assert [number_in(answer) for answer in terminal.answers[-4:]] == ["000003"] * 3 + ["000004"]
    with till.office.store.read() as session:
        messages = session.exec(select(PaymentEventRow.message)).all()
    assert sum(message.startswith(APPROVAL[:4]) and "0042" in message for message in messages) == 1


def test_an_end_that_is_said_again_does_not_end_the_next_command(till: Till) -> None:
    terminal = Counting(numbered(COMPLETED, 2), numbered(APPROVAL, 3), numbered(COMPLETED, 4))
    assert pay(till, terminal)[0].state is PaymentState.PAID


def test_a_terminal_that_never_counts_loses_no_result(till: Till) -> None:
    terminal = Counting(numbered("04ff010a", 1), numbered(APPROVAL, 1), numbered(COMPLETED, 1))
    assert pay(till, terminal)[0].state is PaymentState.PAID


def test_after_the_highest_number_comes_one() -> None:
    numbers = SequenceIds(wanted=True)
    numbers.registered("999998")
    sent = [number_in(numbers.command(commands.abort()).data.hex()) for _time in range(3)]
    assert sent == ["999999", "000001", "000002"]


@pytest.mark.parametrize("strange", ["", "01", "00000001", "9999999999"])
def test_a_number_of_another_length_is_none(strange: str) -> None:
    numbers = SequenceIds(wanted=True)
    assert numbers.answer(commands.positive_ack(), strange) == commands.positive_ack()
    numbers.registered(strange)
    assert not numbers.agreed


def test_unwanted_numbers_change_no_message() -> None:
    numbers = SequenceIds()
    assert numbers.command(registration("000000")) == registration("000000")
    numbers.registered("000000")
    assert not numbers.agreed
    assert numbers.command(commands.abort()) == commands.abort()
    assert numbers.answer(commands.positive_ack(), "000001") == commands.positive_ack()


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (commands.abort(), "06b00806061f7303000001"),
        (commands.diagnosis(1), "06700b06091b01011f7303000001"),
        (commands.repeat_receipt("000000"), "06200d000000030306061f7303000001"),
        (commands.authorisation(1), "060112040000000000014909780606" + "1f7303000001"),
    ],
)
def test_a_number_goes_into_the_container_at_the_end(command: Apdu, text: str) -> None:
    numbers = SequenceIds(wanted=True)
    numbers.registered("000000")
    assert numbers.command(command) == parse_apdu(bytes.fromhex(text))


def test_the_acknowledgement_of_the_specification_is_built() -> None:
    answer = SequenceIds(wanted=True).answer(commands.positive_ack(), "000001")
    assert answer.encode().hex() == "80000806061f7303000001"
