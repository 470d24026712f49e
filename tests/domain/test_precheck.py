"""The checklist follows the answers and keeps what has been seen."""

from clerk.domain.catalogue import BroughtBy
from clerk.domain.condition import Truth
from clerk.domain.document_rules import RULE_TYPES, rule_text
from clerk.domain.facts import Answer
from clerk.domain.precheck import Presence, checklist, to_bring
from tests.catalogue.shipped import applying, documents_of, service, shipped

TRANSFER = "kfz-umschreibung-innerhalb"
SETTLED: dict[str, Answer] = {
    "vehicle_deregistered": False,
    "legal_status": "natural_person",
    "proxy": False,
    "plate_keep": True,
    "vehicle_financed": False,
}


def test_a_transfer_with_plates_kept_needs_no_old_plates() -> None:
    needed = applying(documents_of(TRANSFER, **SETTLED))
    assert {"ausweis", "zb1", "zb2", "evb", "sepa_kfzst", "steuerrueckstand"} == needed


def test_new_plates_ask_for_the_old_ones_today_and_the_new_ones_at_the_second_contact() -> None:
    checked = documents_of(TRANSFER, **{**SETTLED, "plate_keep": False, "plate_wish": False})
    lines = {line.id: line for line in checked.lines}
    assert lines["schilder_alt"].by is BroughtBy.CUSTOMER
    assert lines["schilder_neu"].by is BroughtBy.SECOND_CONTACT


def test_while_a_question_is_open_what_it_decides_is_still_to_be_clarified() -> None:
    checked = documents_of(TRANSFER, **{key: SETTLED[key] for key in SETTLED if key != "plate_keep"})
    lines = {line.id: line for line in checked.lines}
    assert lines["schilder_alt"].applies is Truth.OPEN
    assert checked.open_facts == ("plate_keep",)


def test_a_checklist_is_never_complete_while_a_question_is_open() -> None:
    answers = {key: SETTLED[key] for key in SETTLED if key != "plate_keep"}
    everything = {line.id: Presence.PRESENTED for line in service(TRANSFER).requirements}
    assert not checklist(service(TRANSFER), shipped(), answers, everything).complete
    assert checklist(service(TRANSFER), shipped(), SETTLED, everything).complete


def test_a_question_that_decides_only_fees_does_not_hold_up_the_documents() -> None:
    answers: dict[str, Answer] = {"fe_loss": "stolen", "fe_issued_elsewhere": False}
    assert documents_of("fe-ersatz", **answers).open_facts == ()


def test_what_the_office_does_itself_does_not_keep_the_checklist_from_being_complete() -> None:
    brought = {line.id: Presence.PRESENTED for line in to_bring(documents_of(TRANSFER, **SETTLED))}
    checked = checklist(service(TRANSFER), shipped(), SETTLED, brought)
    assert "steuerrueckstand" not in brought
    assert checked.complete
    assert [line.id for line in checked.in_house] == ["steuerrueckstand"]


def test_what_is_due_at_the_second_contact_is_not_yet_open_in_the_house() -> None:
    answers: dict[str, Answer] = {**SETTLED, "plate_keep": False, "plate_wish": False}
    assert [line.id for line in documents_of(TRANSFER, **answers).in_house] == ["steuerrueckstand"]


def test_missing_and_unchecked_lines_are_told_apart() -> None:
    states = {"ausweis": Presence.PRESENTED, "zb2": Presence.MISSING}
    checked = checklist(service(TRANSFER), shipped(), SETTLED, states)
    assert [line.id for line in checked.missing] == ["zb2"]
    assert [line.id for line in checked.unchecked] == ["zb1", "evb", "sepa_kfzst"]


def test_a_tick_is_still_there_when_its_line_comes_back() -> None:
    states = {"schilder_alt": Presence.PRESENTED}
    away = checklist(service(TRANSFER), shipped(), SETTLED, states)
    assert "schilder_alt" not in {line.id for line in away.lines}
    back = checklist(service(TRANSFER), shipped(), {**SETTLED, "plate_keep": False}, states)
    assert {line.id: line.state for line in back.lines}["schilder_alt"] is Presence.PRESENTED


def test_the_slip_lists_only_what_the_customer_brings() -> None:
    checked = documents_of("fe-ersatz", fe_loss="lost", oath_here=True, fe_issued_elsewhere=True)
    assert [line.id for line in to_bring(checked)] == ["ausweis", "lichtbild_fe"]


def test_alternatives_read_as_a_sentence() -> None:
    line = documents_of(TRANSFER, **SETTLED).lines[0]
    assert line.label == "Ausweis"
    assert line.alternatives == (
        "Personalausweis, Reisepass mit Meldebescheinigung, Aufenthaltstitel mit Nationalpass "
        "oder nationaler Ausweis oder Pass (EU/EWR) mit Meldebescheinigung"
    )


def test_a_single_document_has_its_own_name_and_no_alternatives() -> None:
    lines = {line.id: line for line in documents_of(TRANSFER, **SETTLED).lines}
    assert lines["zb1"].label == "Zulassungsbescheinigung Teil I (Fahrzeugschein)"
    assert lines["zb1"].alternatives == ""


def test_every_rule_of_the_catalogue_has_words() -> None:
    rules = [rule for document in shipped().documents.values() for rule in document.rules]
    texts = [rule_text(rule) for rule in rules]
    assert all(texts)
    assert not any("{" in text or "_" in text or text.endswith(" ") for text in texts)
    assert {rule.type for rule in rules} == RULE_TYPES


def test_a_passport_photo_is_brought_or_taken_here_but_not_both() -> None:
    known: dict[str, Answer] = {"age": 30, "id_old_available": True}
    brought = applying(documents_of("pass-reisepass", **known, photo_by_authority=False))
    taken = applying(documents_of("pass-reisepass", **known, photo_by_authority=True))
    assert "foto_digital" in brought
    assert "foto_digital_2" not in brought
    assert "foto_digital_2" in taken
    assert "foto_digital" not in taken
