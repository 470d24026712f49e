"""The checklist of a case: which documents are needed, and what has been seen of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clerk.domain.catalogue import BroughtBy, Catalogue, DocumentRule, Requirement, Service
from clerk.domain.condition import Truth, evaluate
from clerk.domain.facts import Answers, open_questions, resolve
from clerk.locale import _


class Presence(StrEnum):
    """What is known of a required document."""

    PRESENTED = "presented"
    MISSING = "missing"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A required document as shown to the clerk.

    ``groups`` are the document ids of the alternatives, one of which has to be complete; ``alternatives``
    is their text, empty for a single document. ``applies`` is ``OPEN`` while a question decides it.
    ``rules`` are what to look at on the usual, first alternative; ``why`` says to the customer what it is for.
    """

    id: str
    label: str
    alternatives: str
    groups: tuple[tuple[str, ...], ...]
    by: BroughtBy
    applies: Truth
    state: Presence
    rules: tuple[DocumentRule, ...]
    notes: tuple[str, ...]
    why: str = ""

    @property
    def note(self) -> str:
        """All notes of the line and its document in one text."""
        return "; ".join(self.notes)


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines that apply or may apply, in the order of the catalogue."""

    lines: tuple[ChecklistLine, ...]
    open_facts: tuple[str, ...]

    @property
    def missing(self) -> tuple[ChecklistLine, ...]:
        """Lines that apply today and were found missing, whoever has to provide them."""
        return tuple(line for line in self._due_today() if line.state is Presence.MISSING)

    @property
    def unchecked(self) -> tuple[ChecklistLine, ...]:
        """What the customer has to bring and nobody has looked at yet."""
        return tuple(
            line
            for line in self._due_today()
            if line.by is BroughtBy.CUSTOMER and line.state is Presence.UNCHECKED
        )

    @property
    def in_house(self) -> tuple[ChecklistLine, ...]:
        """What is declared here or done by the office itself, ticked or not; it never bars the way."""
        return tuple(line for line in self._due_today() if line.by is not BroughtBy.CUSTOMER)

    @property
    def complete(self) -> bool:
        """Whether everything the customer brings was presented; never while a question is open."""
        return not (self.open_facts or self.missing or self.unchecked)

    def _due_today(self) -> tuple[ChecklistLine, ...]:
        return tuple(
            line
            for line in self.lines
            if line.applies is Truth.YES and line.by is not BroughtBy.SECOND_CONTACT
        )


def checklist(
    service: Service,
    catalogue: Catalogue,
    answers: Answers,
    states: Mapping[str, Presence],
    *,
    assume_no: bool = False,
) -> Checklist:
    """Compute the checklist of a case from its answers and what has been seen (*states* by requirement id).

    States of lines that do not apply are ignored, not lost: the caller keeps them for when they come back.
    """
    facts = resolve(service, catalogue, answers, assume_no=assume_no)
    applying = ((requirement, evaluate(requirement.when, facts)) for requirement in service.requirements)
    return Checklist(
        lines=tuple(
            _line(requirement, catalogue, applies, states.get(requirement.id, Presence.UNCHECKED))
            for requirement, applies in applying
            if applies is not Truth.NO
        ),
        open_facts=open_questions(service, tuple(line.when for line in service.requirements), facts),
    )


def to_bring(checked: Checklist) -> tuple[ChecklistLine, ...]:
    """Return the lines for the customer's slip: what applies and the customer brings, presented or not."""
    return tuple(
        line for line in checked.lines if line.by is BroughtBy.CUSTOMER and line.applies is Truth.YES
    )


def alternatives_text(groups: tuple[tuple[str, ...], ...], catalogue: Catalogue) -> str:
    """Return alternatives as a German phrase: ``Personalausweis oder Reisepass mit Meldebescheinigung``."""
    *others, last = alternative_texts(groups, catalogue)
    return _("{others} oder {last}").format(others=", ".join(others), last=last) if others else last


def alternative_texts(groups: tuple[tuple[str, ...], ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Return each of the alternatives as a German phrase: ``Reisepass mit Meldebescheinigung``."""
    return tuple(
        _(" mit ").join(catalogue.documents[document].short for document in group) for group in groups
    )


def requirement_label(requirement: Requirement, catalogue: Catalogue) -> str:
    """Return the line's own label, else that of its single document."""
    return requirement.label or catalogue.documents[requirement.alternatives[0][0]].label


def _line(requirement: Requirement, catalogue: Catalogue, applies: Truth, state: Presence) -> ChecklistLine:
    groups = requirement.alternatives
    single = (
        catalogue.documents[groups[0][0]] if groups and len(groups) == 1 and len(groups[0]) == 1 else None
    )
    usual = catalogue.documents[groups[0][0]]
    why = requirement.why or usual.why or ""
    notes = (requirement.note, single.note if single and not why else None)
    return ChecklistLine(
        id=requirement.id,
        label=requirement_label(requirement, catalogue),
        alternatives="" if single else alternatives_text(groups, catalogue),
        groups=groups,
        by=requirement.by,
        applies=applies,
        state=state,
        rules=tuple(rule for document in groups[0] for rule in catalogue.documents[document].rules),
        notes=tuple(note for note in notes if note),
        why=why,
    )
