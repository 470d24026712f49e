"""An office's own folder is laid over the shipped catalogue: what it names changes, everything else stays."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from clerk.catalogue.checker import check_catalogue
from clerk.catalogue.layers import SHIPPED
from clerk.catalogue.loader import CatalogueError, load_catalogue
from clerk.domain.catalogue import FeeItem, UnknownService
from clerk.domain.translations import PLAIN, Translated, translated

PIN = "pass/pass-pin.toml"
NEW_YEAR = date(2027, 1, 1)
EVE = date(2026, 12, 31)
Write = Callable[[str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = tmp_path / "office"
    office.mkdir()
    return office


@pytest.fixture
def write(folder: Path) -> Write:
    """Write one file of the office's catalogue."""

    def to(name: str, text: str) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")

    return to


def fee(folder: Path, fee_id: str, day: date = NEW_YEAR, site: tuple[str, ...] = ()) -> FeeItem:
    return load_catalogue(folder, site).at(day).fees[fee_id]


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_catalogue(folder)]


def test_an_empty_folder_changes_nothing(folder: Path) -> None:
    assert load_catalogue(folder).services == load_catalogue().services
    assert load_catalogue(folder).fee_versions == load_catalogue().fee_versions


def test_a_copy_of_the_shipped_catalogue_changes_nothing(folder: Path) -> None:
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    own, shipped = load_catalogue(folder), load_catalogue()
    assert (own.services, own.facts, own.documents) == (shipped.services, shipped.facts, shipped.documents)
    amounts = [
        [(fee.id, fee.cents, fee.valid_from, fee.valid_to) for fee in catalogue.fee_versions]
        for catalogue in (own, shipped)
    ]
    assert amounts[0] == amounts[1]


def test_a_folder_that_is_not_there_is_refused_instead_of_charging_shipped_amounts(folder: Path) -> None:
    with pytest.raises(CatalogueError, match="nicht erreichbar"):
        load_catalogue(folder / "laufwerk")


def test_drafts_are_never_loaded(folder: Path, write: Write) -> None:
    write("drafts/pass/pass-pin.toml", "kein TOML")
    assert problems(folder) == []


def test_a_misspelt_file_is_named_instead_of_being_passed_over(folder: Path, write: Write) -> None:
    write("fee.toml", "")
    assert problems(folder) == [
        "fee.toml: Der Katalog kennt die Datei „fee.toml“ nicht. Gemeint: „fees.toml“?"
    ]


# ---------------------------------------------------------------- fees


def test_amount_and_first_day_are_enough(folder: Path, write: Write) -> None:
    write("fees.toml", '[[fee]]\nid = "g221.8"\ncents = 2500\nvalid_from = 2027-01-01\n')
    assert [fee(folder, "g221.8", day).cents for day in (EVE, NEW_YEAR)] == [2420, 2500]
    assert fee(folder, "g221.8").tariff == "GebOSt 221.8"


def test_several_own_versions_end_each_other(folder: Path, write: Write) -> None:
    later = "".join(
        f'[[fee]]\nid = "g221.8"\ncents = {cents}\nvalid_from = {year}-01-01\n'
        for year, cents in ((2029, 2700), (2027, 2500))
    )
    write("fees.toml", later)
    years = (2026, 2027, 2028, 2029)
    assert [fee(folder, "g221.8", date(year, 6, 1)).cents for year in years] == [2420, 2500, 2500, 2700]


def test_an_own_version_lasts_until_the_next_shipped_one(folder: Path, write: Write) -> None:
    write("fees.toml", '[[fee]]\nid = "p.pa24"\ncents = 4000\nvalid_from = 2026-01-01\n')
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 6), date(2026, 2, 7))
    assert [fee(folder, "p.pa24", day).cents for day in days] == [3700, 4000, 4000, 4600]


def test_an_amount_without_a_day_counts_on_all_days(folder: Path, write: Write) -> None:
    write("fees.toml", '[[fee]]\nid = "m.bescheinigung"\ncents = 800\n')
    assert [fee(folder, "m.bescheinigung", day).cents for day in (date(2020, 1, 1), NEW_YEAR)] == [800, 800]


def test_an_amount_of_the_office_needs_no_confirmation_and_names_the_office(
    folder: Path, write: Write
) -> None:
    write("fees.toml", '[[fee]]\nid = "m.bescheinigung"\ncents = 800\nvalid_from = 2027-01-01\n')
    before, after = fee(folder, "m.bescheinigung", EVE), fee(folder, "m.bescheinigung")
    assert (before.needs_confirmation, after.needs_confirmation) == (True, False)
    assert load_catalogue(folder).sources[after.source].title == "eigener Katalog des Amtes"


