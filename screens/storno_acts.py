"""Taking settlements back: chosen, with a reason, decided by a second person, carried out or transferred."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.content import Content

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
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.second_signature import ask_second_person
from screens.storno_run import StornoRun
from screens.text import Align, Cell, columns
from screens.widgets.message_line import Weight
from screens.work_frame import WorkFrame


def reasons() -> list[Reason]:
    """Return why something is taken back; the office's books name one."""
    return [
        Reason("amount", _("falscher Betrag")),
        Reason("case", _("falsche Leistung oder falscher Vorgang")),
        Reason("way", _("falsche Zahlungsart gebucht")),
        Reason("withdrawn", _("Antrag zurückgenommen, nichts ausgehändigt")),
        Reason("other", _("anderer Grund"), needs_text=True),
    ]


class StornoActs:
    """What the keys for stornos lead to, on every screen; nothing is taken back by one person alone.

    *changed* is called when the books have changed, *noted* says what becomes of a request nobody can decide now.
    """

    def __init__(self, screen: WorkFrame, run: StornoRun, changed: Callable[[], None], noted: str) -> None:
        self._screen = screen
        self._stornos = screen.workstation.stornos
        self._run = run
        self._changed = changed
        self._noted = noted
        self._drafts: dict[str, str] = {}

    # ------------------------------------------------------------ asking for it

    def choose(self, settlements: Sequence[Settlement]) -> None:
        """Choose what is taken back, unless there is only one thing."""
        if not settlements:
            self._screen.say(_("Hier ist nichts bezahlt oder beschieden, was sich zurücknehmen ließe."))
        elif len(settlements) == 1:
            self._look_ahead(settlements[0])
        else:
            picker = PickScreen(
                _("Was zurücknehmen?"), settlements, lambda same: str(same[0].number), self._draw_settlement
            )
            self._screen.app.push_screen(picker, lambda same: self._look_ahead(same) if same else None)

    def _look_ahead(self, settlement: Settlement) -> None:
        self._screen.in_turn(lambda: self._stornos.outlook(settlement[0]), partial(self._ask_why, settlement))

    def _ask_why(self, settlement: Settlement, outlook: str) -> None:
        known, draft = {reason.id: reason.label for reason in reasons()}, f"ask {settlement[0].number}"

        def given(answer: GivenReason | None) -> None:
            if answer is not None:
                self._drafts.pop(draft, None)
                reason = ": ".join(filter(None, (known[answer.id], answer.text)))
                self._screen.in_turn(lambda: self._stornos.ask(settlement, reason), self._asked)

        question = ReasonScreen(
            _("Storno: {what}").format(what=settlement_words(settlement)),
            reasons(),
            note_label=_("Anmerkung"),
            detail=outlook,
            note=self._drafts.get(draft, ""),
            keep=partial(self._drafts.__setitem__, draft),
        )
        self._screen.app.push_screen(question, given)

    def _asked(self, request: StornoRequest) -> None:
        self._changed()
        self._confirm(request)

    # ------------------------------------------------------------ deciding

    def decide(self, requests: Sequence[StornoRequest]) -> None:
        """Decide a request that waits, one of several if there are more."""
        self._pick(requests, _("Welchen Storno entscheiden?"), self._decide)

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
        what = _("Storno über {amount} bestätigen").format(amount=format_cents(request.cents))
        who = _(
            "Die Kassenaufsicht bestätigt mit eigenem Namen und Kennwort. Ist niemand da: Esc, "
            "der Storno bleibt dann vorgemerkt."
        )
        self._by_second(
            request, what, who, lambda second: self._stornos.confirm(request.id, second), self._confirmed
        )

    def _confirmed(self, request: StornoRequest) -> None:
        self._changed()
        if request.state is StornoState.DONE:
            self._screen.say(_("Zurückgenommen. Die Gebühr ist wieder offen."))
        elif not request.at_terminal:
            self._ask_how(request)
        elif not self._run.can_do(request):
            self._screen.say(_("Bestätigt. Jetzt fehlt die Ausführung am Kartenterminal."))
        elif request.undoing is Undoing.REVERSAL:
            self._run.begin(request)
        else:
            self._ask_how(request)

    def _ask_why_not(self, request: StornoRequest) -> None:
        draft = f"refuse {request.id}"

        def given(reason: str | None) -> None:
            if reason is not None:
                self._drafts.pop(draft, None)
                self._refuse(request, reason)

        self._screen.app.push_screen(
            LineScreen(
                _("Storno verweigern"),
                _("Grund"),
                value=self._drafts.get(draft, ""),
                keep=partial(self._drafts.__setitem__, draft),
            ),
            given,
        )

    def _refuse(self, request: StornoRequest, reason: str) -> None:
        def refused(_request: StornoRequest) -> None:
            self._changed()
            self._screen.say(_("Der Storno ist verweigert, die Buchung bleibt stehen."))

        who = _("Die Kassenaufsicht verweigert mit eigenem Namen und Kennwort.")
        self._by_second(
            request,
            _("Storno verweigern"),
            who,
            lambda second: self._stornos.refuse(request.id, second, reason),
            refused,
        )

    def _by_second(
        self,
        request: StornoRequest,
        what: str,
        who: str,
        act: Callable[[Identity], StornoRequest],
        done: Callable[[StornoRequest], None],
    ) -> None:
        """Let the person who is signed in decide if that is the second one, else have one sign here."""
        seat = self._screen.workstation.seat
        if is_second_for(request, seat):
            self._screen.in_turn(lambda: act(seat.identity), done)
        else:
            ask_second_person(self._screen, what, who, act, done, self._left_open)

    def _left_open(self) -> None:
        self._changed()
        self._screen.say(self._noted)

    # ------------------------------------------------------------ carrying it out

    def carry_out(self, requests: Sequence[StornoRequest]) -> None:
        """Carry a confirmed request out at the terminal of its counter, or note that the treasury transfers it."""
        self._pick(requests, _("Welchen Storno ausführen?"), self._ask_how)

    def _ask_how(self, request: StornoRequest) -> None:
        answers = []
        if self._run.can_do(request):
            answers.append(Answer("terminal", _("am Terminal ausführen")))
        if request.undoing is Undoing.REFUND:
            answers.append(Answer("transfer", _("die Kasse überweist, Zeichen eingeben"), "b"))
        if not answers:
            self._screen.say(
                _("Ausgeführt wird der Storno an dem Schalter, an dem bezahlt wurde."),
                Weight.WARNING,
            )
            return

        def decided(answer: str | None) -> None:
            if answer == "terminal":
                self._run.begin(request)
            elif answer == "transfer":
                self._ask_reference(request)

        title = _("Storno über {amount} ausführen").format(amount=format_cents(request.cents))
        self._screen.app.push_screen(AskScreen(title, answers=answers, detail=_how(request)), decided)

    def _ask_reference(self, request: StornoRequest) -> None:
        def given(reference: str | None) -> None:
            if reference is not None:
                self._screen.in_turn(lambda: self._stornos.transferred(request.id, reference), noted)

        def noted(done: StornoRequest) -> None:
            sentence = _("Vermerkt: Die Kasse überweist den Betrag. Die Gebühr ist wieder offen.")
            if not done.at_terminal:
                sentence = _("Vermerkt: Die Kasse überweist den Betrag.")
            self._changed()
            self._screen.say(sentence)

        self._screen.app.push_screen(
            LineScreen(
                _("Die Kasse überweist"),
                _("Zeichen der Kasse"),
                wanted=_("Bitte das Zeichen angeben, unter dem die Kasse überweist."),
            ),
            given,
        )

    # ------------------------------------------------------------ one of several

    def _pick(
        self, requests: Sequence[StornoRequest], title: str, then: Callable[[StornoRequest], None]
    ) -> None:
        if len(requests) == 1:
            then(requests[0])
        elif requests:
            picker = PickScreen(title, requests, lambda request: str(request.id), self._draw_request)
            self._screen.app.push_screen(picker, lambda request: then(request) if request else None)

    def _draw_settlement(self, settlement: Settlement, width: int) -> Content:
        first = settlement[0]
        numbers = ", ".join(dict.fromkeys(entry.case_number or "" for entry in settlement))
        return columns(
            [
                Cell(clock(first.at, self._screen.workstation.zone), 5),
                Cell(way_name(first.way, _), 16),
                Cell(first.reference or "", 10),
                Cell(numbers),
                Cell(format_cents(sum(entry.cents for entry in settlement)), 11, "", Align.RIGHT),
            ],
            width,
        )

    def _draw_request(self, request: StornoRequest, width: int) -> Content:
        return columns(
            [
                Cell(clock(request.asked_at, self._screen.workstation.zone), 5),
                Cell(way_name(request.way, _), 26),
                Cell(request.reason),
                Cell(format_cents(-request.cents), 11, "", Align.RIGHT),
            ],
            width,
        )


def _how(request: StornoRequest) -> str:
    """Return in a sentence how the money goes back."""
    if not request.at_terminal:
        return _("Am Terminal geht das nicht mehr. Die Kasse überweist den Betrag.")
    if request.undoing is Undoing.REFUND:
        return _("Der Betrag geht als Gutschrift auf die Karte; die Karte muss vorliegen.")
    return _("Die Zahlung wird am Terminal storniert. Die Karte braucht es dazu nicht.")
