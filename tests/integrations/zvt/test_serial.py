"""A terminal on a serial line, over a real pseudo terminal: the same payment, and every fault of the line."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.terminal_profile import TerminalLink
from integrations.zvt.apdu import Apdu
from integrations.zvt.commands import abort, end_of_day, status_enquiry
from integrations.zvt.connection import LineCut, Silence, Unreachable
from integrations.zvt.dialling import dial
from integrations.zvt.messages import Completion, StatusInformation
from integrations.zvt.serial_connection import SerialConnection
from integrations.zvt.session import Collector, Session
from integrations.zvt.terminal import ZvtTerminal
from tests.integrations.zvt.paying import QUICK, pay_once, recover_once, terminal_at
from tests.integrations.zvt.scripted_terminal import (
    ACK,
    APPROVAL,
    COMPLETED,
    OLDER,
    PRINT_LINE,
    Dialogue,
    answers,
    repeats,
)
from tests.integrations.zvt.serial_terminal import SerialPeer, SerialTerminal, framed, serial_terminal
from tests.services.till import Till

WAITING = "04ff010a"
FAST: dict[str, object] = {"t1_seconds": 0.05, "t2_seconds": 0.3, "t3_seconds": 2.0}


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def pay(till: Till, terminal: SerialTerminal) -> Payment:
    """Charge a visit at a serial terminal."""
    return pay_once(till, 0, host=terminal.device, link=TerminalLink.SERIAL, **FAST)  # type: ignore[arg-type]


async def connected(terminal: SerialTerminal) -> SerialConnection:
    """Open the line."""
    profile = replace(QUICK, host=terminal.device, link=TerminalLink.SERIAL, **FAST)  # type: ignore[arg-type]
    return await SerialConnection.open(profile)


def run(terminal: SerialTerminal, command: Apdu) -> Collector:
    """Run one command to its end."""
    answer = Collector()

    async def follow() -> None:
        profile = replace(QUICK, host=terminal.device, **FAST)  # type: ignore[arg-type]
        async with await connected(terminal) as connection:
            assert isinstance(await Session(connection, profile, answer).run(command), Completion)

    asyncio.run(follow())
    return answer


def sending_is_given_up(terminal: SerialTerminal, command: Apdu) -> bool:
    """Send a command; tell whether the line gave up."""

    async def send() -> bool:
        async with await connected(terminal) as connection:
            try:
                await connection.send(command)
            except LineCut:
                return True
        return False

    return asyncio.run(send())


def test_a_payment_over_a_serial_line_is_paid(till: Till) -> None:
    dialogue = Dialogue(WAITING, APPROVAL, PRINT_LINE, COMPLETED)
    with serial_terminal(x0601=dialogue) as terminal:
        paid = pay(till, terminal)
    assert paid.state is PaymentState.PAID
    assert dialogue.answers == [ACK] * 4
    assert terminal.failures == []


def test_an_unclear_payment_over_a_serial_line_is_recovered(till: Till) -> None:
    with serial_terminal(x0601=Dialogue(WAITING)) as terminal:
        profile = {"host": terminal.device, "link": TerminalLink.SERIAL, **FAST, "t4_seconds": 0.2}
        unclear = pay_once(till, 0, **{**profile, "abort_ok": False})  # type: ignore[arg-type]
        assert unclear.state is PaymentState.UNKNOWN
        terminal.script["0620"] = repeats(APPROVAL)
        assert recover_once(till, 0, unclear, **profile).state is PaymentState.PAID
        assert terminal.times("0601") == 1


@pytest.mark.parametrize("noise", [b"\x00", b"\x10\x00", b"\xff\x03\x10\x10", b"\x10\x02\x06\x10\x02\x04"])
def test_noise_between_the_frames_changes_nothing(till: Till, noise: bytes) -> None:
    with serial_terminal(x0601=Dialogue(WAITING, APPROVAL, COMPLETED)) as terminal:
        terminal.peer.noise = noise
        assert pay(till, terminal).state is PaymentState.PAID


def test_a_damaged_frame_is_refused_and_read_when_it_comes_again(till: Till) -> None:
    with serial_terminal(x0601=Dialogue(WAITING, APPROVAL, COMPLETED)) as terminal:
        terminal.peer.damage = 2
        assert pay(till, terminal).state is PaymentState.PAID
        assert terminal.peer.damage == 0


def test_a_lost_acknowledgement_of_ours_does_not_deliver_a_message_twice(till: Till) -> None:
    dialogue = Dialogue(WAITING, WAITING, APPROVAL, COMPLETED)
    with serial_terminal(x0601=dialogue) as terminal:
        terminal.peer.lose_acks = 3
        assert pay(till, terminal).state is PaymentState.PAID
    assert dialogue.answers == [ACK] * 4


def test_the_same_message_said_twice_on_purpose_is_delivered_twice() -> None:
    dialogue = Dialogue(OLDER, OLDER, COMPLETED)
    with serial_terminal(x0620=dialogue) as terminal:
        answer = run(terminal, Apdu(b"\x06\x20", b"\x00\x00\x00"))
    assert isinstance(answer.status, StatusInformation)
    assert dialogue.answers == [ACK] * 3


@pytest.mark.parametrize("fault", ["refuse", "swallow_acks"])
def test_a_question_that_did_not_arrive_is_asked_again_by_the_line(fault: str) -> None:
    with serial_terminal() as terminal:
        setattr(terminal.peer, fault, 2)
        terminal.peer.refused = "0501"
        run(terminal, status_enquiry("000000"))
        assert terminal.times("0501") == 1


def test_after_two_repetitions_the_line_is_given_up() -> None:
    with serial_terminal() as terminal:
        terminal.peer.refuse, terminal.peer.refused = 9, "0501"
        assert sending_is_given_up(terminal, status_enquiry("000000"))
        assert terminal.peer.arrivals == ["0501"] * 3


@pytest.mark.parametrize("fault", ["refuse", "swallow_acks"])
def test_a_payment_is_never_repeated_by_the_line(till: Till, fault: str) -> None:
    with serial_terminal(x0601=answers("")) as terminal:
        setattr(terminal.peer, fault, 1)
        terminal.peer.refused = "0601"
        unclear = pay(till, terminal)
        assert terminal.peer.arrivals.count("0601") == 1
    assert (unclear.state, unclear.reason) == (PaymentState.UNKNOWN, Reason.LINE_CUT)


def test_an_end_of_day_is_never_repeated_by_the_line() -> None:
    with serial_terminal() as terminal:
        terminal.peer.swallow_acks, terminal.peer.refused = 9, "0650"
        terminal.script["0650"] = answers("")
        assert sending_is_given_up(terminal, end_of_day("000000"))
        assert terminal.peer.arrivals == ["0650"]


def test_an_answer_stands_in_for_a_lost_acknowledgement(till: Till) -> None:
    """The terminal took 06 01 and answers it: its own acknowledgement getting lost makes nothing unclear."""
    with serial_terminal(x0601=Dialogue(APPROVAL, COMPLETED)) as terminal:
        terminal.peer.swallow_acks, terminal.peer.refused = 1, "0601"
        assert pay(till, terminal).state is PaymentState.PAID


def test_a_frame_that_stops_in_the_middle_is_refused_after_t1() -> None:
    def hesitant(peer: SerialPeer) -> None:
        peer.put(framed("060f0100")[:5])
        assert peer.signal() == b"\x15"
        peer.send(ACK)
        peer.ask("060f0100")

    with serial_terminal(x0501=hesitant) as terminal:  # type: ignore[arg-type]
        run(terminal, status_enquiry("000000"))
        assert terminal.failures == []


def test_a_line_that_says_nothing_is_silent_and_a_line_that_is_gone_is_cut() -> None:
    async def listen(terminal: SerialTerminal) -> None:
        connection = await connected(terminal)
        with pytest.raises(Silence):
            await connection.receive(0.05)
        await connection.close()
        with pytest.raises(LineCut):
            await connection.receive(0.05)
        with pytest.raises(LineCut):
            await connection.send(abort())

    with serial_terminal(x06b0=answers(ACK)) as terminal:
        asyncio.run(listen(terminal))


def test_a_device_that_is_not_there_is_named(till: Till) -> None:
    profile = replace(QUICK, host="/dev/nirgends", link=TerminalLink.SERIAL)
    terminal = ZvtTerminal(profile, "000000")
    status = terminal.status()
    terminal.close()
    assert not status.reachable
    assert "/dev/nirgends" in status.action


def test_without_pyserial_the_clerk_reads_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "serial", None)
    with terminal_at(0, host="/dev/ttyUSB0", link=TerminalLink.SERIAL) as terminal:
        status = terminal.status()
    assert "pyserial" in status.action
    assert "pip install" in status.action


def test_a_terminal_without_a_link_is_never_dialled() -> None:
    async def call() -> None:
        await dial(replace(QUICK, link=TerminalLink.NONE))

    with pytest.raises(Unreachable, match="nicht angebunden"):
        asyncio.run(call())
