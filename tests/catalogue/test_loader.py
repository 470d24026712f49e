"""A catalogue with a mistake is refused with a sentence that says where and what."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from clerk.catalogue.checker import check_catalogue
from clerk.catalogue.layers import SHIPPED
from clerk.catalogue.loader import CatalogueError, load_catalogue
from clerk.domain.catalogue import UnknownService

PIN = "pass/pass-pin.toml"
SACK = "abfall/abf-sack.toml"
TRANSFER = "kfz/kfz-umschreibung-innerhalb.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole catalogue of an office's own, used instead of the shipped one."""
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    (copy / "office.toml").write_text("whole = true\n", "utf-8")
    return copy


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace *old* once in a file and return the line (from 1) where it stands."""
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_catalogue_has_no_problem() -> None:
    assert check_catalogue() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (PIN, 'short = "PIN/eID"', 'shrt = "PIN/eID"', "Gemeint: „short“?"),
        (PIN, "typical = 5", 'typical = "5"', "muss eine ganze Zahl sein"),
        (PIN, "core = false", 'core = "nein"', "muss true oder false sein"),
        (PIN, 'can_finish = "yes"', 'can_finish = "maybe"', "Möglich: yes, if_complete, no"),
        (PIN, 'document = "pin_ausweis"', 'document = "pin_auswies"', "Gemeint: „pin_ausweis“?"),
        (PIN, 'validator = "bool"', 'validator = "boool"', "Gemeint: „bool“?"),
        (PIN, 'source = "X-MUC"', 'source = "X-MUK"', "die Quelle „X-MUK“"),
        (SACK, 'fee = "a.sack"', 'fee = "a.sak"', "Gemeint: „a.sack“?"),
        (SACK, 'quantity = "qty"', 'quantity = "qti"', "Gemeint: „qty“?"),
        (TRANSFER, 'when = "plate_keep"', 'when = "plate_kept"', "Gemeint: „plate_keep“?"),
        (TRANSFER, 'when = "plate_keep"', 'when = "plate_keep and"', "Stelle 15: Hier wird der Name"),
        (
            TRANSFER,
            'when = "plate_keep"',
            'when = "plate_keep == yes"',
            "mit true oder false zu vergleichen",
        ),
        (TRANSFER, "legal_status == partnership", "legal_status == partner", "Gemeint: „partnership“?"),
        (TRANSFER, "not vehicle_financed", "vehicle_financed < 3", "ist keine Zahl"),
        (TRANSFER, 'plate_wish = "not plate_keep"', 'plate_whish = "proxy"', "steht nicht in deciding_facts"),
        (
            TRANSFER,
            'plate_wish = "not plate_keep"',
            'plate_wish = "joint_custody == sole"',
            "erst später gefragt",
        ),
        ("facts.toml", 'derived = "age < 18"', 'derived = "agee < 18"', "Gemeint: „age“?"),
        (
            "facts.toml",
            'derived = "age < 18"',
            'derived = "age < 18 or age >= 99"',
            "ein einzelner",
        ),
        (
            "facts.toml",
            'leads_to = "kfz-wiederzulassung"',
            'leads_to = "kfz-wieder"',
            "„kfz-wieder“ nicht",
        ),
        ("facts.toml", 'short = "Vertretung"', 'short = "Vertretung durch jemanden"', "mehr als 22 Zeichen"),
        ("facts.toml", 'sole = "', 'solo = "', "„sole“ fehlt"),
        ("documents.toml", 'type = "not_expired"', 'type = "not_expird"', "Gemeint: „not_expired“?"),
        ("fees.toml", "cents = 2420", "cents = -2420", "darf nicht negativ sein"),
        ("fees.toml", "cents = 2420", "cents = 24.20", "muss eine ganze Zahl sein"),
        ("fees.toml", "cents = 2420", "", "hat keinen Betrag"),
        ("fees.toml", "max_cents = 3830", "max_cents = 3830\ncents = 3831", "nicht in ihrem Rahmen"),
        ("fees.toml", 'source = "S-GEBOST"', "", "„source“ fehlt"),
        ("fees.toml", "valid_to = 2026-02-06", "valid_to = 2026-02-07", "an denselben Tagen zweimal"),
        ("fees.toml", "valid_to = 2026-02-06", "valid_to = 2026-02-05", "an einigen Tagen keine"),
        (PIN, 'name = "PIN', "name = PIN", "Schreibweise von TOML"),
    ],
)
def test_a_mistake_is_refused_with_file_and_sentence(
    folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    change(folder, name, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert any(problem.file == name and sentence in problem.message for problem in caught.value.problems), (
        str(caught.value)
    )
    assert name in str(caught.value)


def test_the_line_of_a_mistake_is_named(folder: Path) -> None:
    line = change(folder, TRANSFER, 'when = "plate_keep"\n', 'when = "plate_kept"\n')
    problem = check_catalogue(folder)[0]
    assert problem.line == line
    assert str(problem).startswith(f"{TRANSFER}, Zeile {line}: ")


def test_a_mistake_in_a_list_of_texts_is_named_with_its_text(folder: Path) -> None:
    change(folder, TRANSFER, 'wieder.", when = "not plate_keep"', 'wieder.", when = "not plate_kept"')
    [problem] = check_catalogue(folder)
    assert problem.message.startswith("Bei „Bei neuem Kennzeichen lassen")
    assert "Gemeint: „plate_keep“?" in problem.message


def test_every_mistake_is_reported_at_once(folder: Path) -> None:
    change(folder, PIN, 'document = "pin_ausweis"', 'document = "nichts"')
    change(folder, SACK, 'fee = "a.sack"', 'fee = "nichts"')
    change(folder, "facts.toml", 'derived = "age < 18"', 'derived = "nichts < 18"')
    assert [problem.file for problem in check_catalogue(folder)] == [SACK, "facts.toml", PIN]


def test_an_id_that_stands_twice_is_refused(folder: Path) -> None:
    line = change(folder, TRANSFER, 'id = "zb2_anforderung_bank"', 'id = "zb2"')
    assert [(problem.line, problem.message) for problem in check_catalogue(folder)] == [
        (line, "Die Kennung „zb2“ steht zweimal.")
    ]


@pytest.mark.parametrize(
    "never",
    [
        "plate_keep and not plate_keep",
        "minor and from_24",
        "legal_status == association and legal_status == partnership",
        "plate_keep and plate_wish",
    ],
)
def test_a_line_that_can_never_apply_is_found(folder: Path, never: str) -> None:
    line = change(folder, TRANSFER, 'when = "sp_required"', f'when = "{never}"')
    assert [(problem.line, problem.message) for problem in check_catalogue(folder)] == [
        (line, f"Die Zeile „sp_protokoll“ kann nie gelten: {never}")
    ]


def test_a_line_without_document_and_one_of_alternatives_without_label_are_refused(folder: Path) -> None:
    change(folder, PIN, 'document = "pin_ausweis"\n', "")
    change(folder, TRANSFER, 'label = "Ausweis"\n', "")
    assert [problem.message for problem in check_catalogue(folder)] == [
        "Eine Zeile mit Alternativen braucht ein „label“.",
        "Die Zeile braucht entweder „document“ oder „one_of“ ohne leere Gruppe.",
    ]


def test_a_service_may_change_on_a_day_by_a_second_file(folder: Path) -> None:
    text = (folder / PIN).read_text("utf-8")
    old = text.replace("two_contacts", "valid_to = 2026-12-31\ntwo_contacts")
    new = text.replace("two_contacts", "valid_from = 2027-01-01\ntwo_contacts").replace("PIN/eID", "PIN neu")
    (folder / PIN).write_text(old, "utf-8")
    (folder / "pass" / "pass-pin@2027-01-01.toml").write_text(new, "utf-8")
    catalogue = load_catalogue(folder)
    assert catalogue.at(date(2026, 12, 31)).service("pass-pin").short == "PIN/eID"
    assert catalogue.at(date(2027, 1, 1)).service("pass-pin").short == "PIN neu"


def test_two_files_for_the_same_days_are_refused(folder: Path) -> None:
    shutil.copy(folder / PIN, folder / "pass" / "pass-pin@2027-01-01.toml")
    assert "an denselben Tagen zweimal" in check_catalogue(folder)[0].message


def test_a_service_that_ended_is_not_in_the_catalogue_of_a_later_day(folder: Path) -> None:
    change(folder, PIN, "two_contacts", "valid_to = 2026-12-31\ntwo_contacts")
    catalogue = load_catalogue(folder)
    with pytest.raises(UnknownService):
        catalogue.at(date(2027, 1, 1)).service("pass-pin")


def test_a_fee_that_ends_before_its_service_is_found(folder: Path) -> None:
    change(folder, "fees.toml", "valid_from = 2026-02-07", "valid_from = 2026-02-07\nvalid_to = 2026-12-31")
    assert "gilt nicht an allen Tagen" in check_catalogue(folder)[0].message


def test_a_file_in_the_wrong_place_is_found(folder: Path) -> None:
    shutil.move(folder / PIN, folder / "kfz" / "pass-pin.toml")
    assert "pass/pass-pin.toml" in check_catalogue(folder)[0].message


def test_an_empty_folder_is_no_whole_catalogue(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("whole = true\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"facts\.toml"):
        load_catalogue(tmp_path)
