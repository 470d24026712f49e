"""``clerk day visits``: for a team lead only, as text, JSON, CSV and PDF."""

from pathlib import Path

import pytest

from clerk.domain.people import Role
from clerk.machine import SystemClock
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.opening import open_store
from tests.cli.conftest import PASSWORD, Clerk


@pytest.fixture(autouse=True)
def _people(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_PASSWORD", PASSWORD)
    store = open_store(office)
    accounts = AccountAdmin(store, SystemClock())
    accounts.add("schalter", "Kim Beispiel", PASSWORD, frozenset({Role.CLERK, Role.CASH_SUPERVISOR}))
    accounts.add("leitung", "Toni Muster", PASSWORD, frozenset({Role.TEAM_LEAD}))
    store.close()


def test_a_team_lead_gets_the_report_in_every_form(clerk: Clerk, tmp_path: Path) -> None:
    ours = ("day", "visits", "--login", "leitung", "--day", "2026-11-20")
    answer = clerk(*ours, "--json")
    assert answer.status == 0, answer.err
    assert isinstance(answer.json, dict)
    assert (answer.json["day"], answer.json["is_over"], answer.json["areas"]) == ("2026-11-20", True, [])
    pdf, table = tmp_path / "tag.pdf", tmp_path / "tag.csv"
    assert clerk(*ours, "--pdf", str(pdf), "--csv", str(table)).status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert table.read_text().startswith("\ufeffTag;Standort;Bereich;")


def test_nobody_else_does(clerk: Clerk) -> None:
    answer = clerk("day", "visits", "--login", "schalter")
    assert (answer.status, answer.out) == (1, "")
    assert "Teamleitung" in answer.err
    assert clerk("day", "visits", "--login", "leitung", "--site", "Nirgends").status == 2
