"""Sentences for what happened: what it was, what still works, what to press."""

from collections.abc import Collection
from datetime import date, datetime

from clerk import ports
from clerk.domain.cash_receipt import BadReceiptNumber
from clerk.domain.typed_receipt import BadlyTyped
from clerk.domain.visit import IllegalTransition, Step
from clerk.locale import _
from clerk.services.close_visit import NotClosable
from clerk.services.day_closing import ClosingRefused
from clerk.services.procedure import NotReady
from clerk.services.queue_care import NotAllowed
from clerk.services.recover_payment import DecisionRefused
from clerk.services.settle import ReasonMissing
from clerk.services.sign_in import SignInRefused
from clerk.services.storno import StornoRefused

_SPEAK_FOR_THEMSELVES = (
    BadReceiptNumber,
    ClosingRefused,
    BadlyTyped,
    DecisionRefused,
    IllegalTransition,
    NotAllowed,
    NotClosable,
    NotReady,
    ReasonMissing,
    SignInRefused,
    StornoRefused,
    ports.AtCashOffice,
    ports.DayClosed,
    ports.NotTakenUp,
    ports.NumberTaken,
    ports.PaymentBlocked,
    ports.PrinterFault,
    ports.StoreUnavailable,
    ports.TerminalInUse,
    ports.TerminalSilent,
)


def speaks_for_itself(error: Exception) -> bool:
    """Whether *error* was foreseen and carries a sentence for the clerk."""
    return isinstance(error, (*_SPEAK_FOR_THEMSELVES, ports.ClaimLost, ports.LineLocked, ports.LeaseLost))


def of_error(error: Exception) -> str:
    """Return a sentence for the clerk; never a class name, never what may hold personal data."""
    if isinstance(error, _SPEAK_FOR_THEMSELVES):
        return str(error)
    if isinstance(error, ports.ClaimLost):
        return _("Dieser Besuch wird inzwischen anderswo geführt, oder jemand hat sich hier neu angemeldet.")
    if isinstance(error, ports.LineLocked):
        return _(
            "Eine Kartenzahlung ist noch offen. Erst wenn sie geklärt ist, geht eine andere Zahlungsart."
        )
    if isinstance(error, ports.LeaseLost):
        return _("Das Kartenterminal wird inzwischen von einem anderen Programm geführt.")
    return _("Das hat nicht geklappt. Alles Eingegebene ist gespeichert; bitte noch einmal versuchen.")


def means_visit_is_gone(error: Exception) -> bool:
    """Whether after *error* the visit is not at this counter any more."""
    return isinstance(error, ports.ClaimLost)


def moment(local: datetime) -> str:
    """Return date and time as the top line shows them: ``Mo 23.11.  10:42``."""
    return f"{weekday(local)} {local:%d.%m.  %H:%M}"


def weekday(day: date) -> str:
    """Return the day of the week in two letters."""
    return (_("Mo"), _("Di"), _("Mi"), _("Do"), _("Fr"), _("Sa"), _("So"))[day.weekday()]


def of_fact(instead: str | None) -> str:
    """Return what to say of a fact that changes no line of this case; *instead* is the service it leads to."""
    if instead is not None:
        return _("Bei „ja“ ist eine andere Leistung richtig: {service}.").format(service=instead)
    return _("Davon hängt in diesem Fall keine Unterlage und keine Gebühr ab.")


def not_now(stage: str, ticket: str, *, at_info_desk: bool) -> str:
    """Return why a key does nothing on *stage* and which one leads on; *ticket* is the one this counter holds."""
    if stage == "called":
        return _("{ticket} ist aufgerufen: Enter, wenn die Person da ist.").format(ticket=ticket)
    if stage == "visit":
        return _("{ticket} wird gerade bedient: F9 parkt den Besuch, F8 führt zum Abschluss.").format(
            ticket=ticket
        )
    if at_info_desk:
        return _("Dazu muss ein Besuch offen sein: F3 nimmt jemanden auf.")
    return _("Dazu muss ein Besuch offen sein: F2 ruft auf, F3 nimmt ohne Nummer auf.")


def tour(stage: str, step: Step | None, *, at_info_desk: bool, validators: Collection[str]) -> str:
    """Return what the demo tells a newcomer to do next; *validators* are those of the application's fields."""
    if step is not None:
        return _tour_of_step(step, at_info_desk=at_info_desk, validators=validators)
    if stage == "called":
        return _("Übung: Die Person ist da? Enter öffnet ihre Unterlagen.")
    if at_info_desk:
        return _("Übung: F3 nimmt jemanden auf. Tippen Sie zum Beispiel „umschr“.")
    return _("Übung: F2 ruft die nächste Nummer auf.")


def _entries(validators: Collection[str]) -> str:
    """Return entries to type into the fields of a vehicle."""
    examples = {
        "fin": _("FIN W0L0TGF48X5123456"),
        "evb": _("eVB A1B2C3D"),
        "kennzeichen": _("Kennzeichen RV-AB 123"),
    }
    return " · ".join(text for validator, text in examples.items() if validator in validators)


def _tour_of_step(step: Step, *, at_info_desk: bool, validators: Collection[str]) -> str:
    if step is Step.DOCUMENTS and at_info_desk:
        return _("Übung: j n Ziffern antworten, Leertaste und - haken ab. Enter geht weiter.")
    if step is Step.APPLICATION and "fin" not in validators:
        return _("Übung: Enter geht zum nächsten Feld, im letzten bestätigt es den Antrag.")
    return {
        Step.DOCUMENTS: _("Übung: j n Ziffern antworten, die Leertaste hakt ab. Enter geht weiter."),
        Step.APPLICATION: _("Übung: {entries}").format(entries=_entries(validators)),
        Step.PAYMENT: _("Übung: Enter zahlt am simulierten Terminal und führt danach zum Abschluss."),
        Step.CLOSING: _("Übung: Enter schließt den Besuch ab. F1 zeigt immer, was hier geht."),
    }[step]
