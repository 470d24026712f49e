"""Drafts as files: the catalogue's own format, names of documents, and a folder that is never half written."""

import json
import os
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from clerk.catalogue.draft_file import draft_toml
from clerk.catalogue.draft_folder import STATE_FILE, hash_of, open_drafts
from clerk.catalogue.layers import DRAFTS
from clerk.catalogue.loader import load_catalogue
from clerk.catalogue.synonyms import load_vocabulary, read_synonyms
from clerk.domain.draft import Draft, DraftMaker
from clerk.domain.imported_service import ImportedService, RequirementText, SourceFormat, SourceKey
from clerk.domain.recognition import Certainty, recognise
from clerk.domain.reimport import Outcome, PlannedFile, RememberedDraft, decide
from clerk.domain.search import fold
from clerk.ports import DraftsUnwritable

CATALOGUE = load_catalogue()
VOCABULARY = load_vocabulary(CATALOGUE.documents)
HOSTILE = '"""\n[[requirement]]\nid = "böse"\\ \u202e # \x1b[31m'
REMEMBERED = RememberedDraft("s", "d", "b")


def draft_of(**fields: object) -> Draft:
    """Return the draft of a description with *fields*."""
    values = {"key": SourceKey(SourceFormat.DLDB, "1"), "name": "Hund anmelden"} | fields
    return DraftMaker(VOCABULARY, CATALOGUE.services).draft(ImportedService(**values))  # type: ignore[arg-type]


def planned(draft_id: str, text: str) -> PlannedFile:
    """Return the plan of a draft's file."""
    return PlannedFile(f"{draft_id}.toml", text, draft_id, REMEMBERED)


def parsed(draft: Draft) -> dict[str, object]:
    """Return what stands in the file of *draft*."""
    return tomllib.loads(draft_toml(draft))


# ---------------------------------------------------------------- names of documents


def test_every_synonym_stands_for_a_document_and_for_one_only() -> None:
    table = read_synonyms()
    assert set(table) <= set(CATALOGUE.documents)
    assert {kind for names in table.values() for kind in names} <= {"sure", "doubtful"}
    names = Counter(fold(name) for kinds in table.values() for names in kinds.values() for name in names)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Zulassungsbescheinigung Teil II (Fahrzeugbrief)", "zb2"),
        ("Fahrzeugschein", "zb1"),
        ("elektronische Versicherungsbestätigung (eVB)", "evb"),
        ("Wohnungsgeberbestätigung", "wohnungsgeber"),
        ("Sehtestbescheinigung", "sehtest"),
        ("Versicherung an Eides statt", "eidesstatt"),
        ("Nachweis der gültigen Hauptuntersuchung", "hu_bericht"),
        ("Handelsregisterauszug", "hr_auszug"),
        ("aktueller Führerschein", "fs_alt"),
    ],
)
def test_usual_names_are_recognised_for_sure(text: str, document: str) -> None:
    recognition = recognise(text, VOCABULARY)
    assert (recognition.groups, recognition.certainty) == (((document,),), Certainty.SURE)


@pytest.mark.parametrize("document", sorted(CATALOGUE.documents))
def test_every_document_is_recognised_by_the_name_it_has_here(document: str) -> None:
    recognition = recognise(CATALOGUE.documents[document].short, VOCABULARY)
    assert document in {found for group in recognition.groups for found in group}


# ---------------------------------------------------------------- the file


def test_a_draft_has_one_requirement_for_each_item_with_what_was_recognised() -> None:
    items = ("Personalausweis oder Reisepass", "eVB-Nummer", "ein Beleg", "ein Beleg")
    content = parsed(draft_of(requirements=tuple(RequirementText(item) for item in items)))
    assert content["requirement"] == [
        {
            "id": "personalausweis_oder_reisepass",
            "label": items[0],
            "one_of": [["personalausweis"], ["reisepass"]],
            "by": "customer",
        },
        {"id": "evb", "label": items[1], "document": "evb", "by": "customer"},
        {"id": "ein_beleg", "label": items[2], "by": "customer"},
        {"id": "ein_beleg_2", "label": items[3], "by": "customer"},
    ]


def test_what_is_uncertain_is_a_comment() -> None:
    text = draft_toml(
        draft_of(
            requirements=(
                RequirementText("Reisepass", under="Bei Minderjährigen"),
                RequirementText("ein Beleg"),
            ),
            fees=("Die Gebühr beträgt 28,80 Euro.",),
            leika=("99036008003000",),
            names={"en": "Register a dog"},
        )
    )
    lines = text.splitlines()
    for comment in (
        "# prüfen: Bedingung prüfen („bei“)",
        "# prüfen: Unterlage aus documents.toml eintragen oder dort anlegen",
        "# Quelle: „Die Gebühr beträgt 28,80 Euro.“",
        "# prüfen: Betrag im Text, unsicher: 28,80 €, cents = 2880",
        "# prüfen: Der Katalog hat zu diesem LeiKa-Schlüssel schon „kfz-umschreibung-innerhalb“.",
        "# Name (en): „Register a dog“",
    ):
        assert comment in lines
    assert [key["key"] for key in tomllib.loads(text)["leika"]] == ["99036008003000"]
    assert tomllib.loads(text)["area"] == "kfz"
    assert "fee" not in tomllib.loads(text)


