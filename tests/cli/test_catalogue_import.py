"""``clerk catalogue import``: drafts, a report, and nothing that a person edited is touched."""

import json
import pty
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from clerk.catalogue.layers import DRAFTS, SHIPPED
from clerk.settings import Settings, write_settings
from tests.cli.conftest import Answer, Clerk
from tests.integrations.descriptions import (
    BERLIN,
    EXAMPLES,
    MUNICH,
    NAMESPACE,
    XZUFI,
    dldb,
    message,
    module,
    service,
    xzufi,
)

DRAFT = "dldb-120335.toml"
BESIDE = "dldb-120335.neu.toml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The folder of an office's own catalogue, still empty."""
    folder = tmp_path / "katalog"
    folder.mkdir()
    return folder


def _report(answer: Answer) -> dict[str, object]:
    assert isinstance(answer.json, dict)
    return answer.json


def _outcomes(answer: Answer) -> dict[str, str]:
    drafts = _report(answer)["drafts"]
    assert isinstance(drafts, list)
    return {draft["id"]: draft["outcome"] for draft in drafts}


def _files(office: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((office / DRAFTS).glob("*.toml"))}


def _changed(tmp_path: Path, old: str, new: str) -> str:
    path = tmp_path / f"{new}.json"
    path.write_text(BERLIN.decode().replace(old, new), encoding="utf-8")
    return str(path)


# ---------------------------------------------------------------- the first time


def test_both_formats_become_drafts_and_the_report_counts_their_lines(clerk: Clerk, office: Path) -> None:
    answer = clerk("catalogue", "import", str(EXAMPLES), "--into", str(office), "--json")
    assert answer.status == 0
    report = _report(answer)
    assert list(report) == [
        "folder", "services", "outcomes", "lines", "recognised", "doubtful", "unknown", "drafts", "ignored",
    ]  # fmt: skip
    assert report["services"] == 4
    assert report["outcomes"] == {"new": 4, "unchanged": 0, "changed": 0, "beside": 0}
    assert (report["lines"], report["recognised"], report["doubtful"], report["unknown"]) == (10, 8, 1, 1)
    assert sorted(_files(office)) == [
        "dldb-1063441.toml",
        DRAFT,
        "xzufi-l100042-6000123.toml",
        "xzufi-l100042-6000124.toml",
    ]


def test_the_report_of_a_draft_says_what_was_recognised_and_why_to_look(clerk: Clerk, office: Path) -> None:
    answer = clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office), "--json")
    drafts = _report(answer)["drafts"]
    assert isinstance(drafts, list)
    (draft,) = drafts
    assert draft["source"] == {"format": "dldb", "id": "120335", "agency": ""}
    assert (draft["outcome"], draft["file"], draft["leika"]) == ("new", DRAFT, ["99115005104000"])
    assert draft["lines"][0] == {
        "id": "personalausweis_oder_reisepass",
        "text": "Personalausweis oder Reisepass",
        "certainty": "sure",
        "one_of": [["personalausweis"], ["reisepass"]],
        "review": [{"why": "alternative", "word": "oder"}],
    }
    assert [line["certainty"] for line in draft["lines"]] == ["sure", "sure", "sure", "unknown"]
    assert {"why": "condition", "word": "falls"} in draft["lines"][1]["review"]


def test_people_get_numbers_every_line_and_what_was_left_out(clerk: Clerk, office: Path) -> None:
    answer = clerk("catalogue", "import", str(EXAMPLES / "leistungen.xml"), "--into", str(office))
    assert answer.status == 0
    assert answer.err == ""
    for words in (
        "neuer Entwurf: Fahrzeug ummelden (xzufi-l100042-6000123.toml)",
        "erkannt: Zulassungsbescheinigung Teil II · zb2",
        "Bedingung prüfen („ggf“)",
        "nicht übernommen: leistungen.xml: 6000125: Es gibt keinen Namen in deutscher Sprache.",
        "2 Leistungen: 2 neu, 0 geändert, 0 neben bearbeitete gelegt, 0 unverändert.",
    ):
        assert words in answer.out


def test_drafts_are_not_part_of_the_catalogue(clerk: Clerk, tmp_path: Path) -> None:
    own = tmp_path / "eigener"
    shutil.copytree(SHIPPED, own)
    write_settings(tmp_path / "clerk.toml", Settings(store=tmp_path / "clerk.db", catalogue=own))
    assert clerk("catalogue", "import", str(EXAMPLES)).status == 0
    assert len(_files(own)) == 4
    assert clerk("catalogue", "check", str(own)).status == 0
    assert "dldb-120335" not in clerk("catalogue", "list", "--json").out


