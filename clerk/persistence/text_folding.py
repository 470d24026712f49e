"""Text made comparable: as people type it when they search."""

import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(text: str) -> str:
    """Return *text* without case, accents and double blanks; ``ü`` is ``ue`` and ``ß`` is ``ss``."""
    german = unicodedata.normalize("NFC", text).casefold().translate(_GERMAN)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", german) if not unicodedata.combining(sign))
    return " ".join(bare.split())


def fold_plate(text: str) -> str:
    """Return a plate without blanks and hyphens, in capitals; umlauts stay (``TÜ`` is not ``TUE``)."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text).upper() if sign.isalnum())
