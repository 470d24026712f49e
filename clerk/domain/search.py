"""Finding an entry by the first letters of its words, however umlauts are typed and with a slip of the fingers."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_WORD_START, _INSIDE = 0, 10
_ALMOST = 20
_NO_MATCH = 1000
_MOST_TO_LOOK_CLOSER = 500
"""Above so many entries a key would have to wait for words that are only similar."""

_SHORTEST_MISTYPED = 4
_SHORTEST_TWICE_MISTYPED = 8


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
    Only where nothing is found a word may be a compound of two that are there (``Autoabmeldung``), or mistyped: one
    letter wrong, missing, too many or swapped with the next, two in a word of eight letters or more.
    """
    wanted = _words(fold(query))
    if not wanted:
        return list(range(len(entries)))[:limit]
    found = _ranked(wanted, entries, _score)
    if not found and len(entries) <= _MOST_TO_LOOK_CLOSER:
        found = _ranked(wanted, entries, _score_almost)
    return found[:limit]


def _ranked(
    wanted: Iterable[str], entries: Sequence[SearchEntry], score: Callable[[str, SearchEntry], int]
) -> list[int]:
    scored = ((sum(score(word, entry) for word in wanted), index) for index, entry in enumerate(entries))
    return [index for score, index in sorted(hit for hit in scored if hit[0] < _NO_MATCH)]


def _score(word: str, entry: SearchEntry) -> int:
    if word not in entry.text:
        return _NO_MATCH
    start = _first_start(word, entry.primary)
    if start is not None:
        return _WORD_START + min(start, 4)
    if _first_start(word, entry.words) is not None:
        return _WORD_START + 5
    return _INSIDE if any(word in own for own in entry.primary) else _INSIDE + 5


def _score_almost(word: str, entry: SearchEntry) -> int:
    exact = _score(word, entry)
    if exact < _NO_MATCH or len(word) < _SHORTEST_MISTYPED:
        return exact
    if _is_compound(word, entry):
        return _ALMOST
    most = 2 if len(word) >= _SHORTEST_TWICE_MISTYPED else 1
    nearest = min((_slips(word, own, most) for own in entry.words), default=most + 1)
    return _ALMOST + nearest if nearest <= most else _NO_MATCH


def _is_compound(word: str, entry: SearchEntry) -> bool:
    """Tell whether *word* is made of two parts found in *entry*, perhaps with an s between them."""
    places = range(_SHORTEST_MISTYPED, len(word) - _SHORTEST_MISTYPED + 1)
    return any(
        word[:place] in entry.text
        and (word[place:] in entry.text or (word[place] == "s" and _is_part(word[place + 1 :], entry)))
        for place in places
    )


def _is_part(word: str, entry: SearchEntry) -> bool:
    return len(word) >= _SHORTEST_MISTYPED and word in entry.text


def _slips(word: str, other: str, most: int) -> int:
    """Return how many slips turn *word* into the beginning of *other*, at most *most* + 1; its first letter is sure."""
    if word[0] != other[0] or len(other) < len(word) - most:
        return most + 1
    beginning = other[: len(word) + most]
    before: list[int] = []
    row = list(range(len(beginning) + 1))
    for place, letter in enumerate(word, 1):
        before, last = row, before
        row = [place]
        for column, wanted in enumerate(beginning, 1):
            steps = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != wanted))
            if last and column > 1 and letter == beginning[column - 2] and word[place - 2] == wanted:
                steps = min(steps, last[column - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return min(row)


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
