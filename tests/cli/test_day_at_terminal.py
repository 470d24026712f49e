"""A day with a simulated terminal in a process of its own: report and end of day agree, what is planted is named."""

from pathlib import Path

import pytest

from integrations.zvt.sim_foreign import pay_at_device
from tests.cli.conftest import Clerk, as_process, terminal_of


def _paid(cents: int) -> None:
    ended = as_process("terminal", "pay", "--cents", str(cents), "--login", "admin")
    assert ended.returncode == 0, ended.stderr


def _ended() -> None:
    ended = as_process("terminal", "end-of-day", "--login", "admin")
    assert ended.returncode == 0, ended.stderr


def _report(clerk: Clerk) -> dict[str, object]:
    answer = clerk("day", "report", "--login", "admin", "--json")
    assert isinstance(answer.json, dict), answer.err
    return answer.json


def _items(report: dict[str, object]) -> list[tuple[object, object, object]]:
    items = report["differences"]
    assert isinstance(items, list)
    return [(item["kind"], item["cents"], item["receipts"]) for item in items]


@pytest.mark.usefixtures("furnished")
def test_a_days_payments_agree_with_the_terminals_end_of_day(clerk: Clerk, tmp_path: Path) -> None:
    with terminal_of(clerk, tmp_path, "approve"):
        _paid(2740)
        assert _items(_report(clerk)) == [("no_end_of_day", 0, [])]
        _paid(500)
        _ended()
    report = _report(clerk)
    assert (report["received_cents"], _items(report)) == (3240, [])
    terminals = report["terminals"]
    assert isinstance(terminals, list)
    assert [(block["told_cents"], block["told_count"]) for block in terminals] == [(3240, 2)]
    signed = clerk("day", "close", "--login", "admin")
    assert signed.status == 0, signed.err
    refused = as_process("terminal", "pay", "--cents", "100", "--login", "admin")
    assert refused.returncode == 1
    assert "schon unterschrieben" in refused.stderr


@pytest.mark.usefixtures("furnished")
def test_a_payment_somebody_made_past_the_program_is_named_with_its_receipt(
    clerk: Clerk, tmp_path: Path
) -> None:
    with terminal_of(clerk, tmp_path, "approve") as ledger:
        _paid(2740)
        pay_at_device(ledger, 400)
        _ended()
    found = _report(clerk)
    assert ("terminal_only", 400, ["0002"]) in _items(found)
    refused = clerk("day", "close", "--login", "admin")
    assert refused.status == 1
    assert "52500001-terminal-only" in refused.err
    remarks = [
        part
        for kind in ("terminal-only", "count")
        for part in ("--remark", f"52500001-{kind}=Zahlung an der Terminaltastatur")
    ]
    closed = clerk("day", "close", "--login", "admin", *remarks)
    assert closed.status == 0, closed.err
