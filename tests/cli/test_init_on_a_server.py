"""``clerk init --database``: an office on a server, and further machines that join it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.cli.conftest import PASSWORD, Clerk
from tests.postgres import Server, temporary

FIRST = ("--office", "Musterland", "--site", "Mitte", "--login", "admin", "--name", "Frau Beispiel")


@pytest.fixture(name="address")
def _address(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty database, its password in the environment."""
    monkeypatch.setenv("CLERK_NEW_PASSWORD", PASSWORD)
    with temporary(postgres, postgres.empty_database()) as address:
        secret = str(make_url(address).password)
        monkeypatch.setenv("CLERK_DATABASE_PASSWORD", secret)
        yield address.replace(f":{secret}@", "@")


def test_the_office_is_made_on_the_server_and_the_password_stands_nowhere(
    clerk: Clerk, address: str, tmp_path: Path
) -> None:
    made = clerk("init", *FIRST, "--counter", "7", "--database", address, "--json")
    assert (made.status, made.json) == (
        0,
        {"config": str(tmp_path / "clerk.toml"), "store": address, "counter": 1},
    )
    assert tomllib.loads((tmp_path / "clerk.toml").read_text())["database"] == address
    assert clerk("db", "check").out == "Der Datenspeicher ist in Ordnung.\n"
    assert clerk("audit", "verify").status == 0
    counters = clerk("counter", "list", "--json").json
    assert isinstance(counters, list)
    assert [counter["label"] for counter in counters] == ["7"]


def test_a_second_machine_joins_by_the_name_of_its_counter(
    clerk: Clerk, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clerk("init", *FIRST, "--counter", "7", "--database", address).status == 0
    assert clerk("counter", "add", "8", "--site", "Mitte").status == 0
    monkeypatch.setenv("CLERK_CONFIG", str(tmp_path / "second.toml"))
    lost = clerk("init", "--database", address, "--counter", "9")
    assert lost.status == 2
    assert "7, 8" in lost.err
    assert clerk("init", "--database", address, "--counter", "8").status == 0
    assert tomllib.loads((tmp_path / "second.toml").read_text())["counter"] == 2


def test_a_password_in_the_address_is_refused(clerk: Clerk) -> None:
    answer = clerk("init", *FIRST, "--database", "postgresql+psycopg://amt:geheim@127.0.0.1/clerk")
    assert answer.status == 2
    assert "gehört nicht in die Adresse" in answer.err
    assert "geheim" not in answer.err


def test_a_wrong_password_and_a_server_that_is_off_are_told_apart(
    clerk: Clerk, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_DATABASE_PASSWORD", "falsch")
    wrong = clerk("init", *FIRST, "--database", address)
    assert wrong.status == 2
    assert "Adresse und Kennwort prüfen" in wrong.err
    off = clerk("init", *FIRST, "--database", "postgresql+psycopg://amt@127.0.0.1:1/clerk")
    assert off.status == 3
    assert "antwortet nicht" in off.err


def test_an_address_without_database_is_explained(clerk: Clerk) -> None:
    answer = clerk("init", *FIRST, "--database", "postgresql+psycopg://amt@127.0.0.1")
    assert answer.status == 2
    assert "Name der Datenbank" in answer.err
