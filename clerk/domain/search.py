"""Finding an entry by the first letters of its words, however umlauts are typed."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_WORD_START, _INSIDE = 0, 10
_NO_MATCH = 1000


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The words of one entry, folded once; *primary* are those of its label, which count more than the others."""

    primary: tuple[str, ...]
    words: tuple[str, ...]
    text: str


def fold(text: str) -> str:
    """Return *text* in small letters, umlauts and ß spelt out, other accents dropped: ``Führer`` → ``fuehrer``."""
    return _without_accents(unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT))


def search_entry(label: str, more: str = "") -> SearchEntry:
    """Fold *label* and the further words *more* of an entry for ``rank``."""
    primary = (*_words(fold(label)), *_words(_bare(label)))
    further = (*_words(fold(more)), *_words(_bare(more)))
    words = tuple(dict.fromkeys((*primary, *further)))
    return SearchEntry(tuple(dict.fromkeys(primary)), words, " ".join(words))


def rank(query: str, entries: Sequence[SearchEntry], limit: int | None = None) -> list[int]:
    """Return the indexes of the *entries* in which every word of *query* is found, the best first.

    The beginning of a word is better than its inside, the label better than further words, an early word better than
    a late one; equally good entries keep their order. An empty query finds all. *limit* is the longest answer wanted.
    """
    wanted = _words(fold(query))
    if not wanted:
        return list(range(len(entries)))[:limit]
    scored = ((sum(_score(word, entry) for word in wanted), index) for index, entry in enumerate(entries))
    return [index for score, index in sorted(hit for hit in scored if hit[0] < _NO_MATCH)][:limit]


def _score(word: str, entry: SearchEntry) -> int:
    if word not in entry.text:
        return _NO_MATCH
    start = _first_start(word, entry.primary)
    if start is not None:
        return _WORD_START + min(start, 4)
    if _first_start(word, entry.words) is not None:
        return _WORD_START + 5
    return _INSIDE if any(word in own for own in entry.primary) else _INSIDE + 5


def _first_start(word: str, words: Iterable[str]) -> int | None:
    return next((place for place, own in enumerate(words) if own.startswith(word)), None)


def _bare(text: str) -> str:
    """Fold as somebody types who leaves the dots out: ``Führer`` → ``fuhrer``."""
    return _without_accents(unicodedata.normalize("NFC", text).casefold().replace("ß", "ss"))


def _without_accents(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


def _words(folded: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in folded).split())
