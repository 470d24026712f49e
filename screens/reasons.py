"""The reasons one can give by a digit; the id of one whose words are kept is these words in German."""

from collections.abc import Sequence

from clerk.domain.settlement import Way
from clerk.domain.visit import ParkReason
from clerk.locale import _, german
from clerk.services.set_aside import park_reason_name
from screens.modals.reason import Reason
from screens.widgets.payment_pane import way_name

TO_CASH_OFFICE = "to_cash_office"
"""Id of the way of paying that parks the visit while the customer goes and pays."""


def missing_reasons() -> list[Reason]:
    """Return why one goes on although a document is missing."""
    return _listed(
        german("wird heute nachgereicht"),
        german("wird elektronisch nachgereicht"),
        german("liegt dem Amt schon vor"),
        german("nach Prüfung entbehrlich"),
    )


def call_reasons() -> list[Reason]:
    """Return why somebody is called out of turn."""
    return _fixed(
        german("gehört zu einer anderen Nummer"),
        german("nur etwas abzugeben oder abzuholen"),
        german("dringend"),
        german("anderer Grund"),
    )


def forward_reasons() -> list[Reason]:
    """Return why a visit goes on elsewhere; no words of one's own, as for ``call_reasons``."""
    return _fixed(
        german("falscher Bereich"),
        german("weiteres Anliegen dort"),
        german("hier gerade nicht möglich"),
        german("auf eigenen Wunsch"),
        german("anderer Grund"),
    )


def cancel_reasons() -> list[Reason]:
    """Return why an appointment or a waiting visit is cancelled; no words of one's own."""
    return _fixed(
        german("hat abgesagt"),
        german("kommt an einem anderen Tag"),
        german("online oder per Post erledigt"),
        german("doppelt oder irrtümlich aufgenommen"),
        german("anderer Grund"),
    )


def care_reasons() -> list[Reason]:
    """Return why a team lead moves the visit of a counter; no words of one's own."""
    return _fixed(
        german("am Schalter ist niemand"),
        german("das Programm dort antwortet nicht"),
        german("ein anderer Schalter kann es besser"),
        german("anderer Grund"),
    )


def park_reasons(offered: Sequence[ParkReason]) -> list[Reason]:
    """Return why a visit is set aside, in the order *offered*."""
    return [Reason(reason, park_reason_name(reason)) for reason in offered]


def other_ways() -> list[Reason]:
    """Return the other ways of paying with their reason; the id is ``way:reason``."""
    ways = (
        (Way.NOTICE, german("Kartenzahlung nicht möglich")),
        (Way.NOTICE, german("auf Wunsch des Kunden")),
        (Way.CASH_OFFICE, german("Belegnummer liegt vor")),
        (Way.EXEMPT, german("nach § 5 GebOSt")),
        (Way.EXEMPT, german("nach Satzung oder anderem Gesetz")),
    )
    goes_there = Reason(TO_CASH_OFFICE, _("geht zur Kasse und kommt zurück – Besuch wird geparkt"))
    return [*(Reason(f"{way}:{text}", f"{way_name(way)} – {_(text)}") for way, text in ways), goes_there]


def _fixed(*texts: str) -> list[Reason]:
    # no words of one's own: the reason stands in the audit trail, which must not hold personal data
    return [Reason(text, _(text)) for text in texts]


def _listed(*texts: str) -> list[Reason]:
    other = german("anderer Grund")
    return [*(Reason(text, _(text)) for text in texts), Reason(other, _(other), needs_text=True)]
