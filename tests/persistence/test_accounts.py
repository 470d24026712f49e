"""Accounts: who gets in, how long a wrong password takes, and what the administrator may enter."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from clerk.domain.people import Role
from clerk.persistence import passwords
from clerk.persistence.accounts import StoredAccounts
from clerk.persistence.driver import driver_of
from clerk.persistence.office_admin import Counter, Site, TerminalEntry
from clerk.persistence.tables import AccountRow
from tests.persistence.office import Office

SECRET = "ein gutes Kennwort"


@dataclass
class Pauses:
    """Notes how long a sign-in was made to wait (seconds)."""

    taken: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        """Note a pause."""
        self.taken.append(seconds)


def door(office: Office, pause: Pauses | None = None) -> StoredAccounts:
    """Return the door of the office."""
    return StoredAccounts(office.store, office.clock, pause or Pauses())


def test_login_and_password_together_open_the_door(office: Office) -> None:
    added = office.accounts.add("Beispiel", "Frau Beispiel", SECRET, [Role.CLERK, Role.INFO_DESK])
    identity = door(office).verify(" BEISPIEL ", SECRET)
    assert identity is not None
    assert (identity.account, identity.display_name) == (added.id, "Frau Beispiel")
    assert identity.roles == {Role.CLERK, Role.INFO_DESK}


@pytest.mark.parametrize(("login", "secret"), [("beispiel", "falsch"), ("niemand", SECRET), ("", "")])
def test_anything_else_keeps_it_shut(office: Office, login: str, secret: str) -> None:
    office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    assert door(office).verify(login, secret) is None


def test_an_account_out_of_use_does_not_get_in_and_has_no_roles(office: Office) -> None:
    account = office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    assert door(office).has_role(account.id, Role.CLERK)
    office.accounts.change(replace(account, active=False))
    assert door(office).verify("beispiel", SECRET) is None
    assert not door(office).has_role(account.id, Role.CLERK)


def test_an_unknown_login_is_checked_against_a_hash_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an answer takes as long for a login that does not exist, and tells nothing."""
    office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    checked: list[str] = []

    class Watched:
        def verify(self, stored: str, secret: str) -> bool:
            checked.append(stored)
            return hasher.verify(stored, secret)

    hasher = passwords._HASHER
    passwords.fits("warm", None)
    monkeypatch.setattr(passwords, "_HASHER", Watched())
    assert door(office).verify("niemand", SECRET) is None
    assert door(office).verify("beispiel", "falsch") is None
    assert [stored.split("$")[1:4] for stored in checked] == [["argon2id", "v=19", "m=19456,t=2,p=1"]] * 2


def test_wrong_passwords_make_the_next_try_wait_longer_and_the_right_one_ends_that(office: Office) -> None:
    office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    pauses = Pauses()
    for _try in range(8):
        door(office, pauses).verify("beispiel", "falsch")
        office.clock.advance(seconds=sum(pauses.taken[-1:]))
    assert pauses.taken == [1, 2, 4, 8, 8]
    office.clock.advance(minutes=1)
    assert door(office, pauses).verify("beispiel", SECRET) is not None
    assert door(office, pauses).verify("beispiel", "falsch") is None
    assert len(pauses.taken) == 5


def test_an_unknown_login_waits_just_as_long(office: Office) -> None:
    pauses = Pauses()
    for _try in range(5):
        door(office, pauses).verify("niemand", "falsch")
    assert len(pauses.taken) == 2


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(office: Office) -> None:
    account = office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    old = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(SECRET)
    with office.store.write() as session:
        session.get_one(AccountRow, account.id).password_hash = old
    assert door(office).verify("beispiel", SECRET) is not None
    with office.store.read() as session:
        renewed = session.get_one(AccountRow, account.id).password_hash
    assert "m=19456,t=2,p=1" in renewed
    assert door(office).verify("beispiel", SECRET) is not None


@pytest.mark.embedded_only
def test_the_password_itself_is_nowhere_in_the_store(office: Office) -> None:
    office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    door(office).verify("beispiel", SECRET + "x")
    files = [path for path in Path(office.store.address).parent.iterdir() if path.is_file()]
    assert all(SECRET.encode() not in path.read_bytes() for path in files)


