"""``clerk init`` and what looks after the store."""

import sqlite3
import stat
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import PASSWORD, Clerk

FIRST = ("--office", "Musterland", "--site", "Mitte", "--login", "Admin", "--name", "Frau Beispiel")


def test_init_makes_everything_a_workplace_needs(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    answer = clerk("init", *FIRST, "--counter", "7", "--json")
    store = tmp_path / "data" / "clerk" / "clerk.db"
    assert answer.status == 0
    assert answer.json == {"config": str(tmp_path / "clerk.toml"), "store": str(store), "counter": 1}
    assert tomllib.loads((tmp_path / "clerk.toml").read_text())["store"] == str(store)
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    assert clerk("db", "check").status == 0
    accounts = clerk("account", "list", "--json").json
    assert isinstance(accounts, list)
    assert [(account["login"], account["roles"]) for account in accounts] == [
        ("admin", ["admin", "clerk", "info_desk"])
    ]
    counters = clerk("counter", "list", "--json").json
    assert isinstance(counters, list)
    assert [(counter["label"], counter["site"]) for counter in counters] == [("7", "Mitte")]
    assert "kfz" in counters[0]["areas"]


def test_init_says_what_to_do_next(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    answer = clerk("init", *FIRST)
    for command in ("clerk account add", "clerk terminal add", "clerk counter change 1 --terminal"):
        assert command in answer.out


def test_init_overwrites_nothing(clerk: Clerk, tmp_path: Path, office: Path) -> None:
    before = office.read_bytes()
    assert clerk("init", *FIRST).status == 2
    (tmp_path / "clerk.toml").unlink()
    answer = clerk("init", *FIRST)
    assert answer.status == 2
    assert "überschreibt nichts" in answer.err
    assert office.read_bytes() == before
    assert not (tmp_path / "clerk.toml").exists()


def test_a_refused_init_leaves_nothing_behind(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_NEW_PASSWORD", "kurz")
    answer = clerk("init", *FIRST)
    assert answer.status == 2
    assert "8 Zeichen" in answer.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    assert clerk("init", *FIRST).status == 0


@pytest.mark.parametrize("missing", ["--office", "--site", "--login", "--name"])
def test_without_a_person_to_ask_init_names_what_is_missing(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    place = FIRST.index(missing)
    answer = clerk("init", *FIRST[:place], *FIRST[place + 2 :])
    assert answer.status == 2
    assert missing in answer.err


def test_a_password_is_never_taken_from_the_command_line(clerk: Clerk) -> None:
    answer = clerk("init", *FIRST)
    assert answer.status == 2
    assert "CLERK_NEW_PASSWORD" in answer.err


@pytest.mark.usefixtures("office")
def test_a_store_of_today_needs_no_upgrade(clerk: Clerk) -> None:
    answer = clerk("db", "upgrade", "--json")
    assert answer.status == 0
    assert isinstance(answer.json, dict)
    assert answer.json["before"] == answer.json["after"]


def test_a_store_without_schema_is_reported_and_can_be_upgraded(clerk: Clerk, office: Path) -> None:
    office.write_bytes(b"")
    assert clerk("db", "check").status == 1
    refused = clerk("account", "list")
    assert refused.status == 2
    assert "clerk db check" in refused.err
    assert clerk("db", "upgrade").status == 0
    assert clerk("db", "check").status == 0


def test_a_changed_audit_trail_is_noticed(clerk: Clerk, office: Path) -> None:
    assert clerk("audit", "verify", "--json").json == {"ok": True, "problems": []}
    with sqlite3.connect(office) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET action = 'nothing' WHERE id = 1")
    database.close()
    answer = clerk("audit", "verify")
    assert answer.status == 1
    assert "Eintrag 1" in answer.out


def test_a_store_that_is_gone_is_not_made_anew(clerk: Clerk, office: Path) -> None:
    office.unlink()
    for command in ((), ("db", "check"), ("account", "list")):
        answer = clerk(*command)
        assert answer.status == 2
        assert "gibt es nicht" in answer.err
    assert not office.exists()


@pytest.mark.usefixtures("office")
def test_a_settings_file_with_a_slip_is_explained(clerk: Clerk, tmp_path: Path) -> None:
    with (tmp_path / "clerk.toml").open("a") as file:
        file.write('pirnter_folder = "x"\n')
    answer = clerk("account", "list")
    assert answer.status == 2
    assert "„printer_folder“" in answer.err
