"""``clerk catalogue``: the shapes of product.md."""

import json
import re
import shutil
from pathlib import Path
from typing import cast

import pytest

from clerk.catalogue.layers import SHIPPED
from clerk.settings import Settings, write_settings
from tests.cli.conftest import Answer, Clerk

SERVICE = "kfz-umschreibung-innerhalb"


def _object(answer: Answer) -> dict[str, object]:
    assert isinstance(answer.json, dict)
    return answer.json


@pytest.mark.parametrize(
    ("service", "facts", "cents", "unanswered"),
    [
        ("fe-ersterteilung", {"fe_probation": True}, 4590, None),
        ("pass-personalausweis", {"age": 30}, 4600, None),
        ("pass-personalausweis", {"age": 23, "photo_by_authority": True}, 3360, None),
        ("kfz-ausserbetriebsetzung", {"plate_reserved": True}, 1850, None),
        ("meld-fuehrungszeugnis", {"fz_volunteer": True}, 0, None),
        ("kfz-umschreibung-innerhalb", {"plate_keep": True}, 2740, None),
        ("pass-personalausweis", {}, 0, "age"),
    ],
)
def test_what_a_service_costs(
    clerk: Clerk, service: str, facts: dict[str, object], cents: int, unanswered: str | None
) -> None:
    answer = _object(clerk("catalogue", "fees", service, "--facts", json.dumps(facts), "--json"))
    assert answer["total_cents"] == cents
    assert unanswered is None or unanswered in cast("list[str]", answer["unanswered"])
    for line in cast("list[dict[str, object]]", answer["lines"]):
        assert line["tariff"]
        assert line["payee"] in {"authority", "bund_kba"}
        assert line["source"]


def test_the_list_has_all_43_services_in_the_agreed_shape(clerk: Clerk) -> None:
    answer = clerk("catalogue", "list", "--json")
    assert answer.status == 0
    assert isinstance(answer.json, list)
    assert len(answer.json) == 43
    for entry in answer.json:
        assert list(entry) == ["id", "name", "short", "area", "minutes"]
        assert isinstance(entry["minutes"], int)


def test_fees_with_plates_kept_are_27_40(clerk: Clerk) -> None:
    answer = _object(clerk("catalogue", "fees", SERVICE, "--facts", '{"plate_keep": true}', "--json"))
    assert list(answer) == ["service", "lines", "total_cents", "open", "unanswered"]
    assert (answer["service"], answer["total_cents"], answer["open"]) == (SERVICE, 2740, [])
    assert "proxy" in str(answer["unanswered"])
    assert "plate_keep" not in str(answer["unanswered"])
    lines = answer["lines"]
    assert isinstance(lines, list)
    assert [(line["tariff"], line["cents"], line["payee"]) for line in lines] == [
        ("GebOSt 221.8", 2420, "authority"),
        ("GebOSt 124", 320, "bund_kba"),
    ]
    keys = ["id", "label", "tariff", "cents", "min_cents", "max_cents", "payee", "verified", "source"]
    assert [list(line) for line in lines] == [keys, keys]


def test_documents_that_apply_are_listed_in_the_agreed_shape(clerk: Clerk) -> None:
    answer = _object(clerk("catalogue", "documents", SERVICE, "--facts", '{"proxy": true}', "--json"))
    assert list(answer) == ["service", "requirements", "unanswered"]
    lines = answer["requirements"]
    assert isinstance(lines, list)
    assert {tuple(line) for line in lines} == {("id", "label", "need", "by", "one_of")}
    by_id = {line["id"]: line for line in lines}
    assert by_id["zb1"]["one_of"] == [["zb1"]]
    assert by_id["zb1"]["need"] == "required"
    assert by_id["ausweis_bevollmaechtigt"]["need"] == "conditional"
    assert "hr_auszug" not in by_id


def test_minor_follows_from_the_age(clerk: Clerk) -> None:
    young = clerk("catalogue", "documents", SERVICE, "--facts", '{"age": 17}', "--json")
    grown = clerk("catalogue", "documents", SERVICE, "--facts", '{"age": 18}', "--json")
    assert "Sorgeberechtigten" in young.out
    assert "Sorgeberechtigten" not in grown.out


@pytest.mark.parametrize(
    ("form", "factor"), [("{}", 1), ('{"qty": 3}', 3), ('{"qty": "3"}', 3), ('{"qty": 0}', 0)]
)
def test_a_quantity_of_the_form_counts(clerk: Clerk, form: str, factor: int) -> None:
    one = _object(clerk("catalogue", "fees", "info-beglaubigung", "--json"))["total_cents"]
    counted = _object(clerk("catalogue", "fees", "info-beglaubigung", "--form", form, "--json"))[
        "total_cents"
    ]
    assert isinstance(one, int)
    assert one > 0
    assert counted == factor * one


@pytest.mark.parametrize("command", ["show", "documents", "fees"])
def test_people_get_text_instead_of_json(clerk: Clerk, command: str) -> None:
    answer = clerk("catalogue", command, SERVICE)
    assert answer.status == 0
    assert answer.out.startswith("Umschreibung im Landkreis mit Halterwechsel")
    assert "{" not in answer.out


def test_the_text_says_which_questions_were_taken_as_no(clerk: Clerk) -> None:
    answer = clerk("catalogue", "fees", SERVICE, "--facts", '{"plate_keep": true}')
    assert "27,40 €" in answer.out
    assert "Nicht genannt und deshalb als nein gerechnet:" in answer.out