def test_an_amount_the_office_is_not_sure_of_stays_marked(folder: Path, write: Write) -> None:
    write("fees.toml", '[[fee]]\nid = "m.bescheinigung"\ncents = 800\nverified = false\n')
    assert fee(folder, "m.bescheinigung").needs_confirmation


def test_a_fee_that_ends_while_a_service_charges_it_is_found_in_the_offices_file(
    folder: Path, write: Write
) -> None:
    write("fees.toml", '[[fee]]\nid = "g221.8"\nvalid_to = 2026-12-31\n')
    found = problems(folder)
    assert found
    assert all(
        line.startswith("fees.toml, Zeile 2: Die Gebühr „g221.8“ gilt nicht an allen") for line in found
    )


@pytest.mark.parametrize("written", ['"a.rest40" = true', "a.rest40 = true", "'a.rest40' = true"])
def test_a_confirmed_amount_is_no_longer_marked(folder: Path, write: Write, written: str) -> None:
    assert load_catalogue().fees["a.rest40"].needs_confirmation
    write("office.toml", f"[confirmed]\n{written}\n")
    assert not fee(folder, "a.rest40").needs_confirmation
    assert fee(folder, "a.rest40").cents == load_catalogue().fees["a.rest40"].cents


def test_a_range_is_fixed_by_naming_the_amount(folder: Path, write: Write) -> None:
    write("office.toml", "[confirmed]\nf207 = 1400\n")
    assert (fee(folder, "f207").cents, fee(folder, "f207").source) == (1400, "S-GEBOST")


def test_the_range_of_the_law_binds_the_office_an_estimate_does_not(folder: Path, write: Write) -> None:
    write("office.toml", '[confirmed]\nf207 = 1531\n"a.sack" = 750\n')
    assert problems(folder) == [
        "office.toml, Zeile 2: Der Betrag der Gebühr „f207“ liegt nicht in ihrem Rahmen."
    ]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ('"p.pa24" = 4600', "hat mehrere Fassungen"),
        ('"m.bescheinigung" = false', "braucht true oder einen Betrag in Cent"),
        ('"m.bescheinigung" = "5 Euro"', "braucht true oder einen Betrag in Cent"),
        ('"m.beschenigung" = true', "Gemeint: „m.bescheinigung“?"),
    ],
)
def test_a_confirmation_that_makes_no_sense_is_refused(
    folder: Path, write: Write, entry: str, sentence: str
) -> None:
    write("office.toml", f"[confirmed]\n{entry}\n")
    (problem,) = problems(folder)
    assert problem.startswith("office.toml, Zeile 2: ")
    assert sentence in problem


# ---------------------------------------------------------------- services


def test_a_service_changes_on_a_day_by_naming_only_what_changes(folder: Path, write: Write) -> None:
    write("pass/pass-pin@2027-01-01.toml", 'override = true\nvalid_from = 2027-01-01\nshort = "PIN neu"\n')
    catalogue = load_catalogue(folder)
    assert [catalogue.at(day).service("pass-pin").short for day in (EVE, NEW_YEAR)] == ["PIN/eID", "PIN neu"]
    assert [line.id for line in catalogue.at(NEW_YEAR).service("pass-pin").requirements] == ["pin_ausweis"]


def test_a_whole_file_takes_the_place_of_the_shipped_service(folder: Path, write: Write) -> None:
    text = (SHIPPED / PIN).read_text("utf-8")
    write(PIN, text.replace('short = "PIN/eID"', 'short = "PIN"'))
    assert load_catalogue(folder).service("pass-pin").short == "PIN"


def test_a_service_the_office_does_not_offer_ends(folder: Path, write: Write) -> None:
    write("abfall/abf-sack.toml", "override = true\nvalid_to = 2026-12-31\n")
    catalogue = load_catalogue(folder)
    assert catalogue.at(EVE).service("abf-sack").area == "abfall"
    with pytest.raises(UnknownService):
        catalogue.at(NEW_YEAR).service("abf-sack")


