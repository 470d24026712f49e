"""What the clerk reads about a card payment: what happened, what to do now. Never why a bank declined."""

from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.domain.result_codes import Remedy, meaning_of_result
from clerk.locale import _
from clerk.services.movement_messages import PaymentMessage, explain_movement


def explain(payment: Payment) -> PaymentMessage:
    """Return what to tell the clerk about *payment* in its state.

    The reason of a decline is left out where it speaks of the card: it is often unknown, and it is overheard at the
    counter. What is wrong with the terminal is said, with what helps.
    """
    if payment.kind is not Movement.PAYMENT:
        return explain_movement(payment)
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
        return _not_sent(payment)
    if payment.state is PaymentState.NOT_PAID:
        return PaymentMessage(
            _("Nicht bezahlt"),
            _("Geklärt: Die Zahlung wurde nicht ausgeführt, die Karte ist nicht belastet."),
            (_("Neu kassieren"), *_other_ways()),
        )
    return _refused(payment)


def _paid(payment: Payment) -> str:
    booked = _booked(payment)
    return f"{booked} " + _("Der Abbruch kam zu spät.") if payment.abort_asked else booked


def _booked(payment: Payment) -> str:
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
    meaning = meaning_of_result(payment.last_code)
    if meaning.private or payment.last_code is None:
        return PaymentMessage(_("Zahlung abgelehnt"), _not_charged(), steps)
    return PaymentMessage(
        _("Zahlung nicht möglich"),
        f"{meaning.what} {_not_charged()}",
        (meaning.action, *_other_ways()),
        meaning.remedy,
    )


def _refused(payment: Payment) -> PaymentMessage:
    title = _("Zahlung nicht angenommen")
    meaning = meaning_of_result(payment.code)
    if meaning.private or meaning.remedy is Remedy.NOTHING:
        steps = (_("Zustand des Terminals prüfen, dann neu kassieren"), *_other_ways())
        return PaymentMessage(
            title, _("Das Terminal hat den Auftrag nicht angenommen.") + " " + _not_charged(), steps
        )
    sentence = f"{meaning.what} {_not_charged()}"
    return PaymentMessage(title, sentence, (meaning.action, *_other_ways()), meaning.remedy)


def _not_charged() -> str:
    return _("Die Karte wurde nicht belastet.")


def _not_sent(payment: Payment) -> PaymentMessage:
    if payment.reason is Reason.NOT_READY and payment.code is not None:
        meaning = meaning_of_result(payment.code)
        steps = (meaning.action, *_other_ways())
        return PaymentMessage(_("Nicht gesendet"), f"{meaning.what} {_not_charged()}", steps, meaning.remedy)
    reason = payment.reason
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
    sentence = " ".join(part for part in (known, _not_charged()) if part)
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
        Reason.RESTORED: _(
            "Der Datenspeicher wurde aus einer Sicherung zurückgeholt und kennt das Ende nicht."
        ),
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
