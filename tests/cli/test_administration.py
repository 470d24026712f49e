"""``clerk account``, ``clerk counter``, ``clerk terminal add | list | change``."""

import getpass
import sys

import pytest

from tests.cli.conftest import PASSWORD, Clerk

pytestmark = pytest.mark.usefixtures("office")


def _entry(clerk: Clerk, family: str, name: str, value: str) -> dict[str, object]:
    answer = clerk(family, "list", "--json").json
    assert isinstance(answer, list)
    found = [entry for entry in answer if entry[name] == value]
    assert len(found) == 1
    assert isinstance(found[0], dict)
    return found[0]


def test_an_account_can_be_added_and_changed(clerk: Clerk) -> None:
    assert clerk("account", "add", "Anna", "--name", "Frau Muster", "--role", "clerk").status == 0
    assert _entry(clerk, "account", "login", "anna") == {
        "id": 2,
        "login": "anna",
        "name": "Frau Muster",
        "roles": ["clerk"],
        "active": True,
    }
    changed = clerk("account", "change", "anna", "--role", "clerk", "--role", "team_lead", "--active", "no")
    assert changed.status == 0
    after = _entry(clerk, "account", "login", "anna")
    assert (after["roles"], after["active"], after["name"]) == (["clerk", "team_lead"], False, "Frau Muster")


def test_a_name_with_control_characters_is_harmless_in_the_list(clerk: Clerk) -> None:
    assert clerk("account", "add", "x", "--name", "Meier\x1b[31m [TODO]\u202e", "--role", "clerk").status == 0
    listed = clerk("account", "list")
    assert "Meier [TODO]" in listed.out
    assert "\x1b" not in listed.out
    assert "\u202e" not in listed.out


