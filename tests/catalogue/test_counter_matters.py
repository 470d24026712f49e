"""What a person at the counter was told wrongly once: leasing, companies, families, words that point to nothing."""

import re

import pytest

from clerk.domain.condition import Answer, Truth
from clerk.domain.facts import possible_texts, resolve
from clerk.domain.precheck import checklist, to_bring
from clerk.domain.procedure import form_state
from clerk.domain.search import rank, search_entry
from clerk.domain.slip import Language, paper_text
from clerk.services.knowledge import Knowledge
from tests.catalogue.shipped import TODAY, service, shipped

ASKS_FOR_FINANCE = [one.id for one in shipped().services if "vehicle_financed" in one.deciding_facts]
VEHICLES = [one.id for one in shipped().services if one.area == "kfz" and one.id != "kfz-halterauskunft"]
NEEDS_PART_TWO: dict[str, Answer] = {
    "zb2_exists": True,
    "holder_change": True,
    "technical_change": True,
    "id_name_changed": True,
    "plate_keep": False,
    "vehicle_deregistered": False,
}
EVERYTHING_MISSING: dict[str, Answer] = {
    "plate_lost": True,
    "zb1_lost": True,
    "zb1_stolen": True,
    "proxy": False,
}


def brought(service_id: str, answers: dict[str, Answer]) -> set[str]:
    checked = checklist(service(service_id), shipped(), answers, {})
    return {line.id for line in to_bring(checked)}


def slip(line: str, language: Language, **answers: Answer) -> str:
    entry = service("meld-anmeldung")
    found = next(one for one in checklist(entry, shipped(), answers, {}).lines if one.id == line)
    return paper_text(found, entry, shipped(), language)


# ---------------------------------------------------------------- leasing and loans


def test_a_service_that_looks_at_the_finance_asks_for_it() -> None:
    looking = [one.id for one in shipped().services if "vehicle_financed" in one.facts_compared]
    assert looking == ASKS_FOR_FINANCE
    assert "kfz-neuzulassung" in ASKS_FOR_FINANCE


@pytest.mark.parametrize("service_id", ASKS_FOR_FINANCE)
def test_whoever_leases_asks_the_bank_and_takes_no_part_two_home(service_id: str) -> None:
    own = {**NEEDS_PART_TWO, "vehicle_financed": False}
    leased = {**NEEDS_PART_TWO, "vehicle_financed": True}
    assert "zb2" in brought(service_id, own)
    assert "zb2" not in brought(service_id, leased)
    assert "zb2_anforderung_bank" in brought(service_id, leased)
    assert "zb2_anforderung_bank" not in brought(service_id, own)

    entry = service(service_id)
    given = possible_texts(entry.hand_out, resolve(entry, shipped(), leased))
    said = possible_texts(entry.follow_up, resolve(entry, shipped(), leased))
    assert not any("Teil II" in thing for thing in given)
    assert any("zurück an die Bank" in sentence for sentence in said)
    assert not any("ZB II gleich mit" in sentence for sentence in said)
    assert "Zulassungsbescheinigung Teil II" in possible_texts(entry.hand_out, resolve(entry, shipped(), own))


# ---------------------------------------------------------------- companies


@pytest.mark.parametrize("service_id", VEHICLES)
@pytest.mark.parametrize("legal_status", ["legal_entity", "association", "partnership"])
@pytest.mark.parametrize("proxy", [True, False])
def test_a_company_shows_the_card_of_who_signs_for_it(
    service_id: str, legal_status: str, proxy: bool
) -> None:
    answers: dict[str, Answer] = {**EVERYTHING_MISSING, "legal_status": legal_status, "proxy": proxy}
    papers = brought(service_id, answers)
    assert "ausweis_vertretung" in papers
    assert not papers & {"ausweis", "ausweis_des_halters", "ausweis_des_halters_im_original"}