@pytest.mark.parametrize(("content", "count"), [(dldb(300), 300), (xzufi(50), 50)], ids=["dldb", "xzufi"])
def test_a_whole_portal_is_imported_at_once_and_is_unchanged_the_next_time(
    clerk: Clerk, office: Path, tmp_path: Path, content: bytes, count: int
) -> None:
    path = tmp_path / "portal"
    path.write_bytes(content)
    first = _report(clerk("catalogue", "import", str(path), "--into", str(office), "--json"))
    assert first["services"] == count
    assert len(_files(office)) == count
    again = _report(clerk("catalogue", "import", str(path), "--into", str(office), "--json"))
    assert again["outcomes"] == {"new": 0, "unchanged": count, "changed": 0, "beside": 0}


# ---------------------------------------------------------------- again


def test_a_changed_text_renews_a_draft_that_nobody_edited(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office))
    changed = _changed(tmp_path, "gebührenfrei", "12,00 Euro")
    answer = clerk("catalogue", "import", changed, "--into", str(office))
    assert "Text hat sich geändert" in answer.out
    assert list(_files(office)) == [DRAFT]
    assert "12,00 Euro" in _files(office)[DRAFT]


def test_an_edited_draft_is_never_touched_and_the_new_text_lies_beside(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office))
    edited = (office / DRAFTS / DRAFT).read_text(encoding="utf-8") + "# geprüft\n"
    (office / DRAFTS / DRAFT).write_text(edited, encoding="utf-8")
    changed = _changed(tmp_path, "gebührenfrei", "12,00 Euro")
    answer = clerk("catalogue", "import", changed, "--into", str(office), "--json")
    assert _outcomes(answer) == {"dldb-120335": "beside"}
    assert _files(office)[DRAFT] == edited
    assert "12,00 Euro" in _files(office)[BESIDE]
    again = clerk("catalogue", "import", changed, "--into", str(office), "--json")
    assert _outcomes(again) == {"dldb-120335": "unchanged"}


def test_the_text_beside_is_renewed_until_somebody_edits_that_as_well(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office))
    (office / DRAFTS / DRAFT).write_text("# bearbeitet\n", encoding="utf-8")
    clerk("catalogue", "import", _changed(tmp_path, "gebührenfrei", "12,00 Euro"), "--into", str(office))
    clerk("catalogue", "import", _changed(tmp_path, "gebührenfrei", "13,00 Euro"), "--into", str(office))
    assert list(_files(office)) == [BESIDE, DRAFT]
    assert "13,00 Euro" in _files(office)[BESIDE]
    (office / DRAFTS / BESIDE).write_text("# auch bearbeitet\n", encoding="utf-8")
    clerk("catalogue", "import", _changed(tmp_path, "gebührenfrei", "14,00 Euro"), "--into", str(office))
    files = _files(office)
    assert (files[DRAFT], files[BESIDE]) == ("# bearbeitet\n", "# auch bearbeitet\n")
    assert "14,00 Euro" in files["dldb-120335.neu-2.toml"]


def test_a_draft_that_was_moved_into_the_catalogue_comes_back_only_with_a_new_text(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    same = str(EXAMPLES / "berlin.json")
    clerk("catalogue", "import", same, "--into", str(office))
    (office / DRAFTS / DRAFT).unlink()
    clerk("catalogue", "import", same, "--into", str(office))
    assert _files(office) == {}
    clerk("catalogue", "import", _changed(tmp_path, "gebührenfrei", "12,00 Euro"), "--into", str(office))
    assert list(_files(office)) == [BESIDE]


def test_a_file_of_the_same_name_that_no_import_wrote_is_left_alone(clerk: Clerk, office: Path) -> None:
    (office / DRAFTS).mkdir()
    (office / DRAFTS / DRAFT).write_text("# von Hand\n", encoding="utf-8")
    clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office))
    assert _files(office)[DRAFT] == "# von Hand\n"
    assert BESIDE in _files(office)


