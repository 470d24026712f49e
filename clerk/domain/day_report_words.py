"""What the parts of a day report are called.

The papers of the office are German; a screen in another language translates by giving *say*.
"""

from collections.abc import Callable

from clerk.domain.card_block import Difference, DifferenceKind
from clerk.domain.cash_entry import EntryKind
from clerk.domain.catalogue_entries import Payee
from clerk.domain.day_closing import ClosingState
from clerk.domain.money import format_cents
from clerk.domain.payment import Movement, Payment, PaymentState, Reason
from clerk.domain.settlement import Way
from clerk.domain.storno import StornoState
from clerk.domain.terminal_totals import CardGroup
from clerk.locale import german

Say = Callable[[str], str]
"""From a German text to the one shown."""


def way_name(way: Way, say: Say = german) -> str:
    """Return a way of paying as the report calls it."""
    return say(
        {
            Way.CARD: german("Karte"),
            Way.CASH_OFFICE: german("an der Kasse bezahlt"),
            Way.NOTICE: german("beschieden, nicht bezahlt"),
            Way.EXEMPT: german("gebührenfrei"),
        }[way]
    )


def payee_name(payee: str, say: Say = german) -> str:
    """Return for whom a fee is; one the program does not know is called as the office called it."""
    names = {Payee.AUTHORITY.value: german("Amt"), Payee.FEDERAL.value: german("Bund (KBA)")}
    return say(names[payee]) if payee in names else payee


def kind_name(kind: EntryKind, say: Say = german) -> str:
    """Return what an entry is."""
    return say(
        {
            EntryKind.TAKINGS: german("Buchung"),
            EntryKind.STORNO: german("Storno"),
            EntryKind.REFUND: german("Erstattung"),
            EntryKind.CORRECTION: german("Berichtigung"),
        }[kind]
    )


def group_name(group: CardGroup, say: Say = german) -> str:
    """Return a group of cards; the brands are called the same everywhere."""
    return say(german("andere Karten")) if group is CardGroup.OTHER else group.value


def movement_name(kind: Movement, say: Say = german) -> str:
    """Return what happens at the terminal."""
    return say(
        {
            Movement.PAYMENT: german("Zahlung"),
            Movement.REVERSAL: german("Storno"),
            Movement.REFUND: german("Gutschrift"),
            Movement.END_OF_DAY: german("Kassenschnitt"),
        }[kind]
    )


def decision_name(movement: Payment, say: Say = german) -> str:
    """Return what two people decided about a movement."""
    happened = movement.state is PaymentState.PAID
    if movement.kind is Movement.PAYMENT:
        return say(german("entschieden: bezahlt")) if happened else say(german("entschieden: nicht bezahlt"))
    return (
        say(german("entschieden: zurückgegeben"))
        if happened
        else say(german("entschieden: nicht zurückgegeben"))
    )


def payment_state_name(state: PaymentState, say: Say = german) -> str:
    """Return where a movement that has not ended stands."""
    if state is PaymentState.MANUAL:
        return say(german("ungeklärt, von Hand zu entscheiden"))
    if state in (PaymentState.UNKNOWN, PaymentState.RECOVERY):
        return say(german("ungeklärt"))
    return say(german("läuft noch"))


def reason_name(reason: Reason | None, say: Say = german) -> str:
    """Return in a few words why nobody knows how a movement ended; empty where nothing is known of it."""
    words = {
        Reason.SILENT: german("Terminal antwortet nicht"),
        Reason.LINE_CUT: german("Verbindung abgerissen"),
        Reason.NO_RESULT: german("kein Ergebnis vom Terminal"),
        Reason.DOES_NOT_FIT: german("Antwort passt nicht zur Zahlung"),
        Reason.CONTRADICTION: german("Terminal widerspricht sich"),
        Reason.NOTHING_TO_COMPARE: german("nichts zum Vergleichen"),
        Reason.AMBIGUOUS_OWNER: german("Zuordnung nicht eindeutig"),
        Reason.FOREIGN_REVERSAL: german("fremder Storno am Terminal"),
        Reason.IDENTITY_TAKEN: german("Beleg gehört zu einer anderen Zahlung"),
        Reason.RESTARTED: german("Programm neu gestartet"),
        Reason.NOT_STORED: german("Datenspeicher hat nicht geantwortet"),
    }
    return say(words[reason]) if reason in words else ""


