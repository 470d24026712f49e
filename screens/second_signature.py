"""Having a second person sign in at this place for one act, as often as it takes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from clerk.domain.people import Identity
from screens import sentences
from screens.modals.second_person import SecondPersonScreen, Signature

if TYPE_CHECKING:
    from screens.day_screen import DayScreen

T = TypeVar("T")


def ask_second_person(
    screen: "DayScreen",
    what: str,
    who: str,
    act: Callable[[Identity], T],
    done: Callable[[T], None],
    later: Callable[[], None],
    problem: str = "",
) -> None:
    """Ask for name and password and do *act* as that person; ask again with the sentence of what was refused.

    *later* is called after Esc: nobody is there who could.
    """
    sign_in = screen.workstation.sign_in

    def signed(signature: Signature | None) -> None:
        if signature is None:
            later()
            return
        screen.in_turn(
            lambda: act(sign_in.second_person(signature.user, signature.secret)),
            done,
            lambda error: ask_second_person(screen, what, who, act, done, later, sentences.of_error(error)),
        )

    screen.app.push_screen(SecondPersonScreen(what, who=who, problem=problem), signed)
