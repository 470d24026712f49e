"""What the simulated terminal does with payments that were made: repeat, reverse, refund, close the day."""

from pathlib import Path

import pytest

from integrations.zvt.sim_ledger import Kind, read_ledger
from tests.integrations.zvt.simulator_process import REGISTER_PRINTING, connected, results

PAY_27_40 = "06010a04000000002740490978"
PAY_1_00 = "06010a04000000000100490978"
REPEAT = "0620050000000303"


@pytest.fixture(name="ledger")
def _ledger(tmp_path: Path) -> Path:
    return tmp_path / "terminal.jsonl"


def test_repeat_receipt_gives_the_last_good_payment_and_not_the_declined_one_after_it(ledger: Path) -> None:
    with connected(ledger) as register:
        paid = results(register.command(PAY_27_40))
    with connected(ledger, scenario="decline") as register:
        register.command(PAY_1_00)
        repeated = register.command(REPEAT)
    assert repeated == [*paid, "060f00"]


def test_repeat_receipt_honours_its_service_byte(ledger: Path) -> None:
    with connected(ledger, REGISTER_PRINTING) as register:
        register.command(PAY_27_40)
        kinds = {
            service: [message[:4] for message in register.command(f"06200500000003{service}")]
            for service in ("00", "01", "02", "03")
        }
    assert kinds == {
        "00": ["06d3", "06d3", "060f"],
        "01": ["040f", "06d3", "06d3", "060f"],
        "02": ["060f"],
        "03": ["040f", "060f"],
    }


def test_repeat_receipt_without_any_payment_is_refused(ledger: Path) -> None:
    with connected(ledger) as register:
        assert register.command(REPEAT) == ["061e0183"]


def test_a_reversal_names_the_trace_it_takes_back_and_works_only_once(ledger: Path) -> None:
    reverse = "063010000000870001" + "04000000002740" + "490978"
    with connected(ledger) as register:
        register.command(PAY_27_40)
        messages = register.command(reverse)
        again = register.command(reverse)
    assert "37000101" in results(messages)[0]
    assert messages[-1] == "060f00"
    assert again == ["061e01b4"]
    payment, reversal = read_ledger(ledger)
    assert (payment.stands, reversal.kind) == (False, Kind.REVERSAL)


@pytest.mark.parametrize("data", ["870009" + "04000000002740", "870001" + "04000000002741"])
def test_a_reversal_of_an_unknown_receipt_or_another_amount_is_refused(ledger: Path, data: str) -> None:
    with connected(ledger) as register:
        register.command(PAY_27_40)
        assert register.command("063010000000" + data + "490978") == ["061e01b5"]
    assert read_ledger(ledger)[0].stands


def test_after_an_end_of_day_nothing_can_be_reversed(ledger: Path) -> None:
    with connected(ledger) as register:
        register.command(PAY_27_40)
        register.command(PAY_1_00)
        totals = register.command("061003000000")
        closed = register.command("065003000000")
        repeated = register.command("06200b000000030306041f010104")
        refused = register.command("063010000000870001" + "04000000002740" + "490978")
        empty = register.command("061003000000")
    assert "270004000000002840" in totals[0]
    assert "60f0f5f30001000202000000002840" in totals[0]
    assert results(closed)[0][-106:] == totals[0][-106:]
    assert repeated[0][-106:] == totals[0][-106:]
    assert refused == ["061e01b5"]
    assert "270004000000000000" in empty[0]


def test_a_refund_is_a_transaction_of_its_own(ledger: Path) -> None:
    with connected(ledger) as register:
        assert register.command("06310d00000004000000000100490978")[-1] == "060f00"
    assert read_ledger(ledger)[0].kind is Kind.REFUND


def test_receipt_numbers_wrap(ledger: Path) -> None:
    with connected(ledger, first_receipt=9999) as register:
        register.command(PAY_1_00)
        register.command(PAY_1_00)
    assert [entry.receipt for entry in read_ledger(ledger)] == ["9999", "0001"]


def test_an_order_number_is_echoed_and_never_charged_twice(ledger: Path) -> None:
    pay = "060110" + "04000000000100" + "06071f0d0441423137"
    with connected(ledger, echo_order=True) as register:
        assert "1f0d0441423137" in results(register.command(pay))[0]
        assert "1f0d0441423137" in results(register.command(REPEAT))[0]
        assert register.command(pay) == ["061e01b4"]
    assert len(read_ledger(ledger)) == 1
