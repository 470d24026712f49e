"""Taking entries of a day back: asked for with a reason, decided by a second person, carried out at the terminal."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from clerk.domain.cash_entry import Settlement
from clerk.domain.day_report_words import way_name
from clerk.domain.money import format_cents
from clerk.domain.people import Identity
from clerk.domain.storno import StornoRequest, StornoState, Undoing
from clerk.locale import _
from screens.day_books import is_second_for
from screens.day_words import clock, settlement_words
from screens.modals.ask import Answer, AskScreen
from screens.modals.line import LineScreen
from screens.modals.pick import PickScreen
from screens.second_signature import ask_second_person
from screens.text import Align, Cell, columns
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from textual.content import Content

    from screens.day_screen import DayScreen


class DayStornoActs:
    """What the keys for stornos lead to; nothing is taken back by one person alone."""

    def __init__(self, screen: "DayScreen") -> None:
        self._screen = screen
        self._stornos = screen.workstation.stornos

    # ------------------------------------------------------------ asking for it

    def choose(self) -> None:
        """Choose what of the day is taken back."""
        settlements = self._screen.require().settlements
        if not settlements:
            self._screen.say(_("An diesem Tag ist nichts gebucht, was sich zurücknehmen ließe."))
            return
        picker = PickScreen(
            _("Was zurücknehmen?"), settlements, lambda same: str(same[0].number), self._draw_settlement
        )
        self._screen.app.push_screen(picker, lambda same: self._look_ahead(same) if same else None)

    def _draw_settlement(self, settlement: Settlement, width: int) -> "Content":
        first = settlement[0]
        numbers = ", ".join(dict.fromkeys(entry.case_number or "" for entry in settlement))
        return columns(
            [
                Cell(clock(first.at, self._screen.workstation.zone), 5),
                Cell(way_name(first.way, _), 26),
                Cell(first.reference or "", 10),
                Cell(numbers),
                Cell(format_cents(sum(entry.cents for entry in settlement)), 11, "", Align.RIGHT),
            ],
            width,
        )

    def _look_ahead(self, settlement: Settlement) -> None:
        self._screen.in_turn(lambda: self._stornos.outlook(settlement[0]), partial(self._ask_why, settlement))

    def _ask_why(self, settlement: Settlement, outlook: str) -> None:
        shown, notes = self._screen.require().shown, self._screen.notes
        draft = f"storno {settlement[0].number}"

        def given(reason: str | None) -> None:
            if reason is not None:
                notes.forget_draft(shown, draft)
                self._screen.in_turn(lambda: self._stornos.ask(settlement, reason), self._asked)

        title = _("Storno: {what}").format(what=settlement_words(settlement))
        self._screen.app.push_screen(
            LineScreen(
                title,
                _("Grund"),
                detail=outlook,
                value=notes.draft(shown, draft),
                keep=lambda text: notes.keep_draft(shown, draft, text),
            ),
            given,
        )

    def _asked(self, request: StornoRequest) -> None:
        self._screen.reload()
        self._confirm_here(request)

    # ------------------------------------------------------------ deciding

    def decide(self) -> None:
        """Decide a request that waits, one of several if there are more."""
        self._pick(self._screen.require().to_decide, _("Welchen Storno entscheiden?"), self._decide)

    def _pick(
        self, requests: tuple[StornoRequest, ...], title: str, then: Callable[[StornoRequest], None]
    ) -> None:
        if len(requests) == 1:
            then(requests[0])
        elif requests:
            picker = PickScreen(title, requests, lambda request: str(request.id), self._draw_request)
            self._screen.app.push_screen(picker, lambda request: then(request) if request else None)

    def _draw_request(self, request: StornoRequest, width: int) -> "Content":
        return columns(
            [
                Cell(clock(request.asked_at, self._screen.workstation.zone), 5),
                Cell(way_name(request.way, _), 26),
                Cell(request.reason),
                Cell(format_cents(-request.cents), 11, "", Align.RIGHT),
            ],
            width,
        )

    def _decide(self, request: StornoRequest) -> None:
        answers = [
            Answer("confirm", _("bestätigen")),
            Answer("refuse", _("verweigern, mit einem Grund"), "b"),
        ]
        title = _("Storno über {amount} entscheiden").format(amount=format_cents(request.cents))
        detail = _("{way}, Grund: {reason}").format(way=way_name(request.way, _), reason=request.reason)

        def decided(answer: str | None) -> None:
            if answer == "confirm":
                self._confirm(request)
            elif answer == "refuse":
                self._ask_why_not(request)

        self._screen.app.push_screen(AskScreen(title, answers=answers, detail=detail), decided)

    def _confirm(self, request: StornoRequest) -> None:
        if is_second_for(request, self._screen.workstation.seat):
            me = self._screen.workstation.seat.identity
            self._screen.in_turn(lambda: self._stornos.confirm(request.id, me), self._confirmed)
        else:
            self._confirm_here(request)

    def _confirm_here(self, request: StornoRequest) -> None:
        what = _("Storno über {amount} bestätigen").format(amount=format_cents(request.cents))
        who = _(
            "Die Kassenaufsicht bestätigt mit eigenem Namen und Kennwort. Ist niemand da: Esc, "
            "der Storno bleibt dann vorgemerkt."
        )

        def confirm(second: Identity) -> StornoRequest:
            return self._stornos.confirm(request.id, second)

        ask_second_person(self._screen, what, who, confirm, self._confirmed, self._noted)

    def _noted(self) -> None:
        self._screen.changed(_("Der Storno ist vorgemerkt. Die Kassenaufsicht sieht ihn in ihrer Liste."))

    def _confirmed(self, request: StornoRequest) -> None:
        if request.state is StornoState.DONE:
            self._screen.changed(_("Zurückgenommen. Die Gebühr ist wieder offen."))
        else:
            self._screen.changed(_("Bestätigt. Jetzt fehlt die Ausführung am Kartenterminal."))

    def _ask_why_not(self, request: StornoRequest) -> None:
        shown, notes = self._screen.require().shown, self._screen.notes
        draft = f"refuse {request.id}"

        def given(reason: str | None) -> None:
            if reason is not None:
                notes.forget_draft(shown, draft)
                self._refuse(request, reason)

        self._screen.app.push_screen(
            LineScreen(
                _("Storno verweigern"),
                _("Grund"),
                value=notes.draft(shown, draft),
                keep=lambda text: notes.keep_draft(shown, draft, text),
            ),
            given,
        )

    def _refuse(self, request: StornoRequest, reason: str) -> None:
        def refuse(second: Identity) -> StornoRequest:
            return self._stornos.refuse(request.id, second, reason)

        def refused(_request: StornoRequest) -> None:
            self._screen.changed(_("Der Storno ist verweigert, die Buchung bleibt stehen."))

        if is_second_for(request, self._screen.workstation.seat):
            me = self._screen.workstation.seat.identity
            self._screen.in_turn(lambda: refuse(me), refused)
        else:
            who = _("Die Kassenaufsicht verweigert mit eigenem Namen und Kennwort.")
            ask_second_person(self._screen, _("Storno verweigern"), who, refuse, refused, self._noted)

    # ------------------------------------------------------------ at the terminal

    def carry_out(self) -> None:
        """Carry a confirmed request out at the terminal of its counter, or note that the treasury transfers it."""
        self._pick(self._screen.require().to_carry_out, _("Welchen Storno ausführen?"), self._ask_how)

    def _ask_how(self, request: StornoRequest) -> None:
        own = request.counter == self._screen.workstation.seat.workplace.counter
        answers = []
        if own and request.at_terminal and self._screen.till.has_terminal:
            answers.append(Answer("terminal", _("am Terminal ausführen")))
        if request.undoing is Undoing.REFUND:
            answers.append(Answer("transfer", _("die Kasse überweist, Zeichen eingeben"), "b"))
        if not answers:
            label = self._screen.require().shown.label
            self._screen.say(
                _("Den bestätigten Storno führt das Programm an Schalter {label} aus.").format(label=label),
                Weight.WARNING,
            )
            return

        def decided(answer: str | None) -> None:
            if answer == "terminal":
                self._screen.till.give_back(request)
            elif answer == "transfer":
                self._ask_reference(request)

        title = _("Storno über {amount} ausführen").format(amount=format_cents(request.cents))
        detail = _how(request)
        self._screen.app.push_screen(AskScreen(title, answers=answers, detail=detail), decided)

    def _ask_reference(self, request: StornoRequest) -> None:
        def given(reference: str | None) -> None:
            if reference is not None:
                self._screen.in_turn(lambda: self._stornos.transferred(request.id, reference), noted)

        def noted(done: StornoRequest) -> None:
            sentence = _("Vermerkt: Die Kasse überweist den Betrag. Die Gebühr ist wieder offen.")
            if not done.at_terminal:
                sentence = _("Vermerkt: Die Kasse überweist den Betrag.")
            self._screen.changed(sentence)

        self._screen.app.push_screen(
            LineScreen(
                _("Die Kasse überweist"),
                _("Zeichen der Kasse"),
                wanted=_("Bitte das Zeichen angeben, unter dem die Kasse überweist."),
            ),
            given,
        )


def _how(request: StornoRequest) -> str:
    """Return in a sentence how the money goes back."""
    if not request.at_terminal:
        return _("Am Terminal geht das nicht mehr. Die Kasse überweist den Betrag.")
    if request.undoing is Undoing.REFUND:
        return _("Der Betrag geht als Gutschrift auf die Karte; die Karte muss vorliegen.")
    return _("Die Zahlung wird am Terminal storniert. Die Karte braucht es dazu nicht.")
