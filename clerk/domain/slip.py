"""What to bring, in the language of the customer: German, English, or plain German.

The words stand here and not among the translations of the user interface: the customer's language is not the clerk's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clerk.domain.catalogue import Catalogue, DocumentRule, Requirement, Service
from clerk.domain.document_rules import rule_text
from clerk.domain.precheck import ChecklistLine
from clerk.domain.translations import PLAIN, Translated, translated
from clerk.locale import german

DASH: Final = "– "
"""What stands before each of several papers of which one is enough."""


class Language(StrEnum):
    """A language of the slip; the value is its key in ``Catalogue.texts``, German needs none."""

    GERMAN = "de"
    ENGLISH = "en"
    PLAIN = PLAIN


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of the slip; *tag* is the language as a PDF names it (BCP 47)."""

    tag: str
    bring: str
    nothing: str
    ticket: str
    moment: str
    one_of: str
    together_with: str
    open_question: str
    open_questions: str
    come_back: str


WORDS: Final[Mapping[Language, Words]] = MappingProxyType(
    {
        Language.GERMAN: Words(
            tag="de-DE",
            bring="Bitte bringen Sie mit:",
            nothing="Sie brauchen nichts weiter mitzubringen.",
            ticket="Aufrufnummer {ticket}",
            moment="{date}, {time} Uhr",
            one_of="Eines davon",
            together_with="und",
            open_question="Noch offen ist: {question}",
            open_questions="",
            come_back="Wenn Sie wiederkommen, nennen Sie bitte die Vorgangsnummer {numbers}.",
        ),
        Language.ENGLISH: Words(
            tag="en-GB",
            bring="Please bring with you:",
            nothing="You do not need to bring anything else.",
            ticket="Your number: {ticket}",
            moment="{date}, {time}",
            one_of="One of these",
            together_with="and",
            open_question="",
            open_questions="Some questions are still open, so you may need more papers. Please ask us.",
            come_back="When you come back, please tell us the case number {numbers}.",
        ),
        Language.PLAIN: Words(
            tag="de-DE",
            bring="Das müssen Sie mitbringen:",
            nothing="Sie müssen nichts mehr mitbringen.",
            ticket="Ihre Nummer: {ticket}",
            moment="{date}, {time} Uhr",
            one_of="Bringen Sie eines davon mit",
            together_with="und",
            open_question="",
            open_questions="Wir wissen noch nicht alles. Vielleicht brauchen Sie noch mehr. Fragen Sie uns.",
            come_back="Wenn Sie wiederkommen: Sagen Sie uns bitte diese Nummer: {numbers}.",
        ),
    }
)

FOR_THE_CUSTOMER: Final = frozenset(
    {"not_expired", "max_age", "biometric_photo", "undamaged", "marked_as_copy", "personal_appearance"}
)
"""The rules of a document that somebody at home can see to; all others are the clerk's business."""


def paper_text(line: ChecklistLine, service: Service, catalogue: Catalogue, language: Language) -> str:
    """Return a paper of the slip: its name and what to see to at home, then a line for each of its alternatives.

    What is not translated stands there in German: an office knows its papers by these names.
    """
    requirement = next(one for one in service.requirements if one.id == line.id)
    name = _name(line, requirement, service, catalogue, language)
    rules = ", ".join(_rules(line, catalogue, language))
    alternatives = _alternatives(requirement, catalogue, language)
    if len(alternatives) == 1:
        return f"{name} – {rules}" if rules else name
    choice = WORDS[language].one_of + (f" ({rules}):" if rules else ":")
    heading = (name, choice) if name else (choice,)
    return "\n".join((*heading, *(f"{DASH}{alternative}" for alternative in alternatives)))


def service_title(service: Service, catalogue: Catalogue, language: Language) -> str:
    """Return the name of the service for a slip that others may see."""
    if service.neutral_name:
        return service.neutral_name
    return translated(catalogue, language, Translated.SERVICE, service.id, service.name)


def open_notes(questions: Iterable[str], language: Language) -> tuple[str, ...]:
    """Return what to say of the labels of unanswered *questions*, which only exist in German."""
    asked, words = tuple(questions), WORDS[language]
    if not asked:
        return ()
    if words.open_question:
        return tuple(words.open_question.format(question=question) for question in asked)
    return (words.open_questions,)


def come_back_notes(numbers: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return what to say of the *numbers* of cases for which a paper has to be brought another day."""
    return (WORDS[language].come_back.format(numbers=", ".join(numbers)),) if numbers else ()


def _name(
    line: ChecklistLine, requirement: Requirement, service: Service, catalogue: Catalogue, language: Language
) -> str:
    own = translated(catalogue, language, Translated.REQUIREMENT, f"{service.id}/{line.id}", "")
    if not line.alternatives:
        document = requirement.alternatives[0][0]
        return own or translated(catalogue, language, Translated.DOCUMENT, document, line.label)
    if language is Language.GERMAN:
        own = line.label
    if len(requirement.alternatives) > 1:
        # a German heading above translated alternatives would help nobody
        return own
    (together,) = _alternatives(requirement, catalogue, language)
    return f"{own}: {together}" if own else together


def _alternatives(requirement: Requirement, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    words = WORDS[language]
    return tuple(
        f" {words.together_with} ".join(_document(document, catalogue, language) for document in group)
        for group in requirement.alternatives
    )


def _document(document: str, catalogue: Catalogue, language: Language) -> str:
    german = catalogue.documents[document].short
    return translated(catalogue, language, Translated.DOCUMENT, document, german)


def _rules(line: ChecklistLine, catalogue: Catalogue, language: Language) -> list[str]:
    """Word the rules of the usual document; where there are others, only those that every document has."""
    groups = [[_rule_types(catalogue, document) for document in group] for group in line.groups]
    everywhere = frozenset.intersection(*(frozenset().union(*group) for group in groups))
    found = (
        _rule(rule, catalogue, language)
        for rule in line.rules
        if rule.type in FOR_THE_CUSTOMER and rule.type in everywhere
    )
    return list(dict.fromkeys(found))


def _rule_types(catalogue: Catalogue, document: str) -> frozenset[str]:
    return frozenset(rule.type for rule in catalogue.documents[document].rules)


def _rule(rule: DocumentRule, catalogue: Catalogue, language: Language) -> str:
    words = translated(catalogue, language, Translated.RULE, rule.type, "")
    return words.format(months=rule.months, value=rule.value) if words else rule_text(rule, german)
