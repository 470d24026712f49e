"""A payment that no terminal clears up: two people look at the device and decide (payment rule 12)."""

from collections.abc import Callable

from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment
from clerk.domain.people import Identity
from clerk.locale import _
from clerk.services.movement_messages import movement_name
from screens.modals.ask import Answer, AskScreen
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.place import Place
from screens.second_signature import ask_second_person

_PAID, _NOT_PAID = "paid", "not_paid"


def ask_to_stop_waiting(screen: Place, payment: Payment, decided: Callable[[Payment], None]) -> None:
    """Ask whether to go on waiting for a silent terminal; *decided* gets the payment once it is left to people."""
    card = screen.workstation.card
    if card is None:
        return
    answers = [
        Answer("wait", _("weiter warten, das Programm fragt nach")),
        Answer("decide", _("am Terminal nachsehen und zu zweit entscheiden"), "z"),
    ]

    def chosen(answer: str | None) -> None:
        if answer == "decide":
            screen.background.run(lambda: card.recovery.leave_to_people(payment), decided, screen.failed)

    screen.app.push_screen(AskScreen(_("Antwortet das Terminal nicht mehr?"), answers=answers), chosen)


def ask_two_people(screen: Place, payment: Payment, decided: Callable[[Payment], None]) -> None:
    """Ask what the terminal shows, then for the second signature; *decided* gets the payment as it is booked."""
    happened, nothing = _findings(payment)
    answers = [Reason(_PAID, happened, needs_text=True), Reason(_NOT_PAID, nothing, needs_text=True)]
    question = ReasonScreen(
        _("Was zeigt das Terminal?"),
        answers,
        note_label=_("Was war zu sehen (Belegnummer)"),
        wanted=_("Bitte schreiben, was zu sehen war; Enter bestätigt."),
    )

    def given(seen: GivenReason | None) -> None:
        if seen is not None:
            _ask_second(screen, payment, seen, decided)

    screen.app.push_screen(question, given)


def _findings(movement: Payment) -> tuple[str, str]:
    """Return what the terminal can show: that it has happened, or that it has not."""
    if movement.kind is Movement.PAYMENT:
        return (
            _("bezahlt: Beleg oder Journal am Terminal zeigt die Zahlung"),
            _("nicht bezahlt: Am Terminal ist keine Zahlung zu finden"),
        )
    name = movement_name(movement.kind)
    return (
        _("{name} ist geschehen: Beleg oder Journal am Terminal zeigt es").format(name=name),
        _("{name} ist nicht geschehen: Am Terminal ist nichts davon zu finden").format(name=name),
    )


def _ask_second(
    screen: Place, payment: Payment, seen: GivenReason, decided: Callable[[Payment], None]
) -> None:
    card, first = screen.workstation.card, screen.workstation.seat.identity
    if card is None:
        return

    def decide(second: Identity) -> Payment:
        return card.recovery.decide_manually(
            payment, paid=seen.id == _PAID, note=seen.text, by=first, second=second
        )

    happened, nothing = _findings(payment)
    lines = (
        format_cents(payment.amount_cents) if payment.amount_cents else "",
        happened if seen.id == _PAID else nothing,
        _("Zu sehen war: {note}").format(note=seen.text),
        _("Kassenaufsicht oder Teamleitung bestätigt mit eigenem Namen und Kennwort."),
    )
    what = _("{movement} entscheiden").format(movement=movement_name(payment.kind))
    ask_second_person(screen, what, "\n".join(filter(None, lines)), decide, decided)
