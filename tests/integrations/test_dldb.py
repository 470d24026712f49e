"""dldb: Berlin's shape, München's, and files that are neither."""

import json
from io import BytesIO

import pytest

from clerk.domain.imported_service import (
    Entry,
    IgnoredEntry,
    ImportedService,
    RequirementText,
    UnreadableSource,
)
from integrations.dldb.reader import LARGEST_FILE, read_dldb
from tests.integrations.descriptions import BERLIN, MUNICH, dldb


def entries(content: bytes | object) -> list[Entry]:
    """Return everything in *content*, bytes or what becomes JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(read_dldb(BytesIO(raw)))


def only(**fields: object) -> ImportedService:
    """Return the only service of an export with *fields*."""
    (entry,) = entries([{"id": "1", "name": "Hund anmelden", **fields}])
    assert isinstance(entry, ImportedService)
    return entry


def test_berlins_service_is_read_with_one_line_for_each_requirement() -> None:
    first = entries(BERLIN)[0]
    assert isinstance(first, ImportedService)
    assert first.key.entry_id == "dldb-120335"
    assert first.name == "Abmeldung einer Wohnung"
    assert first.summary == "Wer ins Ausland zieht, meldet sich ab."
    assert first.leika == ("99115005104000",)
    assert first.keywords == ("Umzug", "Wegzug", "Ausland")
    assert first.requirements == (
        RequirementText("Personalausweis oder Reisepass", detail="im Original"),
        RequirementText("Schriftliche Vollmacht", detail="Falls eine andere Person für Sie vorspricht."),
        RequirementText("Wohnungsgeberbestätigung"),
        RequirementText("Angaben zum neuen Wohnsitz"),
    )
    assert (first.fees, first.processing_time) == (("gebührenfrei",), "sofort")
    assert first.legal_basis == ("Bundesmeldegesetz (BMG) § 17",)


def test_munichs_service_has_minutes_and_no_requirements() -> None:
    (only_one,) = entries(MUNICH)
    assert isinstance(only_one, ImportedService)
    assert (only_one.key.id, only_one.minutes, only_one.requirements) == ("1063441", 10, ())
    assert only_one.leika == ("99012030000000",)


def test_an_entry_in_another_language_is_named_and_left_out() -> None:
    assert entries(BERLIN)[1] == IgnoredEntry("Deregistration", "Der Eintrag ist nicht in deutscher Sprache.")


@pytest.mark.parametrize(
    "shape",
    [
        [{"id": "1", "name": "A"}],
        {"data": [{"id": "1", "name": "A"}]},
        {"data": {"1": {"id": "1", "name": "A"}}},
        {"id": 1, "name": "A"},
    ],
)
def test_a_list_a_wrapped_list_a_table_and_one_service_are_the_same(shape: object) -> None:
    (entry,) = entries(shape)
    assert isinstance(entry, ImportedService)
    assert entry.key.id == "1"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (7, "Der Eintrag ist keine Leistung."),
        (None, "Der Eintrag ist keine Leistung."),
        ({"name": "A"}, "Die Kennung (id) fehlt oder ist keine."),
        ({"id": "\u202e\u0007", "name": "A"}, "Die Kennung (id) fehlt oder ist keine."),
        ({"id": "x" * 300, "name": "A"}, "Die Kennung (id) fehlt oder ist keine."),
        ({"id": "1", "name": ["A"]}, "Der Name fehlt."),
    ],
)
def test_an_entry_that_is_no_service_is_left_out_with_a_reason(entry: object, reason: str) -> None:
    (ignored,) = entries([entry])
    assert isinstance(ignored, IgnoredEntry)
    assert ignored.reason == reason


@pytest.mark.parametrize("value", [None, True, [], {}, "", [[1]], [{"name": None}], {"name": {}}])
@pytest.mark.parametrize(
    "field", ["requirements", "fees", "leika", "legal", "meta", "process_time", "description", "duration"]
)
def test_a_value_of_another_kind_counts_as_absent(field: str, value: object) -> None:
    read = only(**{field: value})
    assert (read.requirements, read.leika, read.legal_basis) == ((), (), ())


def test_a_number_of_any_length_is_no_reason_to_fail() -> None:
    content = b'[{"id": ' + b"9" * 100_000 + b', "name": "A"}, {"id": 1e99999, "name": "B", "duration": NaN}]'
    found = entries(content)
    assert [type(entry) for entry in found] == [IgnoredEntry, ImportedService]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Zeile 1, Zeichen 1"),
        (b'{"data": [\n{"id": 1,}]}', "Zeile 2"),
        (b'{"data": "x"}', "kein dldb-Export"),
        (b'{"services": []}', "kein dldb-Export"),
        (b'[{"id": "\xff\xfe"}]', "Zeichenkodierung"),
        (b"[" * 200_000, "tiefer geschachtelt"),
        (b'{"data":' * 200_000, "tiefer geschachtelt"),
        (b"[" + b" " * LARGEST_FILE, "größer als 32 MB"),
    ],
    ids=["empty", "comma", "text", "other", "bytes", "lists", "objects", "large"],
)
def test_a_file_that_is_no_export_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        entries(content)


def test_three_hundred_services_are_all_there() -> None:
    found = entries(dldb(300))
    assert len(found) == 300
    assert all(isinstance(entry, ImportedService) and len(entry.requirements) == 8 for entry in found)
