"""What docs/catalogue.md shows an administrator works as it is printed there."""

import re
from datetime import date
from pathlib import Path

import pytest

from clerk.catalogue.checker import check_catalogue
from clerk.catalogue.loader import load_catalogue
from clerk.domain.translations import Translated, translated
from tests.catalogue.shipped import TODAY

DOCUMENT = Path(__file__).parents[2] / "docs" / "catalogue.md"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's folder with every example of the document that names its file."""
    folder = tmp_path_factory.mktemp("office")
    blocks = re.findall(r"```toml\n# (\S+\.toml)\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 10
    for name, text in blocks:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(before + text, "utf-8")
    return folder


def test_the_examples_have_no_problem(office: Path) -> None:
    assert check_catalogue(office) == []


def test_a_fee_changes_on_the_day_named(office: Path) -> None:
    catalogue = load_catalogue(office)
    amounts = [
        catalogue.at(date(*day)).fees["m.bescheinigung"].cents for day in ((2026, 12, 31), (2027, 1, 1))
    ]
    assert amounts == [500, 800]


def test_amounts_are_confirmed_and_ranges_fixed(office: Path) -> None:
    fees = load_catalogue(office).at(TODAY).fees
    assert [fees[fee].cents for fee in ("m.auskunft", "a.sack", "f207")] == [1000, 450, 1500]
    assert not any(fees[fee].needs_confirmation for fee in ("m.auskunft", "a.sack", "f207"))


def test_an_office_setting_counts_without_being_asked(office: Path) -> None:
    assert load_catalogue(office).facts["office_id_copy_ok"].when_unknown is True


def test_a_shipped_service_is_changed_line_by_line(office: Path) -> None:
    service = load_catalogue(office).at(TODAY).service("kfz-umschreibung-innerhalb")
    shipped = load_catalogue().at(TODAY).service("kfz-umschreibung-innerhalb")
    before = [line.id for line in shipped.requirements]
    after = [line.id for line in service.requirements]
    assert after == [*(line for line in before if line != "zb2_anforderung_bank"), "termin_beleg"]
    assert [line.id for line in service.fields] == [line.id for line in shipped.fields if line.id != "evb"]
    assert service.minutes.typical == 18
    assert next(line.note for line in service.requirements if line.id == "zb1") == (
        "Auch der Abschnitt vom Verkäufer wird gelesen"
    )


def test_an_own_service_stands_beside_the_shipped_ones(office: Path) -> None:
    catalogue = load_catalogue(office).at(TODAY)
    assert len(catalogue.services) == 44
    assert catalogue.service("info-fundsache").short == "Fundsache"


def test_a_site_may_differ(office: Path) -> None:
    finishes = [
        load_catalogue(office, site).at(TODAY).service("info-beglaubigung").can_finish
        for site in ((), ("2", "Nebenstelle"))
    ]
    assert finishes[0] != "no"
    assert finishes[1] == "no"


def test_a_text_of_the_office_is_used_in_its_language(office: Path) -> None:
    catalogue = load_catalogue(office)
    assert translated(catalogue, "en", Translated.SERVICE, "pass-pin", "PIN") == "Set the PIN of your ID card"
    assert translated(catalogue, "fr", Translated.SERVICE, "pass-pin", "PIN") == "PIN"
