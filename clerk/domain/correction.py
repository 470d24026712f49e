"""Correcting what two people decided about a movement at the terminal, once it turns out to be wrong (rule 12).

The movement itself stays as it was decided; the books get a row against it, and money that is due to somebody becomes
a storno that waits for the treasury.
"""

from enum import StrEnum

from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.locale import _


class Correction(StrEnum):
    """What the books have to say once a decision has turned out to be wrong."""

    NEVER_CAME = "never_came"
    """Decided as paid: the money is not there."""
    CAME_AFTER_ALL = "came_after_all"
    """Decided as not paid: the money is there."""
    STILL_HERE = "still_here"
    """Decided as given back: the money is still here."""
    WENT_AFTER_ALL = "went_after_all"
    """Decided as not given back: the money is gone."""


def correction_of(movement: Payment) -> Correction | None:
    """Return what it means that the decision about *movement* was wrong, ``None`` if nobody decided, or no money."""
    if movement.decision is None or movement.kind is Movement.END_OF_DAY or movement.is_open:
        return None
    happened = movement.state is PaymentState.PAID
    if movement.kind is Movement.PAYMENT:
        return Correction.NEVER_CAME if happened else Correction.CAME_AFTER_ALL
    return Correction.STILL_HERE if happened else Correction.WENT_AFTER_ALL


def outlook(correction: Correction) -> str:
    """Return what will stand in the books, to be read before it is confirmed."""
    return {
        Correction.NEVER_CAME: _(
            "Entschieden wurde: bezahlt. Nach der Bestätigung steht im Kassenbuch eine Gegenbuchung, und die Gebühr "
            "ist wieder offen."
        ),
        Correction.CAME_AFTER_ALL: _(
            "Entschieden wurde: nicht bezahlt. Nach der Bestätigung ist der Betrag gebucht. Ist die Gebühr noch offen, "
            "gilt sie damit als bezahlt; sonst wird der Betrag zur Erstattung vorgemerkt."
        ),
        Correction.STILL_HERE: _(
            "Entschieden wurde: zurückgegeben. Nach der Bestätigung ist der Betrag wieder gebucht und zur Erstattung "
            "vorgemerkt; am Terminal geht das kein zweites Mal, die Kasse überweist."
        ),
        Correction.WENT_AFTER_ALL: _(
            "Entschieden wurde: nicht zurückgegeben. Nach der Bestätigung steht im Kassenbuch eine Gegenbuchung, und "
            "die Gebühr ist wieder offen."
        ),
    }[correction]
