"""Signing in with the accounts of the embedded store."""

import time
from collections.abc import Callable

from sqlmodel import Session, col, select

from clerk.domain.arrival_hours import parse_last_arrivals
from clerk.domain.people import Identity, Role, Workplace
from clerk.persistence import audit_trail
from clerk.persistence.driver import driver_of
from clerk.persistence.passwords import fits, hash_password, is_outdated
from clerk.persistence.sign_in_tries import forget_tries, reserve_try
from clerk.persistence.store import Store
from clerk.persistence.tables_people import AccountRoleRow, AccountRow, CounterRow, CounterSkillRow, SiteRow
from clerk.ports import Clock

_NOBODY = 0
"""Who tried, in the audit trail, where the login is not known."""


class StoredAccounts:
    """The ``Accounts`` of the embedded store; *pause* waits for so many seconds."""

    def __init__(self, store: Store, clock: Clock, pause: Callable[[float], None] = time.sleep) -> None:
        """Read the accounts of *store*."""
        self._store = store
        self._clock = clock
        self._pause = pause

    def verify(self, login: str, secret: str) -> Identity | None:
        """Return the person if login and secret fit, else ``None``; takes as long for an unknown login.

        After three wrong tries each further one waits first, up to 8 seconds.
        """
        login = folded_login(login)
        with self._store.write() as session:
            now = self._clock.now()
            wait = reserve_try(session, login, now) - now
        if wait:
            self._pause(wait.total_seconds())
        with self._store.read() as session:
            account = session.exec(
                select(AccountRow).where(AccountRow.login == login, col(AccountRow.active))
            ).first()
            stored = None if account is None else account.password_hash
            identity = None if account is None else _identity(session, account)
        if not fits(secret, stored):
            with self._store.write() as session:
                self._note(session, "sign_in_failed", identity)
            return None
        with self._store.write() as session:
            forget_tries(session, login)
            if account is not None and stored is not None and is_outdated(stored):
                session.add(account)
                account.password_hash = hash_password(secret, demo=True)
            self._note(session, "signed_in", identity)
        return identity

    def workplace(self, counter: int) -> Workplace:
        """Return the counter as workplace; ``KeyError`` if there is none or it is out of use."""
        with self._store.read() as session:
            row = session.get(CounterRow, counter)
            if row is None or not row.active:
                raise KeyError(counter)
            site = session.get_one(SiteRow, row.site)
            areas = session.exec(select(CounterSkillRow.area).where(CounterSkillRow.counter == counter))
            return Workplace(
                counter=counter,
                label=row.label,
                site=row.site,
                site_name=site.name,
                office_name=site.office_name,
                skills=frozenset(areas),
                terminal=row.terminal,
                zone=site.zone,
                walk_in_offset_minutes=site.walk_in_offset_minutes,
                no_show_minutes=site.no_show_minutes,
                calls_until_missed=site.calls_until_missed,
                last_arrivals=parse_last_arrivals(site.last_arrivals),
            )

    def has_role(self, account: int, role: Role) -> bool:
        """Tell whether the account has *role* now."""
        with self._store.read() as session:
            row = session.get(AccountRow, account)
            return row is not None and row.active and role in _roles(session, account)

    def _note(self, session: Session, action: str, identity: Identity | None) -> None:
        audit_trail.append(
            driver_of(session.connection()),
            at=self._clock.now(),
            account=_NOBODY if identity is None else identity.account,
            action=action,
        )


def folded_login(login: str) -> str:
    """Return a login as it is stored and compared: without case and outer blanks."""
    return login.strip().casefold()


def _identity(session: Session, row: AccountRow) -> Identity | None:
    if row.id is None:
        return None
    return Identity(
        account=row.id, login=row.login, display_name=row.display_name, roles=_roles(session, row.id)
    )


def _roles(session: Session, account: int) -> frozenset[Role]:
    rows = session.exec(select(AccountRoleRow).where(AccountRoleRow.account == account))
    return frozenset(row.role for row in rows)
