"""``clerk appointments import``: what an office's list becomes, and what the command says."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.cli.conftest import Clerk

HEAD = "Terminnummer;Datum;Uhrzeit;Leistung;Name"


def _list(folder: Path, *rows: str) -> str:
    file = folder / "termine.csv"
    file.write_text("\r\n".join((HEAD, *rows)), encoding="cp1252")
    return str(file)


def test_good_lines_are_taken_over_bad_ones_named_and_again_nothing_changes(
    clerk: Clerk, office: Path, tmp_path: Path
) -> None:
    tomorrow = (datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=1)).strftime("%d.%m.%Y")
    file = _list(
        tmp_path,
        f"1;{tomorrow};10:40;abf-sack;Frau Müller",
        f"2;{tomorrow};11:00;Drachenzucht;",
        "3;01.02.2020;11:00;abf-sack;",
    )
    answer = clerk("appointments", "import", file)
    assert answer.status == 1
    assert "Mitte: 1 neu, 1 von früheren Tagen, 1 nicht übernommen" in answer.out
    assert "3      „Drachenzucht“ ist keine Leistung des Katalogs." in answer.out
    assert clerk("appointments", "import", file, "--site", "Mitte", "--json").json == {
        "site": "Mitte",
        "booked": 0,
        "changed": 0,
        "cancelled": 0,
        "unchanged": 1,
        "here_already": 0,
        "past": 1,
        "bad": [{"line": 3, "problem": "„Drachenzucht“ ist keine Leistung des Katalogs."}],
    }


def test_a_file_that_is_no_list_ends_in_one_sentence(clerk: Clerk, office: Path, tmp_path: Path) -> None:
    missing = clerk("appointments", "import", str(tmp_path / "fehlt.csv"))
    assert (missing.status, missing.err.count("\n")) == (2, 1)
    assert "ist nicht lesbar" in missing.err
    (tmp_path / "bild.csv").write_bytes(b"\x89PNG\x00\x00")
    assert "keine Textdatei" in clerk("appointments", "import", str(tmp_path / "bild.csv")).err
