"""The store's door for text about people: cleaned, and never longer than a name can be."""

from clerk.domain.plain_text import clean
from clerk.locale import _

LONGEST_NAME = 200


def personal_name(text: str) -> str:
    """Return *text* cleaned and without outer blanks; ``ValueError`` with a sentence over 200 characters."""
    name = clean(text).strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(
            _("Der Name hat {count} Zeichen, höchstens {most} sind möglich. Bitte kürzen.").format(
                count=len(name), most=LONGEST_NAME
            )
        )
    return name
