"""What the keys do about the cases of a visit: another one, one more, another service."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from clerk.domain.suggestions import Suggestion, suggestions
from clerk.locale import _
from screens.modals.ask import Answer, AskScreen
from screens.modals.cases import CasesScreen, CaseWish

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class CaseActs:
    """Asks which case is meant, and does it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._declined: set[tuple[int, Suggestion]] = set()

    def choose(self) -> None:
        """Show the cases of the visit and every service that could become one more."""
        workstation = self._screen.workstation
        services = workstation.knowledge.services(on=workstation.today())
        self._screen.app.push_screen(
            CasesScreen(self._desk.views, self._desk.case_index, services), self._wished
        )

    def _wished(self, wish: CaseWish | None) -> None:
        if wish is None:
            return
        show = self._screen.visit.show_case
        if wish.choose is not None:
            self._desk.choose_case(wish.choose)
            show()
        elif wish.add is not None:
            self._desk.add_case(wish.add, show, like_before=wish.like_before)
        elif wish.change_to is not None:
            self._desk.change_service(wish.change_to, show)
        elif wish.remove:
            self._desk.remove_case(show)

    def heed_suggestions(self, then: Callable[[], None]) -> None:
        """Ask whether what the date of birth says is to be taken over, once; then go on with *then*."""
        view, today = self._desk.view, self._screen.workstation.today()
        case = view.case
        found = [
            one
            for one in suggestions(view.service, self._screen.workstation.catalogue, case, on=today)
            if (case.id, one) not in self._declined
        ]
        if not found:
            then()
            return

        def decided(answer: str | None) -> None:
            if answer == "keep":
                self._declined |= {(case.id, one) for one in found}
                then()
            elif answer == "take":
                self._take_over(found, then)

        answers = [Answer("take", _("übernehmen")), Answer("keep", _("Angabe bleibt, wie sie ist"), "b")]
        question = _("{field}: Passt das zu den Angaben?").format(field=found[0].entered)
        detail = "\n".join(f"{one.fact.label}: {one.fact.text(one.answer)}" for one in found)
        self._screen.app.push_screen(AskScreen(question, answers=answers, detail=detail), decided)

    def _take_over(self, found: Sequence[Suggestion], then: Callable[[], None]) -> None:
        for one in found:
            self._desk.answer(one.fact.id, one.answer)
        if any(question.answer is None for question in self._desk.view.questions):
            self._screen.visit.show_case()
            self._screen.say(_("Die Angabe ist übernommen und bringt eine neue Frage mit."))
        else:
            then()
