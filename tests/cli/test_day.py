"""``clerk day report | close``: JSON, files, exit statuses, and every way to be refused."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from clerk.domain.people import Role
from clerk.domain.settlement import Way
from clerk.machine import SystemClock
from clerk.persistence.account_admin import AccountAdmin
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.built_in_queue import BuiltInQueue
from clerk.persistence.opening import open_store
from clerk.persistence.work import StoredUnitOfWork
from clerk.ports import Arrival, NewCase, NewLine
from tests.cli.conftest import PASSWORD, Clerk
from tests.persistence.office import claim_of

KIM, ALEX, TONI = "schalter", "aufsicht", "leitung"


@pytest.fixture(name="taken")
def _taken(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office where somebody has just been given a notice over 27,40 € at counter 1."""
    for variable in ("CLERK_PASSWORD", "CLERK_SECOND_PASSWORD"):
        monkeypatch.setenv(variable, PASSWORD)
    store, clock = open_store(office), SystemClock()
    accounts = AccountAdmin(store, clock)
    accounts.add(KIM, "Kim Beispiel", PASSWORD, frozenset({Role.CLERK}))
    accounts.add(TONI, "Toni Muster", PASSWORD, frozenset({Role.TEAM_LEAD, Role.ADMIN}))
    accounts.add(ALEX, "Alex Probe", PASSWORD, frozenset({Role.CASH_SUPERVISOR}))
    person = StoredAccounts(store, clock).verify(KIM, PASSWORD)
    assert person is not None
    workplace = StoredAccounts(store, clock).workplace(1)
    arrival = Arrival("kfz", (NewCase("kfz-umschreibung-innerhalb", date(2026, 5, 11)),))
    claim = claim_of(BuiltInQueue(store, clock).accept_directly(workplace, person, arrival))
    with StoredUnitOfWork(store, clock).write() as work:
        case = work.visits.get(claim.visit).cases[0].id
        lines = (
            NewLine("a", "Gebühr", "221.8", 2420, "authority"),
            NewLine("b", "KBA", "124", 320, "bund_kba"),
        )
        work.visits.charge(claim, case, lines)
        ids = [line.id for line in work.visits.get(claim.visit).lines]
        work.visits.settle(claim, ids, Way.NOTICE, "=1+1", "Karte nicht lesbar")
    store.close()


def _json(clerk: Clerk, *arguments: str) -> dict[str, object]:
    answer = clerk("day", *arguments, "--json")
    assert answer.status == 0, answer.err
    assert isinstance(answer.json, dict)
    return answer.json


@pytest.mark.usefixtures("taken")
def test_the_report_is_printed_for_who_works_at_the_counter(clerk: Clerk) -> None:
    answer = clerk("day", "report", "--login", KIM)
    assert answer.status == 0
    assert "beschieden, nicht bezahlt" in answer.out
    assert "24,20 €" in answer.out


@pytest.mark.usefixtures("taken")
def test_the_report_as_json_has_the_documented_shape(clerk: Clerk) -> None:
    report = _json(clerk, "report", "--login", ALEX, "--counter", "1")
    assert report.keys() == {
        *("office", "site", "counter", "label", "day", "zone", "state", "number", "seal", "changed"),
        *("blocks_lock", "received_cents", "sums", "differences", "terminals", "open_payments"),
        *("waiting_stornos", "stornos", "awaited", "entries", "journal"),
    }
    assert (report["state"], report["received_cents"]) == ("open", 0)
    sums = report["sums"]
    assert isinstance(sums, list)
    assert [(line["way"], line["payee"], line["cents"]) for line in sums] == [
        ("notice", "authority", 2420),
        ("notice", "bund_kba", 320),
    ]
    assert "account" not in repr(report)


