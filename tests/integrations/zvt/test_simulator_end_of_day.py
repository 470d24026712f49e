"""The end of day of the simulated terminal: totals by card, receipt, failure, software update, lost lines."""

from pathlib import Path

import pytest

from integrations.zvt.sim_cards import card_of_customer
from integrations.zvt.sim_ledger import Kind, Ledger, read_ledger
from tests.integrations.zvt.simulator_process import (
    ACK,
    REGISTER_PRINTING,
    CashRegister,
    cash_register,
    connected,
    results,
    simulated_terminal,
    until,
)

PAY = "06010a04000000002740490978"
PAY_1_00 = "06010a04000000000100490978"
REFUND_1_00 = "06310d00000004000000000100490978"
REVERSE_FIRST = "06301000000087000104000000002740490978"
CLOSE = "065003000000"
TOTALS = "061003000000"
LAST_DAY = "06200b000000030306041f010104"
LAST_DAY_ON_PAPER = "06200b000000030106041f010104"
STATUS = "0501050000000302"
REPEAT = "0620050000000303"
BOTH_KINDS = pytest.mark.parametrize("lost_ack", ["keep", "reverse"])


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


def totals_in(message: str) -> tuple[str, str, list[tuple[int, int]]]:
    """First receipt, last receipt, and (count, cents) of the seven groups, read out of the hex by hand."""
    start = message.index("60f0f5f3") + 8
    groups = [message[start + 8 + 14 * place :][:14] for place in range(7)]
    return message[start:][:4], message[start + 4 :][:4], [(int(g[:2], 16), int(g[2:])) for g in groups]


def test_an_end_of_day_shows_its_steps_its_totals_and_its_receipt(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING) as register:
        register.command(PAY)
        messages = register.command(CLOSE)
    assert messages[:4] == ["04ff010e", "04ff0106", "04ff010e", "04ff0117"]
    assert messages[4].startswith("040f")
    assert messages[4][6:24] == "2700" + "04000000002740"
    assert totals_in(messages[4])[:2] == ("0001", "0001")
    receipt = bytes.fromhex(messages[5])
    assert receipt.startswith(b"\x06\xd3")
    assert bytes.fromhex("1f070103") in receipt
    assert "Kassenschnitt durchgeführt".encode("cp437") in receipt
    assert messages[6:] == ["060f00"]


def test_reversals_take_their_payment_out_and_refunds_only_its_money(ledger: Path) -> None:
    with connected(ledger) as register:
        for command in (PAY, PAY_1_00, PAY_1_00, PAY_1_00, REVERSE_FIRST, REFUND_1_00):
            register.command(command)
        (result,) = results(register.command(TOTALS))
    first, last, groups = totals_in(result)
    assert (first, last) == ("0001", "0006")
    assert groups[0] == (3, 200)
    assert "04000000000200" in result


def test_the_customers_carry_different_cards_always_the_same_for_the_same_seed(ledger: Path) -> None:
    with connected(ledger, card_seed=7) as register:
        paid = [results(register.command(PAY_1_00))[0] for _customer in range(12)]
        (result,) = results(register.command(TOTALS))
    cards = [card_of_customer(place, 7) for place in range(12)]
    assert len({card.name for card in cards}) >= 3
    for message, card in zip(paid, cards, strict=True):
        assert f"8a{card.zvt_type:02x}8bf" in message
        assert (card.name.encode() + b"\0").hex() in message
    groups = totals_in(result)[2]
    slots = ["girocard", "JCB", "Mastercard", "American Express", "Visa", "Diners", "other"]
    expected = [sum(card.group == slot for card in cards) for slot in slots]
    assert groups == [(count, count * 100) for count in expected]


def test_a_count_wraps_at_256(ledger: Path) -> None:
    filled = Ledger(ledger, tid="52500001")
    for _payment in range(258):
        filled.book(filled.record(Kind.PAYMENT, 1, at="2026-05-11T10:00:00"))
    with connected(ledger) as register:
        (result,) = results(register.command(CLOSE))
    assert totals_in(result) == ("0001", "0258", [(2, 258), *[(0, 0)] * 6])


@pytest.mark.parametrize("restart_numbers", [False, True])
def test_numbers_go_on_or_begin_again_after_an_end_of_day(ledger: Path, restart_numbers: bool) -> None:
    with connected(ledger, restart_numbers=restart_numbers) as register:
        for command in (PAY, PAY_1_00, CLOSE, PAY_1_00, PAY_1_00):
            register.command(command)
        reversed_again = register.command("063010000000870001" + "04000000000100" + "490978")
    entries = read_ledger(ledger)
    numbers = [(entry.receipt, entry.trace) for entry in entries[2:4]]
    assert numbers == (
        [("0001", "000101"), ("0002", "000102")]
        if restart_numbers
        else [("0003", "000103"), ("0004", "000104")]
    )
    assert [entry.stands for entry in entries[:4]] == [True, True, not restart_numbers, True]
    assert reversed_again[-1] == ("060f00" if restart_numbers else "061e01b5")


