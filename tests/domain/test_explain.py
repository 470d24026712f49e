"""Why a line is there: in a sentence for the customer, with the law and how sure the catalogue is of it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from clerk.domain.catalogue import Catalogue
from clerk.domain.condition import Is, Op, Truth
from clerk.domain.evidence import Certainty, certainty_text, evidence_text
from clerk.domain.explain import (
    Explanation,
    FeeExplanation,
    RequirementExplanation,
    explain_fee,
    explain_requirement,
)
from clerk.domain.facts import Answer, questions, resolve
from clerk.domain.fees import fee_sheet
from clerk.domain.money import format_cents
from clerk.domain.precheck import checklist
from clerk.domain.reasons import because
from tests.catalogue.shipped import shipped
from tests.domain.test_catalogue_properties import EXAMPLES, Answered, some_answers, some_entries

TRANSFER = "kfz-umschreibung-innerhalb"
AGE = "Alter der antragstellenden Person oder des Kindes in Jahren"
SURE_IDS = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b")


def required(line: str, service: str = TRANSFER, /, **answers: Answer) -> RequirementExplanation:
    entry = shipped().service(service)
    return explain_requirement(entry, shipped(), resolve(entry, shipped(), answers), line)


def charged(line: str, service: str = TRANSFER, /, **answers: Answer) -> FeeExplanation:
    return charged_by(shipped(), line, service, **answers)


def charged_by(catalogue: Catalogue, line: str, service: str, /, **answers: Answer) -> FeeExplanation:
    entry = catalogue.service(service)
    sheet = fee_sheet(entry, catalogue, answers, {})
    found = next(one for one in (*sheet.lines, *sheet.undecided) if one.id == line)
    return explain_fee(entry, catalogue, resolve(entry, catalogue, answers), found)


def worded(**facts: dict[str, str | None]) -> Catalogue:
    """Return the shipped catalogue with other words for some facts."""
    changed = {
        name: replace(
            shipped().facts[name], because=words.get("because"), because_not=words.get("because_not")
        )
        for name, words in facts.items()
    }
    return replace(shipped(), facts={**shipped().facts, **changed})


def sentence(catalogue: Catalogue, line: str, service: str = TRANSFER, /, **answers: Answer) -> str:
    entry = catalogue.service(service)
    return explain_requirement(entry, catalogue, resolve(entry, catalogue, answers), line).sentences[0]


# ---------------------------------------------------------------- documents


def test_what_everybody_needs_says_so() -> None:
    assert required("zb1").sentences[0] == "Diese Unterlage braucht jeder für diese Leistung."
    assert required("evb").sentences[0] == "Diese Angabe braucht jeder für diese Leistung."
    assert (
        required("grundstueck", "abf-groesse").sentences[0]
        == "Diese Angabe braucht jeder für diese Leistung."
    )


def test_the_answer_that_made_a_document_necessary_is_the_reason() -> None:
    catalogue = worded(proxy={"because": "eine andere Person für Sie vorspricht"})
    assert (
        sentence(catalogue, "vollmacht", proxy=True)
        == "Diese Unterlage brauchen Sie, weil eine andere Person für Sie vorspricht."
    )


def test_a_fact_that_does_not_hold_is_a_reason_too() -> None:
    catalogue = worded(plate_keep={"because_not": "das Auto ein neues Kennzeichen bekommt"})
    assert (
        sentence(catalogue, "schilder_alt", plate_keep=False)
        == "Das brauchen Sie, weil das Auto ein neues Kennzeichen bekommt."
    )


def test_a_fact_without_words_of_its_own_still_reads_as_german() -> None:
    catalogue = worded(proxy={}, plate_keep={})
    assert sentence(catalogue, "vollmacht", proxy=True).endswith(
        "weil „Es spricht eine bevollmächtigte Person vor“ zutrifft."
    )
    assert sentence(catalogue, "schilder_alt", plate_keep=False).endswith(
        "weil „Das Kennzeichen bleibt, wie es ist“ nicht zutrifft."
    )


def test_a_choice_is_named_by_what_was_chosen() -> None:
    assert (
        required("hr_auszug", legal_status="association").sentences[0]
        == "Diese Unterlage brauchen Sie, weil als Rechtsform des Halters „Verein“ angegeben ist."
    )


def test_a_condition_that_every_choice_meets_is_no_reason() -> None:
    assert charged("k126.2", "fe-umtausch").sentences[0] == "Diese Gebühr fällt bei dieser Leistung immer an."
    answered = charged("k126.2", "fe-umtausch", fe_old_kind="paper")
    assert answered.sentences[0] == "Diese Gebühr fällt bei dieser Leistung immer an."


def test_a_choice_without_words_of_its_own_still_reads_as_german() -> None:
    said = sentence(worded(legal_status={}), "hr_auszug", legal_status="association")
    assert said.endswith("weil bei „Rechtsform“ „Verein“ angegeben ist.")


def test_a_person_has_to_be_there_and_is_no_paper() -> None:
    line = ("kind_anwesend", "pass-personalausweis")
    assert required(*line, age=9).sentences[0].startswith("Das Kind selbst muss dabei sein, weil ")
    assert required(*line).sentences[0].startswith("Ob das Kind selbst dabei sein muss, ist noch offen.")


def test_what_the_office_looks_up_is_nothing_to_bring() -> None:
    said = required("steuerrueckstand").sentences[0]
    assert said == "Das prüft das Amt immer bei dieser Leistung."


def test_whoever_moves_shows_a_card_with_the_old_address() -> None:
    line = required("ausweis_alle_personen", "meld-anmeldung", nationality="german")
    assert line.rules == ("nicht abgelaufen",)


def test_several_reasons_are_one_sentence_and_none_is_said_twice() -> None:
    catalogue = worded(minor={"because": "Sie noch nicht volljährig sind"})
    said = sentence(catalogue, "einwilligung_sorge_kfz", minor=True, joint_custody="joint_one_present")
    assert said.count("Sorgerecht") == 1
    assert "weil Sie noch nicht volljährig sind und beim Sorgerecht „" in said


def test_of_several_reasons_each_enough_alone_one_is_given() -> None:
    catalogue = worded(
        tax_exempt={"because": "das Fahrzeug steuerfrei ist"},
        tax_reduced={"because": "die Steuer ermäßigt ist"},
    )
    both = sentence(catalogue, "steuerbefreiung", tax_exempt=True, tax_reduced=True)
    assert both.endswith("weil das Fahrzeug steuerfrei ist.")
    assert sentence(catalogue, "steuerbefreiung", tax_reduced=True).endswith("weil die Steuer ermäßigt ist.")


def test_an_open_line_names_the_question_that_decides_it_and_no_reason() -> None:
    explained = required("vollmacht")
    assert explained.asks == ("proxy",)
    assert explained.sentences[0] == (
        "Ob Sie diese Unterlage brauchen, ist noch offen. Das entscheidet die Angabe "
        "„Es spricht eine bevollmächtigte Person vor“."
    )
    assert "weil" not in explained.sentences[0]


@pytest.mark.parametrize(
    ("op", "limit", "said"),
    [
        (
            Op.LT,
            18,
            f"bei „{AGE}“ 15 angegeben ist (weniger als 18)",
        ),
        (
            Op.GE,
            12,
            f"bei „{AGE}“ 15 angegeben ist (mindestens 12)",
        ),
        (Op.EQ, 15, f"bei „{AGE}“ 15 angegeben ist"),
    ],
)
def test_a_number_names_what_it_has_to_reach(op: Op, limit: int, said: str) -> None:
    assert because(Is("age", op, limit), {"age": 15}, shipped()) == said


def test_a_choice_nobody_made_is_not_made_up() -> None:
    not_sole = Is("joint_custody", Op.NE, "sole")
    assert (
        because(not_sole, {"joint_custody": None}, shipped())
        == "bei „Sorgerecht“ nicht „alleiniges Sorgerecht“ angegeben ist"
    )


def test_the_sentence_of_the_catalogue_follows_the_reason() -> None:
    documents = {**shipped().documents}
    documents["vollmacht"] = replace(documents["vollmacht"], why="Wir müssen sehen, dass Sie handeln dürfen")
    catalogue = replace(shipped(), documents=documents)
    service = catalogue.service(TRANSFER)
    explained = explain_requirement(
        service, catalogue, resolve(service, catalogue, {"proxy": True}), "vollmacht"
    )
    assert explained.sentences[1] == "Wir müssen sehen, dass Sie handeln dürfen."


def test_alternatives_rules_and_sources_are_told() -> None:
    explained = required("ausweis", proxy=False)
    assert "Personalausweis" in explained.alternatives
    assert "Reisepass mit Meldebescheinigung" in explained.alternatives
    assert "nicht abgelaufen" in explained.rules
    assert any(evidence_text(one) == "PAuswG, Stand 19.08.2026 – belegt" for one in explained.evidence)


def test_a_source_from_memory_says_so() -> None:
    remembered = next(
        (service.id, line.id)
        for service in shipped().services
        for line in service.requirements
        if shipped().documents[line.alternatives[0][0]].source == ("MEM",)
    )
    (evidence,) = required(remembered[1], remembered[0]).evidence
    assert evidence.certainty is Certainty.MEMORY
    assert evidence_text(evidence).endswith("aus dem Gedächtnis")


def test_a_line_the_service_does_not_have_is_an_error() -> None:
    with pytest.raises(LookupError):
        required("gibt-es-nicht")


# ---------------------------------------------------------------- fees


def test_a_fee_says_why_how_much_by_which_law_and_to_whom() -> None:
    fee = charged("g221.8", plate_keep=True)
    assert fee.sentences[0].startswith("Diese Gebühr fällt an, weil ")
    assert fee.basis == ("GebOSt 221.8",)
    assert (fee.amount, fee.payee, fee.confirmed) == ("24,20 €", "dieses Amt", True)


def test_the_share_of_the_federation_is_named() -> None:
    share = charged("k124")
    assert share.sentences == (
        "Diese Gebühr fällt bei dieser Leistung immer an.",
        "Diesen Betrag geben wir an den Bund weiter.",
    )
    assert "Bund" in share.payee


def test_a_quantity_is_multiplied_in_words() -> None:
    answers: Answered = {"age": 17, "fe_bf17": True, "fe_companions": 3}
    fee = charged("k145_2", "fe-ersterteilung", **answers)
    single = shipped().fees["k145"].cents
    assert single is not None
    assert fee.amount == f"3 × {format_cents(single)} = {format_cents(3 * single)}"
    assert "Sie fällt 3-mal an." in fee.sentences


def test_a_range_has_no_amount_until_it_is_fixed() -> None:
    ranged = next(
        (service.id, rule.id, item)
        for service in shipped().services
        for rule in service.fees
        if (item := shipped().fees[rule.fee]).cents is None and rule.when is None
    )
    fee = charged(ranged[1], ranged[0])
    assert fee.amount.startswith("noch nicht festgelegt")
    assert any("Rahmen" in one for one in fee.sentences)


def test_an_example_and_an_unverified_amount_wait_for_the_office() -> None:
    examples = [item for item in shipped().fees.values() if item.example or not item.verified]
    assert examples
    found = [
        (service.id, rule.id)
        for service in shipped().services
        for rule in service.fees
        if shipped().fees[rule.fee] in examples and rule.when is None
    ]
    assert found
    for service_id, rule_id in found:
        fee = charged(rule_id, service_id)
        assert not fee.confirmed
        assert fee.evidence[0].certainty is not Certainty.PROVEN


def test_an_amount_the_office_stands_by_is_confirmed_whatever_its_source() -> None:
    example = replace(shipped().fees["g221.8"], example=True, verified=False)
    for confirmed, certainty in ((False, Certainty.EXAMPLE), (True, Certainty.CONFIRMED)):
        fees = {**shipped().fees, "g221.8": replace(example, confirmed=confirmed)}
        fee = charged_by(replace(shipped(), fees=fees), "g221.8", TRANSFER, plate_keep=True)
        assert fee.confirmed is confirmed
        assert fee.evidence[0].certainty is certainty


def test_an_undecided_fee_names_its_question() -> None:
    fee = charged("g221.8")
    assert fee.asks == ("plate_keep",)
    assert "„Das Kennzeichen bleibt, wie es ist“" in fee.sentences[0]


# ---------------------------------------------------------------- whatever is answered


def check_words(explained: Explanation, internal: frozenset[str]) -> None:
    assert explained.sentences
    assert explained.evidence
    for said in explained.sentences:
        assert said
        assert said.endswith((".", "!", "?"))
        assert "None" not in said
        assert ".." not in said
        assert "„“" not in said
        assert said[0].isupper()
        assert not SURE_IDS.search(said), said
        assert not internal & set(re.findall(r"[\w.-]+", said)), said
    assert all(certainty_text(one.certainty) in evidence_text(one) for one in explained.evidence)


def internal_words() -> frozenset[str]:
    """Return ids that are no German words."""
    catalogue = shipped()
    return frozenset(
        {
            *catalogue.facts,
            *catalogue.fees,
            *(value for fact in catalogue.facts.values() for value in fact.values),
        }
    )


@pytest.mark.parametrize("service_id", [service.id for service in shipped().services])
def test_every_line_has_a_sentence_one_can_read_aloud(service_id: str) -> None:
    service = shipped().service(service_id)
    internal = internal_words()

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(some_answers(service), some_entries(service))
    def for_any_answers(answers: Answered, entries: dict[str, str]) -> None:
        asked = {one.fact.id for one in questions(service, shipped(), answers) if one.answer is None}
        facts = resolve(service, shipped(), answers)
        for line in checklist(service, shipped(), answers, {}).lines:
            explained = explain_requirement(service, shipped(), facts, line.id)
            check_words(explained, internal)
            assert bool(explained.asks) == (line.applies is Truth.OPEN)
            assert set(explained.asks) <= asked
            assert explained.label
        sheet = fee_sheet(service, shipped(), answers, entries)
        for fee in (*sheet.lines, *sheet.undecided):
            told = explain_fee(service, shipped(), facts, fee)
            check_words(told, internal)
            assert bool(told.asks) == (fee in sheet.undecided)
            assert told.amount

    for_any_answers()
