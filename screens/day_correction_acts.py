"""Correcting a decision about the terminal that turned out to be wrong: what proves it, then a second person."""

from functools import partial
from typing import TYPE_CHECKING

from clerk.domain.day_report_words import decision_name, movement_name
from clerk.domain.money import format_cents
from clerk.domain.payment import Payment
from clerk.domain.people import Identity
from clerk.domain.storno import StornoRequest
from clerk.locale import _
from screens.day_words import clock
from screens.modals.line import LineScreen
from screens.modals.pick import PickScreen
from screens.second_signature import ask_second_person
from screens.text import Align, Cell, columns

if TYPE_CHECKING:
    from textual.content import Content

    from screens.day_screen import DayScreen


class DayCorrectionActs:
    """What the key for corrections leads to; nothing is corrected by one person alone."""

    def __init__(self, screen: "DayScreen") -> None:
        self._screen = screen
        self._corrections = screen.workstation.corrections

    def choose(self) -> None:
        """Choose which decision of the day shown was wrong."""
        decided = self._screen.require().decided
        if len(decided) == 1:
            self._ask_proof(decided[0])
        elif decided:
            picker = PickScreen(
                _("Welche Entscheidung war falsch?"), decided, lambda movement: str(movement.id), self._draw
            )
            self._screen.app.push_screen(
                picker, lambda movement: self._ask_proof(movement) if movement else None
            )

    def _draw(self, movement: Payment, width: int) -> "Content":
        return columns(
            [
                Cell(clock(movement.changed_at, self._screen.workstation.zone), 5),
                Cell(movement_name(movement.kind, _), 10),
                Cell(decision_name(movement, _)),
                Cell(format_cents(movement.amount_cents), 11, "", Align.RIGHT),
            ],
            width,
        )

    def _ask_proof(self, movement: Payment) -> None:
        shown, notes = self._screen.require().shown, self._screen.notes
        draft = f"correct {movement.id}"

        def given(proof: str | None) -> None:
            if proof is not None:
                notes.forget_draft(shown, draft)
                self._ask_second(movement, proof)

        title = _("{what} über {amount}: Entscheidung berichtigen").format(
            what=movement_name(movement.kind, _), amount=format_cents(movement.amount_cents)
        )
        self._screen.app.push_screen(
            LineScreen(
                title,
                _("Woran zeigt sich der Irrtum?"),
                detail=self._corrections.outlook(movement),
                value=notes.draft(shown, draft),
                wanted=_(
                    "Bitte angeben, woran sich der Irrtum zeigt, zum Beispiel am Kontoauszug vom 12.05."
                ),
                keep=lambda text: notes.keep_draft(shown, draft, text),
            ),
            given,
        )

    def _ask_second(self, movement: Payment, proof: str) -> None:
        what = _("Berichtigung über {amount} bestätigen").format(amount=format_cents(movement.amount_cents))
        who = _("Eine zweite Person der Kassenaufsicht bestätigt mit eigenem Namen und Kennwort.")

        def correct(second: Identity) -> StornoRequest | None:
            return self._corrections.correct(movement, proof, second)

        later = partial(self._keep, movement, proof)
        ask_second_person(self._screen, what, who, correct, self._corrected, later)

    def _keep(self, movement: Payment, proof: str) -> None:
        """Nobody is there to confirm: what was typed is there the next time."""
        self._screen.notes.keep_draft(self._screen.require().shown, f"correct {movement.id}", proof)
        self._screen.say(_("Nicht berichtigt. Was Sie geschrieben haben, steht beim nächsten Mal wieder da."))

    def _corrected(self, request: StornoRequest | None) -> None:
        if request is None:
            self._screen.changed(_("Berichtigt. Die Buchung steht im heutigen Kassenbuch des Schalters."))
        else:
            self._screen.changed(
                _("Berichtigt. {amount} sind zur Erstattung vorgemerkt, die Kasse überweist.").format(
                    amount=format_cents(request.cents)
                )
            )