def test_after_a_failed_end_of_day_every_payment_is_refused_until_one_succeeds(ledger: Path) -> None:
    with simulated_terminal(ledger, end_of_day="fails") as terminal:
        with cash_register(terminal.port) as register:
            failed = register.command(CLOSE)
            refused = register.command(PAY)
        terminal.restart(end_of_day="plain")
        with cash_register(terminal.port) as register:
            still = register.command(PAY)
            closed = register.command(CLOSE)
            paid = register.command(PAY)
    assert results(failed)[0][6:10] == "2777"
    assert failed[-1] == "061e0177"
    for messages in (refused, still):
        assert results(messages)[0][6:10] == "27f0"
        assert bytes.fromhex("3cf0f2f5") + "Kassenschnitt\ndurchführen".encode("cp437") in bytes.fromhex(
            results(messages)[0]
        )
        assert messages[-1] == "061e01f0"
    assert (closed[-1], paid[-1]) == ("060f00", "060f00")


def test_a_software_update_makes_the_terminal_deaf_for_a_while(ledger: Path) -> None:
    with connected(ledger, end_of_day="update", deaf=1.5) as register:
        assert register.command(CLOSE)[-1] == "060f0227e0"
        register.send(STATUS)
        assert register.stays_silent(0.2)
        until(lambda: _answers(register))
        assert register.command("0600060000003a0978")[-1].startswith("060f")
        assert register.command(PAY)[-1] == "060f00"


def test_a_reboot_closes_the_port_for_a_while(ledger: Path) -> None:
    with simulated_terminal(ledger, end_of_day="reboot", deaf=1.5) as terminal:
        with cash_register(terminal.port) as register:
            assert register.command(CLOSE)[-1] == "060f0227fc"
            assert register.receive() == ""
        until(lambda: not _is_reachable(terminal.port))
        until(lambda: _is_reachable(terminal.port))
        with cash_register(terminal.port) as register:
            assert register.command(PAY)[-1] == "060f00"


@BOTH_KINDS
@pytest.mark.parametrize(
    "point", ["before-result", "after-result", "after-receipt", "before-end", "after-end"]
)
def test_a_line_cut_after_the_closing_leaves_the_day_closed(ledger: Path, point: str, lost_ack: str) -> None:
    with simulated_terminal(ledger, lost_ack=lost_ack) as terminal:
        with cash_register(terminal.port, REGISTER_PRINTING) as register:
            register.command(PAY)
            terminal.control(fault=f"cut@{point}")
            register.command(CLOSE)
        terminal.control(fault=None)
        with cash_register(terminal.port, REGISTER_PRINTING) as register:
            register.wait_until_idle()
            asked = register.command(LAST_DAY_ON_PAPER)
            without_paper = register.command(LAST_DAY)
            refused = register.command(REVERSE_FIRST)
    assert [message[:4] for message in asked] == ["040f", "06d3", "060f"]
    assert [message[:4] for message in without_paper] == ["040f", "060f"]
    assert totals_in(asked[0]) == ("0001", "0001", [(1, 2740), *[(0, 0)] * 6])
    assert refused == ["061e01b5"]


@BOTH_KINDS
@pytest.mark.parametrize("point", ["before-ack", "after-ack", "after-status#2"])
def test_a_line_cut_before_the_closing_is_given_up_only_by_the_kind_that_reverses(
    ledger: Path, point: str, lost_ack: str
) -> None:
    with simulated_terminal(ledger, lost_ack=lost_ack, fault=f"cut@{point}") as terminal:
        with cash_register(terminal.port) as register:
            register.command(CLOSE)
        with cash_register(terminal.port, None) as register:
            register.wait_until_idle()
            asked = register.command(LAST_DAY)
    assert asked[0].startswith("040f" if lost_ack == "keep" else "061e0183")


@pytest.mark.parametrize(
    ("point", "closed"), [("after-ack", False), ("after-status#4", False), ("before-result", True)]
)
def test_a_terminal_that_loses_its_power_has_closed_the_day_or_not(
    ledger: Path, point: str, closed: bool
) -> None:
    with simulated_terminal(ledger, fault=f"kill@{point}") as terminal:
        with cash_register(terminal.port) as register:
            register.command(CLOSE)
        terminal.wait_until_dead()
        terminal.restart()
        with cash_register(terminal.port) as register:
            asked = register.command(LAST_DAY)
    assert asked[0].startswith("040f" if closed else "061e0183")


def test_a_swallowed_end_of_day_closes_nothing(ledger: Path) -> None:
    with connected(ledger, scenario="silent-on-payment") as register:
        register.send(CLOSE)
        assert register.stays_silent()
        assert register.command(LAST_DAY) == ["061e0183"]


def test_nothing_else_runs_while_a_day_is_closed(ledger: Path) -> None:
    with (
        simulated_terminal(ledger) as terminal,
        cash_register(terminal.port) as register,
        cash_register(terminal.port) as other,
    ):
        register.start(CLOSE, "040f")
        assert other.command(PAY) == ["849c00"]
        assert other.command("06b000") == ["848300"]
        register.send(ACK)
        assert register.follow()[-1] == "060f00"


def test_totals_close_nothing_and_some_terminals_lack_them(ledger: Path) -> None:
    with connected(ledger) as register:
        register.command(PAY)
        assert [register.command(TOTALS)[-1] for _time in range(2)] == ["060f00"] * 2
        assert register.command(REVERSE_FIRST)[-1] == "060f00"
    with connected(ledger, lacks=["0610"]) as register:
        assert register.command(TOTALS) == ["848300"]


def _answers(register: CashRegister) -> bool:
    register.send(STATUS)
    if register.stays_silent(0.1):
        return False
    register.follow()
    return True


def _is_reachable(port: int) -> bool:
    try:
        CashRegister(port).close()
    except ConnectionError:
        return False
    return True
