"""What is asked, what follows from an answer, and what counts when nobody is asked."""

from clerk.domain.condition import Open
from clerk.domain.facts import Answers, leads_to, more_facts, questions, resolve, unanswered
from tests.catalogue.shipped import service, shipped


def asked(service_id: str, answers: Answers) -> list[str]:
    return [question.fact.id for question in questions(service(service_id), shipped(), answers)]


def test_deciding_facts_are_asked_in_the_order_of_the_service_and_only_where_they_matter() -> None:
    assert asked("kfz-umschreibung-innerhalb", {}) == [
        "vehicle_deregistered",
        "legal_status",
        "proxy",
        "plate_keep",
        "vehicle_financed",
    ]
    assert "plate_wish" in asked("kfz-umschreibung-innerhalb", {"plate_keep": False})
    assert "plate_wish" not in asked("kfz-umschreibung-innerhalb", {"plate_keep": True})


def test_a_question_that_depends_on_an_open_one_waits_for_it() -> None:
    assert "fe_bf17" not in asked("fe-ersterteilung", {})
    assert "fe_bf17" in asked("fe-ersterteilung", {"age": 17})
    assert "fe_companions" not in asked("fe-ersterteilung", {"age": 17})
    assert "fe_companions" in asked("fe-ersterteilung", {"age": 17, "fe_bf17": True})


def test_an_answer_stays_visible_in_its_question() -> None:
    first = questions(service("kfz-umschreibung-innerhalb"), shipped(), {"vehicle_deregistered": False})[0]
    assert first.answer is False


def test_an_unanswered_deciding_fact_is_open_and_another_fact_counts_as_no() -> None:
    facts = resolve(service("kfz-umschreibung-innerhalb"), shipped(), {})
    assert isinstance(facts["plate_keep"], Open)
    assert facts["technical_change"] is False
    assert facts["id_kind"] is None


def test_minor_follows_from_the_age_and_is_open_while_the_age_is_asked() -> None:
    reisepass = service("pass-reisepass")
    assert resolve(reisepass, shipped(), {"age": 17})["minor"] is True
    assert resolve(reisepass, shipped(), {"age": 18})["minor"] is False
    still_open = resolve(reisepass, shipped(), {})["minor"]
    assert isinstance(still_open, Open)
    assert still_open.asks == {"age"}


def test_nothing_is_derived_from_an_age_nobody_asks_for() -> None:
    facts = resolve(service("kfz-umschreibung-innerhalb"), shipped(), {})
    assert facts["minor"] is False
    assert facts["under_24"] is False


def test_an_answer_given_for_a_derived_fact_wins_over_its_rule() -> None:
    facts = resolve(service("kfz-umschreibung-innerhalb"), shipped(), {"age": 40, "minor": True})
    assert facts["minor"] is True


def test_an_answer_to_a_question_that_is_no_longer_asked_does_not_count() -> None:
    answers = {"zb2_stolen": True, "oath_here": True}
    assert resolve(service("kfz-ersatz-zb2"), shipped(), answers)["oath_here"] is False
    assert (
        resolve(service("kfz-ersatz-zb2"), shipped(), {**answers, "zb2_stolen": False})["oath_here"] is True
    )


def test_an_answer_is_open_again_while_it_is_open_whether_it_is_asked() -> None:
    value = resolve(service("kfz-ersatz-zb2"), shipped(), {"oath_here": True})["oath_here"]
    assert isinstance(value, Open)
    assert value.asks == {"zb2_stolen"}


def test_on_the_command_line_what_is_missing_is_no_and_what_is_given_counts() -> None:
    answers = {"zb2_stolen": True, "oath_here": True}
    facts = resolve(service("kfz-ersatz-zb2"), shipped(), answers, assume_no=True)
    assert facts["oath_here"] is True
    assert facts["holder_change"] is False
    assert facts["legal_status"] is None


def test_on_the_command_line_the_questions_not_answered_are_named() -> None:
    missing = unanswered(
        service("kfz-umschreibung-innerhalb"), shipped(), {"plate_keep": True}, assume_no=True
    )
    assert missing == ("vehicle_deregistered", "legal_status", "proxy", "vehicle_financed")


def test_more_facts_offer_what_is_not_asked_but_neither_office_settings_nor_what_a_question_decides() -> None:
    offered = {fact.fact.id for fact in more_facts(service("kfz-umschreibung-innerhalb"), shipped(), {})}
    assert {"minor", "hu_due", "tax_exempt", "technical_change"} <= offered
    assert "office_id_copy_ok" not in offered
    assert "plate_keep" not in offered
    assert "minor" not in {fact.fact.id for fact in more_facts(service("pass-reisepass"), shipped(), {})}


def test_setting_minor_on_demand_makes_custody_a_question() -> None:
    assert "joint_custody" in asked("kfz-umschreibung-innerhalb", {"minor": True})


def test_a_deregistered_vehicle_leads_to_the_wiederzulassung() -> None:
    umschreibung = service("kfz-umschreibung-innerhalb")
    assert leads_to(umschreibung, shipped(), {"vehicle_deregistered": True}) == "kfz-wiederzulassung"
    assert leads_to(umschreibung, shipped(), {"vehicle_deregistered": False}) is None
    assert leads_to(service("kfz-neuzulassung"), shipped(), {"vehicle_deregistered": True}) is None


def test_an_answer_is_shown_in_words() -> None:
    facts = shipped().facts
    assert facts["plate_keep"].text(True) == "ja"
    assert facts["legal_status"].text("association") == "Verein"
    assert facts["age"].text(17) == "17"