def test_the_list_never_shows_passwords(clerk: Clerk) -> None:
    for answer in (clerk("account", "list"), clerk("account", "list", "--json")):
        assert PASSWORD not in answer.out
        assert "argon2" not in answer.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("account", "add", "admin", "--name", "x", "--role", "clerk"), "gibt es schon"),
        (("account", "add", "anna", "--name", " ", "--role", "clerk"), "fehlt"),
        (("account", "add", "anna", "--name", "x", "--role", "king"), "team_lead"),
        (("account", "change", "nix", "--active", "no"), "gibt es nicht"),
        (("account", "change", "admin"), "ändert sich nichts"),
        (("counter", "add", "1"), "gibt es dort schon"),
        (("counter", "add", "2", "--area", "quatsch"), "kfz"),
        (("counter", "add", "2", "--terminal", "nix"), "noch keines"),
        (("counter", "add", "2", "--site", "Nord"), "Mitte"),
        (("counter", "change", "9", "--label", "x"), "clerk counter list"),
        (("counter", "change", "1"), "ändert sich nichts"),
        (("counter", "change", "1", "--terminal", "x", "--no-terminal"), "schließen sich aus"),
        (("terminal", "add", "T", "--host", "h", "--tid", "52500001", "--set", "nix=1"), "t4_seconds"),
        (
            ("terminal", "add", "T", "--host", "h", "--tid", "52500001", "--set", "exclusive"),
            "EINSTELLUNG=WERT",
        ),
        (("terminal", "add", "T", "--tid", "52500001"), "--link none"),
        (("terminal", "add", "T", "--host", "h", "--tid", "52500001", "--preset", "x"), "card-complete"),
        (("terminal", "change", "T", "--host", "h"), "noch keines"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    clerk: Clerk, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = clerk(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert sentence in answer.err
    assert clerk("audit", "verify").status == 0


def test_a_terminal_comes_to_a_counter_and_leaves_it_again(clerk: Clerk) -> None:
    added = clerk(
        "terminal", "add", "Theke", "--host", "192.0.2.7", "--tid", "52500001", "--set", "t4_seconds=90"
    )
    assert added.status == 0
    assert _entry(clerk, "terminal", "name", "Theke") == {
        "id": 1,
        "name": "Theke",
        "site": "Mitte",
        "host": "192.0.2.7",
        "port": 20007,
        "tid": "52500001",
        "settings": {"t4_seconds": 90},
    }
    assert clerk("counter", "change", "1", "--terminal", "Theke").status == 0
    assert _entry(clerk, "counter", "label", "1")["terminal"] == "Theke"
    assert clerk("counter", "change", "1", "--no-terminal").status == 0
    assert _entry(clerk, "counter", "label", "1")["terminal"] is None


def test_a_preset_sets_what_is_known_and_what_is_typed_goes_before_it(clerk: Clerk) -> None:
    where = ("--host", "192.0.2.7", "--tid", "52500001")
    added = clerk("terminal", "add", "Theke", *where, "--preset", "card-complete", "--set", "totals=true")
    assert added.status == 0
    settings = _entry(clerk, "terminal", "name", "Theke")["settings"]
    assert settings == {"charset": "iso8859-1", "diagnosis_kind": 1, "totals": True, "sequence_ids": True}


def test_a_serial_terminal_and_one_without_a_link_are_added(clerk: Clerk) -> None:
    tid = ("--tid", "52500001")
    assert clerk("terminal", "add", "S", *tid, "--host", "/dev/ttyUSB0", "--link", "serial").status == 0
    assert clerk("terminal", "add", "O", *tid, "--link", "none").status == 0
    assert _entry(clerk, "terminal", "name", "S")["settings"] == {"link": "serial"}
    assert _entry(clerk, "terminal", "name", "O")["settings"] == {"link": "none"}
    listed = clerk("terminal", "list").out
    assert "/dev/ttyUSB0" in listed
    assert "20007" not in listed
    assert "ohne Anbindung" in listed


def test_the_presets_are_listed_with_what_they_set_and_how_sure_that_is(clerk: Clerk) -> None:
    listed = clerk("terminal", "presets").out
    assert "--set charset=" in listed
    assert "Portalum.Zvt #26" in listed
    assert "von Anwendern berichtet" in listed
    presets = clerk("terminal", "presets", "--json").json
    assert isinstance(presets, list)
    assert {preset["name"] for preset in presets} >= {"generic", "card-complete", "global-payments", "clover"}


def test_changing_one_thing_of_a_terminal_keeps_the_others(clerk: Clerk) -> None:
    clerk("terminal", "add", "Theke", "--host", "192.0.2.7", "--tid", "52500001", "--set", "t4_seconds=90")
    assert clerk("terminal", "change", "1", "--name", "Info", "--set", "exclusive=false").status == 0
    after = _entry(clerk, "terminal", "name", "Info")
    assert (after["host"], after["settings"]) == ("192.0.2.7", {"t4_seconds": 90, "exclusive": False})


def test_a_counter_serves_the_areas_named(clerk: Clerk) -> None:
    assert clerk("counter", "add", "2", "--area", "kfz", "--area", "info").status == 0
    assert _entry(clerk, "counter", "label", "2")["areas"] == ["info", "kfz"]
    assert clerk("counter", "change", "2", "--area", "pass", "--label", "2a", "--active", "no").status == 0
    after = _entry(clerk, "counter", "label", "2a")
    assert (after["areas"], after["active"]) == (["pass"], False)


def test_lists_are_aligned_tables_for_people(clerk: Clerk) -> None:
    clerk("counter", "add", "22", "--area", "kfz")
    header, *rows = clerk("counter", "list").out.splitlines()
    column = header.index("Standort")
    assert len(rows) == 2
    assert all(row[column:].startswith("Mitte") for row in rows)


def test_a_typed_password_has_to_be_the_same_twice(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["geheimes-wort", "geheimes-wrot"])
    monkeypatch.delenv("CLERK_NEW_PASSWORD")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    answer = clerk("account", "change", "admin", "--password")
    assert answer.status == 2
    assert "verschieden" in answer.err


def test_a_site_can_be_added_and_its_times_changed(clerk: Clerk) -> None:
    assert clerk("site", "add", "Nebenstelle", "--calls", "2").status == 0
    added = _entry(clerk, "site", "name", "Nebenstelle")
    assert (added["last_arrival"], added["calls"], added["walk_in_minutes"]) == ("", 2, 60)
    changed = clerk("site", "change", "2", "--last-arrival", "mo-do 15:30, fr 11:30")
    assert changed.status == 0
    assert str(_entry(clerk, "site", "name", "Nebenstelle")["last_arrival"]).endswith("Do 15:30, Fr 11:30")
    refused = clerk("site", "change", "2", "--last-arrival", "Freitag mittags")
    assert (refused.status, "Mo-Do 15:30" in refused.err) == (2, True)
    assert clerk("site", "change", "9", "--calls", "2").status == 2
