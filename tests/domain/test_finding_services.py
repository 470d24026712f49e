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
