"""What the clerk reads about a reversal, a refund or an end of day at the terminal: what happened, what to do now."""

from dataclasses import dataclass

from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment, PaymentState
from clerk.domain.result_codes import Remedy, meaning_of_result
from clerk.locale import _, ngettext


@dataclass(frozen=True, slots=True)
class PaymentMessage:
    """A title for the end of a movement, one or two sentences, what can be done next, and what helps."""

    title: str
    sentence: str
    next_steps: tuple[str, ...] = ()
    remedy: Remedy = Remedy.NOTHING


def movement_name(kind: Movement) -> str:
    """Return what the user interface calls a movement."""
    return {
        Movement.PAYMENT: _("Kartenzahlung"),
        Movement.REVERSAL: _("Storno am Terminal"),
        Movement.REFUND: _("Gutschrift auf die Karte"),
        Movement.END_OF_DAY: _("Kassenschnitt"),
    }[kind]


def explain_movement(movement: Payment) -> PaymentMessage:
    """Return what to tell the clerk about anything but a payment in its state."""
    name = movement_name(movement.kind)
    if movement.state is PaymentState.PAID:
        return PaymentMessage(_("{name}: erledigt").format(name=name), _done(movement))
    if movement.is_unclear:
        return _unclear(movement, name)
    if movement.is_open:
        return PaymentMessage(
            _("{name} läuft").format(name=name), _("Bitte die Anzeige am Terminal beachten.")
        )
    return _without_effect(movement, name)


def _done(movement: Payment) -> str:
    if movement.kind is not Movement.END_OF_DAY:
        amount = format_cents(movement.amount_cents)
        return _("{amount} sind zurückgegeben, die Gebühr ist wieder offen.").format(amount=amount)
    totals = movement.result.totals if movement.result else None
    if totals is None:
        return _("Das Terminal hat den Tag abgeschlossen, aber keine Summe genannt.")
    sentence = ngettext(
        "Das Terminal hat den Tag abgeschlossen: {count} Buchung, {amount}.",
        "Das Terminal hat den Tag abgeschlossen: {count} Buchungen, {amount}.",
        totals.count,
    )
    return sentence.format(count=totals.count, amount=format_cents(totals.cents))


def _unclear(movement: Payment, name: str) -> PaymentMessage:
    title = _("{name} ungeklärt – nicht wiederholen").format(name=name)
    if movement.state is PaymentState.MANUAL:
        return PaymentMessage(
            title,
            _("Das Terminal sagt nicht, ob es geschehen ist."),
            (
                _("Beleg oder Journal am Terminal ansehen"),
                _("Mit einer zweiten Person entscheiden: geschehen oder nicht geschehen"),
            ),
        )
    return PaymentMessage(title, _("Das Programm fragt das Terminal, wie es ausgegangen ist."))


def _without_effect(movement: Payment, name: str) -> PaymentMessage:
    title = _("{name}: nicht ausgeführt").format(name=name)
    meaning = meaning_of_result(movement.last_code)
    if movement.last_code is None or meaning.private:
        return PaymentMessage(title, _("Am Terminal ist nichts geschehen."))
    return PaymentMessage(
        title,
        _("{what} Am Terminal ist nichts geschehen.").format(what=meaning.what),
        (meaning.action,),
        meaning.remedy,
    )
