"""What the administration needs to know of both offices and accounts: entries, refusals, the audit trail."""

from sqlmodel import Session

from clerk.domain.plain_text import clean
from clerk.locale import _
from clerk.persistence import audit_trail
from clerk.persistence.driver import driver_of
from clerk.ports import Clock

BY_COMMAND = 0
"""Who acted, in the audit trail, for commands of the machine's administrator."""


class AdministrationRefused(ValueError):  # noqa: N818
    """An entry cannot be made like this; ``str()`` is a sentence for the administrator."""


def required(text: str, what: str) -> str:
    """Return *text* cleaned; raises ``AdministrationRefused`` if nothing is left for *what* (German)."""
    written = clean(text).strip()
    if not written:
        raise AdministrationRefused(_("{what} fehlt.").format(what=what))
    return written


def note(session: Session, clock: Clock, action: str, detail: str) -> None:
    """Append to the audit trail what the administrator did, in the running transaction."""
    audit_trail.append(
        driver_of(session.connection()), at=clock.now(), account=BY_COMMAND, action=action, detail=detail
    )
