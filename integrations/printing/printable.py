"""Text as a receipt printer can show it: sign for sign, so that columns stay."""

import unicodedata

from clerk.domain.plain_text import clean

PAGES = {"CP1252": 16, "CP852": 18}
"""Western and Central European letters with their numbers for ``ESC t``, the same on Epson and what imitates it."""

_UNKNOWN = "?"
_SIMILAR = str.maketrans("ĦħŊŋŦŧĸıƏəƆɔƗɨƵƶǤǥʹʺʾʿˈˌ‐‑‒―−⁄", "HhNnTtkiEeOoIiZzGg’”’’’,-----/")
"""Letters and signs without a decomposition that have a legible neighbour."""


def printable(text: str) -> str:
    """Return *text*, cleaned once more, in letters of the printer's pages: others lose their accents, or become ``?``.

    ``Łukasz`` stays as it is, ``Nguyễn`` becomes ``Nguyên``. One sign stays one sign; a mark without a place of its
    own is left out, a wide sign becomes two.
    """
    return "".join(_shown(sign) for sign in clean(text).translate(_SIMILAR))


def _shown(sign: str) -> str:
    if not _is_on_a_page(sign) and _is_on_a_page(sign.lower()):
        return sign.lower()  # the capital sharp s
    while not _is_on_a_page(sign):
        parts = unicodedata.decomposition(sign).split()
        if not parts:
            return _stand_in(sign)
        sign = chr(int(parts[1] if parts[0].startswith("<") else parts[0], 16))
    return sign


def _stand_in(sign: str) -> str:
    if unicodedata.combining(sign):
        return ""
    return _UNKNOWN * (2 if unicodedata.east_asian_width(sign) in "WF" else 1)


def _is_on_a_page(sign: str) -> bool:
    return any(_is_on(sign, page) for page in PAGES)


def _is_on(sign: str, page: str) -> bool:
    try:
        sign.encode(page)
    except UnicodeEncodeError:
        return False
    return True
