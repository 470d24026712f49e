"""Passwords as argon2id hashes (OWASP's least parameters: 19 MiB, two passes, one lane; about 30 ms)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clerk.locale import _

SHORTEST = 8
_HASHER = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


def hash_password(secret: str, *, demo: bool = False) -> str:
    """Return the hash to store; ``ValueError`` with a sentence under 8 characters, except in the demo."""
    if len(secret) < SHORTEST and not demo:
        raise ValueError(
            _("Das Kennwort ist zu kurz. Es braucht mindestens {count} Zeichen.").format(count=SHORTEST)
        )
    return _HASHER.hash(secret)


def fits(secret: str, stored: str | None) -> bool:
    """Tell whether *secret* belongs to the hash; without a hash it takes as long and is never so."""
    try:
        _HASHER.verify(_nobodys_hash() if stored is None else stored, secret)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")
