"""Passwords for commands: from a prompt or the environment, never from the command line, which others can read."""

import getpass
import os
import sys

from clerk.commands.problems import Problem, Refusal
from clerk.domain.people import Identity
from clerk.locale import _
from clerk.machine import DATABASE_PASSWORD_VARIABLE, database_password, keep_database_password
from clerk.ports import Accounts

NEW_PASSWORD_VARIABLE = "CLERK_NEW_PASSWORD"  # noqa: S105 - the name of a variable
PASSWORD_VARIABLE = "CLERK_PASSWORD"  # noqa: S105
SECOND_PASSWORD_VARIABLE = "CLERK_SECOND_PASSWORD"  # noqa: S105


def new_password() -> str:
    """Return the password for a new account: ``CLERK_NEW_PASSWORD``, else typed twice alike."""
    given = os.environ.get(NEW_PASSWORD_VARIABLE)
    if given is not None:
        return given
    _require_person(NEW_PASSWORD_VARIABLE)
    first = getpass.getpass(_("Neues Kennwort: "))
    if getpass.getpass(_("Noch einmal: ")) != first:
        raise Problem(_("Die beiden Eingaben sind verschieden. Bitte den Befehl noch einmal geben."))
    return first


def database_password_for(address: str) -> str | None:
    """Return the password of a shared database: the environment's or the keyring's, else typed; none if nothing is."""
    known = database_password(address)
    if known is not None or not sys.stdin.isatty():
        return known
    return getpass.getpass(_("Kennwort der Datenbank (Enter: keines nötig): ")) or None


def keep_or_explain(address: str, secret: str | None) -> str:
    """Keep the password of a shared database in the keyring; return what to do where there is none, else nothing."""
    if secret is None or DATABASE_PASSWORD_VARIABLE in os.environ or keep_database_password(address, secret):
        return ""
    return _(
        "Auf diesem Rechner ist kein Schlüsselbund zugänglich. Das Kennwort der Datenbank muss in der Umgebung "
        "stehen: {variable}. Mehr dazu in docs/operations.md."
    ).format(variable=DATABASE_PASSWORD_VARIABLE)


def signed_in(accounts: Accounts, login: str | None) -> Identity:
    """Return who signs in as *login* (asked for if not given) with ``CLERK_PASSWORD`` or a typed password."""
    return _verified(accounts, login, PASSWORD_VARIABLE, _("Kennwort: "))


def second_signed_in(accounts: Accounts, login: str) -> Identity:
    """Return the second person, with ``CLERK_SECOND_PASSWORD`` or a typed password."""
    return _verified(accounts, login, SECOND_PASSWORD_VARIABLE, _("Kennwort der zweiten Person: "))


def _verified(accounts: Accounts, login: str | None, variable: str, prompt: str) -> Identity:
    given = os.environ.get(variable)
    if login is None or given is None:
        _require_person(variable)
    name = input(_("Anmeldename: ")) if login is None else login
    secret = getpass.getpass(prompt) if given is None else given
    identity = accounts.verify(name, secret)
    if identity is None:
        raise Refusal(_("Anmeldename oder Kennwort stimmt nicht."))
    return identity


def _require_person(variable: str) -> None:
    if not sys.stdin.isatty():
        raise Problem(
            _(
                "Hier ist niemand, der ein Kennwort eingeben könnte. Es kann in der Umgebung stehen: {variable}."
            ).format(variable=variable)
        )
