"""The store's door for typed text: cleaned, without anything of an identity document, names of bounded length."""

from clerk.domain.plain_text import clean
from clerk.domain.validators.identity_papers import withheld
from clerk.locale import _

LONGEST_NAME = 200


def typed_text(text: str, *, multiline: bool = False) -> str:
    """Return *text* as it may be stored: cleaned, what is printed on identity documents taken out."""
    return withheld(clean(text, multiline=multiline))


def personal_name(text: str) -> str:
    """Return *text* cleaned and without outer blanks; ``ValueError`` with a sentence over 200 characters."""
    name = typed_text(text).strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(
            _("Der Name hat {count} Zeichen, höchstens {most} sind möglich. Bitte kürzen.").format(
                count=len(name), most=LONGEST_NAME
            )
        )
    return name