def test_what_is_not_known_is_not_made_up() -> None:
    content = parsed(draft_of())
    assert "area" not in content
    assert "requirement" not in content
    minutes = content["minutes"]
    assert isinstance(minutes, dict)
    assert "typical" not in minutes
    of_munich = parsed(draft_of(minutes=10))["minutes"]
    assert isinstance(of_munich, dict)
    assert of_munich["typical"] == 10


def test_a_text_cannot_break_out_of_its_place_in_the_file() -> None:
    draft = draft_of(
        name=HOSTILE,
        summary=HOSTILE,
        keywords=(HOSTILE,),
        requirements=(RequirementText(HOSTILE, HOSTILE, HOSTILE),),
        fees=(HOSTILE,),
        legal_basis=(HOSTILE,),
        processing_time=HOSTILE,
        names={"en": HOSTILE},
    )
    text = draft_toml(draft)
    content = tomllib.loads(text)
    assert content["id"] == "dldb-1"
    assert len(content["requirement"]) == 1
    assert all(line.isprintable() for line in text.splitlines())


# ---------------------------------------------------------------- the folder


def test_what_was_laid_down_is_there_and_remembered(tmp_path: Path) -> None:
    with open_drafts(tmp_path) as shelf:
        assert shelf.standing("a.toml") is None
        shelf.lay_down([planned("a", "ä")])
    with open_drafts(tmp_path) as shelf:
        assert shelf.standing("a.toml") == hash_of("ä".encode())
        assert shelf.remembered("a") == REMEMBERED
        assert shelf.remembered("b") == RememberedDraft()


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_drafts(tmp_path) as shelf:
        shelf.lay_down([planned("a", "alt")])
        before = {path.name: path.read_bytes() for path in (tmp_path / DRAFTS).iterdir()}
        synced = []

        def full_at_the_second(descriptor: int) -> None:
            synced.append(descriptor)
            if len(synced) == 2:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full_at_the_second)
        with pytest.raises(DraftsUnwritable, match="No space left"):
            shelf.lay_down([planned("a", "neu"), planned("b", "neu")])
    assert {path.name: path.read_bytes() for path in (tmp_path / DRAFTS).iterdir()} == before


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_an_import_that_dies_while_files_take_their_places_knows_them_as_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    done: list[Path] = []
    replace = Path.replace

    def dies(path: Path, target: Path) -> Path:
        if len(done) == moved:
            raise KeyboardInterrupt
        done.append(target)
        return replace(path, target)

    with open_drafts(tmp_path) as shelf:
        monkeypatch.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            shelf.lay_down([planned("a", "neu"), planned("b", "neu")])
    monkeypatch.undo()
    with open_drafts(tmp_path) as shelf:
        for draft_id in ("a", "b"):
            standing = shelf.standing(f"{draft_id}.toml")
            outcome = decide(shelf.remembered(draft_id), "later", standing, "later")
            assert outcome in {Outcome.NEW, Outcome.CHANGED}


def test_what_a_killed_import_left_unfinished_is_removed(tmp_path: Path) -> None:
    (tmp_path / DRAFTS).mkdir()
    (tmp_path / DRAFTS / ".a.toml.part").write_text("hal")
    with open_drafts(tmp_path) as shelf:
        shelf.lay_down([planned("a", "ganz")])
    assert sorted(path.name for path in (tmp_path / DRAFTS).iterdir()) == ["a.toml", STATE_FILE]


def test_two_imports_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    with (
        open_drafts(tmp_path),
        pytest.raises(DraftsUnwritable, match="gerade jemand anders"),
        open_drafts(tmp_path),
    ):
        pass
    with open_drafts(tmp_path):
        pass


@pytest.mark.parametrize(
    "state",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "drafts": {}}',
        '{"format": 1, "drafts": {"a": {"source": 1}}}',
        "[" * 100_000,
    ],
    ids=["empty", "list", "bare", "newer", "number", "deep"],
)
def test_a_state_that_cannot_be_read_stops_the_import_and_stays(tmp_path: Path, state: str) -> None:
    (tmp_path / DRAFTS).mkdir()
    path = tmp_path / DRAFTS / STATE_FILE
    path.write_text(state)
    with pytest.raises(DraftsUnwritable, match="nicht lesbar"), open_drafts(tmp_path):
        pass
    assert path.read_text() == state


def test_the_state_holds_hashes_only(tmp_path: Path) -> None:
    with open_drafts(tmp_path) as shelf:
        shelf.lay_down([planned("a", "x")])
    assert json.loads((tmp_path / DRAFTS / STATE_FILE).read_bytes()) == {
        "format": 1,
        "drafts": {"a": {"source": "s", "draft": "d", "beside": "b", "pending": ""}},
    }
