"""What the screen of the day closing says: how the day stands, what waits, what Enter does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from clerk.domain.cash_entry import Settlement
from clerk.domain.day_closing import ClosingState, DaySheet, OpenItemKind, Signature
from clerk.domain.money import format_cents
from clerk.locale import _
from screens.day_books import Books, DayChoice, DayStep
from screens.sentences import weekday
from screens.widgets.payment_pane import way_name


def short_day(day: date, today: date) -> str:
    """Return a day in a list."""
    return _("heute") if day == today else f"{weekday(day)} {day:%d.%m.}"


def long_day(day: date, today: date) -> str:
    """Return a day in the heading."""
    text = f"{weekday(day)} {day:%d.%m.%Y}"
    return _("{day}, heute").format(day=text) if day == today else text


def waits_for(choice: DayChoice) -> str:
    """Return what of a day waits for somebody; empty for none."""
    words = {
        OpenItemKind.NOT_SIGNED: _("nicht unterschrieben"),
        OpenItemKind.NOT_CONFIRMED: _("Gegenzeichnung offen"),
        OpenItemKind.STORNO_WAITS: _("Storno vorgemerkt"),
    }
    return ", ".join(words[kind] for kind in choice.waits)


def standing(sheet: DaySheet, zone: ZoneInfo) -> str:
    """Return how the closing stands, with the names of who has signed."""
    closing = sheet.closing
    if closing.state is ClosingState.LOCKED:
        return _(
            "Abgeschlossen, Nr. {number} · unterschrieben von {signed} · bestätigt von {confirmed}"
        ).format(
            number=closing.number, signed=_who(closing.signed, zone), confirmed=_who(closing.confirmed, zone)
        )
    if closing.state is ClosingState.SIGNED:
        if sheet.changed:
            return _("Unterschrieben von {who}, seither hat sich der Tag geändert").format(
                who=_who(closing.signed, zone)
            )
        return _("Unterschrieben von {who} · Gegenzeichnung offen").format(who=_who(closing.signed, zone))
    return _("Noch offen") if sheet.report.entries or sheet.report.terminals else _("Nichts gebucht")


def step_word(step: DayStep) -> str:
    """Return what Enter does; empty where it does nothing."""
    return {
        DayStep.NOTHING: "",
        DayStep.DECIDE: _("Storno entscheiden"),
        DayStep.CARRY_OUT: _("Storno ausführen"),
        DayStep.CLEAR_UP: _("beim Terminal nachfragen"),
        DayStep.END_OF_DAY: _("Kassenschnitt machen"),
        DayStep.ELSEWHERE: _("wie weiter?"),
        DayStep.REMARK: _("Abweichung erklären"),
        DayStep.SIGN: _("Tag unterschreiben"),
        DayStep.WITHDRAW: _("Unterschrift zurücknehmen"),
        DayStep.SECOND: _("zweite Person bestätigt hier"),
        DayStep.CONFIRM: _("bestätigen und abschließen"),
    }[step]


def lead(books: Books, step: DayStep) -> str:
    """Return in a sentence what the step is about, where the word for the key is not enough."""
    label = books.shown.label
    if step is DayStep.ELSEWHERE and books.sheet.report.open_payments:
        return _("Was am Terminal offen ist, wird im Programm an Schalter {label} geklärt.").format(
            label=label
        )
    if step is DayStep.ELSEWHERE:
        return _(
            "Den Kassenschnitt macht das Programm an Schalter {label}. Ohne ihn: mit K eine Bemerkung schreiben."
        ).format(label=label)
    if step is DayStep.SECOND:
        return _("Ist niemand da, bleibt die Gegenzeichnung offen und wird später nachgeholt.")
    return ""


def settlement_words(settlement: Settlement) -> str:
    """Return what would be taken back."""
    amount = format_cents(sum(entry.cents for entry in settlement))
    return _("{amount}, {way}").format(amount=amount, way=way_name(settlement[0].way))


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return the time at the office."""
    return at.astimezone(zone).strftime("%H:%M")


def _who(signature: Signature | None, zone: ZoneInfo) -> str:
    if signature is None:
        return "–"
    return f"{signature.name}, {signature.at.astimezone(zone):%d.%m. %H:%M}"
