"""Having a second person sign in at this place for one act, as often as it takes."""

from collections.abc import Callable
from typing import TypeVar

from clerk.domain.people import Identity
from clerk.services.sign_in import SignInRefused
from screens import sentences
from screens.modals.second_person import SecondPersonScreen, Signature
from screens.place import Place

T = TypeVar("T")


def _nothing() -> None:
    return


def ask_second_person(
    place: Place,
    what: str,
    who: str,
    act: Callable[[Identity], T],
    done: Callable[[T], None],
    later: Callable[[], None] = _nothing,
    *,
    at_terminal: bool = False,
) -> None:
    """Ask for name and password and do *act* as that person, then *done*; what is refused is said in the dialogue.

    The dialogue lies over *place* until it is done, so that no key reaches what is behind. *later* is called after
    Esc: nobody is there who could. *at_terminal*: the act asks the terminal, which may take its time.
    """
    sign_in, background = place.workstation.sign_in, place.background

    def entered(signature: Signature) -> None:
        def work() -> T:
            return act(sign_in.second_person(signature.user, signature.secret))

        (background.alongside if at_terminal else background.run)(work, taken, refused)

    def taken(result: T) -> None:
        dialogue.leave()
        done(result)

    def refused(error: Exception) -> None:
        dialogue.refuse(sentences.of_error(error), same_person=isinstance(error, SignInRefused))

    dialogue = SecondPersonScreen(what, who, entered, later)
    place.app.push_screen(dialogue)
