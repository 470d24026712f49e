"""What the clerk reads about a card payment: what happened, what to do now. Never why a bank declined."""

from dataclasses import dataclass

from clerk.domain.money import format_cents
from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.locale import _


@dataclass(frozen=True, slots=True)
class PaymentMessage:
    """A title for the end of a payment, one or two sentences, and what can be done next."""

    title: str
    sentence: str
    next_steps: tuple[str, ...] = ()


def explain(payment: Payment) -> PaymentMessage:
    """Return what to tell the clerk about *payment* in its state.

    The reason of a decline is left out: it is often unknown, and it is overheard at the counter.
    """
    if payment.state is PaymentState.PAID:
        return PaymentMessage(_("Bezahlt"), _paid(payment))
    if payment.state is PaymentState.MANUAL:
        return _manual(payment.reason)
    if payment.is_unclear:
        return _unclear(payment.reason)
    if payment.is_open:
        return _running(payment)
    return _without_charge(payment)


def _running(payment: Payment) -> PaymentMessage:
    amount = format_cents(payment.amount_cents)
    return PaymentMessage(
        _("Zahlung läuft"),
        _("{amount} mit Karte: bitte die Anzeige am Terminal beachten.").format(amount=amount),
    )


def _without_charge(payment: Payment) -> PaymentMessage:
    if payment.state is PaymentState.DECLINED:
        return _declined(payment)
    if payment.state is PaymentState.NOT_SENT:
        return _not_sent(payment.reason)
    if payment.state is PaymentState.NOT_PAID:
        return PaymentMessage(
            _("Nicht bezahlt"),
            _("Geklärt: Die Zahlung wurde nicht ausgeführt, die Karte ist nicht belastet."),
            (_("Neu kassieren"), *_other_ways()),
        )
    return PaymentMessage(
        _("Zahlung nicht angenommen"),
        _("Das Terminal hat den Auftrag nicht angenommen. Die Karte wurde nicht belastet."),
        (_("Zustand des Terminals prüfen, dann neu kassieren"), *_other_ways()),
    )


def _paid(payment: Payment) -> str:
    amount = format_cents(payment.amount_cents)
    if payment.decision is not None:
        return _("{amount} mit Karte bezahlt, von zwei Personen am Terminal geprüft.").format(amount=amount)
    result = payment.result
    if result is None or result.receipt is None:
        return _("{amount} mit Karte bezahlt.").format(amount=amount)
    if result.time is None:
        return _("{amount} mit Karte bezahlt, Terminalbeleg {receipt}.").format(
            amount=amount, receipt=result.receipt
        )
    return _("{amount} mit Karte bezahlt, Terminalbeleg {receipt}, {time} Uhr.").format(
        amount=amount, receipt=result.receipt, time=f"{result.time[:2]}:{result.time[2:4]}"
    )


def _declined(payment: Payment) -> PaymentMessage:
    steps = (_("Andere Karte oder noch einmal versuchen"), *_other_ways())
    if payment.abort_asked:
        return PaymentMessage(
            _("Zahlung abgebrochen"), _("Sie haben abgebrochen. Die Karte wurde nicht belastet."), steps
        )
    if payment.stopped_by_customer:
        return PaymentMessage(
            _("Vom Kunden abgebrochen"),
            _("Am Terminal wurde abgebrochen, oder es kam keine Karte. Die Karte wurde nicht belastet."),
            steps,
        )
    return PaymentMessage(_("Zahlung abgelehnt"), _("Die Karte wurde nicht belastet."), steps)


def _not_sent(reason: Reason | None) -> PaymentMessage:
    sentences = {
        Reason.UNREACHABLE: _("Terminal antwortet nicht – ist es eingeschaltet?"),
        Reason.NOT_READY: _("Das Terminal ist gerade nicht bereit."),
        Reason.STOPPED: _("Sie haben abgebrochen, bevor etwas gesendet wurde."),
        Reason.TOO_LATE: _("Der Rechner war zu lange beschäftigt; zur Sicherheit wurde nichts gesendet."),
        Reason.NOT_STORED: _("Der Datenspeicher antwortet nicht; zur Sicherheit wurde nichts gesendet."),
        Reason.RESTARTED: _("Das Programm wurde beendet, bevor etwas gesendet wurde."),
        Reason.OTHER_TERMINAL: _(
            "Am Anschluss meldet sich ein anderes Terminal. Kartenzahlung ist hier angehalten, "
            "bis die Fachadministration es geprüft hat."
        ),
        Reason.UNKNOWN_TRANSACTION: _(
            "Das Terminal nennt eine Zahlung, die dieses Programm nicht kennt. Kartenzahlung ist hier "
            "angehalten, bis Kassenaufsicht oder Teamleitung sie angesehen hat."
        ),
    }
    known = sentences.get(reason) if reason else None
    steps = (
        _other_ways()
        if reason in (Reason.OTHER_TERMINAL, Reason.UNKNOWN_TRANSACTION)
        else (_("Noch einmal versuchen"), *_other_ways())
    )
    sentence = " ".join(part for part in (known, _("Die Karte wurde nicht belastet.")) if part)
    return PaymentMessage(_("Nicht gesendet"), sentence, steps)


def _unclear(reason: Reason | None) -> PaymentMessage:
    sentences = {
        Reason.SILENT: _("Das Terminal hat nicht mehr geantwortet."),
        Reason.LINE_CUT: _("Die Verbindung zum Terminal ist abgerissen."),
        Reason.NOT_STORED: _("Der Datenspeicher hat nicht geantwortet."),
        Reason.RESTARTED: _("Das Programm wurde während der Zahlung beendet."),
    }
    known = sentences.get(reason) if reason else None
    what = known or _("Das Ende der Zahlung ist nicht eindeutig.")
    return PaymentMessage(
        _unclear_title(),
        _("{what} Das Programm fragt das Terminal, wie die Zahlung ausgegangen ist.").format(what=what),
        (_("Karte nicht erneut vorlegen lassen"), _("Warten, oder den Vorgang parken")),
    )


def _manual(reason: Reason | None) -> PaymentMessage:
    sentences = {
        Reason.AMBIGUOUS_OWNER: _(
            "Das Terminal nennt eine Zahlung über denselben Betrag, vielleicht eine fremde."
        ),
        Reason.OTHER_TERMINAL: _("Am Anschluss antwortet ein anderes Terminal."),
        Reason.DOES_NOT_FIT: _("Das Terminal nennt eine Zahlung, die zu dieser nicht passt."),
        Reason.FOREIGN_REVERSAL: _("Das Terminal nennt einen Storno, der zu dieser Zahlung nicht passt."),
        Reason.IDENTITY_TAKEN: _("Das Terminal nennt eine Zahlung, die schon gebucht ist."),
        Reason.UNREACHABLE: _("Das Terminal ist nicht erreichbar."),
    }
    known = sentences.get(reason) if reason else None
    what = known or _("Das Terminal sagt nicht, wie die Zahlung ausgegangen ist.")
    return PaymentMessage(
        _unclear_title(),
        what,
        (
            _("Beleg oder Journal am Terminal ansehen"),
            _("Mit einer zweiten Person entscheiden: bezahlt oder nicht bezahlt"),
            _("Der Besucher kann gehen: mit F9 parken, Zahlung ungeklärt, Bescheid vorgemerkt"),
        ),
    )


def _unclear_title() -> str:
    return _("Ungeklärt – nicht erneut belasten")


def _other_ways() -> tuple[str, ...]:
    return (_("Anders bezahlen lassen, zum Beispiel mit Gebührenbescheid"),)
