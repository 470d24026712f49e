"""Who may sign in."""

from typing import Protocol

from clerk.domain.people import Identity, Role, Workplace


class Accounts(Protocol):
    """Who may sign in."""

    def verify(self, login: str, secret: str) -> Identity | None:
        """Return the person if login and secret fit, else ``None``; takes as long for an unknown login."""

    def workplace(self, counter: int) -> Workplace:
        """Return the counter as workplace; ``KeyError`` if there is none."""

    def has_role(self, account: int, role: Role) -> bool:
        """Tell whether the account has *role* now."""