def test_an_empty_condition_lets_a_line_always_apply(folder: Path, write: Write) -> None:
    write(
        "kfz/kfz-umschreibung-innerhalb.toml",
        'override = true\n[[requirement]]\nid = "ausweis_bevollmaechtigt"\nwhen = ""\n',
    )
    lines = load_catalogue(folder).service("kfz-umschreibung-innerhalb").requirements
    assert next(line.need for line in lines if line.id == "ausweis_bevollmaechtigt") == "required"


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ('"zb1", "zb1"', "wird zweimal entfernt"),
        ('"zb11"', "Gemeint: „zb1“?"),
        ('"evb"', "bitte „requirement.evb“ / „field.evb“ schreiben"),
        ("1", "eine Liste von Texten"),
    ],
)
def test_a_line_that_cannot_be_removed_is_named(
    folder: Path, write: Write, removed: str, sentence: str
) -> None:
    write("kfz/kfz-umschreibung-innerhalb.toml", f"override = true\nremove = [{removed}]\n")
    (problem,) = problems(folder)
    assert problem.startswith("kfz/kfz-umschreibung-innerhalb.toml, Zeile 2: ")
    assert sentence in problem


def test_a_line_is_not_removed_and_changed_at_once(folder: Path, write: Write) -> None:
    write(PIN, 'override = true\nremove = ["pin_ausweis"]\n[[requirement]]\nid = "pin_ausweis"\nnote = "x"\n')
    assert "entfernt und zugleich geändert" in problems(folder)[0]


# ---------------------------------------------------------------- sites, settings, texts


def test_a_site_differs_by_its_name_or_its_number(folder: Path, write: Write) -> None:
    write("fees.toml", '[[fee]]\nid = "m.bescheinigung"\ncents = 800\n')
    write("sites/Nebenstelle/fees.toml", '[[fee]]\nid = "m.bescheinigung"\ncents = 900\n')
    write("sites/3/office.toml", "[settings]\noffice_id_copy_ok = true\n")
    assert fee(folder, "m.bescheinigung", site=("1", "Mitte")).cents == 800
    assert fee(folder, "m.bescheinigung", site=("2", "nebenstelle")).cents == 900
    settings = [load_catalogue(folder, (number,)).facts["office_id_copy_ok"].default for number in ("2", "3")]
    assert settings == [False, True]


def test_mistakes_of_a_site_are_found_and_those_of_the_office_only_once(folder: Path, write: Write) -> None:
    write("office.toml", "[settings]\nnichts = 1\n")
    write("sites/Nebenstelle/office.toml", "[settings]\noffice_id_copy_ok = 1\n")
    assert [line.partition(":")[0] for line in problems(folder)] == [
        "office.toml, Zeile 2",
        "sites/Nebenstelle/office.toml, Zeile 2",
    ]


def test_the_folder_of_a_site_that_does_not_exist_is_named(folder: Path, write: Write) -> None:
    write("sites/Nebenstele/office.toml", "")
    (problem,) = check_catalogue(folder, ("1", "Mitte", "2", "Nebenstelle"))
    assert (problem.file, "Gemeint: „Nebenstelle“?" in problem.message) == ("sites/Nebenstele", True)


def test_an_own_text_goes_before_the_shipped_one_and_a_broken_file_stops_nobody(
    folder: Path, write: Write
) -> None:
    write("texts/plain.toml", '[document]\npersonalausweis = "Ihr Ausweis"\n')
    write("texts/en.toml", "[document\n")
    catalogue = load_catalogue(folder)
    assert (
        translated(catalogue, PLAIN, Translated.DOCUMENT, "personalausweis", "Personalausweis")
        == "Ihr Ausweis"
    )
    assert translated(catalogue, "en", Translated.DOCUMENT, "nichts", "deutsch") == "deutsch"
    assert problems(folder)[0].startswith("texts/en.toml, Zeile 1: ")


def test_two_broken_places_of_a_file_are_found_and_the_rest_is_read(folder: Path, write: Write) -> None:
    written = {"g221.8": "", "g221.9": "-1", "g221.10": "1 2"}
    write(
        "fees.toml",
        "\n".join(f'[[fee]]\nid = "{fee_id}"\ncents = {cents}\n' for fee_id, cents in written.items()),
    )
    assert [line.partition(":")[0] for line in problems(folder)] == [
        "fees.toml, Zeile 3",
        "fees.toml, Zeile 7",
        "fees.toml, Zeile 11",
    ]


def test_a_file_written_on_windows_is_read(folder: Path) -> None:
    (folder / "office.toml").write_bytes(b"\xef\xbb\xbf[settings]\r\noffice_id_copy_ok = true\r\n")
    assert load_catalogue(folder).facts["office_id_copy_ok"].default is True
