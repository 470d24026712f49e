"""Free text, names, postal codes and plain numbers."""

from clerk.domain.validators.characters import DIGITS, compact, misplaced, squeezed, wrong_length
from clerk.domain.validators.verdict import Verdict, accept, refuse, warn
from clerk.locale import _

LONGEST = 200
_LONGEST_NUMBER = 6


def too_long(value: str) -> str | None:
    """Return the sentence about a value of more than 200 characters, or None.

    Free text is the usual leak of personal data, so every field is kept short.
    """
    excess = len(value) - LONGEST
    if excess <= 0:
        return None
    message = _("Der Text hat {count} Zeichen, höchstens {longest} sind möglich. Bitte um {excess} kürzen.")
    return message.format(count=len(value), longest=LONGEST, excess=excess)


def text(value: str) -> Verdict:
    """Accept free text as it stands; its length is bounded for all kinds alike."""
    return accept(value)


def person_name(value: str) -> Verdict:
    """Judge the name of a person: digits, as of a date in the wrong field, are only remarked upon."""
    if any(sign.isdigit() for sign in value):
        return warn(
            value, _("In einem Namen stehen gewöhnlich keine Ziffern. Bitte mit dem Papier vergleichen.")
        )
    return person_or_company(value)


def person_or_company(value: str) -> Verdict:
    """Judge the name of a person or a company, which may have digits; one without any letter is remarked upon."""
    if any(sign.isalpha() for sign in value):
        return accept(value)
    return warn(value, _("In diesem Namen steht kein Buchstabe. Bitte mit dem Papier vergleichen."))


def plz(value: str) -> Verdict:
    """Judge a German postal code: five digits from 01001 to 99998."""
    code = compact(value)
    problem = misplaced(
        code, DIGITS, place=_("In einer Postleitzahl"), permitted=_("Ziffern")
    ) or wrong_length(code, 5, subject=_("Die Postleitzahl"))
    if problem is not None:
        return refuse(code, problem)
    if "01001" <= code <= "99998":
        return accept(code)
    return refuse(
        code, _("Diese Postleitzahl gibt es nicht, möglich sind 01001 bis 99998. Bitte vergleichen.")
    )


def int_(value: str) -> Verdict:
    """Judge a whole number from 0 to 999999, normalised without leading zeros."""
    digits = squeezed(value)
    problem = misplaced(
        digits, DIGITS, place=_("In einer Anzahl"), permitted=_("Ziffern, ohne Punkt und Komma")
    )
    if problem is not None:
        return refuse(digits, problem)
    number = digits.lstrip("0") or "0"
    if len(number) <= _LONGEST_NUMBER:
        return accept(number)
    message = _("Die Zahl hat {count} Ziffern, höchstens {longest} sind möglich.")
    return refuse(digits, message.format(count=len(number), longest=_LONGEST_NUMBER))