def test_sign_ins_are_in_the_audit_trail(office: Office) -> None:
    account = office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    door(office).verify("beispiel", SECRET)
    door(office).verify("beispiel", "falsch")
    door(office).verify("niemand", "falsch")
    with office.store.read_connection() as connection:
        rows = driver_of(connection).execute("SELECT action, account FROM audit ORDER BY id DESC").fetchall()
    assert rows[:3] == [("sign_in_failed", 0), ("sign_in_failed", account.id), ("signed_in", account.id)]


# ---------------------------------------------------------------- administration


def test_a_short_password_is_refused_except_in_the_demo(office: Office) -> None:
    with pytest.raises(ValueError, match="mindestens 8"):
        office.accounts.add("beispiel", "Frau Beispiel", "kurz", [Role.CLERK])
    office.accounts.add("demo", "Frau Beispiel", "demo", [Role.CLERK], demo=True)
    assert door(office).verify("demo", "demo") is not None


def test_a_login_is_given_once_whatever_its_capitals(office: Office) -> None:
    office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    with pytest.raises(ValueError, match="gibt es schon"):
        office.accounts.add("BEISPIEL", "Herr Beispiel", SECRET, [Role.CLERK])
    with office.store.read() as session:
        assert len(session.exec(select(AccountRow)).all()) == 1


def test_roles_names_and_passwords_can_be_changed(office: Office) -> None:
    account = office.accounts.add("beispiel", "Frau Beispiel", SECRET, [Role.CLERK])
    changed = replace(account, display_name="Frau Muster", roles=frozenset({Role.TEAM_LEAD, Role.ADMIN}))
    office.accounts.change(changed)
    office.accounts.set_password(changed, "noch ein Kennwort")
    assert office.accounts.all() == [changed]
    assert office.accounts.find("Beispiel") == changed
    assert door(office).verify("beispiel", SECRET) is None
    assert door(office).verify("beispiel", "noch ein Kennwort") is not None


def test_a_counter_is_a_workplace_with_its_skills_site_and_terminal(office: Office) -> None:
    terminal = office.admin.add_terminal(
        TerminalEntry(0, office.site, "Kasse 7", "127.0.0.1", 22000, "52500010", {"exclusive": True})
    )
    counter = office.admin.add_counter(Counter(0, office.site, "7", frozenset({"kfz", "pass"}), terminal.id))
    workplace = door(office).workplace(counter.id)
    assert (workplace.label, workplace.skills) == ("7", frozenset({"kfz", "pass"}))
    assert (workplace.terminal, workplace.site_name) == (terminal.id, "Hauptstelle")
    assert (workplace.zone, workplace.walk_in_offset_minutes) == ("Europe/Berlin", 60)
    assert office.admin.terminals() == [terminal]


def test_a_counter_out_of_use_is_no_workplace(office: Office) -> None:
    counter = office.admin.add_counter(Counter(0, office.site, "7", frozenset({"kfz"})))
    office.admin.change_counter(replace(counter, label="7a", skills=frozenset({"pass"})))
    assert door(office).workplace(counter.id).skills == {"pass"}
    office.admin.change_counter(replace(counter, active=False))
    for number in (counter.id, 999):
        with pytest.raises(KeyError):
            door(office).workplace(number)


def test_what_cannot_be_entered_is_refused_with_a_sentence_and_changes_nothing(office: Office) -> None:
    admin = office.admin
    counter = admin.add_counter(Counter(0, office.site, "7", frozenset({"kfz"})))
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: admin.add_counter(replace(counter, site=99)), "Standort"),
        (lambda: admin.add_counter(counter), "gibt es dort schon"),
        (lambda: admin.add_counter(replace(counter, label=" ")), "fehlt"),
        (lambda: admin.change_counter(replace(counter, terminal=99)), "Kartenterminal"),
        (lambda: admin.add_terminal(TerminalEntry(0, office.site, "a", "host", 0)), "Port"),
        (lambda: admin.add_site(Site(0, "Hauptstelle", "x")), "gibt es schon"),
        (lambda: admin.add_site(Site(0, "Neu", "x", zone="Mars/Olympus")), "Zeitzone"),
        (lambda: admin.add_site(Site(0, "Neu", "x", no_show_minutes=-1)), "negativ"),
    ]
    for entry, sentence in refused:
        with pytest.raises(ValueError, match=sentence):
            entry()
    assert (len(admin.sites()), admin.counters(), admin.terminals()) == (1, [counter], [])
