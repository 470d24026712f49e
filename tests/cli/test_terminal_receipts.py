"""``clerk terminal receipts``: the archive of the terminal's receipts."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from clerk.domain.payment_events import Completed
from clerk.machine import SystemClock
from clerk.persistence.office_admin import OfficeAdmin, TerminalEntry
from clerk.persistence.opening import open_store
from clerk.persistence.payment_journal import StoredPaymentJournal
from clerk.ports import PaymentOrder
from tests.cli.conftest import Clerk
from tests.domain.test_terminal_receipt import CUSTOMER, TO_SIGN
from tests.persistence.test_payment_journal import TO_RESULT
from tests.services.front_office import BERLIN
from tests.services.till import TID, through


@pytest.fixture(name="day")
def _day(office: Path, tmp_path: Path) -> str:
    """Pay once, with both receipts of the terminal; return the day."""
    clock = SystemClock()
    with closing(open_store(office)) as store:
        terminal = OfficeAdmin(store, clock).add_terminal(TerminalEntry(0, 1, "Theke", "127.0.0.1", 9, TID))
        with closing(StoredPaymentJournal(store, clock, tmp_path / "leases")) as journal:
            journal.hold(terminal.id)
            payment = journal.open(PaymentOrder(terminal.id, TID, 2740, 1))
            journal.keep_receipt(payment, replace(TO_SIGN, printed=False))
            journal.keep_receipt(payment, CUSTOMER)
            through(journal, payment, *TO_RESULT, Completed())
    return clock.now().astimezone(BERLIN).date().isoformat()


@pytest.mark.usefixtures("day")
def test_the_merchants_receipt_is_shown_as_a_copy_and_the_customers_not_at_all(clerk: Clerk) -> None:
    answer = clerk("terminal", "receipts", "--payment", "1")
    assert answer.status == 0
    assert "KOPIE" in answer.out
    assert "HÄNDLERBELEG" in answer.out
    assert "Vielen Dank" not in answer.out


def test_it_is_found_by_receipt_number_and_day_too(clerk: Clerk, day: str) -> None:
    found = clerk("terminal", "receipts", "--receipt", "0042", "--day", day, "--json").json
    assert isinstance(found, list)
    (payment,) = found
    merchant, customer = payment["receipts"]
    assert (payment["payment"], payment["receipt"], payment["cents"]) == (1, "0042", 2740)
    assert (merchant["kind"], merchant["signature"]) == ("merchant", True)
    assert "HÄNDLERBELEG" in merchant["lines"]
    assert customer["lines"] is None


def test_what_does_not_exist_is_said(clerk: Clerk, day: str) -> None:
    for wanted in (("--payment", "99"), ("--receipt", "0099", "--day", day)):
        answer = clerk("terminal", "receipts", *wanted)
        assert (answer.status, answer.out) == (1, "")
        assert "keine Zahlung" in answer.err
    without_day = clerk("terminal", "receipts", "--receipt", "0042")
    assert without_day.status == 2
    assert "--day" in without_day.err


@pytest.mark.parametrize("number", ["42", "042", "0042", "000042"])
def test_leading_zeros_of_a_receipt_number_need_not_be_typed(clerk: Clerk, day: str, number: str) -> None:
    assert clerk("terminal", "receipts", "--receipt", number, "--day", day).status == 0
