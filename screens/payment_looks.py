"""How a payment looks: pure functions from what is known of it to words."""

from dataclasses import dataclass, replace

from clerk.domain.payment import Payment, PaymentState, Reason
from clerk.domain.result_codes import Remedy
from clerk.locale import _
from clerk.services.payment_messages import explain
from screens.payers import Share
from screens.terminal_help import helping_word
from screens.widgets.knowledge_panel import UNCONFIRMED
from screens.widgets.payment_pane import PaymentLook, Tone


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What is known of the payment; ``text`` is the terminal's newest, ``seconds`` since the start.

    ``part_paid`` holds from the payment of a part until the clerk has seen it and goes on to the rest.
    ``taken_up`` says that an earlier visit left an unconfirmed case incomplete, ``unsure`` that the office has
    not confirmed an amount. ``terminal_remedy`` is what the terminal's own status asks for, ``terminal_words``
    says it. ``typed`` holds for a terminal without a link. ``giving_back`` says that the terminal does not charge,
    ``stopping`` that the clerk has asked it to stop. ``taken_back`` holds from a storno until the clerk has seen it,
    ``storno_waits`` while one is neither decided nor carried out.
    """

    payment: Payment | None
    running: bool
    clearing_up: bool
    text: str | None
    seconds: int
    nothing_due: bool
    has_lines: bool
    has_terminal: bool
    fault: str | None
    confirmed: bool
    share: Share
    at_cash_office: bool = False
    part_paid: bool = False
    taken_up: bool = False
    unsure: bool = False
    terminal_remedy: Remedy = Remedy.NOTHING
    terminal_words: str = ""
    typed: bool = False
    giving_back: bool = False
    stopping: bool = False
    taken_back: bool = False
    storno_waits: bool = False


def next_word(facts: PaymentFacts) -> str:
    """Return what Enter does."""
    payment = facts.payment
    if facts.running:
        return _("läuft")
    if payment is not None and payment.state is PaymentState.MANUAL:
        return _("zu zweit entscheiden")
    if payment is not None and payment.is_open:
        return _("Beleg eingeben") if facts.typed else _("noch einmal nachfragen")
    if facts.taken_back:
        return _("neu kassieren")
    if payment is not None and payment.reason is Reason.UNKNOWN_TRANSACTION and not facts.nothing_due:
        return _("ansehen und freigeben")
    return helping_word(remedy(facts)) or _next_word_without_trouble(facts)


def remedy(facts: PaymentFacts) -> Remedy:
    """Return what helps the terminal before a card can be charged, from the last payment's end or its status."""
    if facts.running or facts.nothing_due or not facts.confirmed or facts.at_cash_office:
        return Remedy.NOTHING
    payment = facts.payment
    if payment is not None and payment.is_final and payment.state is not PaymentState.PAID:
        return explain(payment).remedy
    return facts.terminal_remedy


def _next_word_without_trouble(facts: PaymentFacts) -> str:
    if facts.part_paid:
        return _("weiter: die übrigen Vorgänge")
    if not facts.confirmed:
        return _("zum Antrag")
    return _("weiter zum Abschluss") if facts.nothing_due else _("Kartenzahlung starten")


def look(facts: PaymentFacts) -> PaymentLook:
    """Return the words for how the payment stands; only a paid one is ever called so."""
    payment = facts.payment
    if facts.running:
        return _running(facts)
    if payment is not None and payment.is_open:
        return _open(facts, payment)
    if facts.taken_back or facts.nothing_due:
        return _taken_back() if facts.taken_back else _nothing_due(facts)
    if payment is not None and payment.state is not PaymentState.PAID:
        return _ended(payment)
    if payment is not None and facts.part_paid and not facts.at_cash_office:
        return _part_paid(payment)
    return _terminal_asks(facts) if helping_word(remedy(facts)) else _to_pay(facts)


def _part_paid(payment: Payment) -> PaymentLook:
    """Say that a part is paid; nothing of the rest is charged before somebody has seen that."""
    message = explain(payment)
    enter = _("Enter  weiter: die übrigen Vorgänge")
    return PaymentLook(Tone.GOOD, message.title, message.sentence, (enter,), now=frozenset(payment.lines))


def _to_pay(facts: PaymentFacts) -> PaymentLook:
    if not facts.confirmed:
        sentence = (
            _("Der Vorgang geht in einem neuen Besuch weiter: Bitte den Antrag noch einmal bestätigen (F6).")
            if facts.taken_up
            else _("Erst wenn der Antrag bestätigt ist, steht die Gebühr fest: F6 öffnet ihn.")
        )
        return PaymentLook(Tone.CALM, _("Antrag noch nicht bestätigt"), sentence)
    if facts.at_cash_office:
        sentence = _(
            "Der Kunde wurde zur Kasse geschickt. Hier wird nichts belastet, bis feststeht, was dort war."
        )
        enter = _("Enter  Beleg der Kasse eingeben, oder: nicht bezahlt")
        return PaymentLook(Tone.CALM, _("An der Kasse zu zahlen"), sentence, (enter,))
    ready = _of_share(_ready(facts), facts.share)
    if not facts.unsure:
        return ready
    note = _("{sign} Betrag nicht vom Amt bestätigt.").format(sign=UNCONFIRMED)
    return replace(ready, sentence=f"{ready.sentence} {note}")


def _of_share(ready: PaymentLook, share: Share) -> PaymentLook:
    """Say what is paid now where several cases wait to be paid."""
    if not share.can_be_split:
        return ready
    keys = (*ready.keys, _("G      getrennt zahlen: auswählen, was jetzt bezahlt wird"))
    if not share.is_part:
        return replace(ready, keys=keys)
    sentence = _("Jetzt {count} von {all} Vorgängen, der Rest folgt danach.")
    return replace(
        ready,
        sentence=sentence.format(count=share.cases, all=share.of),
        keys=keys,
        now=frozenset(line.id for line in share.lines),
    )