@pytest.mark.usefixtures("taken")
def test_the_report_becomes_pdf_and_csv(clerk: Clerk, tmp_path: Path) -> None:
    pdf, table = tmp_path / "tag.pdf", tmp_path / "tag.csv"
    assert clerk("day", "report", "--login", KIM, "--pdf", str(pdf), "--csv", str(table)).out == ""
    assert pdf.read_bytes().startswith(b"%PDF")
    content = table.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [(row["Satzart"], row["Betrag_Cent"], row["Betrag"], row["Beleg"]) for row in rows[:2]] == [
        ("Buchung", "2420", "24,20", "'=1+1"),
        ("Buchung", "320", "3,20", "'=1+1"),
    ]
    nowhere = clerk("day", "report", "--login", KIM, "--csv", str(tmp_path / "kein" / "ordner.csv"))
    assert nowhere.status == 2


@pytest.mark.usefixtures("taken")
def test_a_day_is_signed_and_confirmed_in_one_command(clerk: Clerk) -> None:
    closing = _json(clerk, "close", "--counter", "1", "--login", KIM, "--second", ALEX)
    assert (closing["state"], closing["number"]) == ("locked", 1)
    assert _json(clerk, "report", "--login", KIM)["seal"] == closing["seal"]
    again = clerk("day", "close", "--login", KIM, "--second", ALEX)
    assert again.status == 1
    assert "abgeschlossen" in again.err


@pytest.mark.usefixtures("taken")
def test_the_second_person_may_come_later(clerk: Clerk) -> None:
    signed = clerk("day", "close", "--login", KIM)
    assert signed.status == 0
    assert "steht noch aus" in signed.out
    assert clerk("day", "close", "--login", KIM).status == 1
    confirmed = clerk("day", "close", "--login", ALEX)
    assert confirmed.status == 0
    assert "Abschluss Nr. 1" in confirmed.out


@pytest.mark.usefixtures("taken")
def test_who_may_not_see_takings_is_refused(clerk: Clerk) -> None:
    assert clerk("counter", "add", "8", "--area", "kfz").status == 0
    for arguments in (("--login", TONI), ("--login", KIM, "--counter", "2")):
        refused = clerk("day", "report", *arguments)
        assert refused.status == 1
        assert "Kassenaufsicht" in refused.err
    assert clerk("day", "report", "--login", ALEX, "--counter", "2").status == 0


@pytest.mark.usefixtures("taken")
def test_what_blocks_is_said_and_ends_with_1(clerk: Clerk) -> None:
    empty = clerk("day", "close", "--login", KIM, "--day", "2026-05-10")
    assert (empty.status, "nichts gebucht" in empty.err) == (1, True)
    unknown = clerk("day", "close", "--login", KIM, "--remark", "rest=weiß nicht")
    assert (unknown.status, "rest" in unknown.err) == (1, True)
    missing = clerk("day", "report", "--login", ALEX, "--counter", "99")
    assert (missing.status, "99" in missing.err) == (1, True)


@pytest.mark.usefixtures("taken")
def test_a_remark_without_text_is_wrong_usage(clerk: Clerk) -> None:
    answer = clerk("day", "close", "--login", KIM, "--remark", "rest")
    assert answer.status == 2
    assert "KENNWORT=TEXT" in answer.err


@pytest.mark.usefixtures("taken")
def test_the_password_of_the_second_person_is_their_own(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_SECOND_PASSWORD", "falsch")
    assert clerk("day", "close", "--login", KIM, "--second", ALEX).status == 1
    assert _json(clerk, "report", "--login", KIM)["state"] == "open"
    monkeypatch.delenv("CLERK_SECOND_PASSWORD")
    nobody = clerk("day", "close", "--login", KIM, "--second", ALEX)
    assert nobody.status == 2
    assert "CLERK_SECOND_PASSWORD" in nobody.err


@pytest.mark.usefixtures("taken")
def test_books_changed_past_the_program_are_found_by_the_audit(clerk: Clerk, office: Path) -> None:
    assert clerk("day", "close", "--login", KIM, "--second", ALEX).status == 0
    assert clerk("audit", "verify").status == 0
    store = open_store(office)
    with store.write_connection() as connection:
        for trigger in ("cash_entry_no_update", "day_closing_locked"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("UPDATE cash_entry SET cents = 1 WHERE number = 2")
        connection.exec_driver_sql("UPDATE day_closing SET confirmed_by = 77")
    store.close()
    found = clerk("audit", "verify")
    assert found.status == 1
    assert "Buchung 2" in found.out
    assert "Abschluss 1" in found.out
