"""Adding, listing and changing accounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from clerk.domain.people import Role
from clerk.locale import _
from clerk.persistence.accounts import folded_login
from clerk.persistence.administration import AdministrationRefused, note, required
from clerk.persistence.arrivals import stored_id
from clerk.persistence.passwords import hash_password
from clerk.persistence.personal_text import personal_name
from clerk.persistence.store import Store
from clerk.persistence.tables_people import AccountRoleRow, AccountRow
from clerk.ports import Clock


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in, without the password."""

    id: int
    login: str
    display_name: str
    roles: frozenset[Role]
    active: bool = True


class AccountAdmin:
    """Accounts as the administrator sees them. Everything refused raises ``ValueError`` with a sentence."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Administer the accounts of *store*."""
        self._store = store
        self._clock = clock

    def add(
        self, login: str, display_name: str, secret: str, roles: Iterable[Role], *, demo: bool = False
    ) -> Account:
        """Add an account; the password needs 8 characters, except in the demo."""
        login = folded_login(required(login, _("Der Anmeldename")))
        name = personal_name(required(display_name, _("Der Name")))
        password_hash = hash_password(secret, demo=demo)
        with self._store.write() as session:
            if session.exec(select(AccountRow).where(AccountRow.login == login)).first() is not None:
                raise AdministrationRefused(
                    _("Den Anmeldenamen „{login}“ gibt es schon.").format(login=login)
                )
            row = AccountRow(login=login, display_name=name, password_hash=password_hash)
            session.add(row)
            session.flush()
            account = Account(stored_id(row.id), login, name, frozenset(roles))
            _write_roles(session, account)
            note(session, self._clock, "account_added", str(account.id))
            return account

    def all(self) -> list[Account]:
        """Return all accounts by login."""
        with self._store.read() as session:
            roles: dict[int, set[Role]] = {}
            for row in session.exec(select(AccountRoleRow)):
                roles.setdefault(row.account, set()).add(row.role)
            return [
                Account(
                    stored_id(row.id),
                    row.login,
                    row.display_name,
                    frozenset(roles.get(row.id or 0, ())),
                    row.active,
                )
                for row in session.exec(select(AccountRow).order_by(col(AccountRow.login)))
            ]

    def find(self, login: str) -> Account:
        """Return the account with *login*; ``AdministrationRefused`` if there is none."""
        for account in self.all():
            if account.login == folded_login(login):
                return account
        raise AdministrationRefused(_("Den Anmeldenamen „{login}“ gibt es nicht.").format(login=login))

    def change(self, account: Account) -> None:
        """Store display name, roles and whether the account is active; the login stays."""
        with self._store.write() as session:
            row = session.get_one(AccountRow, account.id)
            row.display_name = personal_name(required(account.display_name, _("Der Name")))
            row.active = account.active
            _write_roles(session, account)
            note(session, self._clock, "account_changed", str(account.id))

    def set_password(self, account: Account, secret: str) -> None:
        """Give the account another password of at least 8 characters."""
        password_hash = hash_password(secret)
        with self._store.write() as session:
            session.get_one(AccountRow, account.id).password_hash = password_hash
            note(session, self._clock, "password_set", str(account.id))


def _write_roles(session: Session, account: Account) -> None:
    session.exec(delete(AccountRoleRow).where(col(AccountRoleRow.account) == account.id))
    session.add_all(AccountRoleRow(account=account.id, role=role) for role in sorted(account.roles))
