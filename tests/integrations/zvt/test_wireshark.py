"""A whole day between our client and our simulator, dissected a second time by Wireshark."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment import PaymentState
from integrations.zvt import commands
from integrations.zvt.apdu import Apdu
from integrations.zvt.dialling import dial
from integrations.zvt.messages import Abort, Completion, StatusInformation
from integrations.zvt.registration import Abilities, registration
from integrations.zvt.session import Collector, End, Session
from integrations.zvt.sim_settings import Scenario, choose_scenario
from tests.integrations.zvt.dissection import fields_of, lines_of, meanings_of
from tests.integrations.zvt.paying import PASSWORD, QUICK, pay_once, terminal_at
from tests.integrations.zvt.simulator_process import SimulatedTerminal, simulated_terminal
from tests.integrations.zvt.wiretap import TSHARK, Heard, Seen, Wiretap, dissected, wiretap, write_capture
from tests.services.till import CENTS, Till

NOT_OF_THE_MESSAGE = {"zvt.resp_to", "zvt.resp_in", "zvt.tlv.tag.class"}
IGNORED = {"0501", "0610", "0620", "06b0", "0602"}
"""Control fields of which the dissector of Wireshark 4.0 knows nothing."""


def pay(folder: Path, port: int) -> PaymentState:
    """Charge a visit of an office of its own."""
    folder.mkdir()
    till = Till.set_up(folder)
    try:
        return pay_once(till, port).state
    finally:
        till.office.store.close()


def bits_or_bytes(field: Seen) -> str:
    """Return a single bit as 0 or 1, anything else as its bytes."""
    single = field.name == "zvt.tlv.tag.type" or field.name.startswith("zvt.tlv.receipt_info.")
    return {"True": "1", "False": "0"}.get(field.shown, field.shown) if single else field.value


def ask(port: int, command: Apdu) -> tuple[End, StatusInformation | None]:
    """Run one command to its end; return that and the result on the way."""
    answer = Collector()
    profile = replace(QUICK, port=port)

    async def run() -> End:
        async with await dial(profile) as connection:
            return await Session(connection, profile, answer).run(command)

    return asyncio.run(run()), answer.status


def stop_while_a_card_is_waited_for(port: int) -> End:
    """Begin a refund and stop it a moment later."""
    profile = replace(QUICK, port=port)

    async def run() -> End:
        asked = asyncio.Event()
        asyncio.get_running_loop().call_later(0.3, asked.set)
        async with await dial(profile) as connection:
            return await Session(connection, profile, Collector(), asked).run(commands.refund(PASSWORD, 500))

    return asyncio.run(run())


def a_day(folder: Path, terminal: SimulatedTerminal, tap: Wiretap) -> None:
    """Let everything happen that happens on a day."""
    with terminal_at(tap.port) as client:
        assert client.status().ready
    assert pay(folder / "1", tap.port) is PaymentState.PAID
    choose_scenario(terminal.ledger, Scenario.WRONG_PIN)
    assert pay(folder / "2", tap.port) is PaymentState.PAID
    choose_scenario(terminal.ledger, Scenario.DECLINE)
    assert pay(folder / "3", tap.port) is PaymentState.DECLINED
    choose_scenario(terminal.ledger, Scenario.APPROVE)
    _end, last = ask(tap.port, commands.repeat_receipt(PASSWORD))
    assert last is not None
    assert last.receipt is not None
    _end, reversed_ = ask(tap.port, commands.reversal(PASSWORD, last.receipt, CENTS))
    assert reversed_ is not None
    assert reversed_.approved
    _end, refunded = ask(tap.port, commands.refund(PASSWORD, 500))
    assert refunded is not None
    assert refunded.approved
    choose_scenario(terminal.ledger, Scenario.NO_CARD)
    assert isinstance(stop_while_a_card_is_waited_for(tap.port), Abort)
    choose_scenario(terminal.ledger, Scenario.APPROVE)
    line_by_line = registration(PASSWORD, abilities=Abilities(permitted=()))
    assert isinstance(ask(tap.port, line_by_line)[0], Completion)
    ask(tap.port, commands.refund(PASSWORD, 300))
    ask(tap.port, commands.diagnosis(1))
    ask(tap.port, commands.initialisation(PASSWORD))
    ask(tap.port, commands.totals(PASSWORD))
    _end, closed = ask(tap.port, commands.end_of_day(PASSWORD))
    assert closed is not None
    assert closed.totals is not None


@pytest.mark.skipif(
    TSHARK is None,
    reason="tshark is not installed: DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends tshark",
)
def test_wireshark_reads_every_message_of_a_day_as_we_do(tmp_path: Path) -> None:
    with simulated_terminal(tmp_path / "ledger") as terminal, wiretap(terminal.port) as tap:
        a_day(tmp_path, terminal, tap)
    capture = tmp_path / "day.pcap"
    heard = _known(tap.heard)
    write_capture(capture, heard)
    seen = dissected(capture)
    assert len(seen) == len(heard)
    for one, fields in zip(heard, seen, strict=True):
        theirs = [field for field in fields if field.name not in NOT_OF_THE_MESSAGE]
        assert [(field.name[4:], bits_or_bytes(field)) for field in theirs] == fields_of(one.message)
        shown = {field.name[4:]: field.shown for field in theirs}
        ours = meanings_of(one.message)
        assert {name: shown[name] for name in ours if name in shown} == {
            name: value for name, value in ours.items() if name in shown
        }
        lines = [field.shown for field in theirs if field.name == "zvt.tlv.text_lines.line"]
        assert [line.split() for line in lines] == [line.split() for line in lines_of(one.message)]
    controls = {one.message[:2].hex() for one in heard}
    assert controls >= {
        "0600",
        "0601",
        "0630",
        "0631",
        "0650",
        "0670",
        "0693",
        "060f",
        "061e",
        "040f",
        "04ff",
    }
    assert controls >= {"8000", "06d1", "06d3"}
    print(f"{len(heard)} of {len(tap.heard)} messages compared")


def _known(heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if one.message[:2].hex() not in IGNORED]