def test_new_markup_around_the_same_text_is_no_change(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    clerk("catalogue", "import", str(EXAMPLES / "leistungen.xml"), "--into", str(office))
    path = tmp_path / "neu.xml"
    path.write_bytes(XZUFI.replace(b"&lt;strong&gt;oder&lt;/strong&gt;", b"&lt;em&gt;oder&lt;/em&gt;"))
    answer = clerk("catalogue", "import", str(path), "--into", str(office), "--json")
    assert set(_outcomes(answer).values()) == {"unchanged"}


def test_an_import_that_was_killed_before_it_remembered_finds_its_own_files_again(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    clerk("catalogue", "import", str(EXAMPLES / "berlin.json"), "--into", str(office))
    state = office / DRAFTS / "import-state.json"
    old = state.read_bytes()
    changed = _changed(tmp_path, "gebührenfrei", "12,00 Euro")
    clerk("catalogue", "import", changed, "--into", str(office))
    state.write_bytes(old)
    answer = clerk("catalogue", "import", changed, "--into", str(office), "--json")
    assert _outcomes(answer) == {"dldb-120335": "changed"}
    assert list(_files(office)) == [DRAFT]


# ---------------------------------------------------------------- files, folders, lists


def test_a_list_names_files_beside_it_and_no_others(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "eins.xml").write_bytes(XZUFI)
    (dump / "unlisted.json").write_bytes(MUNICH)
    (tmp_path / "geheim.json").write_bytes(BERLIN)
    (dump / "index.txt").write_text(
        "https://example.org/dump/eins.xml\n../geheim.json\n..\n\n", encoding="utf-8"
    )
    for named in (dump, dump / "index.txt"):
        report = _report(clerk("catalogue", "import", str(named), "--into", str(office), "--json"))
        assert report["services"] == 2
        ignored = report["ignored"]
        assert isinstance(ignored, list)
        assert ignored[-1] == {
            "file": "geheim.json",
            "entry": None,
            "reason": "Die Datei gibt es nicht, oder es ist keine.",
        }


def test_the_first_of_two_entries_with_one_id_counts(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "zweimal.json"
    path.write_text(json.dumps([{"id": "1", "name": "Erste"}, {"id": 1, "name": "Zweite"}]))
    answer = clerk("catalogue", "import", str(path), "--into", str(office))
    assert "Zweite: Die Kennung 1 kommt mehrmals vor; die erste Fassung gilt." in answer.out
    assert tomllib.loads(_files(office)["dldb-1.toml"])["name"] == "Erste"


def test_an_id_that_leads_elsewhere_leads_nowhere(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "böse.xml"
    path.write_bytes(message(service(0, module("03", de="Böse")).replace(">0<", ">../../../böse<")))
    before = sorted(entry.name for entry in tmp_path.iterdir())
    assert clerk("catalogue", "import", str(path), "--into", str(office)).status == 0
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before
    assert len(_files(office)) == 1


def test_a_message_that_breaks_off_is_imported_up_to_there(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    path = tmp_path / "abgebrochen.xml"
    path.write_bytes(xzufi(5)[:-2000])
    answer = clerk("catalogue", "import", str(path), "--into", str(office))
    assert answer.status == 0
    assert "nicht übernommen: abgebrochen.xml: In Zeile 1 ist das XML verletzt" in answer.out
    assert len(_files(office)) == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "weder XZuFi (XML) noch dldb (JSON)"),
        (b"PK\x03\x04", "weder XZuFi (XML) noch dldb (JSON)"),
        (b'{"data": []}', ""),
        (f"<!DOCTYPE x [<!ENTITY a 'a'>]><x xmlns='{NAMESPACE}'>&a;</x>".encode(), "DOCTYPE"),
        (b"[" * 100_000, "tiefer geschachtelt"),
        (b'{"data": [{"id": "1"}]}', "Der Name fehlt."),
    ],
    ids=["empty", "zip", "no services", "doctype", "deep", "no name"],
)
def test_nothing_to_import_is_status_1_with_the_reason(
    clerk: Clerk, office: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "eingabe"
    path.write_bytes(content)
    answer = clerk("catalogue", "import", str(path), "--into", str(office))
    assert answer.status == 1
    assert words in answer.out
    assert "Es konnte nichts übernommen werden." in answer.out
    assert list((office / DRAFTS).iterdir()) == []


def test_wrong_usage_is_status_2_with_what_to_do(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    example = str(EXAMPLES / "berlin.json")
    for arguments, words in (
        ([example], "--into"),
        ([example, "--into", str(tmp_path / "fehlt")], "gibt es nicht"),
        ([str(tmp_path / "fehlt.xml"), "--into", str(office)], "gibt es nicht"),
        ([str(office), "--into", str(office)], ".xml oder .json"),
        (["--into", str(office)], "Es fehlt"),
    ):
        answer = clerk("catalogue", "import", *arguments)
        assert answer.status == 2, arguments
        assert words in answer.err
    assert not (office / DRAFTS).exists()


def test_a_bar_is_drawn_on_a_terminal_and_the_answer_stays_clean(office: Path) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "clerk",
        "catalogue",
        "import",
        str(EXAMPLES),
        "--into",
        str(office),
        "--json",
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True)
    with open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123 - a descriptor
        drawn = terminal.read(65536)
        assert b"Import" in drawn
    assert json.loads(done.stdout)["services"] == 4
