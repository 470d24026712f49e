"""The recorded dialogues of a real terminal, played to our client: what it answers, and what it concludes."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.terminal_presets import preset_called
from clerk.domain.terminal_profile import TerminalProfile, with_settings
from integrations.zvt import commands
from integrations.zvt.dialling import dial
from integrations.zvt.messages import Abort, Completion
from integrations.zvt.questions import Questions
from integrations.zvt.session import Collector, End, Session
from tests.integrations.zvt.paying import PASSWORD, QUICK, pay_once
from tests.integrations.zvt.scripted_terminal import ACK, OLDER, Peer, hangs_up, repeats, scripted_terminal
from tests.integrations.zvt.vectors import SEQUENCES, Sequence
from tests.services.till import CENTS, TID, Till

_RECORDED_TID, _RECORDED_AMOUNT = "2912345678", "04{:012d}"
CARD_COMPLETE = with_settings(QUICK, preset_called("card-complete").settings)
PAYMENTS = {
    "seq-03": PaymentState.PAID,
    "seq-05": PaymentState.PAID,
    "seq-07": PaymentState.DECLINED,
    "seq-09": PaymentState.PAID,
    "seq-10": PaymentState.DECLINED,
    "seq-12": PaymentState.UNKNOWN,
    "seq-16": PaymentState.DECLINED,
}
RECORDED_CENTS = {"seq-03": 5050, "seq-05": 1, "seq-09": 1200}
DAYS_CLOSED = {"seq-18": (100, None), "seq-20": (3, 0xE0), "seq-22": (0, 0xE0)}


@pytest.fixture(name="till")
def _till(tmp_path: Path) -> Iterator[Till]:
    till = Till.set_up(tmp_path)
    yield till
    till.office.store.close()


def sequence_called(name: str) -> Sequence:
    """Return a recorded dialogue."""
    return next(sequence for sequence in SEQUENCES if sequence["id"] == name)


class Recording:
    """Plays the terminal's side of a dialogue; ``answers`` is what our side said to each message.

    A fresh approval of this till's amount is made of the recorded one: terminal id and amount are put in.
    """

    def __init__(self, name: str, cents: int | None = None) -> None:
        said = [message["hex"] for message in sequence_called(name)["messages"] if message["dir"][:2] == "PT"]
        recorded = _RECORDED_AMOUNT.format(RECORDED_CENTS.get(name, 0))
        ours = _RECORDED_AMOUNT.format(cents) if cents is not None else recorded
        self._said = [text.replace(_RECORDED_TID, f"29{TID}").replace(recorded, ours, 1) for text in said]
        self.ends_open = name == "seq-12"
        self.answers: list[str] = []

    def __call__(self, peer: Peer) -> None:
        """Say one message after the other; those that are no acknowledgement wait for theirs."""
        for text in self._said:
            if text == ACK:
                peer.send(text)
            else:
                self.answers.append(peer.ask(text))
        if self.ends_open:
            hangs_up(peer)


def test_all_twelve_dialogues_are_played() -> None:
    played = {"seq-01", "seq-14", *PAYMENTS, *DAYS_CLOSED}
    assert played == {sequence["id"] for sequence in SEQUENCES}


@pytest.mark.parametrize(("name", "state"), PAYMENTS.items())
def test_a_recorded_payment_ends_as_it_ended(till: Till, name: str, state: PaymentState) -> None:
    recording = Recording(name, CENTS)
    assert _pay(till, recording).state is state
    assert set(recording.answers) == {ACK}


def test_a_recorded_payment_whose_end_was_not_recorded_is_unclear_not_declined(till: Till) -> None:
    payment = _pay(till, Recording("seq-12", CENTS))
    assert (payment.state, payment.reason) == (PaymentState.UNKNOWN, Reason.LINE_CUT)
    assert payment.result is not None
    assert payment.result.code == 0x6C


def test_a_recorded_payment_tells_what_belongs_on_the_receipt(till: Till) -> None:
    payment = _pay(till, Recording("seq-03", CENTS))
    assert payment.result is not None
    assert (payment.result.receipt, payment.result.amount_cents) == ("0163", CENTS)


def test_a_recorded_approval_of_another_amount_is_not_believed(till: Till) -> None:
    assert _pay(till, Recording("seq-03")).state is PaymentState.UNKNOWN


def test_the_recorded_demand_for_an_end_of_day_names_its_code(till: Till) -> None:
    payment = _pay(till, Recording("seq-16", CENTS))
    assert (payment.state, payment.code) == (PaymentState.DECLINED, 0xF0)


@pytest.mark.parametrize(("name", "expected"), DAYS_CLOSED.items())
def test_a_recorded_end_of_day_gives_its_totals(name: str, expected: tuple[int, int | None]) -> None:
    cents, code = expected
    end, answer = _close_day(Recording(name))
    assert isinstance(end, Completion)
    assert end.result_code == code
    assert answer.status is not None
    assert answer.status.totals is not None
    assert answer.status.approved
    assert (answer.status.totals.cents, answer.status.amount_cents) == (cents, cents)


def test_a_recorded_end_of_day_that_failed_gives_its_reason() -> None:
    end, answer = _close_day(Recording("seq-14"))
    assert isinstance(end, Abort)
    assert end.code == 0x77
    assert answer.status is not None
    assert not answer.status.approved
    assert answer.status.totals is None


def test_the_recorded_registration_registers_us() -> None:
    recording = Recording("seq-01")
    with scripted_terminal(x0600=recording) as terminal:
        questions = Questions(_at(terminal.port), PASSWORD)
        assert asyncio.run(questions.ensure_registered())
    assert questions.tid == TID
    assert not questions.sequence.agreed
    assert recording.answers == [ACK]


def _pay(till: Till, recording: Recording) -> Payment:
    with scripted_terminal(x0601=recording, x0620=repeats(OLDER)) as terminal:
        return pay_once(till, terminal.port, charset=CARD_COMPLETE.charset)


def _close_day(recording: Recording) -> tuple[End, Collector]:
    answer = Collector()

    async def close(profile: TerminalProfile) -> End:
        async with await dial(profile) as connection:
            return await Session(connection, profile, answer).run(commands.end_of_day("123456"))

    with scripted_terminal(x0650=recording) as terminal:
        end = asyncio.run(close(_at(terminal.port)))
    assert set(recording.answers) == {ACK}
    return end, answer


def _at(port: int) -> TerminalProfile:
    return replace(CARD_COMPLETE, port=port)
