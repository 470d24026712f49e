"""Taking a settlement of the open visit back: chosen, with a reason, confirmed by a second person, carried out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from clerk.domain.cash_entry import CashEntry, Settlement, settlements
from clerk.domain.money import format_cents
from clerk.domain.payment import Payment, PaymentState
from clerk.domain.storno import StornoRequest, StornoState
from clerk.locale import _
from clerk.services.payment_messages import explain
from screens import sentences
from screens.day_words import settlement_words
from screens.modals.reason import GivenReason, Reason, ReasonScreen
from screens.modals.second_person import SecondPersonScreen, Signature
from screens.typed_receipts import TypedReceipts
from screens.widgets.message_line import Weight

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


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
    """What the key for a storno leads to; nothing is taken back by one person alone."""

    def __init__(
        self, screen: "DeskScreen", began: Callable[[], None], ended: Callable[[Payment | None], None]
    ) -> None:
        """*began* is called before the terminal is used, *ended* when books or terminal have changed."""
        self._screen = screen
        self._storno = screen.workstation.stornos
        self._began = began
        self._ended = ended
        self._typed = TypedReceipts.for_place(screen, self._carried_out)

    def can_begin(self) -> bool:
        """Whether something of the visit is settled, and the terminal does nothing for it just now."""
        settled = any(line.settlement for line in self._screen.desk.require().visit.lines)
        return settled and self._screen.payment.is_quiet

    def begin(self) -> None:
        """Look what of the visit can be taken back, and what waits to be carried out."""
        visit, storno = self._screen.desk.require().visit.id, self._storno
        self._screen.background.run(
            lambda: (storno.possible(visit), storno.waiting_for(visit)), self._found, self._screen.failed
        )

    def _found(self, found: tuple[tuple[CashEntry, ...], tuple[StornoRequest, ...]]) -> None:
        entries, waiting = found
        if waiting:
            self._go_on(waiting[0])
            return
        found_here = settlements(entries)
        if not found_here:
            self._screen.say(_("Hier ist nichts bezahlt oder beschieden, was sich zurücknehmen ließe."))
        elif len(found_here) == 1:
            self._ask_why(found_here[0])
        else:
            self._choose(found_here)

    def _choose(self, choices: Sequence[Settlement]) -> None:
        rows = [Reason(str(place), settlement_words(one)) for place, one in enumerate(choices)]

        def chosen(answer: GivenReason | None) -> None:
            if answer is not None:
                self._ask_why(choices[int(answer.id)])

        self._screen.app.push_screen(ReasonScreen(_("Was zurücknehmen?"), rows), chosen)

    def _ask_why(self, settlement: Settlement) -> None:
        storno = self._storno
        self._screen.background.run(
            lambda: storno.outlook(settlement[0]),
            lambda outlook: self._show_outlook(settlement, outlook),
            self._screen.failed,
        )

    def _show_outlook(self, settlement: Settlement, outlook: str) -> None:
        title = _("Storno: {what}").format(what=settlement_words(settlement))
        known = {reason.id: reason.label for reason in reasons()}

        def given(answer: GivenReason | None) -> None:
            if answer is not None:
                self._ask(settlement, ": ".join(filter(None, (known[answer.id], answer.text))))

        self._screen.app.push_screen(
            ReasonScreen(title, reasons(), note_label=_("Anmerkung"), detail=outlook), given
        )

    def _ask(self, settlement: Settlement, reason: str) -> None:
        storno = self._storno
        self._screen.background.run(
            lambda: storno.ask(settlement, reason), self._confirm, self._screen.failed
        )

    def _go_on(self, request: StornoRequest) -> None:
        if request.state is StornoState.CONFIRMED:
            self._carry_out(request)
        else:
            self._confirm(request)

    def _confirm(self, request: StornoRequest, problem: str = "") -> None:
        what = _("Storno über {amount} bestätigen").format(amount=format_cents(request.cents))
        who = _(
            "Kassenaufsicht bestätigt mit eigenem Namen und Kennwort. Ist niemand da: Esc, "
            "dann bleibt der Storno vorgemerkt."
        )

        def signed(signature: Signature | None) -> None:
            if signature is None:
                self._ended(None)
                self._screen.say(_("Storno vorgemerkt. Z setzt ihn fort, sobald die Kassenaufsicht da ist."))
            else:
                self._sign(request, signature)

        self._screen.app.push_screen(SecondPersonScreen(what, who=who, problem=problem), signed)

    def _sign(self, request: StornoRequest, signature: Signature) -> None:
        storno, sign_in = self._storno, self._screen.workstation.sign_in

        def confirm() -> StornoRequest:
            return storno.confirm(request.id, sign_in.second_person(signature.user, signature.secret))

        self._screen.background.run(
            confirm, self._confirmed, lambda error: self._confirm(request, sentences.of_error(error))
        )

    def _confirmed(self, request: StornoRequest) -> None:
        if request.state is StornoState.DONE:
            self._ended(None)
            self._screen.say(_("Zurückgenommen. Die Gebühr ist wieder offen."))
        else:
            self._carry_out(request)

    def _carry_out(self, request: StornoRequest) -> None:
        at_terminal = self._screen.workstation.storno_at_terminal
        if at_terminal is None:
            self._screen.say(
                _("Dieser Platz hat kein Kartenterminal, das den Storno ausführen könnte."), Weight.WARNING
            )
            return
        account = self._screen.workstation.seat.identity.account
        self._began()
        self._screen.background.alongside(
            lambda: at_terminal.run(request, account, self._screen.payment.heard),
            lambda moved: self._moved(moved, request.reason),
            self._broke,
        )

    def _moved(self, moved: Payment, reason: str) -> None:
        self._carried_out(moved)
        if moved.state is PaymentState.PAID:
            self._screen.printing.storno(moved, reason)

    def _carried_out(self, moved: Payment) -> None:
        if self._typed is not None and moved.can_be_asked:
            self._ended(moved)
            self._typed.ask(moved, again=False)
            return
        message = explain(moved)
        weight = Weight.INFO if moved.state is PaymentState.PAID else Weight.WARNING
        # what follows reads the visit anew, which clears the line for messages
        self._ended(moved)
        self._screen.say(f"{message.title}. {message.sentence}", weight)

    def _broke(self, error: Exception) -> None:
        self._ended(None)
        self._screen.failed(error)
