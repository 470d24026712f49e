"""Finding an entry by the first letters of its words, however umlauts are typed and with a slip of the fingers."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_LABEL_WORD, _LABEL_START, _WHOLE_PHRASE, _WORD, _WORD_START, _INSIDE = 0, 5, 10, 12, 14, 20
_ALMOST = 30
_NO_MATCH = 1000
_MOST_TO_LOOK_CLOSER = 500
"""Above so many entries a key would have to wait for words that are only similar."""

_SHORTEST_MISTYPED = 4
_SHORTEST_TWICE_MISTYPED = 8
_SMALL_WORDS = frozenset(
    {"ein", "eine", "einem", "einen", "einer", "eines", "der", "die", "das", "dem", "den", "des"}
    | {"fuer", "fur", "von", "vom", "im", "ins", "in", "am", "zu", "zum", "zur", "mit"}
)
_CONTRARY = frozenset({"ab", "an"})
"""Beginnings that turn a word into another one: ``abmelden`` is never a slip for ``anmelden``."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The words of one entry, folded once; *primary* are those of its label, which count more than the others.

    *phrases* are the label and the further names of the entry, each whole.
    """

    primary: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    phrases: frozenset[str]


def fold(text: str) -> str:
    """Return *text* in small letters, umlauts and ß spelt out, other accents dropped: ``Führer`` → ``fuehrer``."""
    return _without_accents(unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT))


def search_entry(label: str, more: str = "") -> SearchEntry:
    """Fold *label* and the further names *more* of an entry, one a line, for ``rank``."""
    primary = (*_words(fold(label)), *_words(_bare(label)))
    further = (*_words(fold(more)), *_words(_bare(more)))
    words = tuple(dict.fromkeys((*primary, *further)))
    names = (label, *more.splitlines())
    phrases = frozenset(_phrase(_words(spelt(name))) for name in names for spelt in (fold, _bare))
    return SearchEntry(tuple(dict.fromkeys(primary)), words, " ".join(words), phrases)


def rank(query: str, entries: Sequence[SearchEntry], limit: int | None = None) -> list[int]:
    """Return the indexes of the *entries* in which every word of *query* is found, the best first.

    The label is better than a further name that is typed whole, this better than one of its words; a whole word is
    better than its beginning, this better than its inside, an early word of the label better than a late one; equally
    good entries keep their order. Articles and prepositions are not looked for beside other words. An empty query
    finds all. *limit* is the longest answer wanted.
    Only where nothing is found a word may be a compound of two that are there (``Autoabmeldung``), or mistyped: one
    letter wrong, missing, too many or swapped with the next, two in a word of eight letters or more.
    """
    typed = _words(fold(query))
    wanted = tuple(word for word in typed if word not in _SMALL_WORDS) or typed
    if not wanted:
        return list(range(len(entries)))[:limit]
    found = _ranked(wanted, entries, _score)
    if not found and len(entries) <= _MOST_TO_LOOK_CLOSER:
        found = _ranked(wanted, entries, _score_almost)
    return found[:limit]


def _ranked(
    wanted: Sequence[str], entries: Sequence[SearchEntry], score: Callable[[str, SearchEntry], int]
) -> list[int]:
    def total(entry: SearchEntry) -> int:
        found = sum(score(word, entry) for word in wanted)
        return min(found, _WHOLE_PHRASE) if _phrase(wanted) in entry.phrases else found

    scored = ((total(entry), index) for index, entry in enumerate(entries))
    return [index for score, index in sorted(hit for hit in scored if hit[0] < _NO_MATCH)]


def _score(word: str, entry: SearchEntry) -> int:
    if word not in entry.text:
        return _NO_MATCH
    if word in entry.primary:
        return _LABEL_WORD + min(entry.primary.index(word), 4)
    start = _first_start(word, entry.primary)
    if start is not None:
        return _LABEL_START + min(start, 4)
    if word in entry.words:
        return _WORD
    if _first_start(word, entry.words) is not None:
        return _WORD_START
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
    if word[0] != other[0] or len(other) < len(word) - most or _are_contrary(word, other):
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


def _are_contrary(word: str, other: str) -> bool:
    return word[:2] != other[:2] and {word[:2], other[:2]} <= _CONTRARY


def _first_start(word: str, words: Iterable[str]) -> int | None:
    return next((place for place, own in enumerate(words) if own.startswith(word)), None)


def _bare(text: str) -> str:
    """Fold as somebody types who leaves the dots out: ``Führer`` → ``fuhrer``."""
    return _without_accents(unicodedata.normalize("NFC", text).casefold().replace("ß", "ss"))


def _without_accents(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


def _phrase(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word not in _SMALL_WORDS)


def _words(folded: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in folded).split())
