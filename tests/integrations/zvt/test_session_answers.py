"""What is answered and what never is: results of an older dialogue, terminals without an end, odd beginnings."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState
from clerk.domain.terminal_profile import TerminalProfile
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.connection import Silence
from integrations.zvt.dialling import dial
from integrations.zvt.messages import Completion
from integrations.zvt.session import Collector, End, Session
from tests.integrations.zvt.paying import QUICK, pay_once
from tests.integrations.zvt.scripted_terminal import (
    ABORTED,
    ACK,
    APPROVAL,
    COMPLETED,
    PRINT_LINE,
    STOPPED,
    Dialogue,
    Peer,
    answers,
    scripted_terminal,
)
from tests.services.till import Till

STATUS = commands.status_enquiry("000000")
BUSY_DOING_SOMETHING = "04ff010e"
TEXT_BLOCK = "06d30706052503070141"


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def ask(port: int, command: Apdu = STATUS, **profile: float) -> tuple[End, Collector]:
    """Ask a question over a connection of its own."""
    answer = Collector()

    async def run(at: TerminalProfile) -> End:
        async with await dial(at) as connection:
            return await Session(connection, at, answer).run(command)

    return asyncio.run(run(replace(QUICK, port=port, **profile))), answer  # type: ignore[arg-type]


@pytest.mark.parametrize("message", [APPROVAL, "040f00", "040f032700ab", PRINT_LINE, TEXT_BLOCK])
def test_money_or_a_receipt_of_an_older_dialogue_is_not_acknowledged_by_a_question(message: str) -> None:
    heard: list[str] = []

    def still_at_it(peer: Peer) -> None:
        peer.send(message)
        heard.append(peer.hear(0.3))
        peer.send(ACK)
        heard.append(peer.ask("060f0100"))

    with scripted_terminal(x0501=still_at_it) as terminal:
        end, answer = ask(terminal.port)
    assert heard == ["", ACK]
    assert isinstance(end, Completion)
    assert end.terminal_status == 0
    assert answer.status is None


@pytest.mark.parametrize("message", [STOPPED, BUSY_DOING_SOMETHING, COMPLETED, ABORTED, "060f0105"])
def test_the_rest_of_an_older_dialogue_is_acknowledged_and_does_not_answer_the_question(message: str) -> None:
    """A terminal whose end was not acknowledged says it again, and takes no command before."""
    heard: list[str] = []

    def not_acknowledged(peer: Peer) -> None:
        heard.append(peer.ask(message))
        peer.send(ACK)
        heard.append(peer.ask("060f0100"))

    with scripted_terminal(x0501=not_acknowledged) as terminal:
        end, _answer = ask(terminal.port)
    assert heard == [ACK, ACK]
    assert isinstance(end, Completion)
    assert end.terminal_status == 0


def test_an_end_without_a_beginning_is_no_answer() -> None:
    def only_ends(peer: Peer) -> None:
        peer.ask(COMPLETED)
        peer.hear()

    with scripted_terminal(x0501=only_ends) as terminal, pytest.raises(Silence):
        ask(terminal.port, t3_seconds=0.2)


def test_a_positive_answer_with_a_code_is_no_refusal(till: Till) -> None:
    """Refused means that charging again is safe: only 84 says so."""
    with scripted_terminal(x0601=answers("800100")) as terminal:
        payment = pay_once(till, terminal.port, t4_seconds=0.2, abort_ok=False)
    assert payment.state is PaymentState.UNKNOWN


def test_a_terminal_that_asks_for_time_for_ever_is_stopped_in_the_end(till: Till) -> None:
    def endless(peer: Peer) -> None:
        peer.send(ACK)
        while (answer := peer.ask(BUSY_DOING_SOMETHING)) == ACK:
            pass
        stopped.append(answer)
        while peer.ask(BUSY_DOING_SOMETHING):
            pass

    stopped: list[str] = []
    with scripted_terminal(x0601=endless) as terminal:
        payment = pay_once(till, terminal.port, dialogue_seconds=0.3, t3_seconds=0.3, t4_seconds=0.3)
    assert payment.state is PaymentState.UNKNOWN
    assert stopped == ["06b000"]


@pytest.mark.parametrize(("permitted", "answer"), [(True, ACK), (False, "848300")])
def test_a_signature_on_the_terminals_screen_is_refused_unless_the_profile_permits_it(
    till: Till, permitted: bool, answer: str
) -> None:
    dialogue = Dialogue("06d000", APPROVAL, COMPLETED)
    with scripted_terminal(x0601=dialogue) as terminal:
        assert pay_once(till, terminal.port, signature_on_screen=permitted).state is PaymentState.PAID
        assert ("0a0206d0" in terminal.heard[0]) is permitted
    assert dialogue.answers == [answer, ACK, ACK]


@pytest.mark.parametrize("control", ["040d", "040e", "06d8", "06d9", "06da", "06db", "06e4", "0601", "1234"])
def test_what_we_do_not_serve_is_refused_and_the_payment_goes_on(till: Till, control: str) -> None:
    dialogue = Dialogue(f"{control}00", "040100", APPROVAL, PRINT_LINE, TEXT_BLOCK, COMPLETED)
    with scripted_terminal(x0601=dialogue) as terminal:
        assert pay_once(till, terminal.port).state is PaymentState.PAID
    assert dialogue.answers == ["848300", ACK, ACK, ACK, ACK, ACK]


@pytest.mark.parametrize(
    "result", [APPROVAL, "040f00", "040f0115", "040f032700ab", "040f0606ff00000000", "040f022715"]
)
def test_a_result_is_never_answered_with_a_refusal_however_it_looks(till: Till, result: str) -> None:
    dialogue = Dialogue(result, COMPLETED)
    with scripted_terminal(x0601=dialogue) as terminal:
        pay_once(till, terminal.port)
    assert dialogue.answers == [ACK, ACK]
