"""A scanner types the machine readable zone: read where it may be, never spread over fields, never kept."""

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input

from screens.widgets.field import FormFieldWidget
from screens.zone_scan import Scan, ZoneScan
from tests.e2e.still_office import LOGINS, SECRET, STORE
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Scene, Visitor, show

CARD = ("IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<3010312D<<<<<<<<<<<<<2", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<")
PASSPORT = ("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4")
PASS_SERVICE, KFZ_SERVICE = "personalausweis", "umschreibung im land"


def typed(lines: tuple[str, ...]) -> list[str]:
    """Return the keys a scanner presses for *lines*."""
    return [key for line in lines for key in (*line, "enter")]


def follow(scan: ZoneScan, keys: list[str]) -> list[Scan]:
    """Return what each key was to the scan."""
    return [scan.take(key, key if len(key) == 1 else None) for key in keys]


@pytest.mark.parametrize("lines", [CARD, PASSPORT, ("".join(CARD),), ("".join(PASSPORT),)])
def test_a_scan_is_recognised_from_its_beginning_to_its_last_enter(lines: tuple[str, ...]) -> None:
    scan = ZoneScan()
    answers = follow(scan, typed(lines))

    before = answers.index(Scan.BEGINS)
    assert before == (1 if lines[0].startswith("P") else 3)
    assert scan.zone().replace("\n", "") == "".join(lines)
    assert answers[before + 1 :] == [Scan.GOES_ON] * (len(answers) - before - 2) + [Scan.COMPLETE]


def test_a_scan_right_behind_typed_text_takes_back_only_itself() -> None:
    scan = ZoneScan()
    follow(scan, [*"MEIER", *CARD[0][:4]])
    assert scan.typed_before == 3


@pytest.mark.parametrize(
    "text",
    ["ID 12", "Peter Pan", "A1BS31Z0430336179", "IDA", "1 < 2", "PREIS", "CDE", "12<13", "MEIER<"],
)
def test_what_people_type_is_no_scan(text: str) -> None:
    scan = ZoneScan()
    assert set(follow(scan, [*text, "enter", "tab"])) == {Scan.NO}


@pytest.mark.parametrize(
    ("key", "answer"), [("escape", Scan.CANCELLED), ("f6", Scan.BROKEN), ("tab", Scan.BROKEN)]
)
def test_a_scan_that_is_broken_off_leaves_nothing_behind(key: str, answer: Scan) -> None:
    scan = ZoneScan()
    follow(scan, [*CARD[0], "enter", *CARD[1][:5]])
    assert scan.take(key, None) is answer
    assert scan.zone() == ""
    assert follow(scan, [*"MEIER", "enter"]) == [Scan.NO] * 6


def test_line_feeds_after_the_enters_end_no_line_twice() -> None:
    scan = ZoneScan()
    keys = [key for line in CARD for key in (*line, "enter", "ctrl+j")]
    assert follow(scan, keys[:-1])[-1] is Scan.COMPLETE
    assert scan.zone() == "\n".join(CARD)


# ---------------------------------------------------------------- the whole program


async def serving(visitor: Visitor, service: str) -> None:
    """Take somebody in at the counter with *service*."""
    await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
    await visitor.press("f3", wanted="Ankunft")
    await visitor.press(*service, "enter", "enter", wanted="Unterlagen")
    await visitor.until("Angaben")


def values(visitor: Visitor) -> dict[str, str]:
    """Return what stands in the fields of the form."""
    return {field.field_id: field.value for field in visitor.app.screen.query(FormFieldWidget)}


def play(furnished: Path, folder: Path, scene: Scene, *, read_zone: bool, role: str = "counter") -> None:
    """Play a scene, then look for the scanned document in everything the program has written."""
    show(furnished, folder, role, Pictures("80x24", update=False), scene, read_zone=read_zone)
    with sqlite3.connect(folder / STORE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for piece in (b"T22000129", b"C01X00T47", b"IDD<<", b"MUSTERMANN<<"):
            assert piece not in content, (path.name, piece)


@pytest.mark.parametrize(("step", "heading"), [("f5", "Angaben"), ("f6", "gültig bis")])
def test_in_a_pass_matter_the_validity_is_filled_and_the_cursor_stays(
    furnished: Path, tmp_path: Path, step: str, heading: str
) -> None:
    async def scene(visitor: Visitor) -> None:
        await serving(visitor, PASS_SERVICE)
        await visitor.press("f6", wanted="gültig bis")
        await visitor.press(step, wanted=heading)
        before = visitor.app.screen.focused
        await visitor.press(*typed(CARD), wanted="Aus dem Ausweis gelesen")
        assert visitor.app.screen.focused is before
        assert values(visitor)["id_valid_to"] == "31.10.2030"
        assert values(visitor)["id_checked"] == ""
        await visitor.press("f6", wanted="aus Ausweis gelesen")

    play(furnished, tmp_path, scene, read_zone=True)


def test_typed_over_what_was_read_is_no_longer_marked(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await serving(visitor, PASS_SERVICE)
        await visitor.press("f6", wanted="gültig bis")
        await visitor.press(*typed(PASSPORT), wanted="aus Ausweis gelesen")
        await visitor.press("tab", "backspace", "8", wanted="28.02.2028")
        assert "aus Ausweis gelesen" not in seen(visitor.app)
        await visitor.press(*typed(CARD), wanted="Bleibt, wie es eingetragen ist")
        assert values(visitor)["id_valid_to"] == "28.02.2028"

    play(furnished, tmp_path, scene, read_zone=True)


def test_a_date_typed_in_figures_is_shown_as_people_write_it(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await serving(visitor, PASS_SERVICE)
        await visitor.press("f6", wanted="gültig bis")
        await visitor.press("tab", *"311030", "up", wanted="31.10.2030")

    play(furnished, tmp_path, scene, read_zone=False)


def test_a_misread_line_is_named_and_fills_nothing(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await serving(visitor, PASS_SERVICE)
        await visitor.press("f6", wanted="gültig bis")
        misread = (CARD[0], CARD[1].replace("301031", "301032"), CARD[2])
        await visitor.press(*typed(misread), wanted="Prüfziffer zum Ablaufdatum (Zeile 2")
        assert values(visitor)["id_valid_to"] == ""

    play(furnished, tmp_path, scene, read_zone=True)


@pytest.mark.parametrize(
    ("service", "read_zone", "sentence"),
    [(PASS_SERVICE, False, "nicht eingeschaltet"), (KFZ_SERVICE, True, "nur in Pass- und Meldesachen")],
)
def test_elsewhere_the_scan_is_refused_and_nothing_typed_is_lost(
    furnished: Path, tmp_path: Path, service: str, read_zone: bool, sentence: str
) -> None:
    async def scene(visitor: Visitor) -> None:
        await serving(visitor, service)
        await visitor.press("f6", wanted="Antrag")
        before = values(visitor)
        await visitor.press(*typed(CARD), wanted=sentence)
        assert values(visitor) == before
        await visitor.press("f5", wanted="Angaben")
        await visitor.press(*typed(PASSPORT), wanted=sentence)
        assert values(visitor) == before

    play(furnished, tmp_path, scene, read_zone=read_zone)


def test_a_scan_into_the_name_at_the_arrival_is_refused(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["info-desk"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("f3", wanted="Ankunft")
        entry = visitor.app.screen.focused
        assert isinstance(entry, Input)
        await visitor.press(*"Frau B", *typed(CARD), wanted="nichts")
        assert entry.value == "Frau B"

    play(furnished, tmp_path, scene, read_zone=True, role="info-desk")


def test_a_password_is_never_taken_for_a_scan(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *"P<D<geheim", wanted="••••••••••")

    play(furnished, tmp_path, scene, read_zone=True)
