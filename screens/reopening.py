"""A paid application is changed only on purpose: who changes it is asked, and then confirms it anew."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk.locale import _
from screens.modals.ask import Answer, AskScreen

if TYPE_CHECKING:
    from screens.desk_screen import DeskScreen


class Reopening:
    """Lets changes of the application in front through, at once or after its question.

    Before payment a change takes the confirmation back by itself, which the step bar shows; afterwards the receipt is
    printed and nobody expects it.
    """

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._desk = screen.desk

    def typed(self, field: str, value: str) -> None:
        """Take over what stands in a field now, or put back what stood there."""
        if self._desk.view.case.form.get(field, "") != value:
            self.before(
                lambda: self._desk.typed(field, value),
                lambda: self._screen.pane.application.put_back(field),
            )

    def before(self, change: Callable[[], None], leave: Callable[[], None] = lambda: None) -> None:
        """Do *change*; where the application is paid, ask first, and *leave* it if it is to stay as it is."""
        if not self._desk.is_confirmed_and_paid:
            change()
            return
        answers = [Answer("open", _("wieder öffnen und ändern"))]
        detail = _("Er muss danach neu bestätigt werden: Enter im letzten Feld des Antrags.")
        screen = AskScreen(
            _("Der Antrag ist bestätigt und bezahlt. Wieder öffnen?"),
            answers=answers,
            detail=detail,
            back=_("lassen, wie er bestätigt ist"),
        )

        def decided(answer: str | None) -> None:
            if answer is None:
                leave()
            else:
                change()

        self._screen.app.push_screen(screen, decided)
