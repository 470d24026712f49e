"""The receipt number of the cash office, as it stands on the paper the customer brings back."""

from clerk.domain.plain_text import clean
from clerk.locale import _

LONGEST = 40
DIGIT, LETTER = "9", "A"


class BadReceiptNumber(ValueError):  # noqa: N818 - it is what was typed, not a fault of the program
    """The number cannot be one of the cash office; ``str()`` says how it is written."""


def receipt_number(text: str, layout: str = "") -> str:
    """Return the number cleaned, without outer and double blanks; in capitals where the office has a *layout*.

    In a layout ``9`` stands for a digit and ``A`` for a letter, everything else for itself (``KB-999999``);
    without one the number has 1 to 40 characters, a digit among them. Raises ``BadReceiptNumber``.
    """
    number = " ".join(clean(text).split())
    if not number:
        raise BadReceiptNumber(_("Bitte die Belegnummer der Kasse eingeben, sie steht auf deren Quittung."))
    if len(number) > LONGEST:
        raise BadReceiptNumber(
            _("Die Belegnummer hat {count} Zeichen, höchstens {most} sind möglich.").format(
                count=len(number), most=LONGEST
            )
        )
    if not layout:
        if not any(sign.isdigit() for sign in number):
            raise BadReceiptNumber(
                _("In der Belegnummer steht keine Ziffer. Sie steht auf der Quittung der Kasse.")
            )
        return number
    number = number.upper()
    if len(number) != len(layout) or not all(map(_fits, number, layout)):
        sentence = _("Belegnummern der Kasse sehen so aus: {layout} (9 ist eine Ziffer, A ein Buchstabe).")
        raise BadReceiptNumber(sentence.format(layout=layout))
    return number


def _fits(sign: str, wanted: str) -> bool:
    if wanted == DIGIT:
        return sign.isascii() and sign.isdigit()
    if wanted == LETTER:
        return sign.isascii() and sign.isalpha()
    return sign == wanted.upper()
