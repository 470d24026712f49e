"""Finding an entry by the first letters of its words, however umlauts are typed and with a slip of the fingers."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
)
_LABEL_WORD, _LABEL_START, _WHOLE_PHRASE, _WORD, _WORD_START, _INSIDE = 0, 5, 10, 12, 14, 20
_ALMOST = 30
_NO_MATCH = 1000
_MOST_TO_LOOK_CLOSER = 500
"""Above so many entries a key would have to wait for words that are only similar."""

_SHORTEST_ALONE = 3
"""A shorter word is inside of so many others that it is no hit where the words beside it are missing."""
_SHORTEST_MISTYPED = 4
_SHORTEST_TWICE_MISTYPED = 8
_SMALL_WORDS = frozenset(
    {"ein", "eine", "einem", "einen", "einer", "eines", "der", "die", "das", "dem", "den", "des"}
    | {"fuer", "fur", "von", "vom", "im", "ins", "in", "am", "zu", "zum", "zur", "mit"}
)
_CONTRARY = frozenset({"ab", "an"})
"""Beginnings that turn a word into another one: ``abmelden`` is never a slip for ``anmelden``."""
_CONTRARY_STEM = 6


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The words of one entry, folded once; *primary* are those of its label, which count more than the others.

    *labels* is the label as a whole, with umlauts spelt out and without; *phrases* are these and the further names.
    Of entries in which as many words are found, those of a lower *group* come first.
    """

    primary: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    labels: frozenset[str]
    phrases: frozenset[str]
    group: int = 0


def fold(text: str) -> str:
    """Return *text* in small letters, umlauts and ß spelt out, other accents dropped: ``Führer`` → ``fuehrer``."""
    return _without_accents(unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT))


def search_entry(label: str, more: str = "", *, group: int = 0) -> SearchEntry:
    """Fold *label* and the further names *more* of an entry, one a line, for ``rank``."""
    primary = (*_words(fold(label)), *_words(_bare(label)))
    further = (*_words(fold(more)), *_words(_bare(more)))
    words = tuple(dict.fromkeys((*primary, *further)))
    labels = _phrases([label])
    phrases = labels | _phrases(more.splitlines())
    return SearchEntry(tuple(dict.fromkeys(primary)), words, " ".join(words), labels, phrases, group)


def rank(query: str, entries: Sequence[SearchEntry], limit: int | None = None) -> list[int]:
    """Return the indexes of the *entries* in which the words of *query* are found, the best first.

    Where no entry has them all, those that have most come first, then those with the word typed first; the contrary
    (``abmelden`` for ``anmelden``) comes last, and a word of one or two letters alone is not enough.
    A lower group is better than all that follows. A label that begins with what was typed is better than one with
    the words further behind, the label is better than a further name that is typed whole, this better than one of its
    words; a whole word is better than its beginning, this better than its inside, an early word of the label better
    than a late one; among equals a further name that begins with what was typed is better, then entries keep their
    order. Articles and prepositions are not looked for beside other words. An empty query finds all. *limit* is the
    longest answer wanted.
    Only a word that is nowhere may be a compound of two that are there (``Autoabmeldung``), or mistyped: one letter
    wrong, missing, too many or swapped with the next, two in a word of eight letters or more.
    """
    typed = _words(fold(query))
    wanted = tuple(word for word in typed if word not in _SMALL_WORDS) or typed
    if not wanted:
        return list(range(len(entries)))[:limit]
    scores = [_scores(word, entries) for word in wanted]
    by_entry = list(zip(*scores, strict=True))
    places = [place for place, found in enumerate(by_entry) if max(found) < _NO_MATCH]
    if places:
        places.sort(key=lambda place: _order(wanted, by_entry[place], entries[place]))
    else:
        places = [place for place, found in enumerate(by_entry) if _is_found_in_part(wanted, found)]
        places.sort(key=lambda place: _order_in_part(wanted, by_entry[place], entries[place]))
    return places[:limit]


def _order(wanted: Sequence[str], scores: Sequence[int], entry: SearchEntry) -> tuple[int, bool, int, bool]:
    phrase = _phrase(wanted)
    total = sum(score for score in scores if score < _NO_MATCH)
    if phrase in entry.phrases:
        total = min(total, _WHOLE_PHRASE)
    return entry.group, not _begins(phrase, entry.labels), total, not _begins(phrase, entry.phrases)


def _order_in_part(wanted: Sequence[str], scores: Sequence[int], entry: SearchEntry) -> tuple[int, ...]:
    missing = [word for word, score in zip(wanted, scores, strict=True) if score == _NO_MATCH]
    contrary = any(_has_contrary(word, entry) for word in missing)
    first = next(place for place, score in enumerate(scores) if score < _NO_MATCH)
    group, *as_ever = _order(wanted, scores, entry)
    return contrary, len(missing), group, first, *as_ever


def _is_found_in_part(wanted: Sequence[str], scores: Sequence[int]) -> bool:
    return any(
        score < _NO_MATCH and len(word) >= _SHORTEST_ALONE for word, score in zip(wanted, scores, strict=True)
    )


def _scores(word: str, entries: Sequence[SearchEntry]) -> list[int]:
    """Return how well *word* is found in each entry, as it is typed if any has it so; 0 is best."""
    exact = [_score(word, entry) for entry in entries]
    if min(exact, default=0) < _NO_MATCH or len(word) < _SHORTEST_MISTYPED:
        return exact
    return exact if len(entries) > _MOST_TO_LOOK_CLOSER else _scores_almost(word, entries)


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


def _scores_almost(word: str, entries: Sequence[SearchEntry]) -> list[int]:
    most = 2 if len(word) >= _SHORTEST_TWICE_MISTYPED else 1
    others = {own for entry in entries for own in entry.words}
    near = {own: slips for own in others if (slips := _slips(word, own, most)) <= most}

    def score(entry: SearchEntry) -> int:
        if _is_compound(word, entry):
            return _ALMOST
        return min((_ALMOST + near[own] for own in entry.words if own in near), default=_NO_MATCH)

    return [score(entry) for entry in entries]


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
    if len(set(word).difference(beginning)) > most:
        return most + 1
    too_many = [most + 1] * (len(beginning) + 1)
    before: list[int] = []
    row = list(range(len(beginning) + 1))
    for place, letter in enumerate(word, 1):
        before, last = row, before
        row = too_many.copy()
        row[0] = place
        # further from the diagonal there are more slips than count
        for column in range(max(1, place - most), min(len(beginning), place + most) + 1):
            wanted = beginning[column - 1]
            steps = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != wanted))
            if last and column > 1 and letter == beginning[column - 2] and word[place - 2] == wanted:
                steps = min(steps, last[column - 2] + 1)
            row[column] = steps
        if min(row) > most:
            return most + 1
    return min(row)


def _are_contrary(word: str, other: str) -> bool:
    return word[:2] != other[:2] and {word[:2], other[:2]} <= _CONTRARY


def _has_contrary(word: str, entry: SearchEntry) -> bool:
    others = _CONTRARY - {word[:2]}
    return word[:2] in _CONTRARY and any(f"{other}{word[2:_CONTRARY_STEM]}" in entry.text for other in others)


def _begins(phrase: str, phrases: Iterable[str]) -> bool:
    return any(own.startswith(phrase) for own in phrases)


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


def _phrases(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_phrase(_words(spelt(name))) for name in names for spelt in (fold, _bare))


def _words(folded: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in folded).split())
