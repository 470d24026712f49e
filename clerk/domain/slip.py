"""What to bring, in the language of the customer: German, English, or plain German.

The words stand here and not among the translations of the user interface: the customer's language is not the clerk's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clerk.domain.catalogue import Catalogue, DocumentRule, Requirement, Service
from clerk.domain.document_rules import rule_text
from clerk.domain.precheck import ChecklistLine
from clerk.domain.translations import PLAIN, Translated, translated


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
    either_or: str
    together_with: str
    open_question: str
    open_questions: str


WORDS: Final[Mapping[Language, Words]] = MappingProxyType(
    {
        Language.GERMAN: Words(
            tag="de-DE",
            bring="Bitte bringen Sie mit:",
            nothing="Sie brauchen nichts weiter mitzubringen.",
            ticket="Aufrufnummer {ticket}",
            moment="{date}, {time} Uhr",
            either_or="oder",
            together_with="mit",
            open_question="Noch offen ist: {question}",
            open_questions="",
        ),
        Language.ENGLISH: Words(
            tag="en-GB",
            bring="Please bring with you:",
            nothing="You do not need to bring anything else.",
            ticket="Your number: {ticket}",
            moment="{date}, {time}",
            either_or="or",
            together_with="together with",
            open_question="",
            open_questions="Some questions are still open, so you may need more papers. Please ask us.",
        ),
        Language.PLAIN: Words(
            tag="de-DE",
            bring="Das müssen Sie mitbringen:",
            nothing="Sie müssen nichts mehr mitbringen.",
            ticket="Ihre Nummer: {ticket}",
            moment="{date}, {time} Uhr",
            either_or="oder",
            together_with="und dazu",
            open_question="",
            open_questions="Wir wissen noch nicht alles. Vielleicht brauchen Sie noch mehr. Fragen Sie uns.",
        ),
    }
)

FOR_THE_CUSTOMER: Final = frozenset(
    {"not_expired", "max_age", "biometric_photo", "undamaged", "marked_as_copy", "personal_appearance"}
)
"""The rules of a document that somebody at home can see to; all others are the clerk's business."""


def paper_text(line: ChecklistLine, service: Service, catalogue: Catalogue, language: Language) -> str:
    """Return one line of the slip: its name, the alternatives, and what to see to at home.

    What is not translated stands there in German: an office knows its papers by these names.
    """
    name = _name(line, service, catalogue, language)
    rules = _rules(line, catalogue, language)
    return f"{name} – {', '.join(rules)}" if rules else name


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


def _name(line: ChecklistLine, service: Service, catalogue: Catalogue, language: Language) -> str:
    requirement = next(one for one in service.requirements if one.id == line.id)
    alternatives = _alternatives(requirement, catalogue, language)
    own = translated(catalogue, language, Translated.REQUIREMENT, f"{service.id}/{line.id}", "")
    if not line.alternatives:
        document = requirement.alternatives[0][0]
        return own or translated(catalogue, language, Translated.DOCUMENT, document, line.label)
    if language is Language.GERMAN:
        own = line.label
    # a German heading before translated alternatives would help nobody
    return f"{own}: {alternatives}" if own else alternatives


def _alternatives(requirement: Requirement, catalogue: Catalogue, language: Language) -> str:
    words = WORDS[language]
    groups = [
        f" {words.together_with} ".join(_document(document, catalogue, language) for document in group)
        for group in requirement.alternatives
    ]
    *others, last = groups
    return f"{', '.join(others)} {words.either_or} {last}" if others else last


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
    return words.format(months=rule.months, value=rule.value) if words else rule_text(rule)
