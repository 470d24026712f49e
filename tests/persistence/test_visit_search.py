"""Finding visits by ticket, case number, name and plate, within one's areas."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clerk.domain.visit import Outcome, Visit
from tests.persistence.office import Office, only_case


def find(office: Office, text: str, skills: tuple[str, ...] = ("kfz",)) -> list[str]:
    """Return the names found from a counter with *skills*."""
    label = f"find {len(office.admin.counters())}"
    workplace = office.counter(label, skills)
    with office.work.read() as work:
        found: list[Visit] = work.visits.find(workplace, text, 10)
        return [visit.name for visit in found]


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with three people in it."""
    counter = office.counter("1", ["kfz", "pass"])
    office.arrive(counter, name="Frau Beispiel")
    office.arrive(counter, name="Jürgen Groß", area="pass")
    claim = office.serving(counter, name="Łukasz Mustermann")
    with office.work.write() as work:
        work.visits.save_draft(
            claim,
            only_case(office, claim).id,
            {"plate": "MK-A 123", "plate_old": "TÜ X 9", "holder_name": "Müller Söhne GmbH", "evb": "Zufall"},
        )
    return office


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("k001", "Frau Beispiel"),
        ("2026-000001", "Frau Beispiel"),
        ("frau bei", "Frau Beispiel"),
        ("BEISP", "Frau Beispiel"),
        ("mka123", "Łukasz Mustermann"),
        ("MK - A 123", "Łukasz Mustermann"),
        ("tü-x 9", "Łukasz Mustermann"),
        ("mka1", "Łukasz Mustermann"),
        ("muster", "Łukasz Mustermann"),
        ("mueller", "Łukasz Mustermann"),
        ("Söhne G", "Łukasz Mustermann"),
    ],
)
def test_a_visit_is_found_by_ticket_number_name_and_plate(busy: Office, text: str, name: str) -> None:
    assert find(busy, text) == [name]


@pytest.mark.parametrize("text", ["juergen", "Jürgen", "GROSS", "groß", "p001"])
def test_umlauts_and_capitals_do_not_matter(busy: Office, text: str) -> None:
    assert find(busy, text, ("pass",)) == ["Jürgen Groß"]


@pytest.mark.parametrize("text", ["eispiel", "   ", "", "Z999", "%", "_", "Zufall", "üller"])
def test_what_does_not_fit_finds_nobody(busy: Office, text: str) -> None:
    assert find(busy, text) == []


def test_people_of_other_areas_are_not_found(busy: Office) -> None:
    assert find(busy, "Jürgen", ("kfz",)) == []


def test_the_exact_ticket_stands_before_names(busy: Office) -> None:
    busy.arrive(busy.counter("2"), name="K001 Mustermann")
    assert find(busy, "K001") == ["Frau Beispiel", "K001 Mustermann"]


def test_a_finished_visit_is_not_found_but_one_sent_home_incomplete_is_for_30_days(office: Office) -> None:
    counter = office.counter()
    for name, outcome in (("Frau Fertig", Outcome.DONE), ("Frau Fehlt", Outcome.INCOMPLETE)):
        claim = office.serving(counter, name=name)
        with office.work.write() as work:
            work.visits.save_case(claim, replace(only_case(office, claim), outcome=outcome))
        office.queue.finish(claim)
    assert find(office, "Frau") == ["Frau Fehlt"]
    office.clock.time += timedelta(days=31)
    assert find(office, "Frau") == []
