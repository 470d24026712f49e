"""Recognising the documents of our catalogue in a line of somebody else's prose, and the words that need a person.

Nothing here decides: a line of prose has no identity, no condition and no alternatives one could rely on. What is found
is a proposal with a stated certainty.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.search import fold
from clerk.locale import _

_ENDINGS = r"(?:ses|sen|se|es|en|er|e|n|s)?"
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[,;/]|\b(?:oder|bzw|beziehungsweise|alternativ|wahlweise|ersatzweise)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    r"\b(oder|bzw|beziehungsweise|alternativ|wahlweise|entweder|ersatzweise|anstelle|anstatt|stattdessen)\b"
)
_CONDITION = re.compile(
    r"\b(falls|wenn|sofern|soweit|ggf|gegebenenfalls|bei|beim|evtl|eventuell|nur|außer|ausser|zusätzlich|mangels"
    r"|minderjährige[nr]?|im falle?|je nach|es sei denn|unter umständen|nach bedarf|auf verlangen|in der regel"
    r"|für kinder)\b"
)
_SAYS_NOTHING = frozenset(
    re.findall(
        r"\w+",
        """aktuelle aktueller aktuelles alle als am an antragsteller antragstellerin antragstellende auch bitte das dem
        den der des die ein eine einem einen einer eines entweder fuer gueltige gueltigen gueltiger gueltiges ihr ihre
        ihrem ihren ihrer ihres im in inhaber inhaberin ist jeweilige jeweiligen mit nachweis oder bzw beziehungsweise
        original person persoenlicher und vom von vor vorlage wahlweise z b zum zur zu sowie""",
    )
)


class Certainty(StrEnum):
    """How sure a recognised document is."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


class Review(StrEnum):
    """Why a person has to look at a line."""

    CONDITION = "condition"
    ALTERNATIVE = "alternative"
    SEVERAL = "several"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Mark:
    """A reason to look at a line, with the word it was found at."""

    review: Review
    word: str = ""

    def __str__(self) -> str:
        """Return what to do, in German."""
        sentence = {
            Review.CONDITION: _("Bedingung prüfen"),
            Review.ALTERNATIVE: _("Alternative prüfen"),
            Review.SEVERAL: _("mehrere Unterlagen in einer Zeile prüfen"),
            Review.DOCUMENT: _("Unterlage prüfen"),
        }[self.review]
        return f"{sentence} („{self.word}“)" if self.word else sentence


@dataclass(frozen=True, slots=True)
class Recognition:
    """The documents a line names: ``groups`` are alternatives, each a list of what belongs together."""

    groups: tuple[tuple[str, ...], ...]
    certainty: Certainty


class Vocabulary:
    """The names under which documents are known; whole words, in any case, umlauts however written."""

    def __init__(self, sure: Mapping[str, str], doubtful: Mapping[str, str]) -> None:
        """Take names and the id of the document each stands for; *sure* names go before *doubtful* ones."""
        self._sure = {_words(name): document for name, document in sure.items()}
        self._doubtful = {_words(name): document for name, document in doubtful.items()}
        names = sorted({*self._sure, *self._doubtful} - {""}, key=len, reverse=True)
        # the longest name wins: „Zulassungsbescheinigung Teil II“ is not „Zulassungsbescheinigung“
        self._pattern = re.compile(rf"\b({'|'.join(map(re.escape, names)) or '(?!)'}){_ENDINGS}\b")

    def exactly(self, text: str) -> str | None:
        """Return the document of which *text* is a sure name, as a whole."""
        return self._sure.get(_words(text))

    def find(self, text: str) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
        """Return the documents in *text* in order, whether all names were sure ones, and the words left over."""
        words = _words(text)
        found = [match[1] for match in self._pattern.finditer(words)]
        documents = tuple(dict.fromkeys(self._sure.get(name) or self._doubtful[name] for name in found))
        return (
            documents,
            all(name in self._sure for name in found),
            tuple(self._pattern.sub(" ", words).split()),
        )


def recognise(text: str, vocabulary: Vocabulary) -> Recognition:
    """Return which documents *text* names, and how sure that is.

    Sure is a line that says no more than the name of a document, or of alternatives each of which is one. A word more
    may change everything (a copy, an expired one, that of the mother): doubtful.
    """
    exact = vocabulary.exactly(text)
    if exact is not None:
        return Recognition(((exact,),), Certainty.SURE)
    documents, sure, left = vocabulary.find(text)
    if not documents:
        return Recognition((), Certainty.UNKNOWN)
    parts = [part for part in _PART.split(text) if _words(part)] if _has_alternatives(text) else [text]
    named = [vocabulary.find(part)[0] for part in parts]
    groups = tuple(dict.fromkeys(group for group in named if group)) or (documents,)
    certain = sure and all(named) and all(word in _SAYS_NOTHING for word in left)
    return Recognition(groups, Certainty.SURE if certain else Certainty.DOUBTFUL)


def marks_of(texts: Iterable[str], recognition: Recognition) -> tuple[Mark, ...]:
    """Return why a person has to look at a line that says *texts*; each reason once, with its first word."""
    marks: dict[Review, Mark] = {}
    for words in map(_as_written, texts):
        for review, pattern in ((Review.CONDITION, _CONDITION), (Review.ALTERNATIVE, _ALTERNATIVE)):
            match = pattern.search(words)
            if match:
                marks.setdefault(review, Mark(review, match[1]))
    if len(recognition.groups) > 1:
        marks.setdefault(Review.ALTERNATIVE, Mark(Review.ALTERNATIVE))
    if any(len(group) > 1 for group in recognition.groups):
        marks[Review.SEVERAL] = Mark(Review.SEVERAL)
    if recognition.certainty is not Certainty.SURE:
        marks[Review.DOCUMENT] = Mark(Review.DOCUMENT)
    return tuple(marks.values())


def _has_alternatives(text: str) -> bool:
    return "/" in text or _ALTERNATIVE.search(_as_written(text)) is not None


def _as_written(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _words(text: str) -> str:
    return _NOT_A_WORD.sub(" ", fold(text)).strip()
