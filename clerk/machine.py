"""What this machine lends to the program: its clock and its keyring."""

import os
from datetime import UTC, datetime

from clerk.domain.terminal_profile import TerminalProfile
from clerk.locale import _
from clerk.settings import BadSettings

FACTORY_PASSWORD = "000000"  # noqa: S105 - what terminals are delivered with
KEYRING_SERVICE = "clerk"


DATABASE_PASSWORD_VARIABLE = "CLERK_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the current time, UTC and aware."""
        return datetime.now(UTC)


def database_password(address: str) -> str | None:
    """Return the password of the shared database at *address*: the environment's, else the keyring's, if there is one.

    A server may let a machine in by other means, so a closed keyring is no fault; else the server says that it is.
    """
    given = os.environ.get(DATABASE_PASSWORD_VARIABLE)
    if given is not None:
        return given
    try:
        return _from_keyring(address)
    except BadSettings:
        return None


def keep_database_password(address: str, secret: str) -> bool:
    """Keep the password of the database at *address* in the keyring; tell whether there is one to keep it in."""
    import keyring  # noqa: PLC0415 - slow to import, and rarely needed
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        keyring.set_password(KEYRING_SERVICE, address, secret)
    except KeyringError:
        return False
    return True


def terminal_password(profile: TerminalProfile) -> str:
    """Return the password of a terminal: the keyring's where the profile names one, else the factory's.

    Raises ``BadSettings`` with a sentence if the keyring is closed or does not have it.
    """
    if not profile.password_reference:
        return FACTORY_PASSWORD
    secret = _from_keyring(profile.password_reference)
    if secret is None:
        raise BadSettings(
            _("Im Schlüsselbund fehlt das Kennwort „{name}“ des Terminals.").format(
                name=profile.password_reference
            )
        )
    return secret


def _from_keyring(name: str) -> str | None:
    import keyring  # noqa: PLC0415 - slow to import, and rarely needed
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(KEYRING_SERVICE, name)
    except KeyringError as error:
        raise BadSettings(_("Der Schlüsselbund dieses Rechners ist nicht zugänglich.")) from error