def test_without_an_age_the_text_has_no_wrong_sum(clerk: Clerk) -> None:
    answer = clerk("catalogue", "fees", "pass-personalausweis")
    assert re.search(r"Summe +noch zu klären", answer.out)
    assert "Das entscheidet über die Summe und fehlt:\n  age: Alter" in answer.out
    assert "0,00 €" not in answer.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "kfz-umschreibung"), "kfz-umschreibung-innerhalb"),
        (("fees", SERVICE, "--facts", '{"plate_kep": true}'), "plate_keep"),
        (("fees", SERVICE, "--facts", '{"plate_keep": 1}'), "true oder false"),
        (("fees", SERVICE, "--facts", '{"plate_keep": tru}'), "kein JSON"),
        (("fees", SERVICE, "--facts", "[1]"), "geschweiften Klammern"),
        (("fees", SERVICE, "--form", '{"nix": 1}'), "„nix“"),
        (("documents", SERVICE, "--facts", '{"legal_status": "king"}'), "legal_status"),
        (("check", "gibt-es-nicht"), "gibt es nicht"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_is_right(
    clerk: Clerk, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = clerk("catalogue", *arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert sentence in answer.err


def test_the_shipped_catalogue_is_found_in_order(clerk: Clerk) -> None:
    answer = clerk("catalogue", "check", "--json")
    assert (answer.status, answer.json) == (0, [])


def test_a_mistake_in_a_catalogue_is_named_with_file_and_line(clerk: Clerk, tmp_path: Path) -> None:
    copy = tmp_path / "katalog"
    shutil.copytree(SHIPPED, copy)
    file = copy / "kfz" / f"{SERVICE}.toml"
    file.write_text(file.read_text().replace('\nwhen = "not plate_keep"', '\nwhen = "not plate_kep"', 1))
    line = 1 + file.read_text().splitlines().index('when = "not plate_kep"')
    answer = clerk("catalogue", "check", str(copy))
    assert answer.status == 1
    assert f"kfz/{SERVICE}.toml, Zeile {line}:" in answer.out
    (problem,) = _list(clerk("catalogue", "check", str(copy), "--json"))
    assert isinstance(problem, dict)
    assert list(problem) == ["file", "line", "problem"]
    assert (problem["file"], problem["line"]) == (f"kfz/{SERVICE}.toml", line)


def _list(answer: Answer) -> list[object]:
    assert isinstance(answer.json, list)
    return answer.json


@pytest.fixture(name="own")
def _own(tmp_path: Path, office: Path) -> Path:
    """The catalogue of an office with one site, *Mitte*, as its machine uses it."""
    folder = tmp_path / "katalog"
    (folder / "pass").mkdir(parents=True)
    (folder / "pass" / "pass-pin.toml").write_text("override = true\n[minutes]\ntypical = 7\n", "utf-8")
    (folder / "fees.toml").write_text('[[fee]]\nid = "g221.8"\ncents = 2500\n', "utf-8")
    write_settings(tmp_path / "clerk.toml", Settings(store=office, catalogue=folder))
    return folder


@pytest.mark.usefixtures("own")
def test_own_services_are_marked_in_the_list(clerk: Clerk) -> None:
    lines = [line for line in clerk("catalogue", "list").out.splitlines() if "eigener Katalog" in line]
    assert [line.split()[0] for line in lines] == ["pass-pin"]
    marked = [entry for entry in _list(clerk("catalogue", "list", "--json")) if "own" in str(entry)]
    assert len(marked) == 1


@pytest.mark.usefixtures("own")
def test_what_the_office_changed_is_shown_with_its_file(clerk: Clerk) -> None:
    assert (
        "Leistung pass-pin: override, minutes (pass/pass-pin.toml)"
        in clerk("catalogue", "show", "pass-pin").out
    )
    shown = _object(clerk("catalogue", "show", SERVICE, "--json"))
    assert shown["own"] == [{"kind": "fee", "id": "g221.8", "file": "fees.toml", "keys": ["cents"]}]


@pytest.mark.usefixtures("own")
def test_a_fee_of_the_office_is_charged(clerk: Clerk) -> None:
    answer = _object(clerk("catalogue", "fees", SERVICE, "--facts", '{"plate_keep": true}', "--json"))
    assert answer["total_cents"] == 2820


def test_the_site_of_this_machine_counts(clerk: Clerk, own: Path) -> None:
    (own / "sites" / "Mitte").mkdir(parents=True)
    (own / "sites" / "Mitte" / "fees.toml").write_text('[[fee]]\nid = "g221.8"\ncents = 3000\n', "utf-8")
    answer = _object(clerk("catalogue", "fees", SERVICE, "--facts", '{"plate_keep": true}', "--json"))
    assert answer["total_cents"] == 3320


def test_a_folder_for_no_site_of_this_office_is_named(clerk: Clerk, own: Path) -> None:
    (own / "sites" / "Mite").mkdir(parents=True)
    answer = clerk("catalogue", "check")
    assert answer.status == 1
    assert "sites/Mite: Der Katalog kennt den Standort „Mite“ nicht. Gemeint: „Mitte“?" in answer.out


def test_a_folder_that_is_gone_is_named(clerk: Clerk, own: Path) -> None:
    shutil.rmtree(own)
    answer = clerk("catalogue", "list")
    assert answer.status == 2
    assert str(own) in answer.err
