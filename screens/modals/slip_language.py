"""In which language the slip for the customer is printed."""

from clerk.domain.slip import Language
from clerk.locale import _
from screens.modals.ask import Answer, AskScreen


def ask_slip_language() -> AskScreen:
    """Return the question; the answer is a value of ``Language``, Enter takes German."""
    answers = [
        Answer(Language.GERMAN, _("Deutsch")),
        Answer(Language.ENGLISH, _("Englisch"), "e"),
        Answer(Language.PLAIN, _("einfache Sprache"), "f"),
    ]
    detail = _("Auf dem Blatt steht nur, was mitzubringen ist.")
    return AskScreen(_("Hinweisblatt in welcher Sprache?"), answers=answers, detail=detail)
