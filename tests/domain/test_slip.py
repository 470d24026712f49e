"""What to bring, in three languages, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings

from clerk.domain.case_view import view_case
from clerk.domain.catalogue import BroughtBy, Catalogue, Service
from clerk.domain.condition import Truth
from clerk.domain.facts import Answers
from clerk.domain.precheck import checklist, to_bring
from clerk.domain.slip import WORDS, Language, open_notes, paper_text, service_title
from clerk.domain.visit import Case
from clerk.locale import use_language
from tests.catalogue.shipped import TODAY, shipped
from tests.domain.test_catalogue_properties import EXAMPLES, Answered, some_answers

TRANSFER = "kfz-umschreibung-innerhalb"
A_PERSON: Answers = {"proxy": False, "legal_status": "natural_person"}


def papers(
    catalogue: Catalogue, service_id: str, answers: Answers, language: Language = Language.GERMAN
) -> list[str]:
    """Return the lines of the slip of a case of which nothing has been seen."""
    service = catalogue.service(service_id)
    checked = checklist(service, catalogue, answers, {})
    return [paper_text(line, service, catalogue, language) for line in to_bring(checked)]


def with_texts(texts: Mapping[str, str], language: Language = Language.ENGLISH) -> Catalogue:
    return replace(shipped(), texts={language.value: texts})


@cache
def marked(language: Language) -> Catalogue:
    """Return the catalogue with every document and line named by its own mark, so that one sees who stands where."""
    catalogue = shipped()
    marks = {f"document.{one}": f"<{one}>" for one in catalogue.documents}
    if language is not Language.GERMAN:
        return replace(catalogue, texts={language.value: marks})
    named = {
        key: replace(one, label=f"<{key}>", short=f"<{key}>") for key, one in catalogue.documents.items()
    }
    return replace(
        catalogue,
        documents=named,
        services=tuple(_without_own_labels(service) for service in catalogue.services),
    )


def _without_own_labels(service: Service) -> Service:
    return replace(service, requirements=tuple(replace(line, label=None) for line in service.requirements))


# ---------------------------------------------------------------- only what is to bring


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("service_id", [service.id for service in shipped().services])
def test_the_slip_lists_what_the_customer_brings_and_nothing_else(
    service_id: str, language: Language
) -> None:
    catalogue = marked(language)
    service = catalogue.service(service_id)

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(some_answers(service))
    def for_any_answers(answers: Answered) -> None:
        lines = checklist(service, catalogue, answers, {}).lines
        brought = [line for line in lines if line.by is BroughtBy.CUSTOMER and line.applies is Truth.YES]
        listed = papers(catalogue, service_id, answers, language)
        assert len(listed) == len(brought)
        for text, line in zip(listed, brought, strict=True):
            assert set(re.findall(r"<([^>]+)>", text)) == {
                document for group in line.groups for document in group
            }

    for_any_answers()


# ---------------------------------------------------------------- its words


def test_alternatives_stand_below_each_other_in_the_language_of_the_customer() -> None:
    catalogue = with_texts(
        {
            "document.personalausweis": "identity card",
            "document.reisepass": "passport",
            "document.meldebescheinigung": "proof of address",
            "document.aufenthaltstitel": "residence permit",
            "document.eu_id": "EU identity card or passport",
            "rule.not_expired": "must still be valid",
        }
    )
    ids = next(text for text in papers(catalogue, TRANSFER, A_PERSON, Language.ENGLISH) if "passport" in text)
    assert ids.splitlines()[0] == "One of these (must still be valid):"
    assert {"– identity card", "– passport and proof of address", "– residence permit"} < set(
        ids.splitlines()
    )


def test_what_is_not_translated_stays_german() -> None:
    german = papers(shipped(), TRANSFER, {})
    assert papers(with_texts({}), TRANSFER, {}, Language.ENGLISH)
    assert shipped().documents["evb"].label in german
    assert shipped().documents["evb"].label in papers(with_texts({}), TRANSFER, {}, Language.ENGLISH)


def test_a_german_slip_is_german_whatever_the_clerk_reads() -> None:
    before = papers(shipped(), TRANSFER, A_PERSON)
    assert "nicht abgelaufen" in "\n".join(before)
    use_language("en")
    assert papers(shipped(), TRANSFER, A_PERSON) == before


def test_a_line_with_a_name_of_its_own_is_translated_by_it() -> None:
    catalogue = with_texts({f"requirement.{TRANSFER}/ausweis": "Proof of who you are"})
    listed = papers(catalogue, TRANSFER, A_PERSON, Language.ENGLISH)
    assert any(text.startswith("Proof of who you are\nOne of these") for text in listed)


@pytest.mark.parametrize(
    ("language", "choice"),
    [
        (Language.GERMAN, "Eines davon (nicht abgelaufen):"),
        (Language.ENGLISH, "One of these (not expired):"),
        (Language.PLAIN, "Bringen Sie eines davon mit (noch gültig):"),
    ],
)
def test_the_shipped_slip_says_that_one_of_the_papers_is_enough(language: Language, choice: str) -> None:
    (ids,) = (text for text in papers(shipped(), TRANSFER, A_PERSON, language) if choice in text.splitlines())
    _heading, _sep, alternatives = ids.partition(f"{choice}\n")
    listed = alternatives.splitlines()
    assert len(listed) > 1
    assert all(one.startswith("– ") for one in listed)


def test_a_rule_with_a_number_keeps_its_number() -> None:
    catalogue = with_texts({"rule.max_age": "not older than {months} months"})
    service = next(
        service
        for service in catalogue.services
        for line in service.requirements
        if line.when is None
        and line.by is BroughtBy.CUSTOMER
        and len(line.alternatives) == 1
        and any(rule.type == "max_age" for rule in catalogue.documents[line.alternatives[0][0]].rules)
    )
    listed = papers(catalogue, service.id, {}, Language.ENGLISH)
    assert any(re.search(r"not older than \d+ months", text) for text in listed)


def test_a_rule_of_one_alternative_is_not_said_of_all() -> None:
    service = shipped().service(TRANSFER)
    (line,) = (line for line in checklist(service, shipped(), A_PERSON, {}).lines if line.id == "ausweis")
    documents = {
        key: replace(one, rules=()) for key, one in shipped().documents.items() if key != "personalausweis"
    }
    catalogue = replace(shipped(), documents={**shipped().documents, **documents})
    assert "abgelaufen" in paper_text(line, service, shipped(), Language.GERMAN)
    assert "abgelaufen" not in paper_text(line, service, catalogue, Language.GERMAN)


def test_a_delicate_service_is_named_neutrally_in_every_language() -> None:
    delicate = replace(shipped().service(TRANSFER), neutral_name="Auskunft")
    catalogue = with_texts({f"service.{TRANSFER}": "Change of keeper"})
    assert service_title(delicate, catalogue, Language.ENGLISH) == "Auskunft"
    assert service_title(shipped().service(TRANSFER), catalogue, Language.ENGLISH) == "Change of keeper"


def test_open_questions_are_told_in_german_and_hinted_at_in_other_languages() -> None:
    view = view_case(shipped(), Case(id=0, number="", service=TRANSFER, as_of=TODAY), on=TODAY)
    asked = [question.fact.label for question in view.questions]
    assert len(open_notes(asked, Language.GERMAN)) == len(asked)
    for language in (Language.ENGLISH, Language.PLAIN):
        (note,) = open_notes(asked, language)
        assert not any(label in note for label in asked)
    assert all(open_notes([], language) == () for language in Language)


def test_every_language_has_all_fixed_words() -> None:
    for language in Language:
        words = WORDS[language]
        assert all((words.bring, words.nothing, words.one_of, words.together_with, words.tag))
        assert words.open_question or words.open_questions
