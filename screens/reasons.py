"""The reasons one can give by a digit."""

from collections.abc import Sequence

from clerk.domain.settlement import Way
from clerk.domain.visit import ParkReason
from clerk.locale import _
from clerk.services.set_aside import park_reason_name
from screens.modals.reason import Reason
from screens.widgets.payment_pane import way_name

TO_CASH_OFFICE = "to_cash_office"
"""Id of the way of paying that parks the visit while the customer goes and pays."""


def missing_reasons() -> list[Reason]:
    """Return why one goes on although a document is missing."""
    return _listed(
        _("wird heute nachgereicht"),
        _("wird elektronisch nachgereicht"),
        _("liegt dem Amt schon vor"),
        _("nach Prüfung entbehrlich"),
    )


def call_reasons() -> list[Reason]:
    """Return why somebody is called out of turn."""
    # no words of one's own: the reason stands in the audit trail, which must not hold personal data
    texts = (
        _("gehört zu einer anderen Nummer"),
        _("nur etwas abzugeben oder abzuholen"),
        _("dringend"),
        _("anderer Grund"),
    )
    return [Reason(text, text) for text in texts]


def park_reasons(offered: Sequence[ParkReason]) -> list[Reason]:
    """Return why a visit is set aside, in the order *offered*."""
    return [Reason(reason, park_reason_name(reason)) for reason in offered]


def other_ways() -> list[Reason]:
    """Return the other ways of paying with their reason; the id is ``way:reason``."""
    ways = (
        (Way.NOTICE, _("Kartenzahlung nicht möglich")),
        (Way.NOTICE, _("auf Wunsch des Kunden")),
        (Way.CASH_OFFICE, _("Belegnummer liegt vor")),
        (Way.EXEMPT, _("nach § 5 GebOSt")),
        (Way.EXEMPT, _("nach Satzung oder anderem Gesetz")),
    )
    goes_there = Reason(TO_CASH_OFFICE, _("geht zur Kasse und kommt zurück – Besuch wird geparkt"))
    return [*(Reason(f"{way}:{text}", f"{way_name(way)} – {text}") for way, text in ways), goes_there]


def _listed(*texts: str) -> list[Reason]:
    other = _("anderer Grund")
    return [*(Reason(text, text) for text in texts), Reason(other, other, needs_text=True)]
