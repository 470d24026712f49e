"""Tidying of typed codes, and words for a character that does not belong where it stands."""

import string
import unicodedata

from clerk.locale import _, ngettext

DIGITS = frozenset(string.digits)
CAPITALS = frozenset(string.ascii_uppercase)
UMLAUTS = frozenset("ÄÖÜ")
CODE = CAPITALS | DIGITS

_GERMAN_LETTERS = frozenset(string.ascii_letters + "ÄÖÜäöüß")
# str.upper() would turn ß into SS and ı into I: a silent swap of what was typed
_TO_CAPITALS = str.maketrans(string.ascii_lowercase + "äöü", string.ascii_uppercase + "ÄÖÜ")
_TO_HYPHEN = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_TWINS = {
    "O": "0",
    "o": "0",
    "Q": "0",
    "I": "1",
    "i": "1",
    "l": "1",
    "S": "5",
    "B": "8",
    "Z": "2",
    "0": "O",
    "1": "I",
    "5": "S",
    "8": "B",
    "2": "Z",
}
_LOOKALIKES = dict(
    zip(
        "АВЕЗКМНОРСТУХІЈЅавеокмнрстухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABE3KMHOPCTYXIJSABEOKMHPCTYXIJS" + "ABEZHIKMNOPTYXO",
        strict=True,
    )
)


def capitals(value: str) -> str:
    """Return *value* (NFC) with a–z and the German umlauts as capitals; no other letter is touched."""
    return unicodedata.normalize("NFC", value.translate(_TO_CAPITALS))


def squeezed(value: str) -> str:
    """Return *value* with every kind of dash as hyphen and every run of blanks as one blank."""
    return " ".join(value.translate(_TO_HYPHEN).split())


def joined(value: str) -> str:
    """Return *value* (NFC) without blanks and hyphens, its case as typed."""
    return unicodedata.normalize("NFC", squeezed(value).replace(" ", "").replace("-", ""))


def compact(value: str) -> str:
    """Return *value* without blanks and hyphens, in capitals."""
    return capitals(joined(value))


def misplaced(
    value: str, allowed: frozenset[str], *, place: str, permitted: str, offset: int = 0
) -> str | None:
    """Return the sentence about the first character of *value* outside *allowed*, or None.

    It names the character, its place (Stelle, counted from 1, *offset* characters stand before *value*) and
    the rule: *place* opens the rule's sentence (``In einer FIN``), *permitted* names what may stand there.
    """
    for position, character in enumerate(value, start=offset + 1):
        if character not in allowed:
            rule = _rule(character, allowed, place, permitted)
            return _("An Stelle {position} steht {character}. {rule}").format(
                position=position, character=described(character), rule=rule
            )
    return None


def _rule(character: str, allowed: frozenset[str], place: str, permitted: str) -> str:
    twin = _TWINS.get(character)
    if twin is not None and twin in allowed:
        return _("{place} kommt {character} nicht vor – {twin} gemeint?").format(
            place=place, character=character, twin=_kind_and_sign(twin)
        )
    lookalike = _ascii_lookalike(character)
    if lookalike in allowed:
        return _("Bitte {lookalike} mit der Tastatur eingeben.").format(lookalike=lookalike)
    return _("{place} stehen nur {permitted}.").format(place=place, permitted=permitted)


def _kind_and_sign(character: str) -> str:
    text = _("Ziffer {character}") if character in DIGITS else _("Buchstabe {character}")
    return text.format(character=character)


def _ascii_lookalike(character: str) -> str:
    compatible = unicodedata.normalize("NFKC", character)
    return _LOOKALIKES.get(character, capitals(compatible) if compatible != character else "")


def described(character: str) -> str:
    """Return *character* with its kind in German words, as the subject of a sentence."""
    lookalike = _ascii_lookalike(character)
    return _wording(character, lookalike).format(character=character, lookalike=lookalike)


def _wording(character: str, lookalike: str) -> str:  # noqa: PLR0911 - a table of kinds, first match counts
    if character in DIGITS:
        return _("die Ziffer {character}")
    if character in _GERMAN_LETTERS:
        return _("der Buchstabe {character}")
    if character.isspace():
        return _("ein Leerzeichen")
    if unicodedata.category(character).startswith("M"):
        return _("ein einzelnes Akzentzeichen")
    if lookalike and lookalike.isascii() and lookalike.isalnum():
        return _lookalike_wording(character)
    if character.isalpha():
        return _("der Buchstabe „{character}“")
    return _("das Zeichen „{character}“")


def _lookalike_wording(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0]
    if script == "CYRILLIC":
        return _("der kyrillische Buchstabe „{character}“, der wie {lookalike} aussieht")
    if script == "GREEK":
        return _("der griechische Buchstabe „{character}“, der wie {lookalike} aussieht")
    if script == "FULLWIDTH":
        return _("das überbreite Zeichen „{character}“, das wie {lookalike} aussieht")
    return _("das Sonderzeichen „{character}“, das wie {lookalike} aussieht")


def counted(value: str, subject: str) -> str:
    """Return the sentence that says how many characters *value* has."""
    return _("{subject} hat {count} Zeichen.").format(subject=subject, count=len(value))


def wrong_length(value: str, needed: int, *, subject: str) -> str | None:
    """Return the sentence that says how many characters *value* has and how many are *needed*, or None."""
    difference = len(value) - needed
    if difference == 0:
        return None
    if difference > 0:
        remainder = _("{count} zu viel").format(count=difference)
    else:
        remainder = ngettext("{count} fehlt", "{count} fehlen", -difference).format(count=-difference)
    return _("{subject} hat {count} Zeichen, nötig sind {needed}: {remainder}.").format(
        subject=subject, count=len(value), needed=needed, remainder=remainder
    )
