"""Who may change a visit: the counter that holds it, as long as nobody has taken it over."""

from dataclasses import dataclass
from typing import cast

from clerk.domain.visit import VisitState
from clerk.locale import _
from clerk.persistence.driver import DriverConnection
from clerk.ports import Claim, ClaimLost

_CLAIMED = "SELECT state, calls, site FROM visit WHERE id = :visit AND counter = :counter AND epoch = :epoch"
_HELD = "SELECT id, epoch, ticket FROM visit WHERE counter = :counter AND state IN ('called', 'serving')"


@dataclass(frozen=True, slots=True)
class ClaimedVisit:
    """What a holder needs to know to move the visit on."""

    state: VisitState
    calls: int
    site: int


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A visit that is called or being served at a counter."""

    claim: Claim
    ticket: str


def require_claim(driver: DriverConnection, claim: Claim) -> ClaimedVisit:
    """Return the claimed visit; raises ``ClaimLost`` with a sentence if the claim no longer holds."""
    row = driver.execute(
        _CLAIMED, {"visit": claim.visit, "counter": claim.counter, "epoch": claim.epoch}
    ).fetchone()
    if row is None:
        raise ClaimLost(_("Der Besuch liegt nicht mehr an diesem Schalter. Es wurde nichts geändert."))
    state, calls, site = row
    return ClaimedVisit(VisitState(str(state)), cast("int", calls), cast("int", site))


def held_at(driver: DriverConnection, counter: int, account: int) -> HeldVisit | None:
    """Return the visit that *counter* holds, claimed for *account*."""
    row = driver.execute(_HELD, {"counter": counter}).fetchone()
    if row is None:
        return None
    visit, epoch, ticket = row
    return HeldVisit(Claim(cast("int", visit), counter, cast("int", epoch), account), str(ticket))
