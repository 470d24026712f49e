"""Wrong passwords cost time: each try after the third waits longer, in all processes together."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from clerk.persistence.tables_people import SignInTryRow

_FREE_TRIES = 3
_LONGEST_DELAY_SECONDS = 8


def reserve_try(session: Session, login: str, at: datetime) -> datetime:
    """Count a try before it is looked at and return when (UTC) that may be; tries of one login queue up."""
    bucket = _bucket(login)
    row = session.get(SignInTryRow, bucket) or SignInTryRow(bucket=bucket, free_at=at)
    may_begin = max(at, row.free_at)
    row.failures += 1
    row.free_at = may_begin + _delay(row.failures)
    session.add(row)
    return may_begin


def forget_tries(session: Session, login: str) -> None:
    """Start counting anew after the right password."""
    row = session.get(SignInTryRow, _bucket(login))
    if row is not None:
        session.delete(row)


def _delay(failures: int) -> timedelta:
    late = failures - _FREE_TRIES
    return timedelta(seconds=0 if late < 0 else min(2**late, _LONGEST_DELAY_SECONDS))


def _bucket(login: str) -> int:
    return int.from_bytes(hashlib.sha256(login.encode()).digest()[:2], "big")
