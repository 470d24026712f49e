"""What one can do about a counter's day: end the terminal's day, explain, sign, confirm, give back, print."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clerk.domain.card_block import Difference, DifferenceKind
from clerk.domain.day_closing import Closing
from clerk.domain.day_report_words import difference_name, signed_amount
from clerk.domain.money import format_cents
from clerk.domain.people import Identity, Role
from clerk.locale import _, ngettext
from screens.day_books import DayStep, may_confirm, missing_remarks
from screens.day_words import lead, long_day
from screens.modals.ask import Answer, AskScreen
from screens.modals.line import LineScreen
from screens.modals.pick import PickScreen
from screens.second_signature import ask_second_person
from screens.text import Align, Cell, columns, counter_name
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from textual.content import Content

    from screens.day_screen import DayScreen

_WITHDRAW, _HAND_BACK = "withdraw", "hand_back"

Act = Callable[[Closing, str], Closing]
"""Does something to a closing as it was seen, for a reason."""


class DayActs:
    """Asks what has to be asked, then lets the services do it."""

    def __init__(self, screen: "DayScreen") -> None:
        self._screen = screen
        self._days = screen.workstation.days
        self._print_out = screen.workstation.print_out

    def next(self) -> None:
        """Do the natural next step."""
        match self._screen.step:
            case DayStep.DECIDE:
                self._screen.stornos.decide(self._screen.require().to_decide)
            case DayStep.CARRY_OUT:
                self._screen.stornos.carry_out(self._screen.require().to_carry_out)
            case DayStep.CLEAR_UP:
                self._screen.till.clear_up()
            case DayStep.END_OF_DAY:
                self._ask_for_end_of_day()
            case DayStep.REMARK:
                self._explain_next()
            case DayStep.SIGN:
                self._ask_to_sign()
            case DayStep.WITHDRAW:
                self.withdraw()
            case DayStep.SECOND:
                self._ask_second()
            case DayStep.CONFIRM:
                self._ask_to_confirm()
            case DayStep.ELSEWHERE:
                self._screen.say(lead(self._screen.require(), DayStep.ELSEWHERE), Weight.WARNING)
            case DayStep.NOTHING:
                self._screen.say(_("Hier ist nichts mehr zu tun. ← → zeigt andere Tage."))

    # ------------------------------------------------------------ end of day at the terminal

    def _ask_for_end_of_day(self) -> None:
        answers = [
            Answer("close", _("Kassenschnitt jetzt machen")),
            Answer("without", _("ohne Kassenschnitt weiter, mit einer Bemerkung"), "b"),
        ]
        detail = _(
            "Das Terminal rechnet den Tag ab. Zahlungen bis jetzt lassen sich danach nicht mehr stornieren, nur noch "
            "gutschreiben."
        )
        waiting = self._screen.require().requests
        if waiting:
            answers.insert(0, Answer("back", _("zuerst den vorgemerkten Storno")))
            detail += "\n" + ngettext(
                "Ein Storno ist vorgemerkt; nach dem Kassenschnitt geht sein Betrag nur noch mit der Karte zurück.",
                "{count} Stornos sind vorgemerkt; nach dem Kassenschnitt gehen die Beträge nur mit der Karte zurück.",
                len(waiting),
            ).format(count=len(waiting))

        def decided(answer: str | None) -> None:
            if answer == "close":
                self._screen.till.end_of_day()
            elif answer == "without":
                self._explain_next()

        self._screen.app.push_screen(
            AskScreen(_("Kassenschnitt am Terminal machen?"), answers=answers, detail=detail), decided
        )

    # ------------------------------------------------------------ differences

    def remark(self) -> None:
        """Explain a difference, or change what was said about it."""
        items = [item for item in self._screen.require().sheet.report.differences if item.needs_remark]
        if len(items) == 1:
            self._explain(items[0])
        elif items:
            picker = PickScreen(_("Welche Abweichung?"), items, lambda item: item.key, self._draw_difference)
            self._screen.app.push_screen(picker, lambda item: self._explain(item) if item else None)

    def _draw_difference(self, item: Difference, width: int) -> "Content":
        said = self._screen.notes.said(self._screen.require().shown).get(item.key, _("Bemerkung fehlt"))
        cells = [Cell(difference_name(item, _)), Cell(said, 22), Cell(_amount(item), 11, "", Align.RIGHT)]
        return columns(cells, width)

    def _explain_next(self) -> None:
        books = self._screen.require()
        missing = missing_remarks(books, self._screen.notes.said(books.shown))
        if missing:
            self._explain(missing[0], go_on=True)

    def _explain(self, item: Difference, *, go_on: bool = False) -> None:
        shown, notes = self._screen.require().shown, self._screen.notes

        def given(text: str | None) -> None:
            if text is not None:
                notes.say(shown, item.key, text)
                self._screen.paint()
                if go_on:
                    self._explain_next()

        self._screen.app.push_screen(
            LineScreen(
                difference_name(item, _),
                _("Woran liegt das?"),
                detail=_remark_detail(item),
                value=notes.draft(shown, item.key),
                wanted=_("Bitte angeben, woran es liegt; Enter bestätigt."),
                keep=lambda text: notes.keep_draft(shown, item.key, text),
            ),
            given,
        )

    # ------------------------------------------------------------ the first signature

    def _ask_to_sign(self) -> None:
        books = self._screen.require()
        report, shown = books.sheet.report, books.shown
        title = _("{counter}, {day}: unterschreiben?").format(
            counter=counter_name(shown.label), day=long_day(shown.day, books.today)
        )
        detail = _(
            "Eingenommen: {amount}, Abweichungen: {count}. Danach kann an diesem Tag hier nichts mehr gebucht werden."
        ).format(amount=format_cents(report.received_cents), count=len(report.differences))
        if Role.CASH_SUPERVISOR in self._days.person.roles:
            detail += "\n" + _("Wer unterschreibt, kann denselben Tag nicht auch bestätigen.")
        keys = {item.key for item in report.differences}
        remarks = {key: text for key, text in self._screen.notes.said(shown).items() if key in keys}

        def decided(answer: str | None) -> None:
            if answer == "sign":
                self._screen.in_turn(lambda: self._days.sign(report, remarks), self._signed)

        answers = [Answer("sign", _("unterschreiben"), "u")]
        if shown.day == books.today and shown.counter != self._screen.workstation.seat.workplace.counter:
            # somebody may still work there, and who signs cannot confirm: not by the natural next key
            answers.insert(0, Answer("wait", _("nein, das tut die Person am Schalter")))
        self._screen.app.push_screen(AskScreen(title, answers=answers, detail=detail), decided)

    def _signed(self, _closing: Closing) -> None:
        self._screen.changed(_("Unterschrieben. Jetzt fehlt nur noch die zweite Person."))

    def withdraw(self) -> None:
        """Take the signature back, with a reason."""
        self._ask_reason(
            _WITHDRAW,
            _("Unterschrift zurücknehmen"),
            self._days.withdraw,
            _("Die Unterschrift ist zurückgenommen, der Tag ist wieder offen."),
        )

    # ------------------------------------------------------------ the second signature

    def _ask_second(self) -> None:
        books = self._screen.require()
        closing = books.sheet.closing
        what = _("Tagesabschluss {counter}, {day}: {amount}").format(
            counter=counter_name(books.shown.label),
            day=long_day(books.shown.day, books.today),
            amount=format_cents(books.sheet.report.received_cents),
        )
        who = _(
            "Die Kassenaufsicht bestätigt mit eigenem Namen und Kennwort. Ist niemand da: Esc, "
            "die Gegenzeichnung bleibt dann offen."
        )
        ask_second_person(
            self._screen, what, who, partial(self._confirm, closing), self._locked, self._left_open
        )

    def _ask_to_confirm(self) -> None:
        books = self._screen.require()
        closing, report = books.sheet.closing, books.sheet.report
        title = _("{counter}, {day}: bestätigen und abschließen?").format(
            counter=counter_name(books.shown.label), day=long_day(books.shown.day, books.today)
        )
        detail = _(
            "Eingenommen: {amount}, Abweichungen: {count}. Danach ist der Tag fest und lässt sich nicht mehr ändern."
        ).format(amount=format_cents(report.received_cents), count=len(report.differences))

        def decided(answer: str | None) -> None:
            if answer == "confirm":
                me = self._days.person
                self._screen.in_turn(lambda: self._confirm(closing, me), self._locked)

        question = AskScreen(
            title, answers=[Answer("confirm", _("bestätigen und abschließen"))], detail=detail
        )
        self._screen.app.push_screen(question, decided)

    def _confirm(self, closing: Closing, second: Identity) -> Closing:
        return self._days.confirm(closing, second)

    def _locked(self, closing: Closing) -> None:
        self._screen.changed(_("Abgeschlossen, Nr. {number}.").format(number=closing.number))

    def _left_open(self) -> None:
        self._screen.say(_("Die Gegenzeichnung bleibt offen und steht bei der Kassenaufsicht in der Liste."))

    def hand_back(self) -> None:
        """Give a signed day back unconfirmed, with a reason."""
        if may_confirm(self._screen.require(), self._screen.workstation.seat):
            self._ask_reason(
                _HAND_BACK,
                _("Tag unbestätigt zurückgeben"),
                lambda seen, reason: self._days.refuse(seen, self._days.person, reason),
                _("Der Tag ist zurückgegeben und wieder offen."),
            )

    def _ask_reason(self, draft: str, title: str, act: Act, done: str) -> None:
        books, notes = self._screen.require(), self._screen.notes
        shown, seen = books.shown, books.sheet.closing

        def given(reason: str | None) -> None:
            if reason is not None:
                self._screen.in_turn(lambda: act(seen, reason), finished)

        def finished(_closing: Closing) -> None:
            notes.forget_draft(shown, draft)
            self._screen.changed(done)

        self._screen.app.push_screen(
            LineScreen(
                title,
                _("Grund"),
                value=notes.draft(shown, draft),
                keep=lambda text: notes.keep_draft(shown, draft, text),
            ),
            given,
        )

    # ------------------------------------------------------------ paper

    def print_report(self) -> None:
        """Print the report of the day, as PDF with a table for the treasury where files are printed."""
        sheet = self._screen.require().sheet
        self._screen.background.alongside(
            lambda: self._print_out.day_report(sheet), self._printed, self._screen.failed
        )

    def _printed(self, path: Path | None) -> None:
        if path is None:
            self._screen.say(_("Tagesbericht gedruckt."))
        else:
            self._screen.say(_("Tagesbericht gespeichert: {name}").format(name=path.name))


def _amount(item: Difference) -> str:
    return signed_amount(item.cents) if item.cents else ""


def _remark_detail(item: Difference) -> str:
    if item.kind is DifferenceKind.NO_END_OF_DAY:
        return _("Warum läuft er nicht?")
    if not item.cents:
        return ""
    return _("{amount}. Der Betrag bleibt, wie er ist; er wird nur erklärt.").format(amount=_amount(item))