def storno_state_name(state: StornoState, say: Say = german) -> str:
    """Return what a storno waits for."""
    if state is StornoState.CONFIRMED:
        return say(german("bestätigt, noch nicht ausgeführt"))
    return say(german("wartet auf Bestätigung"))


def closing_state_name(state: ClosingState, say: Say = german) -> str:
    """Return where the closing stands."""
    return say(
        {
            ClosingState.OPEN: german("vorläufig, nicht unterschrieben"),
            ClosingState.SIGNED: german("unterschrieben, Gegenzeichnung offen"),
            ClosingState.LOCKED: german("abgeschlossen"),
        }[state]
    )


def difference_name(item: Difference, say: Say = german) -> str:
    """Return a difference in one sentence."""
    words = _DIFFERENCES_OF_ONE.get(item.kind) if item.told == 1 else None
    return say(words or _DIFFERENCES[item.kind]).format(
        receipts=", ".join(item.receipts),
        payment=item.payment,
        told=item.told,
        expected=item.expected,
    )


def seal_words(seal: str, say: Say = german) -> str:
    """Return the seal of a closing as it is printed."""
    return say(german("Prüfsumme: {seal}")).format(seal=seal)


def signed_amount(cents: int) -> str:
    """Return an amount with its sign, also a positive one: ``+4,00 €``."""
    return f"+{format_cents(cents)}" if cents > 0 else format_cents(cents)


_DIFFERENCES = {
    DifferenceKind.OTHER_COUNTER: german(
        "An einem anderen Schalter mit diesem Terminal kassiert ({told} Vorgänge)"
    ),
    DifferenceKind.OTHER_DAY: german(
        "Im selben Kassenschnitt, aber an einem anderen Tag gebucht ({told} Vorgänge)"
    ),
    DifferenceKind.NOT_BOOKED: german("Am Terminal erfolgt, im Kassenbuch nicht gebucht ({told} Vorgänge)"),
    DifferenceKind.LATE_END_OF_DAY: german("Der Kassenschnitt lief erst an einem anderen Tag"),
    DifferenceKind.NO_END_OF_DAY: german("Der Kassenschnitt des Terminals fehlt"),
    DifferenceKind.NO_TOTALS: german("Der Kassenschnitt lief, seine Summen sind nicht bekannt"),
    DifferenceKind.REFUNDS_EXCEED: german(
        "Es wurde mehr erstattet als eingenommen; das Terminal weist dann keine Summe aus"
    ),
    DifferenceKind.OUTSIDE_RANGE: german(
        "Zahlung {payment} ist gebucht, ihr Beleg {receipts} liegt außerhalb des Kassenschnitts"
    ),
    DifferenceKind.DECIDED_PAID: german(
        "Zahlung {payment} ist von Hand als bezahlt entschieden, am Terminal nicht belegt"
    ),
    DifferenceKind.DECIDED_NOT_PAID: german("Zahlung {payment} ist von Hand als nicht bezahlt entschieden"),
    DifferenceKind.TERMINAL_ONLY: german("Am Terminal, aber hier nicht gebucht: Beleg {receipts}"),
    DifferenceKind.COUNT: german("Das Terminal zählt {told} Vorgänge, hier sind es {expected}"),
    DifferenceKind.UNEXPLAINED: german("Nicht erklärt"),
    DifferenceKind.JOURNAL: german("Kassenbuch und Zahlungsjournal weichen voneinander ab"),
}

_DIFFERENCES_OF_ONE = {
    DifferenceKind.OTHER_COUNTER: german(
        "An einem anderen Schalter mit diesem Terminal kassiert (1 Vorgang)"
    ),
    DifferenceKind.OTHER_DAY: german(
        "Im selben Kassenschnitt, aber an einem anderen Tag gebucht (1 Vorgang)"
    ),
    DifferenceKind.NOT_BOOKED: german("Am Terminal erfolgt, im Kassenbuch nicht gebucht (1 Vorgang)"),
    DifferenceKind.COUNT: german("Das Terminal zählt 1 Vorgang, hier sind es {expected}"),
}
"""The words of those that count, where it is one."""