@pytest.mark.parametrize("service_id", VEHICLES)
@pytest.mark.parametrize("legal_status", ["natural_person", "sole_trader"])
def test_a_person_shows_their_own_card(service_id: str, legal_status: str) -> None:
    papers = brought(service_id, {**EVERYTHING_MISSING, "legal_status": legal_status})
    assert papers & {"ausweis", "ausweis_des_halters"}
    assert "ausweis_vertretung" not in papers


def test_while_the_legal_form_is_open_nobody_is_told_to_bring_a_card() -> None:
    lines = checklist(service("kfz-neuzulassung"), shipped(), {"proxy": False}, {}).lines
    assert next(line.applies for line in lines if line.id == "ausweis") is Truth.OPEN


# ---------------------------------------------------------------- families


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("ausweis_alle_personen", {"nationality": "german"}),
        ("eu_id", {"nationality": "eu_eea"}),
        ("aufenthaltstitel_nationalpass_oder_visum", {"nationality": "third_country"}),
        ("urkunde_personenstand", {"nationality": "third_country", "move_from_abroad": True}),
    ],
)
def test_the_papers_of_everybody_who_moves_in_are_asked_for(line: str, answers: dict[str, Answer]) -> None:
    assert re.search("aller|allen einziehenden Personen", slip(line, Language.GERMAN, **answers))
    assert "everyone who moves in" in slip(line, Language.ENGLISH, **answers)
    assert "von allen, die einziehen" in slip(line, Language.PLAIN, **answers)


def test_whoever_comes_from_abroad_hears_about_tax_number_and_residence_permit() -> None:
    entry = service("meld-anmeldung")

    def said(**answers: Answer) -> str:
        return " ".join(possible_texts(entry.follow_up, resolve(entry, shipped(), answers)))

    abroad = said(move_from_abroad=True, nationality="third_country")
    assert "Steuer-Identifikationsnummer" in abroad
    assert "Ausländerbehörde" in abroad
    assert "Steuer-Identifikationsnummer" not in said(move_from_abroad=False, nationality="german")
    assert [one.text for one in entry.hand_out] == ["Meldebestätigung"]


def test_moving_in_three_weeks_ago_is_remarked_upon_and_accepted() -> None:
    entry = service("meld-anmeldung")
    state = form_state(entry, shipped(), {}, {"move_in": "01.11.2026"}, on=TODAY)
    assert "move_in" in state.warnings
    assert "move_in" not in state.errors


# ---------------------------------------------------------------- words


def test_no_reason_begins_with_a_pronoun_for_the_paper() -> None:
    reasons = {
        **{one.id: one.why for one in shipped().documents.values()},
        **{f"{one.id}/{line.id}": line.why for one in shipped().services for line in one.requirements},
    }
    assert not {name for name, why in reasons.items() if re.match(r"(Er|Es|Sie) (zeigt|belegt)", why or "")}


def test_a_fee_can_be_counted_and_its_law_read() -> None:
    for fee in shipped().fees.values():
        assert not fee.label.startswith("je "), fee.id
        assert "kommunal" not in fee.tariff, fee.id


def test_waste_services_name_their_neighbours() -> None:
    names = {one.id: one.name for one in shipped().services}
    neighbours = ("abf-behaelter", "abf-groesse", "abf-eigentuemerwechsel")
    for one in neighbours:
        told = " ".join(service(one).knowledge.attention)
        for other in set(neighbours) - {one}:
            assert f"„{names[other]}“" in told, f"{one} does not name {other}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("neuwagen", "kfz-neuzulassung"),
        ("leasing", "kfz-neuzulassung"),
        ("firmenwagen", "kfz-neuzulassung"),
        ("firma", "kfz-neuzulassung"),
        ("anmeldung ausland", "meld-anmeldung"),
        ("anmeld", "meld-anmeldung"),
    ],
)
def test_what_people_say_finds_the_service(typed: str, found: str) -> None:
    hits = Knowledge(shipped()).services(on=TODAY)
    entries = [search_entry(hit.name, hit.search_text) for hit in hits]
    assert found in [hits[place].id for place in rank(typed, entries)]
