"""The paper list at the info desk: line after line without leaving the keyboard, nothing given twice."""

from pathlib import Path

from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show


def test_a_paper_list_is_typed_line_after_line(furnished: Path, tmp_path: Path) -> None:
    async def scene(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["info-desk"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("ctrl+n", wanted="0 erfasst")
        await visitor.press(*"n17", "enter", *"1150", "enter", wanted="Diese Uhrzeit kommt erst noch")
        await visitor.press(
            *["backspace"] * 4, *"840", "enter", *"abmeldung kfz", "enter", wanted="1 erfasst"
        )
        await visitor.press("enter", *"schablone", "enter", wanted="2 erfasst")
        assert "N018    08:40  Schablone, Sina" in seen(visitor.app)
        await visitor.press(
            *("up", *"n17", "up", "right", "enter", "enter", "enter", *"sperrm", "enter"),
            wanted="N017 ist heute schon vergeben",
        )
        assert "erledigt, ohne Gebühr" in seen(visitor.app)
        await visitor.press("escape", wanted="N018")

    show(furnished, tmp_path, "info-desk", Pictures("80x24", update=False), scene)
