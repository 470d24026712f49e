"""Signing in, unlocking, and the second person."""

from collections.abc import Callable

from clerk.domain.people import Identity, Role, Seat
from clerk.locale import _
from clerk.ports import Accounts

_WITH_A_SCREEN = frozenset({Role.CLERK, Role.INFO_DESK, Role.TEAM_LEAD, Role.CASH_SUPERVISOR})


class SignInRefused(Exception):  # noqa: N818
    """Login and password do not fit, or the role is missing; ``str()`` is a sentence for the person."""


class SignIn:
    """The door of the program: an identity first, then everything else."""

    def __init__(self, accounts: Accounts, counter: Callable[[], int]) -> None:
        self._accounts = accounts
        self._counter = counter

    def open(self, login: str, secret: str) -> Seat:
        """Sign in at this machine's counter; raises ``SignInRefused``."""
        identity = self._verified(login, secret)
        if not identity.roles & _WITH_A_SCREEN:
            raise SignInRefused(
                _("Mit diesem Konto lässt sich bestätigen, aber kein Schalter und keine Infotheke führen.")
            )
        counter = self._counter()
        try:
            workplace = self._accounts.workplace(counter)
        except KeyError as error:
            raise SignInRefused(
                _("Den Schalter {counter} aus den Einstellungen dieses Rechners gibt es nicht.").format(
                    counter=counter
                )
            ) from error
        return Seat(identity, workplace)

    def unlock(self, seat: Seat, secret: str) -> None:
        """Go on after a lock; only the person who locked can, raises ``SignInRefused``."""
        self._verified(seat.identity.login, secret)

    def second_person(self, login: str, secret: str) -> Identity:
        """Return who confirms as second person; the act confirmed checks who may. Raises ``SignInRefused``."""
        return self._verified(login, secret)

    def confirm_by_second(self, seat: Seat, login: str, secret: str, role: Role) -> Identity:
        """Return the second person who confirms; another one than the first, with *role*.

        Raises ``SignInRefused``.
        """
        second = self._verified(login, secret)
        if second.account == seat.identity.account:
            raise SignInRefused(_("Bestätigen muss eine zweite Person mit eigener Anmeldung."))
        if role not in second.roles:
            raise SignInRefused(_("Diese Person darf das nicht bestätigen. Bitte jemand anderen bitten."))
        return second

    def _verified(self, login: str, secret: str) -> Identity:
        identity = self._accounts.verify(login.strip(), secret)
        if identity is None:
            raise SignInRefused(_("Name oder Kennwort stimmt nicht. Bitte noch einmal eingeben."))
        return identity
