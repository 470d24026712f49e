"""What people say on the telephone finds the right service of the shipped catalogue."""

import pytest

from clerk.domain.search import rank, search_entry
from clerk.services.knowledge import Knowledge
from tests.catalogue.shipped import TODAY, shipped


def found(typed: str) -> list[str]:
    hits = Knowledge(shipped()).services(on=TODAY)
    entries = [search_entry(hit.name, hit.search_text) for hit in hits]
    return [hits[place].id for place in rank(typed, entries)]


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("fahrzeug abmelden", "kfz-ausserbetriebsetzung"),
        ("wagen abmelden", "kfz-ausserbetriebsetzung"),
        ("anmeldung einer wohnung", "meld-anmeldung"),
        ("umzug", "meld-anmeldung"),
        ("perso verloren", "pass-verlust"),
        ("führerschein umtauschen", "fe-umtausch"),
        ("kennzeichen verloren", "kfz-kennzeichen-aendern"),
        ("reisepass kind", "pass-reisepass"),
    ],
)
def test_what_a_clerk_types_finds_the_service_first(typed: str, service: str) -> None:
    assert found(typed)[0] == service


def test_to_register_a_car_under_another_name_finds_both_ways_first() -> None:
    assert set(found("auto ummelden")[:2]) == {"kfz-umschreibung-innerhalb", "kfz-umschreibung-ausserhalb"}


def test_to_take_a_car_off_the_road_never_finds_the_contrary() -> None:
    assert "kfz-neuzulassung" not in found("fahrzeug abmelden")


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("anmeld", "meld-anmeldung"),
        ("anmelden", "meld-anmeldung"),
        ("abmeld", "meld-abmeldung"),
        ("anmeldung ausland", "meld-anmeldung"),
        ("neuwagen leasing firma", "kfz-neuzulassung"),
    ],
)
def test_the_beginning_of_a_name_or_some_of_the_words_find_the_service_first(
    typed: str, service: str
) -> None:
    assert found(typed)[0] == service


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("Auto ummelden", "kfz-umschreibung-innerhalb"),
        ("Auto abmelden", "kfz-ausserbetriebsetzung"),
        ("Autoabmeldung", "kfz-ausserbetriebsetzung"),
        ("Perso", "pass-personalausweis"),
        ("perso verloren", "pass-verlust"),
        ("Führerschein verloren", "fe-ersatz"),
        ("fürerschein verlorn", "fe-ersatz"),
        ("Führerscheinumtausch", "fe-umtausch"),
        ("Fuhrungszeugniss", "meld-fuehrungszeugnis"),
        ("Wohnung anmelden", "meld-anmeldung"),
        ("Umzug", "meld-anmeldung"),
        ("Reisepas", "pass-reisepass"),
        ("Sperrmull", "abf-sperrmuell"),
        ("Fahrzeugschein verloren", "kfz-ersatz-zb1"),
    ],
)
def test_everyday_words_and_slips_of_the_fingers_find_the_service(typed: str, service: str) -> None:
    assert service in found(typed)[:4]
