"""What this machine lends to the program: its clock and its keyring."""

from datetime import UTC, datetime

from clerk.domain.terminal_profile import TerminalProfile
from clerk.locale import _
from clerk.settings import BadSettings

FACTORY_PASSWORD = "000000"  # noqa: S105 - what terminals are delivered with
KEYRING_SERVICE = "clerk"


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the current time, UTC and aware."""
        return datetime.now(UTC)


def terminal_password(profile: TerminalProfile) -> str:
    """Return the password of a terminal: the keyring's where the profile names one, else the factory's.

    Raises ``BadSettings`` with a sentence if the keyring is closed or does not have it.
    """
    if not profile.password_reference:
        return FACTORY_PASSWORD
    import keyring  # noqa: PLC0415 - slow to import, and rarely needed
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        secret = keyring.get_password(KEYRING_SERVICE, profile.password_reference)
    except KeyringError as error:
        raise BadSettings(_("Der Schlüsselbund dieses Rechners ist nicht zugänglich.")) from error
    if secret is None:
        raise BadSettings(
            _("Im Schlüsselbund fehlt das Kennwort „{name}“ des Terminals.").format(
                name=profile.password_reference
            )
        )
    return secret
