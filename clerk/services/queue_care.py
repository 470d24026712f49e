"""Looking after the whole queue: visits that are stuck at another counter, and the end of the day."""

from clerk.domain.people import Identity, Role, Seat, Workplace
from clerk.locale import _
from clerk.ports import Accounts, DayEnd, QueueLead

_MAY_END_THE_DAY = (Role.INFO_DESK, Role.TEAM_LEAD)


class NotAllowed(Exception):  # noqa: N818
    """The person may not do this; ``str()`` is a sentence."""


class QueueCare:
    """What a team lead or a deputy does with visits of others; the role is looked up anew for every act."""

    def __init__(self, lead: QueueLead, accounts: Accounts) -> None:
        self._lead = lead
        self._accounts = accounts

    def release_for(self, workplace: Workplace, identity: Identity, visit: int, reason: str) -> None:
        """Take a called or served visit of the site from its counter; it waits with its old place.

        *reason* is one of a list, without personal data. Raises ``NotAllowed``, ``IllegalTransition``, ``KeyError``.
        """
        self._require(identity, Role.TEAM_LEAD)
        self._lead.release_for(workplace, identity, visit, reason)

    def reassign(
        self, workplace: Workplace, identity: Identity, visit: int, counter: int, reason: str
    ) -> None:
        """Give a waiting, called or served visit to another counter of the site; who waited is called there.

        Raises ``NotAllowed``, ``CounterTaken``, ``IllegalTransition``, ``KeyError``.
        """
        self._require(identity, Role.TEAM_LEAD)
        self._lead.reassign(workplace, identity, visit, counter, reason)

    def may_end_day(self, seat: Seat) -> bool:
        """Tell whether the person of *seat* may end the day of the queue."""
        return not seat.identity.roles.isdisjoint(_MAY_END_THE_DAY)

    def end_day(self, workplace: Workplace, identity: Identity) -> DayEnd:
        """Let go who still waits at the end of the day; return the list. Raises ``NotAllowed``."""
        self._require(identity, *_MAY_END_THE_DAY)
        return self._lead.end_day(workplace, identity)

    def _require(self, identity: Identity, *roles: Role) -> None:
        if any(self._accounts.has_role(identity.account, role) for role in roles):
            return
        if Role.INFO_DESK in roles:
            raise NotAllowed(_("Das dürfen nur die Infotheke und die Teamleitung."))
        raise NotAllowed(_("Das darf nur die Teamleitung oder ihre Vertretung."))