def _running(facts: PaymentFacts) -> PaymentLook:
    text = facts.text or _("Verbindung zum Terminal wird aufgebaut")
    if facts.giving_back:
        return PaymentLook(Tone.RUNNING, _("Das Terminal gibt den Betrag zurück"), text, (), facts.seconds)
    keys = (_("Esc    Zahlung am Terminal abbrechen"),)
    if facts.stopping:
        keys = (_("·      Abbruch ist angefragt. Ob er noch rechtzeitig kam, sagt gleich das Terminal."),)
    now = frozenset(line.id for line in facts.share.lines) if facts.share.is_part else None
    return PaymentLook(Tone.RUNNING, _("Kartenzahlung läuft"), text, keys, facts.seconds, now)


def _open(facts: PaymentFacts, payment: Payment) -> PaymentLook:
    if facts.typed and payment.locks_terminal:
        return _begun()
    return _asking(facts) if facts.clearing_up else _unclear(payment, next_word(facts))


def _begun() -> PaymentLook:
    sentence = _(
        "Was am Kartenterminal geschehen ist, sagt nur sein Beleg. Bis dahin bleiben die Gebühren gesperrt."
    )
    keys = (
        _("Enter  Beleg eingeben"),
        _("F10    kein Beleg: abgelehnt, abgebrochen oder unklar"),
    )
    return PaymentLook(Tone.UNCLEAR, _("Zahlung am Terminal begonnen"), sentence, keys)


def _asking(facts: PaymentFacts) -> PaymentLook:
    sentence = _("Das Programm fragt gerade beim Terminal nach, wie die Zahlung ausgegangen ist.")
    keys = (_("·      Karte nicht erneut vorlegen lassen"),)
    return PaymentLook(Tone.UNCLEAR, _("Ungeklärt – nicht erneut belasten"), sentence, keys, facts.seconds)


def _unclear(payment: Payment, enter: str) -> PaymentLook:
    message = explain(payment)
    steps = tuple(f"·      {step}" for step in message.next_steps)
    keys = (*steps, _("Enter  {what}").format(what=enter))
    if payment.state is PaymentState.UNKNOWN:
        keys = (*keys, _("F10    nicht mehr warten: am Terminal nachsehen, zu zweit entscheiden"))
    return PaymentLook(Tone.UNCLEAR, message.title, message.sentence, keys)


def _taken_back() -> PaymentLook:
    """Say that money went back; nothing is charged anew before somebody has seen that."""
    keys = (_("Enter  neu kassieren"), _("F10    anders zahlen, mit Grund"))
    return PaymentLook(Tone.GOOD, _("Zurückgegeben"), _("Die Gebühr ist wieder offen."), keys)


def _nothing_due(facts: PaymentFacts) -> PaymentLook:
    payment, enter = facts.payment, _("Enter  weiter zum Abschluss")
    if not facts.has_lines:
        sentence = _("Für diesen Besuch fällt keine Gebühr an.")
        return PaymentLook(Tone.GOOD, _("Nichts zu bezahlen"), sentence, (enter,))
    keys = (enter, _("Z      Storno"))
    if facts.storno_waits:
        sentence = _("Die Kassenaufsicht hat noch nicht entschieden, oder er ist noch nicht ausgeführt.")
        return PaymentLook(Tone.UNCLEAR, _("Storno vorgemerkt"), sentence, keys)
    if payment is not None and payment.state is PaymentState.PAID:
        message = explain(payment)
        return PaymentLook(Tone.GOOD, message.title, message.sentence, keys)
    sentence = _("Alle Gebühren sind beglichen oder auf anderem Weg geregelt.")
    return PaymentLook(Tone.GOOD, _("Erledigt"), sentence, keys)


def _ended(payment: Payment) -> PaymentLook:
    message = explain(payment)
    unknown = payment.reason is Reason.UNKNOWN_TRANSACTION
    what = _("ansehen und freigeben") if unknown else helping_word(message.remedy)
    enter = _("Enter  {what}").format(what=what or _("noch einmal mit Karte"))
    advised = what is None and message.remedy not in (Remedy.NOTHING, Remedy.OTHER_WAY)
    advice = (f"·      {message.next_steps[0]}",) if advised else ()
    other = _("F10    anders zahlen, mit Grund")
    keys = (other, enter) if message.remedy is Remedy.OTHER_WAY else (enter, other)
    return PaymentLook(Tone.BAD, message.title, message.sentence, (*advice, *keys))


def _terminal_asks(facts: PaymentFacts) -> PaymentLook:
    enter = _("Enter  {what}").format(what=helping_word(remedy(facts)))
    return PaymentLook(
        Tone.BAD,
        _("Terminal nicht bereit"),
        facts.terminal_words,
        (enter, _("F10    anders zahlen, mit Grund")),
    )


def _ready(facts: PaymentFacts) -> PaymentLook:
    other = _("F10    anders zahlen, mit Grund")
    if not facts.has_terminal:
        sentence = facts.fault or _("Dieser Platz hat kein Kartenterminal.")
        return PaymentLook(Tone.CALM, _("Kein Kartenterminal"), sentence, (other,))
    sentence = (
        _("Den Betrag nennen. Kassiert wird am Kartenterminal, sein Beleg dann hier eingegeben.")
        if facts.typed
        else _("Den Betrag nennen, dann starten.")
    )
    return PaymentLook(
        Tone.CALM, _("Bereit zur Kartenzahlung"), sentence, (_("Enter  Kartenzahlung starten"), other)
    )
