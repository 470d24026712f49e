"""Card data in text: numbers masked to their last four digits, expiry dates hidden (PCI DSS 3.2)."""

import re

_NUMBER = re.compile(r"(?<![0-9A-Za-z])[\d*#•Xx](?:[ .-]?[\d*#•Xx]){11,18}(?![0-9A-Za-z])")
"""12 to 19 digits or signs that stand for one, also in groups; not inside an application id (A0000000041010)."""
_LONGEST_OTHER_NUMBER = 12
_SHOWN = 4
_EXPIRY_WORD = r"(?:g(?:ü|ue|u)ltig|verf(?:a|ä|ae)ll|ablauf|\bexp(?:ir\w*)?\b|valid|\bg[uü]lt\b)"
_NAMED_EXPIRY = re.compile(
    rf"({_EXPIRY_WORD}\D{{0,24}})(\d\d ?[/.-] ?(?:\d\d){{1,2}}(?!\d)|\d{{4}}(?!\d))", re.IGNORECASE
)
_MONTH_AND_YEAR = re.compile(r"(?<![\d/.])(?:0[1-9]|1[0-2])/\d\d(?![\d/])")
_DIGIT = re.compile(r"\d")


def without_card_data(text: str) -> str:
    """Return *text* with card numbers and expiry dates masked by ``*``; length and layout stay.

    Of a card number at most the last four digits stay, also where the sender masked only a part of it. Any number of
    13 to 19 digits counts as one, and any month and year written ``12/27`` as an expiry date.
    """
    masked = _NUMBER.sub(lambda found: _masked_number(found.group()), text)
    masked = _NAMED_EXPIRY.sub(lambda found: found[1] + _DIGIT.sub("*", found[2]), masked)
    return _MONTH_AND_YEAR.sub(lambda found: _DIGIT.sub("*", found.group()), masked)


def _masked_number(number: str) -> str:
    places = [index for index, sign in enumerate(number) if sign not in " .-"]
    digits_only = all(number[index].isdigit() for index in places)
    if digits_only and len(places) <= _LONGEST_OTHER_NUMBER:
        return number
    hidden = set(places[:-_SHOWN])
    return "".join("*" if index in hidden and sign.isdigit() else sign for index, sign in enumerate(number))
