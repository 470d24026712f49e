"""Who works at this place: signing in, out again, and somebody else after that."""

from pathlib import Path

from tests.e2e.still_office import LOGINS, SECRET
from tests.screens.driving import seen
from tests.screens.pictures import Pictures
from tests.screens.whole_program import Visitor, show

QUESTION = "Programm beenden?"


def test_after_signing_out_the_next_person_finds_empty_fields(furnished: Path, tmp_path: Path) -> None:
    async def two_people(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("ctrl+q", wanted=QUESTION)
        await visitor.press("a", wanted="Kennwort")
        assert LOGINS["counter"] not in seen(visitor.app)
        assert "•" not in seen(visitor.app)
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), two_people)


def test_signing_out_over_an_open_dialog_leaves_nothing_of_it(furnished: Path, tmp_path: Path) -> None:
    async def over_an_arrival(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("f3", wanted="Ankunft")
        await visitor.press("ctrl+q", wanted=QUESTION)
        await visitor.press("a", wanted="Kennwort")
        assert "Ankunft" not in seen(visitor.app)
        assert len(visitor.app.screen_stack) == 1

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), over_an_arrival)


def test_a_wrong_password_is_refused_and_the_login_stays(furnished: Path, tmp_path: Path) -> None:
    async def wrong_then_right(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *"falsch", "enter", wanted="!")
        assert LOGINS["counter"] in seen(visitor.app)
        await visitor.press(*SECRET, "enter", wanted="Es warten")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), wrong_then_right)


def test_over_a_locked_place_nothing_else_opens(furnished: Path, tmp_path: Path) -> None:
    async def locked(visitor: Visitor) -> None:
        await visitor.press(*LOGINS["counter"], "enter", *SECRET, "enter", wanted="Es warten")
        await visitor.press("ctrl+l", wanted="Gesperrt")
        await visitor.press("f1", "ctrl+p", "ctrl+k", "escape", wanted="Gesperrt")
        assert len(visitor.app.screen_stack) == 3
        await visitor.press(*SECRET, "enter", wanted="Es warten")

    show(furnished, tmp_path, "counter", Pictures("80x24", update=False), locked)
