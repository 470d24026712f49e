"""The draft of a service that is made of an imported description, for a person to complete."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clerk.domain.amounts import amounts_in
from clerk.domain.catalogue import Service
from clerk.domain.imported_service import ImportedService, RequirementText
from clerk.domain.recognition import Certainty, Mark, Recognition, Vocabulary, marks_of, recognise
from clerk.domain.rich_text import shortened
from clerk.domain.search import fold

_LEIKA_GROUP = 5
_LONGEST_LINE_ID = 40


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the draft's checklist: what the source says and what we take it for."""

    id: str
    source: RequirementText
    recognition: Recognition
    marks: tuple[Mark, ...]

    @property
    def certainty(self) -> Certainty:
        """How sure the documents are."""
        return self.recognition.certainty


@dataclass(frozen=True, slots=True)
class Draft:
    """A description with what was found in it.

    ``amounts`` are cents and never sure; ``area`` is that of services whose LeiKa key begins alike, if there are any;
    ``same_key`` are services of the catalogue with one of its keys.
    """

    service: ImportedService
    lines: tuple[DraftLine, ...]
    amounts: tuple[int, ...]
    area: str | None
    same_key: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the draft and the name of its file."""
        return self.service.key.entry_id


class DraftMaker:
    """Makes drafts beside a catalogue."""

    def __init__(self, vocabulary: Vocabulary, services: Iterable[Service]) -> None:
        """Recognise documents by *vocabulary*; *services* are those the office has."""
        self._vocabulary = vocabulary
        self._by_key: dict[str, list[str]] = {}
        areas: dict[str, Counter[str]] = {}
        for service in services:
            for leika in service.leika:
                self._by_key.setdefault(leika.key, []).append(service.id)
                areas.setdefault(leika.key[:_LEIKA_GROUP], Counter())[service.area] += 1
        self._areas: Mapping[str, str] = {group: found.most_common(1)[0][0] for group, found in areas.items()}

    def draft(self, service: ImportedService) -> Draft:
        """Return the draft of *service*: one line for each item it asks for."""
        lines: list[DraftLine] = []
        for item in service.requirements:
            lines.append(self._line(item, {line.id for line in lines}))
        groups = [self._areas.get(key[:_LEIKA_GROUP]) for key in service.leika]
        return Draft(
            service=service,
            lines=tuple(lines),
            amounts=tuple(dict.fromkeys(cents for fee in service.fees for cents in amounts_in(fee))),
            area=next((area for area in groups if area), None),
            same_key=tuple(
                dict.fromkeys(found for key in service.leika for found in self._by_key.get(key, ()))
            ),
        )

    def _line(self, item: RequirementText, taken: set[str]) -> DraftLine:
        recognition = recognise(item.text, self._vocabulary)
        documents = [document for group in recognition.groups for document in group]
        wanted = documents[0] if len(documents) == 1 else _line_id(item.text)
        return DraftLine(
            id=_free(wanted, taken),
            source=item,
            recognition=recognition,
            marks=marks_of((item.text, item.under, item.detail), recognition),
        )


def _line_id(text: str) -> str:
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(text)).split()
    return shortened(" ".join(words), _LONGEST_LINE_ID).rstrip("…").strip().replace(" ", "_") or "zeile"


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"
